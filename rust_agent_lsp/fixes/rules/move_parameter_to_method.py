"""Declares a generic parameter on the methods that use it instead of on their `impl`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import members, node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import drop_predicates, where_clause, where_edit
from rust_agent_lsp.syntax.tree import ancestor, text_of


class MoveParameterToMethod(FixRule):
    """Moves a parameter that the type does not have from an `impl` to its methods.

    A parameter that nothing uses is dropped. The methods of a trait cannot get one.
    """

    codes: ClassVar = ("E0207",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub struct Foo;\nimpl<T: Default> Foo {\n    pub fn get(&self) -> T {\n"
            "        T::default()\n    }\n    pub fn one(&self) -> u8 {\n        1\n    }\n}\n",
            after="pub struct Foo;\nimpl Foo {\n    pub fn get<T: Default>(&self) -> T {\n"
            "        T::default()\n    }\n    pub fn one(&self) -> u8 {\n        1\n    }\n}\n",
        ),
        Example(
            before="pub struct Foo<T>(pub T);\nimpl<T, const N: usize> Foo<T> {\n"
            "    pub fn all(&self) -> [u8; N] {\n        [0; N]\n    }\n}\n",
            after="pub struct Foo<T>(pub T);\nimpl<T> Foo<T> {\n"
            "    pub fn all<const N: usize>(&self) -> [u8; N] {\n        [0; N]\n    }\n}\n",
        ),
        Example(
            before="pub struct Foo;\nimpl<T> Foo\nwhere\n    T: Clone,\n{\n"
            "    pub fn dup(&self, t: &T) -> T {\n        t.clone()\n    }\n}\n",
            after="pub struct Foo;\nimpl Foo\n{\n"
            "    pub fn dup<T>(&self, t: &T) -> T where T: Clone {\n        t.clone()\n    }\n}\n",
        ),
        Example(
            before="pub struct Foo;\npub trait Bar {}\nimpl<T> Bar for Foo {}\n",
            after="pub struct Foo;\npub trait Bar {}\nimpl Bar for Foo {}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct Foo;\npub trait Make {\n    type Item;\n}\n"
        "impl<T> Make for Foo {\n    type Item = Vec<T>;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        block, parameter = site.enclosing("impl_item"), _parameter(site)
        listed = block.child_by_field_name("type_parameters") if block is not None else None
        if block is None or parameter is None or listed is None:
            return
        name = node_name(parameter)
        if not name:
            return
        where = where_clause(block)
        predicates = where.named_children if where is not None else []
        moved = [p for p in predicates if p.type == "where_predicate" and _uses(p, name)]
        users = [m for m in members(block) if _uses(m, name)]
        drop = _without(listed, parameter)
        if any(_uses(other, name) for other in listed.named_children if other != parameter):
            return
        if not users and not moved:
            yield site.candidate(self.id, f"Drop the parameter `{name}`, which nothing uses", drop)
            return
        inherent = block.child_by_field_name("trait") is None
        if not users or not inherent or any(m.type != "function_item" for m in users):
            return
        edits = [e for m in users if (e := _declare(m, parameter)) is not None]
        if where is not None and moved:
            edits += drop_predicates(where, moved)
            text = ", ".join(text_of(p) for p in moved)
            edits += [e for m in users if (e := where_edit(m, text)) is not None]
        names = " and ".join(f"`{node_name(m)}`" for m in users)
        yield site.candidate(
            self.id, f"Declare `{name}` on {names} instead of on the `impl`", drop, *edits
        )


def _parameter(site: Site) -> Node | None:
    kinds = ("type_parameter", "const_parameter", "lifetime_parameter")
    found = ancestor(site.node, *kinds, "impl_item")
    return found if found is not None and found.type in kinds else None


def _uses(node: Node, name: str) -> bool:
    return re.search(rf"(?<![\w']){re.escape(name)}(?!\w)", text_of(node)) is not None


def _without(listed: Node, parameter: Node) -> Edit:
    """Return the edit that removes one parameter, and the brackets with the last one."""
    others = [n for n in listed.named_children if n != parameter and "comment" not in n.type]
    if not others:
        return Edit.delete(listed.start_byte, listed.end_byte)
    before = [n for n in others if n.end_byte <= parameter.start_byte]
    if before:
        return Edit.delete(before[-1].end_byte, parameter.end_byte)
    return Edit.delete(parameter.start_byte, others[0].start_byte)


def _declare(method: Node, parameter: Node) -> Edit | None:
    listed = method.child_by_field_name("type_parameters")
    if listed is not None and listed.named_children:
        return Edit.insert(listed.named_children[-1].end_byte, f", {text_of(parameter)}")
    name = method.child_by_field_name("name")
    return Edit.insert(name.end_byte, f"<{text_of(parameter)}>") if name is not None else None
