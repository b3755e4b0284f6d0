"""Matches what is no slice by a pattern of its own kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import (
    find_item,
    named_fields,
    tuple_fields,
)
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.values import plain_value, split_top
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import ancestor, text_of

_NUMBER = re.compile(r"\{?(?:[iu](?:8|16|32|64|128|size)|f32|f64|bool|char|integer|float)\}?")


class FitSlicePattern(FixRule):
    """Writes `(a, b)` for `[a, b]` where a tuple is matched, and the like for a struct or `Some`.

    A lone number that is matched as an array is declared as one, whose other elements are guesses.
    """

    codes: ClassVar = ("E0529",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(p: (u8, u8)) -> u8 {\n    let [x, y] = p;\n    x + y\n}\n",
            after="pub fn f(p: (u8, u8)) -> u8 {\n    let (x, y) = p;\n    x + y\n}\n",
        ),
        Example(
            before="pub struct P {\n    x: u8,\n    y: u8,\n}\npub fn f(p: P) -> u8 {\n"
            "    let [x, b] = p;\n    x + b\n}\n",
            after="pub struct P {\n    x: u8,\n    y: u8,\n}\npub fn f(p: P) -> u8 {\n"
            "    let P { x, y: b } = p;\n    x + b\n}\n",
        ),
        Example(
            before="pub fn f(p: Option<[u8; 2]>) -> u8 {\n    match p {\n"
            "        [x, y] => x + y,\n        _ => 0,\n    }\n}\n",
            after="pub fn f(p: Option<[u8; 2]>) -> u8 {\n    match p {\n"
            "        Some([x, y]) => x + y,\n        _ => 0,\n    }\n}\n",
        ),
        Example(
            before="pub fn f() -> f32 {\n    let r: f32 = 1.0;\n    match r {\n"
            "        [a, b] => a + b,\n    }\n}\n",
            after="pub fn f() -> f32 {\n    let r: [f32; 2] = [1.0, 0.0];\n    match r {\n"
            "        [a, b] => a + b,\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(r: f32) -> f32 {\n    match r {\n        [a, b] => a + b,\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(r"found `([^`]+)`", site.diagnostic.message)
        pattern = site.enclosing("slice_pattern")
        if told is None or pattern is None:
            return
        kind, parts = told[1], [text_of(n) for n in pattern.named_children]
        inner = text_of(pattern)[1:-1]
        new = None
        wrapped = re.match(r"(?:\w+::)*(Option|Result)<", kind)
        if kind.startswith("(") and len(split_top(kind[1:-1])) >= len(parts):
            new = f"({inner})"
        elif wrapped:
            new = f"{'Some' if wrapped[1] == 'Option' else 'Ok'}({text_of(pattern)})"
        else:
            new = _struct(site, kind, parts)
        if new is not None:
            yield site.candidate(
                self.id, f"Match `{short(new)}`", replace_node(pattern, new), safety=self.safety
            )
        elif _NUMBER.fullmatch(kind):
            yield from self._array(site, pattern, kind, len(parts))

    def _array(self, site: Site, pattern: Node, kind: str, size: int) -> Iterator[Candidate]:
        """Declare the number that is matched as an array of that size."""
        value = _matched(pattern)
        binding = binding_of(value, text_of(value)) if value is not None else None
        first = binding.value if binding is not None else None
        if binding is None or first is None or not first.type.endswith("literal") or size < 1:
            return
        plain = plain_value(site, re.sub(r"\W", "", kind)) or ("0.0" if "float" in kind else "0")
        text = f"[{', '.join([text_of(first), *[plain] * (size - 1)])}]"
        edits = [replace_node(first, text)]
        if binding.type is not None:
            edits.append(replace_node(binding.type, f"[{text_of(binding.type)}; {size}]"))
        yield site.candidate(
            self.id,
            f"Declare `{binding.name}` as the array `{short(text)}`",
            *edits,
            safety=Safety.GUESS,
            cost="The other elements are guesses.",
        )


def _matched(pattern: Node) -> Node | None:
    host = ancestor(pattern, "match_expression", "let_declaration", "let_condition")
    return host.child_by_field_name("value") if host is not None else None


def _struct(site: Site, kind: str, parts: list[str]) -> str | None:
    """Return the pattern of a struct of this crate that binds all its fields in turn."""
    item = find_item(site, kind, "type")
    if item is None or not parts or ".." in " ".join(parts):
        return None
    if len(tuple_fields(item.node)) == len(parts):
        return f"{item.name}({', '.join(parts)})"
    names = list(named_fields(item.node))
    if len(names) != len(parts):
        return None
    if set(parts) == set(names):
        return f"{item.name} {{ {', '.join(parts)} }}"
    pairs = [n if n == p else f"{n}: {p}" for n, p in zip(names, parts, strict=True)]
    return f"{item.name} {{ {', '.join(pairs)} }}"
