"""Uses a value before it is moved away, where the order does not matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.names import statement_of
from rust_agent_lsp.syntax.statements import between, has_effect, may_move_over, move_before
from rust_agent_lsp.syntax.tree import text_of


class UseBeforeMove(FixRule):
    """Puts the statement that uses the value before the one that moves it.

    Only where the statements share no other local name. Where both act on the outside, their
    order changes.
    """

    codes: ClassVar = ("E0382", "E0505")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let name = String::from("a");
    let owner = name;
    let length = name.len();
    println!("{owner} {length}");
}
""",
            after="""\
fn main() {
    let name = String::from("a");
    let length = name.len();
    let owner = name;
    println!("{owner} {length}");
}
""",
            code="E0382",
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    let a = String::new();\n    let b = a;\n    println!("{a}{b}");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = site.label(r"^value moved (?:here$|into closure here$)|moved due to this")
        moved = re.search(r"moved value: `[*(]*(\w+)[\w.)]*`", site.diagnostic.message)
        first = statement_of(site.node_of(label)) if label else None
        last = statement_of(site.node)
        over = between(first, last) if first and last else None
        if over is None or moved is None or first is None or last is None:
            return
        if not may_move_over(last, over, {moved[1]}):
            return
        kind = site.match(r"has type `([^`]+)`")
        # What is done through the reference meanwhile would come later.
        if kind is not None and kind[1].startswith("&mut "):
            return
        edits = move_before(site.source, [last], first)
        if edits is None:
            return
        swapped = has_effect(last) and any(has_effect(s) for s in over)
        # What is assigned to a local that was given away can only have been meant for before.
        swapped &= not site.diagnostic.message.startswith("assign to part of moved value")
        yield site.candidate(
            self.id,
            f"Move `{short(text_of(last))}` before `{moved[1]}` is moved",
            *edits,
            safety=Safety.CHANGES_BEHAVIOUR if swapped else Safety.SAFE,
            cost="The two statements run in the other order." if swapped else "",
        )
