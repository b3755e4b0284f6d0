"""Prints a value with `{:?}` that has no `{}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.derives import derive_edits, type_items
from rust_agent_lsp.syntax.types import plain


class UseDebugFormat(FixRule):
    """Turns `{}` into `{:?}`, and derives `Debug` where the type of this file lacks it.

    The printed text is the developers' form: quotes around strings, names of fields.
    """

    codes: ClassVar = ("E0277",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before='fn main() {\n    let v = vec![1];\n    println!("{}", v);\n}\n',
            after='fn main() {\n    let v = vec![1];\n    println!("{:?}", v);\n}\n',
        ),
        Example(
            before="""\
struct Point {
    x: i32,
}
fn main() {
    let p = Point { x: 1 };
    println!("{p} {}", p.x);
}
""",
            after="""\
#[derive(Debug)]
struct Point {
    x: i32,
}
fn main() {
    let p = Point { x: 1 };
    println!("{p:?} {}", p.x);
}
""",
        ),
    )
    refuses: ClassVar = (
        "fn show<T: ToString>(v: T) -> String {\n    v.to_string()\n}\n"
        "fn main() {\n    show(vec![1]);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.match(
            r"`([^`]+)` doesn't implement `(?:std::fmt::)?Display`", site.diagnostic.message
        )
        label = site.label(r"required by this formatting parameter")
        span = label.location.span if label else site.diagnostic.span
        text = site.source.slice(span)
        form = re.fullmatch(r"\{(\w*)(:[^?}]*)?\}", text)
        if found is None or form is None:
            return
        new = f"{{{form[1]}{form[2] or ':'}?}}"
        head = plain(found[1]).lstrip("&").partition("<")[0]
        known = head in type_items(site.source)
        derived = derive_edits(site.source, head, ("Debug",)) if known else []
        title = f"Print it with `{new}`"
        if derived:
            title = f"Derive `Debug` for `{head}` and print it with `{new}`"
        yield site.candidate(
            self.id,
            title,
            Edit(span, new),
            *derived,
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="Prints the form meant for developers.",
        )
