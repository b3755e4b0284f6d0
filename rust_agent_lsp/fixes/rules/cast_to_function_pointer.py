"""Makes a pointer of a function before it is transmuted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.calls import functions_named
from rust_agent_lsp.syntax.expressions import short_text, suffix
from rust_agent_lsp.syntax.tree import ancestor, ancestors, span_of, text_of


class CastToFunctionPointer(FixRule):
    """Writes `name as fn(_) -> _` for the function given to `transmute`."""

    codes: ClassVar = ("E0591",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before='extern "C" fn note(_: Box<i32>) {}\n'
            'pub fn f() -> extern "C" fn(*mut i32) {\n'
            "    unsafe { std::mem::transmute(note) }\n}\n",
            after='extern "C" fn note(_: Box<i32>) {}\n'
            'pub fn f() -> extern "C" fn(*mut i32) {\n'
            '    unsafe { std::mem::transmute(note as extern "C" fn(_)) }\n}\n',
        ),
        Example(
            before="fn add(a: u8, b: u8) -> u8 {\n    a + b\n}\n"
            "pub fn f() -> fn(i8, i8) -> i8 {\n    unsafe { std::mem::transmute(add) }\n}\n",
            after="fn add(a: u8, b: u8) -> u8 {\n    a + b\n}\n"
            "pub fn f() -> fn(i8, i8) -> i8 {\n"
            "    unsafe { std::mem::transmute(add as fn(_, _) -> _) }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f() -> usize {\n    unsafe { std::mem::transmute(u8::is_ascii) }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        call = ancestor(site.node, "call_expression")
        arguments = call.child_by_field_name("arguments") if call is not None else None
        if arguments is None or len(arguments.named_children) != 1:
            return
        given = arguments.named_children[0]
        named = functions_named(site.source, text_of(given).rpartition("::")[2])
        if len(named) != 1 or given.type not in ("identifier", "scoped_identifier"):
            return
        kind = _pointer(named[0])
        yield site.candidate(
            self.id,
            f"Cast `{short_text(given)}` to `{kind}` first",
            *suffix(site.source, span_of(given), f" as {kind}"),
        )


def _pointer(function: Node) -> str:
    """Return the type of a pointer to a function, its parameters left to inference."""
    words = next((c for c in function.children if c.type == "function_modifiers"), None)
    before = [w for w in (text_of(words).split() if words is not None else []) if w != "const"]
    block = next((a for a in ancestors(function) if a.type == "foreign_mod_item"), None)
    if block is not None:
        abi = next((c for c in block.children if c.type == "extern_modifier"), None)
        before = ["unsafe", text_of(abi) if abi is not None else 'extern "C"']
    listed = function.child_by_field_name("parameters")
    kinds = ("parameter", "self_parameter")
    count = len([c for c in listed.named_children if c.type in kinds]) if listed is not None else 0
    result = " -> _" if function.child_by_field_name("return_type") is not None else ""
    return " ".join([*before, f"fn({', '.join(['_'] * count)}){result}"])
