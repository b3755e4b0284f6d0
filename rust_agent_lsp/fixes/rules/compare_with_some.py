"""Compares an `Option` with `Some` of a value, instead of with the value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.expressions import exact_node, short, suffix
from rust_agent_lsp.syntax.macro_arguments import arguments_of
from rust_agent_lsp.syntax.tree import span_of, text_of
from rust_agent_lsp.syntax.types import NUMBERS, plain, split_generic

_ORDER = ("<", ">", "<=", ">=")
_VAGUE = {"{integer}": "integer", "{float}": "floating-point number"}


class CompareWithSome(FixRule):
    """Writes `Some(&value)` where an `Option<&T>` is compared or wanted and the value is a `T`.

    Where the two are ordered, what is in the `Option` is compared, and nothing is not less.
    """

    codes: ClassVar = ("E0308", "E0277")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn is_zero(v: &[u8]) -> bool {\n    v.first() == 0\n}\n",
            after="pub fn is_zero(v: &[u8]) -> bool {\n    v.first() == Some(&0)\n}\n",
            code="E0308",
        ),
        Example(
            before="pub fn is_low(v: &[u8]) -> bool {\n    v.first() < 3\n}\n",
            after="pub fn is_low(v: &[u8]) -> bool {\n    v.first().is_some_and(|&n| n < 3)\n}\n",
            code="E0308",
        ),
        Example(
            before='pub fn is_dark(v: &[String]) -> bool {\n    v.first() == "dark"\n}\n',
            after="pub fn is_dark(v: &[String]) -> bool {\n"
            '    v.first().map(String::as_str) == Some("dark")\n}\n',
            code="E0308",
        ),
        Example(
            before="pub fn is_least(v: &[u8], n: u8) -> bool {\n    n == v.iter().min()\n}\n",
            after="pub fn is_least(v: &[u8], n: u8) -> bool {\n    Some(&n) == v.iter().min()\n}\n",
            code="E0308",
        ),
        Example(
            before="pub fn has_two(v: &[u8]) {\n    assert_eq!(2, v.iter().max());\n}\n",
            after="pub fn has_two(v: &[u8]) {\n    assert_eq!(Some(&2), v.iter().max());\n}\n",
            code="E0277",
        ),
    )
    refuses: ClassVar = (
        'pub fn f(v: &[u8]) -> bool {\n    v.first() == "a"\n}\n',
        "pub fn f(v: &[u8]) -> bool {\n    v.first() == Ok::<u8, u8>(1)\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.diagnostic.code == "E0277":
            yield from self._left(site)
            return
        types = expected_found(site)
        node = exact_node(site.source, site.diagnostic.span)
        if types is None or (node is not None and node.type == "block"):
            return
        wanted, found = plain(types[0]), plain(types[1])
        parent = node.parent if node is not None else None
        other = _left_of(parent, node)
        order = parent.child_by_field_name("operator") if parent and other is not None else None
        if order is not None and other is not None and text_of(order) in _ORDER:
            yield from self._ordered(site, wanted, found, other, text_of(order))
        elif other is not None and (shape := _shape(found, wanted)) is not None:
            yield self._candidate(site, span_of(other), (_wrapped(site, span_of(other), shape),))
        elif wanted == "Option<&String>" and found == "&str" and other is not None:
            edits = (
                *suffix(site.source, span_of(other), ".map(String::as_str)"),
                _wrapped(site, site.diagnostic.span, "Some({})"),
            )
            yield self._candidate(site, site.diagnostic.span, edits)
        elif (shape := _shape(wanted, found)) is not None and shape != "Some({})":
            edit = _wrapped(site, site.diagnostic.span, shape)
            yield self._candidate(site, site.diagnostic.span, (edit,))

    def _left(self, site: Site) -> Iterator[Candidate]:
        """Wrap the left side of a comparison whose right side is an `Option`."""
        told = site.match(r"can't compare `([^`]+)` with `([^`]+)`")
        shape = _shape(plain(told[2]), plain(told[1])) if told is not None else None
        left = site.node.child_by_field_name("left")
        macro = site.enclosing("macro_invocation")
        tree = next((c for c in macro.children if c.type == "token_tree"), None) if macro else None
        sides = arguments_of(tree)[:2] if tree is not None else []
        span = span_of(left) if left is not None else sides[0] if len(sides) == 2 else None
        if shape is None or span is None:
            return
        text = site.source.slice(span)
        if shape == "Some(&{})" and told is not None and text.startswith(("&", '"')):
            shape = "Some({})"
        yield self._candidate(site, span, (_wrapped(site, span, shape),))

    def _ordered(
        self, site: Site, wanted: str, found: str, other: Node, order: str
    ) -> Iterator[Candidate]:
        if _shape(wanted, found) != "Some(&{})" or plain(wanted)[8:-1] not in NUMBERS:
            return
        value = site.source.slice(site.diagnostic.span)
        # A name that the value does not mention.
        name = next(n for n in ("n", "x", "value", "held") if not re.search(rf"\b{n}\b", value))
        yield site.candidate(
            self.id,
            f"Ask whether there is a value `{order} {short(value)}`",
            Edit.insert(other.end_byte, f".is_some_and(|&{name}| {name}"),
            Edit.insert(site.diagnostic.span.end, ")"),
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="Where there is no value, the comparison is false.",
        )

    def _candidate(self, site: Site, span: Span, edits: tuple[Edit, ...]) -> Candidate:
        text = short(site.source.slice(span))
        return site.candidate(self.id, f"Write `{short(edits[-1].text)}` for `{text}`", *edits)


def _left_of(parent: Node | None, node: Node | None) -> Node | None:
    """Return the left side of the operation that `node` is the right side of, if it compares."""
    if parent is None or node is None or parent.type != "binary_expression":
        return None
    operator = parent.child_by_field_name("operator")
    if operator is None or text_of(operator) not in ("==", "!=", *_ORDER):
        return None
    return parent.child_by_field_name("left") if parent.named_children[-1:] == [node] else None


def _wrapped(site: Site, span: Span, shape: str) -> Edit:
    text = site.source.slice(span)
    node = exact_node(site.source, span)
    if shape == "Some(&{})" and re.fullmatch(r"\*\w+", text):
        return Edit(span, f"Some({text[1:]})")
    if "&" in shape and node is not None and node.type == "binary_expression":
        text = f"({text})"
    return Edit(span, shape.format(text))


def _shape(wanted: str, found: str) -> str | None:
    """Return how a `found` becomes a `wanted`, which is an `Option`; None if it does not so."""
    head, arguments = split_generic(wanted)
    if head.rpartition("::")[2] != "Option" or len(arguments) != 1:
        return None
    inner = arguments[0]
    if _same(inner, found):
        return "Some({})"
    if inner == "&str" and found == "String":
        return "Some({}.as_str())"
    lent = inner.startswith("&") and not inner.startswith("&mut")
    return "Some(&{})" if lent and _same(inner[1:].strip(), found) else None


def _same(wanted: str, found: str) -> bool:
    """Say whether two types are one, as far as rustc knows them."""
    if wanted == found or _VAGUE.get(wanted) == found:
        return True
    if found in ("integer", "{integer}"):
        return wanted in NUMBERS and not wanted.startswith("f")
    if wanted == "{integer}":
        return found in NUMBERS and not found.startswith("f")
    return found in ("floating-point number", "{float}") and wanted in ("f32", "f64", "{float}")
