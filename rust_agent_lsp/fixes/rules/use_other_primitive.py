"""Takes a constant or function from another primitive type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.names import statement_of
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of
from rust_agent_lsp.syntax.types import NUMBERS

_KINDS = ("primitive_type", "identifier", "scoped_identifier")


class UseOtherPrimitive(FixRule):
    """Names another number type before `::`, one that the code around uses and that fits."""

    codes: ClassVar = ("E0599", "E0308", "E0277")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="fn main() {\n    let tiny = f64::EPSILON * i32::EPSILON;\n"
            "    assert!(tiny < 0.1);\n}\n",
            after="fn main() {\n    let tiny = f64::EPSILON * f64::EPSILON;\n"
            "    assert!(tiny < 0.1);\n}\n",
            code="E0599",
        ),
    )
    refuses: ClassVar = ("fn main() {\n    let tiny = i32::SMALLEST;\n    drop(tiny);\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        place = site.enclosing("scoped_identifier", "call_expression", "binary_expression")
        place = place or ancestor(site.node, "token_tree", "macro_invocation")
        if place is None:
            return
        around = statement_of(site.node) or place
        near = Counter(t for n in descendants(around, *_KINDS) if (t := text_of(n)) in NUMBERS)
        if site.diagnostic.code == "E0599":
            told = re.search(r"item named `\w+` found for type `(\w+)`", site.diagnostic.message)
            if told is None or told[1] not in NUMBERS:
                return
            if re.search(r"`(?:EPSILON|INFINITY|NEG_INFINITY|NAN|MIN_POSITIVE)`", told[0]):
                near.update(["f64"])
            wrong = [told[1]]
            start, end = site.diagnostic.span.start - len(told[1]) - 2, site.diagnostic.span.end
        else:
            wrong = [n for n, count in near.items() if count == 1]
            start, end = around.start_byte, around.end_byte
        for node in descendants(around, *_KINDS):
            after = node.next_sibling
            inside = start <= node.start_byte < end
            if not inside or text_of(node) not in wrong or after is None or after.type != "::":
                continue
            for other, _ in near.most_common():
                if other != text_of(node):
                    yield site.candidate(
                        self.id,
                        f"Take it from `{other}` instead of `{text_of(node)}`",
                        replace_node(node, other),
                        safety=Safety.CHANGES_BEHAVIOUR,
                        cost=f"`{other}` has another range.",
                    )
