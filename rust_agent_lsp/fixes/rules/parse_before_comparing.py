"""Reads the number in a text that is compared with a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.calls import argument_at
from rust_agent_lsp.syntax.expressions import short, suffix
from rust_agent_lsp.syntax.tree import ancestor, span_of
from rust_agent_lsp.syntax.types import NUMBERS, plain

_COMPARED = re.compile(r"can't compare `([^`]+)` with `([^`]+)`")
_DEFAULTS = {"{integer}": "i32", "{float}": "f64", "integer": "i32"}


class ParseBeforeComparing(FixRule):
    """Adds `.trim().parse::<T>().unwrap()` to the text, with the other side's type.

    The program stops where the text is no number.
    """

    codes: ClassVar = ("E0308", "E0277")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn won(guess: String, secret: u32) -> bool {
    guess.cmp(&secret).is_eq()
}
fn main() {
    won(String::from("5"), 5);
}
""",
            after="""\
fn won(guess: String, secret: u32) -> bool {
    guess.trim().parse::<u32>().unwrap().cmp(&secret).is_eq()
}
fn main() {
    won(String::from("5"), 5);
}
""",
            code="E0308",
        ),
        Example(
            before="""\
fn won(line: &str, secret: u32) -> bool {
    line.trim() == secret
}
fn main() {
    won("5", 5);
}
""",
            after="""\
fn won(line: &str, secret: u32) -> bool {
    line.trim().parse::<u32>().unwrap() == secret
}
fn main() {
    won("5", 5);
}
""",
            code="E0277",
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    println!("{}", "5" == 5);\n}\n',
        "fn main() {\n    println!(\"{}\", String::new() == 'a');\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.diagnostic.code == "E0308":
            types, found = expected_found(site), argument_at(site.source, site.diagnostic.span)
            if types is None or found is None or found[0].receiver is None:
                return
            call = found[0]
            if (
                call.name in ("cmp", "partial_cmp", "eq", "max", "min")
                and call.receiver is not None
            ):
                kinds = plain(types[0]), plain(types[1])
                yield from self._read(site, span_of(call.receiver), *kinds)
            return
        told = _COMPARED.search(site.diagnostic.message)
        operation = ancestor(site.node, "binary_expression")
        left = operation.child_by_field_name("left") if operation is not None else None
        right = operation.child_by_field_name("right") if operation is not None else None
        if told is None or left is None or right is None:
            return
        yield from self._read(site, span_of(left), told[1], told[2])
        yield from self._read(site, span_of(right), told[2], told[1])

    def _read(self, site: Site, span: Span, text: str, number: str) -> Iterator[Candidate]:
        kind = plain(number).lstrip("&")
        kind = _DEFAULTS.get(kind, kind)
        written = site.source.slice(span)
        if plain(text).lstrip("&") not in ("String", "str") or kind not in NUMBERS:
            return
        if '"' in written:
            return
        trim = "" if written.endswith(".trim()") else ".trim()"
        call = f"{trim}.parse::<{kind}>().unwrap()"
        yield site.candidate(
            self.id,
            f"Read the `{kind}` in `{short(written)}`",
            *suffix(site.source, span, call),
            safety=self.safety,
            cost="Panics where the text is no number.",
        )
