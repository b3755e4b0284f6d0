"""Makes a pointer to a slice from a pointer to its first element and a length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.casts import cast_at
from rust_agent_lsp.fixes.names import locals_at
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import text_of

_LENGTH = re.compile(r"(?:\w+_)?(?:len|length|count|size|n)$")


class AddSliceLength(FixRule):
    """Calls `slice_from_raw_parts` with the length that a slice pointer carries.

    The length is that of the value whose pointer it is, or a variable named like one; where there
    is neither, the slice is of the one element that the pointer points to.
    """

    codes: ClassVar = ("E0607",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub fn f(p: *const u8) -> *const [u8] {\n    p as *const [u8]\n}\n",
            after="pub fn f(p: *const u8) -> *const [u8] {\n"
            "    std::ptr::slice_from_raw_parts(p, 1)\n}\n",
        ),
        Example(
            before="pub fn f(p: *mut u8, len: usize) -> *mut [u8] {\n    p as *mut [u8]\n}\n",
            after="pub fn f(p: *mut u8, len: usize) -> *mut [u8] {\n"
            "    std::ptr::slice_from_raw_parts_mut(p, len)\n}\n",
        ),
        Example(
            before="pub fn f(v: &[u8]) -> *const [u8] {\n    let p = v.as_ptr();\n"
            "    p as *const [u8]\n}\n",
            after="pub fn f(v: &[u8]) -> *const [u8] {\n    let p = v.as_ptr();\n"
            "    std::ptr::slice_from_raw_parts(p, v.len())\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(p: *const u8) -> *const str {\n    p as *const str\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(
            r"thin pointer `\*(const|mut) (.+?)` to wide pointer `\*(const|mut) \[(.+)\]`",
            site.diagnostic.message,
        )
        cast = cast_at(site)
        value = cast.child_by_field_name("value") if cast is not None else None
        if told is None or cast is None or value is None:
            return
        length, cost = _length(value)
        given = text_of(value)
        if told[2] != told[4]:
            whole = f"({given})" if value.type == "type_cast_expression" else given
            given = f"{whole}.cast::<{told[4]}>()"
        if told[3] == "mut" and told[1] == "const":
            given += ".cast_mut()"
        name = "slice_from_raw_parts" + ("_mut" if told[3] == "mut" else "")
        yield site.candidate(
            self.id,
            f"Make the slice pointer with `{short(f'{name}(…, {length})')}`",
            replace_node(cast, f"std::ptr::{name}({given}, {length})"),
            safety=self.safety,
            cost=cost,
        )


def _length(value: Node) -> tuple[str, str]:
    """Return the length of what the pointer `value` points to, and what that costs."""
    binding = binding_of(value, text_of(value)) if value.type == "identifier" else None
    made = binding.value if binding is not None and binding.value is not None else value
    owner = re.fullmatch(r"([\w.]+)\.as_(?:mut_)?ptr\(\)", text_of(made))
    if owner is not None:
        return f"{owner[1]}.len()", f"The length is that of `{owner[1]}` at this moment."
    for node in locals_at(value):
        held = binding_of(value, text_of(node))
        kind = text_of(held.type) if held is not None and held.type is not None else ""
        if kind == "usize" and _LENGTH.fullmatch(text_of(node)):
            return text_of(node), f"`{text_of(node)}` must be the number of elements."
    return "1", "The slice holds the one element that is pointed to."
