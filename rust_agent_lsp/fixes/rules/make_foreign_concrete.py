"""Gives a function of another language concrete types instead of type parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.result_types import value_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import calls_of, parameters
from rust_agent_lsp.syntax.tree import descendants, text_of


class MakeForeignConcrete(FixRule):
    """Takes the type that the calls pass, or a `c_void` behind a pointer, for a type parameter.

    Where no call tells, `i32` is a guess.
    """

    codes: ClassVar = ("E0044",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before='unsafe extern "C" {\n    fn log_value<T>(x: T);\n}\npub fn f() {\n'
            "    let n = 2.5;\n    unsafe { log_value(n) };\n}\n",
            after='unsafe extern "C" {\n    fn log_value(x: f64);\n}\npub fn f() {\n'
            "    let n = 2.5;\n    unsafe { log_value(n) };\n}\n",
        ),
        Example(
            before='unsafe extern "C" {\n    pub fn release<T>(x: *mut T);\n}\n',
            after='unsafe extern "C" {\n    pub fn release(x: *mut std::ffi::c_void);\n}\n',
        ),
    )
    refuses: ClassVar = (
        'unsafe extern "C" {\n    pub fn first<const N: usize>(x: *const [u8; N]);\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        function = site.enclosing("function_signature_item", "function_item")
        generics = function.child_by_field_name("type_parameters") if function is not None else None
        if function is None or generics is None:
            return
        listed = generics.named_children
        names = [node_name(p) for p in listed if p.type == "type_parameter"]
        if len(names) != sum("comment" not in p.type for p in listed) or not all(names):
            return
        kinds = {name: _kind(site, function, name) for name in names}
        edits = [Edit.delete(generics.start_byte, generics.end_byte)]
        for at in descendants(function, "type_identifier"):
            if text_of(at) in kinds and at.start_byte >= generics.end_byte:
                edits.append(replace_node(at, kinds[text_of(at)] or "i32"))
        where = next((c for c in function.children if c.type == "where_clause"), None)
        if where is not None:
            kept = [e for e in edits if e.span.end <= where.start_byte]
            edits = [*kept, Edit.delete(where.start_byte, where.end_byte)]
        sure = all(kinds.values())
        words = ", ".join(f"`{kind or 'i32'}` for `{name}`" for name, kind in kinds.items())
        yield site.candidate(
            self.id,
            f"Take {words} in `{node_name(function)}`",
            *edits,
            safety=self.safety if sure else Safety.GUESS,
            cost="The function takes this type alone." if sure else "The type is a guess.",
        )


def _kind(site: Site, function: Node, name: str) -> str | None:
    """Return the type that stands for the parameter `name`: from the calls, or behind a pointer."""
    whole = text_of(function)
    uses = len(re.findall(rf"\b{name}\b", whole)) - 1
    if uses and len(re.findall(rf"\*\s*(?:const|mut)\s+{name}\b", whole)) == uses:
        return "std::ffi::c_void"
    for call in calls_of(site.source, node_name(function)):
        for parameter, span in zip(parameters(function), call.arguments, strict=False):
            kind = parameter.child_by_field_name("type")
            if kind is not None and text_of(kind) == name:
                found = value_type(site.source, site.source.node_at(span))
                if found is not None:
                    return found
    return None
