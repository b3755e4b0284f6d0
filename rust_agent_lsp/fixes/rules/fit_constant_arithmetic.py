"""Makes a constant computation give a value: a wider type, or an operation that cannot fail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.tree import ancestor, text_of

_METHODS = {"+": "add", "-": "sub", "*": "mul", "<<": "shl", ">>": "shr"}
_WIDER = {"u8": "u16", "u16": "u32", "u32": "u64", "u64": "u128"}
_WIDER |= {"i8": "i16", "i16": "i32", "i32": "i64", "i64": "i128", "usize": "u64", "isize": "i64"}
_SIGNED = {"u8": "i16", "u16": "i32", "u32": "i64", "u64": "i128", "usize": "i64"}
_NUMBER = re.compile(r"[iu](?:8|16|32|64|128|size)")


class FitConstantArithmetic(FixRule):
    """Widens the type of a constant that its value overflows; else wraps, or corrects the operand.

    A wrapped value, another divisor or index are guesses: the code asks for what does not exist.
    """

    codes: ClassVar = ("E0080",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub const DAY: u16 = 24 * 60 * 60;\n",
            after="pub const DAY: u32 = 24 * 60 * 60;\n",
        ),
        Example(
            before="pub const LOW: u8 = 3 - 5;\n",
            after="pub const LOW: i16 = 3 - 5;\n",
        ),
        Example(
            before="pub enum Step {\n    One = (1 << 500),\n}\n",
            after="pub enum Step {\n    One = (1isize.wrapping_shl(500)),\n}\n",
        ),
        Example(
            before="const A: [u8; 3] = [1, 2, 3];\npub const LAST: u8 = A[3];\n",
            after="const A: [u8; 3] = [1, 2, 3];\npub const LAST: u8 = A[2];\n",
        ),
        Example(
            before="#[repr(u8)]\npub enum Level {\n    High = 200 + 100,\n}\n",
            after="#[repr(u16)]\npub enum Level {\n    High = 200 + 100,\n}\n",
        ),
        Example(
            before="pub const SHARE: u8 = 12 / 0;\n",
            after="pub const SHARE: u8 = 12 / 1;\n",
        ),
    )
    refuses: ClassVar = (
        'const fn check(n: u8) -> u8 {\n    assert!(n > 3, "too small");\n    n\n}\n'
        "pub const N: u8 = check(1);\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        node, message = site.node, site.diagnostic.message
        while node.type == "parenthesized_expression" and node.named_children:
            node = node.named_children[0]
        if node.type == "index_expression":
            yield from self._index(site, node)
        left, right = (node.child_by_field_name(f) for f in ("left", "right"))
        sign = node.child_by_field_name("operator")
        if node.type != "binary_expression" or left is None or right is None or sign is None:
            return
        if "zero" in message:
            if re.fullmatch(r"0(?:[iu]\w+)?", text_of(right)):
                new = text_of(right).replace("0", "1", 1)
                yield self._guess(site, f"Divide by `{new}`", replace_node(right, new))
            return
        if "overflow" not in message:
            return
        yield from self._wider(site, node)
        method, kind = _METHODS.get(text_of(sign)), _kind(site, node)
        if method is None or kind is None:
            return
        form = "saturating" if method in ("add", "sub") else "wrapping"
        call = f"{_receiver(left, kind)}.{form}_{method}({text_of(right)})"
        yield self._guess(site, f"Write `{short(call)}`", replace_node(node, call))

    def _guess(self, site: Site, title: str, edit: Edit) -> Candidate:
        return site.candidate(
            self.id, title, edit, safety=Safety.GUESS, cost="Which value is meant is a guess."
        )

    def _index(self, site: Site, node: Node) -> Iterator[Candidate]:
        found = re.search(r"length is (\d+) but the index is (\d+)", site.diagnostic.message)
        if found is None or int(found[1]) == 0 or len(node.named_children) < 2:
            return
        index = node.named_children[1]
        if index.type == "integer_literal":
            last = str(int(found[1]) - 1)
            yield self._guess(site, f"Take the last index, `{last}`", replace_node(index, last))

    def _wider(self, site: Site, node: Node) -> Iterator[Candidate]:
        """Widen the type of the constant whose whole value overflows."""
        item = ancestor(node, "const_item", "static_item", "enum_item")
        if item is not None and item.type == "enum_item":
            yield from self._representation(site, item, node)
            return
        kind = item.child_by_field_name("type") if item is not None else None
        if item is None or kind is None or ancestor(node, "index_expression") is not None:
            return
        old = text_of(kind)
        wanted = _SIGNED.get(old) if _is_less(node) else _WIDER.get(old)
        value = _evaluated(text_of(item.child_by_field_name("value") or node))
        while wanted is not None and value is not None and not _holds(wanted, value):
            wanted = _WIDER.get(wanted)
        if wanted is not None:
            yield site.candidate(
                self.id,
                f"Declare `{node_name(item)}` as `{wanted}`",
                replace_node(kind, wanted),
                safety=self.safety,
            )

    def _representation(self, site: Site, enum: Node, node: Node) -> Iterator[Candidate]:
        """Widen the `repr` of an enum that a discriminant overflows."""
        above = enum.prev_named_sibling
        while above is not None and above.type in ("attribute_item", "line_comment"):
            found = re.fullmatch(r"#\[repr\(([iu]\d+)\)\]", text_of(above))
            wanted = found[1] if found else None
            value = _evaluated(text_of(node))
            while wanted is not None and value is not None and not _holds(wanted, value):
                wanted = _WIDER.get(wanted)
            if found is not None and wanted is not None and value is not None:
                yield site.candidate(
                    self.id,
                    f"Represent `{node_name(enum)}` as `{wanted}`",
                    replace_node(above, f"#[repr({wanted})]"),
                    safety=self.safety,
                )
            above = above.prev_named_sibling


def _is_less(node: Node) -> bool:
    sign = node.child_by_field_name("operator")
    return sign is not None and text_of(sign) == "-"


def _kind(site: Site, node: Node) -> str | None:
    """Return the type in which the computation overflows."""
    if ancestor(node, "enum_variant") is not None and "shift" in site.diagnostic.message:
        return "isize"  # The message tells the type of the distance alone.
    told = re.search(r"_([iu](?:8|16|32|64|128|size))\b", site.diagnostic.message)
    item = ancestor(node, "const_item", "static_item", "enum_variant")
    kind = item.child_by_field_name("type") if item is not None else None
    if kind is not None and _NUMBER.fullmatch(text_of(kind)):
        return text_of(kind)
    if told is None and item is not None and item.type == "enum_variant":
        return "isize"
    return told[1] if told else None


def _receiver(left: Node, kind: str) -> str:
    """Return the operand as the receiver of a method, which needs to know its type."""
    text = text_of(left)
    if left.type == "integer_literal":
        return text if re.search(r"[iu]", text) else f"{text}{kind}"
    return text if left.type in ("identifier", "scoped_identifier") else f"({text})"


def _evaluated(text: str) -> int | None:
    """Return the value of an expression of integer literals, None for any other."""
    plain = re.sub(r"(?<=\d)_(?=\d)|(?<=\d)_?[iu](?:8|16|32|64|128|size)\b", "", text)
    tokens = re.findall(r"\d+|<<|[-+*()]|\S", plain)
    if any(not re.fullmatch(r"\d{1,9}|<<|[-+*()]", token) for token in tokens):
        return None
    return _sum(tokens) if tokens else None


def _sum(tokens: list[str]) -> int | None:
    try:
        value = _shifted(tokens)
    except (IndexError, ValueError):
        return None
    return value if not tokens else None


def _shifted(tokens: list[str]) -> int:
    value = _added(tokens)
    while tokens[:1] == ["<<"]:
        tokens.pop(0)
        value <<= min(_added(tokens), 200)
    return value


def _added(tokens: list[str]) -> int:
    value = _product(tokens)
    while tokens[:1] in (["+"], ["-"]):
        minus = tokens.pop(0) == "-"
        other = _product(tokens)
        value += -other if minus else other
    return value


def _product(tokens: list[str]) -> int:
    value = _atom(tokens)
    while tokens[:1] == ["*"]:
        tokens.pop(0)
        value *= _atom(tokens)
    return value


def _atom(tokens: list[str]) -> int:
    first = tokens.pop(0)
    if first == "(":
        value = _shifted(tokens)
        tokens.pop(0)
        return value
    return -_atom(tokens) if first == "-" else int(first)


def _holds(kind: str, value: int) -> bool:
    bits = int(kind[1:]) if kind[1:].isdigit() else 64
    low, high = (0, 1 << bits) if kind[0] == "u" else (-(1 << bits - 1), 1 << bits - 1)
    return low <= value < high
