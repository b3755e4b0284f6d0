"""Converts a number to the type that is expected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.expressions import short, suffix, wrap
from rust_agent_lsp.syntax.tree import ancestor, span_of, text_of
from rust_agent_lsp.syntax.types import FLOATS, NUMBERS, is_lossless, literal_type

_OPERATION = re.compile(
    r"cannot (?:(?:add|add-assign|subtract|subtract-assign) `(?P<right>[^`]+)` (?:to|from) "
    r"|(?:multiply|divide|multiply-assign|divide-assign|compare|calculate the remainder of"
    r"|calculate and assign the remainder of) `(?P<left>[^`]+)` (?:by|with|divided by) )"
    r"`(?P<last>[^`]+)`"
)


class ConvertNumber(FixRule):
    """Uses `T::from` where no value is lost, else `as`, which may cut off or round.

    Literals are rewritten in the expected type instead. An index becomes `usize`.
    """

    codes: ClassVar = ("E0308", "E0277")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn half(n: f64) -> f64 {
    n / 2.0
}
fn main() {
    let n: i32 = 3;
    println!("{}", half(n));
}
""",
            after="""\
fn half(n: f64) -> f64 {
    n / 2.0
}
fn main() {
    let n: i32 = 3;
    println!("{}", half(f64::from(n)));
}
""",
            code="E0308",
        ),
        Example(
            before="""\
fn main() {
    let v = vec![1.5, 2.0];
    let mean = v.iter().sum::<f64>() / v.len();
    println!("{mean}");
}
""",
            after="""\
fn main() {
    let v = vec![1.5, 2.0];
    let mean = v.iter().sum::<f64>() / v.len() as f64;
    println!("{mean}");
}
""",
            code="E0277",
        ),
        Example(
            before="""\
fn main() {
    let v = vec![1];
    let at: i32 = 0;
    println!("{}", v[at]);
}
""",
            after="""\
fn main() {
    let v = vec![1];
    let at: i32 = 0;
    println!("{}", v[at as usize]);
}
""",
            code="E0277",
        ),
        Example(
            before="""\
fn main() {
    let pet = ("cat", 3.5);
    println!("{} {}", pet.0, pet.1 + 1);
}
""",
            after="""\
fn main() {
    let pet = ("cat", 3.5);
    println!("{} {}", pet.0, pet.1 + 1.0);
}
""",
            code="E0277",
        ),
        Example(
            before='fn main() {\n    let x: f64 = 5;\n    println!("{x}");\n}\n',
            after='fn main() {\n    let x: f64 = 5.0;\n    println!("{x}");\n}\n',
            code="E0308",
        ),
    )
    refuses: ClassVar = (
        'fn half(n: f64) -> f64 {\n    n / 2.0\n}\nfn main() {\n    half("a");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.diagnostic.code == "E0308":
            yield from self._mismatch(site)
            return
        if "cannot be indexed by" in site.diagnostic.message:
            found = re.search(r"indexed by `&?(\w+)`", site.diagnostic.message)
            if found is not None and found[1] in NUMBERS:
                yield from self._convert(site, site.diagnostic.span, found[1], "usize")
            return
        operation = ancestor(site.node, "binary_expression", "compound_assignment_expr")
        kinds = _OPERATION.search(site.diagnostic.message)
        left = operation.child_by_field_name("left") if operation else None
        right = operation.child_by_field_name("right") if operation else None
        operands = _token_operands(site) if operation is None else None
        if left is not None and right is not None:
            operands = span_of(left), span_of(right)
        told = site.match(r"no implementation for `([^` ]+) [-+*/%]=? ([^` ]+)`")
        if operands is None or (kinds is None and told is None):
            return
        if kinds is not None:
            one = kinds["left"] or kinds["last"]
            two = kinds["last"] if kinds["left"] else kinds["right"]
        elif told is not None:
            one, two = told[1], told[2]
        sides = [(operands[1], two, one), (operands[0], one, two)]
        if operation is not None and operation.type == "compound_assignment_expr":
            sides = sides[:1]
        # Towards the wider type first: a float, or what holds all values of the other.
        sides.sort(
            key=lambda s: (
                not (
                    s[2] in FLOATS
                    or (s[1] in NUMBERS and s[2] in NUMBERS and is_lossless(s[1], s[2]))
                )
            )
        )
        for span, found_type, wanted in sides:
            yield from self._convert(site, span, found_type, wanted)

    def _mismatch(self, site: Site) -> Iterator[Candidate]:
        """Convert the value at the primary span, or the literal that is borrowed there."""
        types = expected_found(site)
        if types is None:
            return
        span = site.diagnostic.span
        text = site.source.slice(span)
        borrowed = all(part.startswith("&") for part in (*types, text))
        if borrowed and literal_type(text[1:]) is not None:
            wanted, found = (kind[1:] for kind in types)
            yield from self._convert(site, Span(span.start + 1, span.end), found, wanted)
        else:
            yield from self._convert(site, site.diagnostic.span, types[1], types[0])

    def _convert(self, site: Site, span: Span, found: str, wanted: str) -> Iterator[Candidate]:
        text = site.source.slice(span)
        literal = literal_type(text)
        if wanted == "{float}" and literal is not None:
            wanted = "f64"
        found = found.strip("{}").replace("floating-point number", "float")
        if wanted not in NUMBERS or found not in (*NUMBERS, "integer", "float", "char", "bool"):
            return
        if literal is not None:
            digits = re.sub(r"[iuf](?:\d+|size)$", "", text)
            new = digits
            if wanted in FLOATS and "." not in digits:
                new = f"{digits}.0"
            elif wanted not in FLOATS and re.fullmatch(r"[\d_]+\.0*", digits):
                new = digits.partition(".")[0]
            if new != text:
                yield site.candidate(self.id, f"Write `{new}`", Edit(span, new))
                return
        if found in NUMBERS and is_lossless(found, wanted):
            yield site.candidate(
                self.id,
                f"Convert `{short(text)}` with `{wanted}::from`",
                *wrap(span, f"{wanted}::from(", ")"),
            )
            return
        yield site.candidate(
            self.id,
            f"Convert `{short(text)}` to `{wanted}` with `as`",
            *suffix(site.source, span, f" as {wanted}"),
            safety=Safety.CHANGES_BEHAVIOUR,
            cost=f"A value that `{wanted}` cannot hold is changed, not reported.",
        )
        if found in NUMBERS and wanted not in FLOATS and found not in FLOATS:
            yield site.candidate(
                self.id,
                f"Convert `{short(text)}` to `{wanted}`, stopping the program if it does not fit",
                *wrap(span, f"{wanted}::try_from(", ").unwrap()"),
                safety=Safety.GUESS,
                cost="Panics when the value does not fit.",
            )


def _token_operands(site: Site) -> tuple[Span, Span] | None:
    """Return the places beside the operator at the primary span among a macro's tokens."""
    tree = ancestor(site.node, "token_tree")
    tokens = tree.children[1:-1] if tree is not None else []
    at = next((i for i, t in enumerate(tokens) if span_of(t) == site.diagnostic.span), None)
    if at is None:
        return None
    before = list(takewhile(_is_operand, reversed(tokens[:at])))
    after = list(takewhile(_is_operand, tokens[at + 1 :]))
    if not before or not after:
        return None
    left = Span(before[-1].start_byte, before[0].end_byte)
    return left, Span(after[0].start_byte, after[-1].end_byte)


def _is_operand(token: Node) -> bool:
    """Say whether a token may be part of an operand: no comma and no operator but `.` and `::`."""
    return token.is_named or text_of(token) in (".", "::")
