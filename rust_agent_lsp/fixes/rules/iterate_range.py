"""Loops over what a number, text or map gives item by item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import prefix, short, suffix


class IterateRange(FixRule):
    """Turns `for i in n` into `for i in 0..n`, and a text into its `.chars()`.

    Of other types it tries `&`, `.iter()` and `.into_iter()`.
    """

    codes: ClassVar = ("E0277",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let n = 3;
    for i in n {
        println!("{i}");
    }
}
""",
            after="""\
fn main() {
    let n = 3;
    for i in 0..n {
        println!("{i}");
    }
}
""",
        ),
        Example(
            before="""\
fn main() {
    let s = "ab";
    for c in s {
        println!("{c}");
    }
}
""",
            after="""\
fn main() {
    let s = "ab";
    for c in s.chars() {
        println!("{c}");
    }
}
""",
        ),
        Example(
            before='fn main() {\n    for i in ..=3 {\n        println!("{i}");\n    }\n}\n',
            after='fn main() {\n    for i in 0..=3 {\n        println!("{i}");\n    }\n}\n',
        ),
        Example(
            before='fn main() {\n    for i in ..3 {\n        println!("{i}");\n    }\n}\n',
            after='fn main() {\n    for i in 0..3 {\n        println!("{i}");\n    }\n}\n',
        ),
    )
    refuses: ClassVar = (
        "struct Bag;\nfn main() {\n    for x in Bag {\n        let _: u8 = x;\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.match(r"`([^`]+)` is not an iterator", site.diagnostic.message)
        if found is None:
            return
        span = site.diagnostic.span
        text = short(site.source.slice(span))
        kind = found[1].lstrip("&")
        if kind == "{integer}" or re.fullmatch(r"[iu](?:\d+|size)", kind):
            star = "*" * (len(found[1]) - len(kind))
            yield site.candidate(
                self.id,
                f"Loop from 0 up to `{text}`",
                *prefix(site.source, span, f"0..{star}"),
                safety=Safety.CHANGES_BEHAVIOUR,
            )
        elif re.match(r"(?:std::ops::)?RangeTo(?:Inclusive)?<", kind) and text.startswith(".."):
            title = f"Loop from 0: `0{text}`"
            edit = Edit.insert(span.start, "0")
            yield site.candidate(self.id, title, edit, safety=Safety.CHANGES_BEHAVIOUR)
        elif kind in ("str", "String"):
            for call in (".chars()", ".lines()"):
                yield site.candidate(
                    self.id, f"Loop over `{text}{call}`", *suffix(site.source, span, call)
                )
        elif re.match(r"\[|Vec<|HashMap<|Option<|Rc<|Arc<|Box<|Ref", kind):
            yield site.candidate(
                self.id, f"Loop over `{text}.iter()`", *suffix(site.source, span, ".iter()")
            )
