"""Orders floats, which have no `Ord`, by their total order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.names import uses_of
from rust_agent_lsp.syntax.tree import ancestor, text_of

_PLAIN = ("sort", "sort_unstable", "max", "min")
_KEYED = ("sort_by_key", "sort_unstable_by_key", "max_by_key", "min_by_key")


class CompareFloats(FixRule):
    """Writes `sort_by` or `max_by` with `total_cmp` for `sort`, `max` and their `_by_key` forms.

    `cmp` itself becomes `total_cmp`.

    What is not a number comes last.
    """

    codes: ClassVar = ("E0277", "E0599")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(all: &mut Vec<f64>) {\n    all.sort();\n}\n",
            after="pub fn f(all: &mut Vec<f64>) {\n"
            "    all.sort_by(|a, b| f64::total_cmp(a, b));\n}\n",
            code="E0277",
        ),
        Example(
            before="pub struct Pupil {\n    grade: f32,\n}\n"
            "pub fn f(all: &[Pupil]) -> Option<&Pupil> {\n"
            "    all.iter().max_by_key(|p| p.grade)\n}\n",
            after="pub struct Pupil {\n    grade: f32,\n}\n"
            "pub fn f(all: &[Pupil]) -> Option<&Pupil> {\n"
            "    all.iter().max_by(|a, b| f32::total_cmp(&a.grade, &b.grade))\n}\n",
            code="E0277",
        ),
        Example(
            before="pub fn f(all: &mut Vec<(u8, f64)>) {\n"
            "    all.sort_by(|a, b| a.1.cmp(&b.1));\n}\n",
            after="pub fn f(all: &mut Vec<(u8, f64)>) {\n"
            "    all.sort_by(|a, b| a.1.total_cmp(&b.1));\n}\n",
            code="E0599",
        ),
    )
    refuses: ClassVar = (
        "pub struct Pupil;\npub fn f(all: &mut Vec<Pupil>) {\n    all.sort();\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.diagnostic.code == "E0599":
            yield from self._method(site)
            return
        told = re.search(r"`&?(\{float\}|f32|f64): (?:Ord|Eq)`", site.diagnostic.message)
        call = ancestor(site.node, "call_expression")
        function = call.child_by_field_name("function") if call is not None else None
        field = function.child_by_field_name("field") if function is not None else None
        listed = call.child_by_field_name("arguments") if call is not None else None
        if told is None or field is None or listed is None:
            return
        number = "f64" if told[1] == "{float}" else told[1]
        name = text_of(field)
        stem = name.removesuffix("_by_key")
        if name in _PLAIN and not listed.named_children:
            sides = ("a", "b")
        elif name in _KEYED and len(listed.named_children) == 1:
            keys = _keys(listed.named_children[0])
            if keys is None:
                return
            sides = (f"&{keys[0]}", f"&{keys[1]}")
        else:
            return
        yield site.candidate(
            self.id,
            f"Order by `{number}::total_cmp` with `{stem}_by`",
            replace_node(field, f"{stem}_by"),
            replace_node(listed, f"(|a, b| {number}::total_cmp({sides[0]}, {sides[1]}))"),
        )

    def _method(self, site: Site) -> Iterator[Candidate]:
        """Rename `cmp`, for which rustc takes that of iterators."""
        told = re.search(
            r"^`&*(?:\{float\}|f32|f64)` is not an iterator"
            r"|method `cmp` exists for (?:mutable )?reference `&+(?:mut )?(?:\{float\}|f32|f64)`",
            site.diagnostic.message,
        )
        if told is not None and text_of(site.node) == "cmp":
            edit = replace_node(site.node, "total_cmp")
            yield site.candidate(self.id, "Order by `total_cmp`", edit)


def _keys(closure: Node) -> tuple[str, str] | None:
    """Return the key that a closure of one plain parameter makes of `a` and of `b`."""
    parameters = closure.child_by_field_name("parameters")
    body = closure.child_by_field_name("body")
    if parameters is None or body is None or len(parameters.named_children) != 1:
        return None
    name = text_of(parameters.named_children[0])
    if not name.isidentifier() or body.type == "block" or '"' in text_of(body):
        return None
    found = []
    for other in ("a", "b"):
        text = body.text or b""
        for use in sorted(uses_of(body, name), key=lambda n: -n.start_byte):
            start, end = use.start_byte - body.start_byte, use.end_byte - body.start_byte
            text = text[:start] + other.encode() + text[end:]
        found.append(text.decode(errors="replace"))
    loose = body.type in ("binary_expression", "unary_expression")
    return (f"({found[0]})", f"({found[1]})") if loose else (found[0], found[1])
