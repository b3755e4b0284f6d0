"""Uses the value that a reference points to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.expressions import prefix, short, suffix
from rust_agent_lsp.syntax.tree import ancestor, span_of
from rust_agent_lsp.syntax.types import plain, referent


class Dereference(FixRule):
    """Adds `*` to a reference, or `.clone()` where the value cannot be copied out.

    For operators it dereferences the side that the compiler names.
    """

    codes: ClassVar = ("E0308", "E0277", "E0369", "E0606", "E0604", "E0600", "E0368")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn square(n: i32) -> i32 {
    n * n
}
fn main() {
    for n in &[1, 2] {
        println!("{}", square(n));
    }
}
""",
            after="""\
fn square(n: i32) -> i32 {
    n * n
}
fn main() {
    for n in &[1, 2] {
        println!("{}", square(*n));
    }
}
""",
            code="E0308",
        ),
        Example(
            before="""\
fn has(v: &[i32], wanted: i32) -> bool {
    for n in v {
        if n == wanted {
            return true;
        }
    }
    false
}
fn main() {
    has(&[1], 2);
}
""",
            after="""\
fn has(v: &[i32], wanted: i32) -> bool {
    for n in v {
        if *n == wanted {
            return true;
        }
    }
    false
}
fn main() {
    has(&[1], 2);
}
""",
            code="E0277",
        ),
        Example(
            before="""\
fn own(name: String) -> usize {
    name.len()
}
fn main() {
    for name in &[String::new()] {
        own(name);
    }
}
""",
            after="""\
fn own(name: String) -> usize {
    name.len()
}
fn main() {
    for name in &[String::new()] {
        own(name.clone());
    }
}
""",
            code="E0308",
        ),
    )
    refuses: ClassVar = (
        'fn half(n: f64) -> f64 {\n    n / 2.0\n}\nfn main() {\n    half("a");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        code = site.diagnostic.code
        if code == "E0308":
            yield from self._mismatch(site)
        elif code in ("E0606", "E0604"):
            cast = ancestor(site.node, "type_cast_expression")
            value = cast.child_by_field_name("value") if cast else None
            if value is not None and site.match(r"`&"):
                yield self._star(site, span_of(value), 1)
        else:
            yield from self._operator(site)

    def _mismatch(self, site: Site) -> Iterator[Candidate]:
        types = expected_found(site)
        span = site.diagnostic.span
        node = site.node
        if types is None or node.type == "reference_expression":
            return
        wanted, found = plain(types[0]), plain(types[1])
        depth = _depth(found) - _depth(wanted)
        if depth < 0:
            yield from self._other_side(site, span)
            return
        inner = referent(found)
        if depth == 0 or inner is None:
            if found == f"Box<{wanted}>" or found == f"Rc<{wanted}>":
                yield self._star(site, span, 1)
            return
        if inner != "str":
            yield self._star(site, span, depth)
        numeric = re.fullmatch(r"[iuf]\d+|usize|isize|bool|char|\{\w+\}|integer|str", inner)
        if depth == 1 and not numeric:
            text = site.source.slice(span)
            yield site.candidate(
                self.id,
                f"Clone what `{short(text)}` refers to",
                *suffix(site.source, span, ".clone()"),
                safety=Safety.CHANGES_BEHAVIOUR,
                cost="Copies the value each time.",
            )

    def _other_side(self, site: Site, span: Span) -> Iterator[Candidate]:
        """`x > 1` with `x: &&i32` is reported at `1`: dereference the left side."""
        operation = ancestor(site.node, "binary_expression")
        left = operation.child_by_field_name("left") if operation else None
        right = operation.child_by_field_name("right") if operation else None
        types = expected_found(site)
        if left is None or right is None or types is None or span_of(right) != span:
            return
        yield self._star(site, span_of(left), _depth(types[0]) - _depth(types[1]))

    def _operator(self, site: Site) -> Iterator[Candidate]:
        operation = ancestor(site.node, "binary_expression", "compound_assignment_expr")
        left = operation.child_by_field_name("left") if operation else None
        right = operation.child_by_field_name("right") if operation else None
        if left is None or right is None:
            return
        kinds = _operand_types(site.diagnostic.message)
        if kinds is None:
            return
        if kinds[0] == kinds[1] and kinds[0].startswith("&") and kinds[0] != "&str":
            for_both = (*prefix(site.source, span_of(left), "*"),)
            for_both += prefix(site.source, span_of(right), "*")
            yield site.candidate(self.id, "Dereference both sides", *for_both)
            return
        depths = _depth(kinds[0]), _depth(kinds[1])
        if depths[0] > depths[1]:
            yield self._star(site, span_of(left), depths[0] - depths[1])
        elif depths[1] > depths[0]:
            yield self._star(site, span_of(right), depths[1] - depths[0])

    def _star(self, site: Site, span: Span, depth: int) -> Candidate:
        text = site.source.slice(span)
        return site.candidate(
            self.id,
            f"Dereference `{short(text)}`",
            *prefix(site.source, span, "*" * depth),
        )


def _depth(kind: str) -> int:
    return len(kind) - len(kind.lstrip("&"))


def _operand_types(message: str) -> tuple[str, str] | None:
    """Return the types of the left and the right side, as an operator's headline names them."""
    found = re.search(r"compare `([^`]+)` with `([^`]+)`", message)
    if found:
        return found[1], found[2]
    found = re.search(r"(?:add|add-assign) `([^`]+)` to `([^`]+)`", message)
    if found is None:
        found = re.search(r"(?:subtract|subtract-assign) `([^`]+)` from `([^`]+)`", message)
    if found:
        return found[2], found[1]
    found = re.search(
        r"(?:multiply|divide|\w+-assign|calculate.*?of) `([^`]+)` (?:by|divided by) `([^`]+)`",
        message,
    )
    if found:
        return found[1], found[2]
    found = re.search(r"operation `[^`]+` cannot be applied to type `([^`]+)`", message)
    return (found[1], "") if found else None
