"""Moves a length that an array type needs from an `impl` to the module."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import impls, members, node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.names import used_names
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class MoveLengthToModule(FixRule):
    """Gives `[u8; Self::SIZE]` of a generic type a constant of the module as its length.

    The associated constant stays and takes its value from the new one.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
pub struct Memory<'rom> {
    pub rom: &'rom [u8],
    pub ram: [u8; Self::SIZE],
}
impl<'rom> Memory<'rom> {
    pub const SIZE: usize = 0x8000;

    pub fn clear(&mut self) {
        self.ram = [0; Self::SIZE];
    }
}
""",
            after="""\
pub struct Memory<'rom> {
    pub rom: &'rom [u8],
    pub ram: [u8; MEMORY_SIZE],
}
const MEMORY_SIZE: usize = 0x8000;

impl<'rom> Memory<'rom> {
    pub const SIZE: usize = MEMORY_SIZE;

    pub fn clear(&mut self) {
        self.ram = [0; MEMORY_SIZE];
    }
}
""",
        ),
    )
    refuses: ClassVar = (
        "pub struct Grid<T> {\n    pub cells: [u8; Self::SIZE],\n    pub kind: T,\n}\n"
        "impl<T> Grid<T> {\n    pub const SIZE: usize = std::mem::size_of::<T>();\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if "not permitted in anonymous constants" not in site.diagnostic.message:
            return
        owner = site.enclosing("impl_item", "struct_item", "enum_item")
        path = site.enclosing("scoped_identifier")
        wanted = re.fullmatch(r"Self::(\w+)", text_of(path)) if path is not None else None
        kind = (
            owner.child_by_field_name("type" if owner.type == "impl_item" else "name")
            if (owner is not None)
            else None
        )
        if kind is None or path is None or wanted is None:
            return
        owner_name = base_name(text_of(kind))
        constant = _constant(site, owner_name, wanted[1])
        block = ancestor(constant, "impl_item") if constant is not None else None
        value = constant.child_by_field_name("value") if constant is not None else None
        number = constant.child_by_field_name("type") if constant is not None else None
        if block is None or value is None or number is None or _depends(block, value):
            return
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", owner_name).upper()
        name = f"{words}_{wanted[1]}"
        if name in used_names(site.source.tree.root_node):
            return
        indent = site.source.indent_at(block.start_byte)
        line = f"const {name}: {text_of(number)} = {text_of(value)};\n\n{indent}"
        yield site.candidate(
            self.id,
            f"Declare `{name}` in the module for the array's length",
            *(replace_node(node, name) for node in _lengths(site, owner_name, text_of(path))),
            Edit.insert(block.start_byte, line),
            replace_node(value, name),
        )


def _constant(site: Site, owner: str, name: str) -> Node | None:
    """Return the associated constant of that name, if the type has it without a trait."""
    own = [b for b in impls(site.source, owner) if b.child_by_field_name("trait") is None]
    found = (m for b in own for m in members(b) if m.type == "const_item" and node_name(m) == name)
    return next(found, None)


def _depends(block: Node, value: Node) -> bool:
    """Say whether the value needs what only the impl has: `Self` or its parameters."""
    listed = block.child_by_field_name("type_parameters")
    names = {text_of(n) for n in descendants(listed, "type_identifier")} if listed else set()
    names |= {text_of(n) for n in descendants(listed, "identifier")} if listed else set()
    return bool((names | {"Self"}) & set(re.findall(r"\w+", text_of(value))))


def _lengths(site: Site, owner: str, path: str) -> Iterator[Node]:
    """Yield the lengths of arrays that are written as `path` for the same type."""
    root = site.source.tree.root_node
    for array in descendants(root, "array_type", "array_expression"):
        length = array.child_by_field_name("length")
        around = ancestor(array, "impl_item", "struct_item", "enum_item")
        if length is None or around is None or text_of(length) != path:
            continue
        kind = around.child_by_field_name("type" if around.type == "impl_item" else "name")
        if kind is not None and base_name(text_of(kind)) == owner:
            yield length
