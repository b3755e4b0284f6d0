"""Borrows a value where a reference is expected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import argument_at
from rust_agent_lsp.syntax.expressions import prefix, short
from rust_agent_lsp.syntax.names import make_mutable


class AddReference(FixRule):
    """Adds `&` or `&mut` to an expression; a plain `&` becomes `&mut` where that is expected."""

    codes: ClassVar = ("E0308", "E0277")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn length(s: &str) -> usize {
    s.len()
}
fn main() {
    let s = String::from("a");
    println!("{}", length(s));
}
""",
            after="""\
fn length(s: &str) -> usize {
    s.len()
}
fn main() {
    let s = String::from("a");
    println!("{}", length(&s));
}
""",
            code="E0308",
        ),
        Example(
            before="""\
fn add(n: &mut i32) {
    *n += 1;
}
fn main() {
    let n = 1;
    add(&n);
    println!("{n}");
}
""",
            after="""\
fn add(n: &mut i32) {
    *n += 1;
}
fn main() {
    let mut n = 1;
    add(&mut n);
    println!("{n}");
}
""",
            code="E0308",
        ),
        Example(
            before="""\
trait Shape {}
impl Shape for &u8 {}
fn draw(_: impl Shape) {}
fn main() {
    let n = 1u8;
    draw(n);
}
""",
            after="""\
trait Shape {}
impl Shape for &u8 {}
fn draw(_: impl Shape) {}
fn main() {
    let n = 1u8;
    draw(&n);
}
""",
            code="E0277",
        ),
    )
    refuses: ClassVar = (
        'fn half(n: f64) -> f64 {\n    n / 2.0\n}\nfn main() {\n    half("a");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        span = site.diagnostic.span
        text = site.source.slice(span)
        if site.diagnostic.code == "E0277":
            argument = argument_at(site.source, span)
            bound = re.match(r"the trait bound `&?[^:]+: [^`]+` is not", site.diagnostic.message)
            if bound is None or argument is None or span not in argument[0].arguments:
                return
            for operator in ("&", "&mut ") if not text.startswith("&") else ():
                title = f"Pass `{operator}{short(text)}`"
                yield site.candidate(self.id, title, *prefix(site.source, span, operator))
            return
        types = expected_found(site)
        if types is None or not types[0].startswith("&"):
            return
        wanted, found = types
        mutable = wanted.startswith("&mut ")
        if text.startswith("&") and not text.startswith("&mut") and mutable:
            edits = [Edit.insert(span.start + 1, "mut "), *make_mutable(site.node, text[1:])]
            yield site.candidate(self.id, f"Borrow `{short(text[1:])}` mutably", *edits)
        elif not found.startswith("&") or wanted.count("&") > found.count("&"):
            operator = "&mut " if mutable else "&"
            extra = make_mutable(site.node, text) if mutable else []
            title = f"Borrow `{short(text)}`{' mutably' if mutable else ''}"
            yield site.candidate(self.id, title, *prefix(site.source, span, operator), *extra)
