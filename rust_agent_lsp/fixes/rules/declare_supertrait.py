"""Demands a trait of all that implement another, whose methods are called on its values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import crate_items, find_item, members, node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class DeclareSupertrait(FixRule):
    """Makes the traits with the called methods supertraits of the trait of a `dyn` value.

    Every type that implements the trait must implement these too.
    """

    codes: ClassVar = ("E0599",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="trait Named {\n    fn name(&self) -> String;\n}\n"
            "trait Pet {\n    fn legs(&self) -> u8;\n}\nfn tell(pet: &dyn Pet) -> String {\n"
            '    format!("{} {}", pet.name(), pet.legs())\n}\nfn main() {\n    let _ = tell;\n'
            "}\n",
            after="trait Named {\n    fn name(&self) -> String;\n}\n"
            "trait Pet: Named {\n    fn legs(&self) -> u8;\n}\n"
            "fn tell(pet: &dyn Pet) -> String {\n"
            '    format!("{} {}", pet.name(), pet.legs())\n}\nfn main() {\n    let _ = tell;\n'
            "}\n",
        ),
    )
    refuses: ClassVar = (
        "trait Pet {\n    fn legs(&self) -> u8;\n}\nfn tell(pet: &dyn Pet) -> u8 {\n"
        "    pet.lges()\n}\nfn main() {\n    let _ = tell;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(
            r"no method named `(\w+)` found for [\w ]*`[^`]*\bdyn (?:\w+::)*(\w+)[^`]*`",
            site.diagnostic.message,
        )
        item = find_item(site, told[2], "trait") if told is not None else None
        if told is None or item is None or item.file.path != site.source.path:
            return
        name = item.node.child_by_field_name("name")
        bounds = item.node.child_by_field_name("bounds")
        listed = item.node.child_by_field_name("type_parameters")
        wanted = _traits(site, {told[1], *_called(site)}, item.name)
        end = bounds or listed or name
        if end is None or not wanted:
            return
        joined = " + ".join(wanted)
        edit = Edit.insert(end.end_byte, f"{' +' if bounds is not None else ':'} {joined}")
        yield site.candidate(
            self.id,
            f"Make `{joined}` a supertrait of `{item.name}`",
            edit,
            safety=Safety.API_CHANGE,
            cost=f"What implements `{item.name}` must implement `{joined}` too.",
        )


def _called(site: Site) -> Iterator[str]:
    """Yield the methods that are called on the same value in the function."""
    function = site.enclosing("function_item")
    before = site.node.prev_sibling
    at = before.prev_sibling if before is not None else None
    receiver = text_of(at) if at is not None else ""
    access = ancestor(site.node, "field_expression")
    if access is not None and (value := access.child_by_field_name("value")) is not None:
        receiver = text_of(value)
    if function is not None and receiver:
        text = text_of(function)
        yield from re.findall(rf"\b{re.escape(receiver)}\.(\w+)\(", text)


def _traits(site: Site, methods: set[str], own: str) -> list[str]:
    """Return the fewest traits of this crate that have the methods, by name and order."""
    traits = [i for i in crate_items(site) if i.kind == "trait" and i.name != own]
    given = {i.name: {node_name(m) for m in members(i.node)} & methods for i in traits}
    supers = {i.name: _supertraits(i.node) for i in traits}
    wanted = [name for name, found in given.items() if found]
    return [n for n in wanted if not any(n in supers[other] for other in wanted if other != n)]


def _supertraits(node: Node) -> set[str]:
    bounds = node.child_by_field_name("bounds")
    return {text_of(n) for n in descendants(bounds, "type_identifier")} if bounds else set()
