"""Takes back `Copy` from a type that cannot have it, and clones where it was copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import named_fields, node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.wrappers import value_head
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.derives import has_trait, type_items
from rust_agent_lsp.syntax.names import binding_of, uses_of
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class CloneInsteadOfCopy(FixRule):
    """Removes the derived `Copy` and writes `.clone()` at the copies that are needed.

    A clone may allocate.
    """

    codes: ClassVar = ("E0204", "E0184")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="#[derive(Debug, Clone, Copy)]\npub struct P {\n    pub name: String,\n}\n"
            "pub fn f() {\n    let p = P { name: String::new() };\n    let q = p;\n"
            '    println!("{:?} {:?}", p, q);\n}\n',
            after="#[derive(Debug, Clone)]\npub struct P {\n    pub name: String,\n}\n"
            "pub fn f() {\n    let p = P { name: String::new() };\n    let q = p.clone();\n"
            '    println!("{:?} {:?}", p, q);\n}\n',
            code="E0204",
        ),
        Example(
            before="#[derive(Clone, Copy)]\npub struct P {\n    pub name: String,\n}\n"
            "pub struct W {\n    pub p: P,\n}\nimpl W {\n    pub fn p(&self) -> P {\n"
            "        self.p\n    }\n}\n",
            after="#[derive(Clone)]\npub struct P {\n    pub name: String,\n}\n"
            "pub struct W {\n    pub p: P,\n}\nimpl W {\n    pub fn p(&self) -> P {\n"
            "        self.p.clone()\n    }\n}\n",
            code="E0204",
        ),
    )
    refuses: ClassVar = (
        "#[derive(Clone, Copy)]\npub struct P {\n    pub name: String,\n}\n"
        "pub fn f() -> P {\n    P { name: String::new() }\n}\n",
        "pub struct P(String);\nimpl Copy for P {}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        item = _item(site.node)
        entry = _derived(item) if item is not None else None
        if item is None or entry is None:
            return
        name = node_name(item)
        copies = [*_locals(site, name), *_fields(site, name)]
        edit = _without(entry)
        if not copies or edit is None or not has_trait(site.source, name, "Clone"):
            return
        yield site.candidate(
            self.id,
            f"Do not derive `Copy` for `{name}`, and clone where it was copied",
            edit,
            *(Edit.insert(n.end_byte, ".clone()") for n in copies),
            safety=self.safety,
            cost="Each clone may allocate.",
        )


def _item(node: Node) -> Node | None:
    """Return the type at the diagnostic: around it, or under the attribute there."""
    kinds = ("struct_item", "enum_item", "union_item")
    at = ancestor(node, "attribute_item", *kinds)
    while at is not None and at.type not in kinds:
        at = at.next_named_sibling
    return at


def _derived(item: Node) -> Node | None:
    """Return the `Copy` among the derives above a type."""
    above = item.prev_named_sibling
    while above is not None and above.type in ("attribute_item", "line_comment", "block_comment"):
        if text_of(above).startswith("#[derive"):
            for node in descendants(above, "identifier"):
                if text_of(node) == "Copy":
                    return node
        above = above.prev_named_sibling
    return None


def _without(entry: Node) -> Edit | None:
    group = entry.parent
    names = [c for c in group.named_children if c.type == "identifier"] if group is not None else []
    at = names.index(entry) if entry in names else -1
    if len(names) < 2 or at < 0:
        return None
    if at:
        return Edit.delete(names[at - 1].end_byte, entry.end_byte)
    return Edit.delete(entry.start_byte, names[1].start_byte)


def _is_copied(use: Node) -> bool:
    """Say whether the value at `use` is taken, not borrowed or called."""
    parent = use.parent
    if parent is None:
        return False
    if parent.type in ("let_declaration", "field_initializer", "assignment_expression"):
        return (parent.child_by_field_name("value") or parent.child_by_field_name("right")) == use
    kinds = ("arguments", "block", "return_expression", "array_expression", "tuple_expression")
    return parent.type in kinds


def _locals(site: Site, name: str) -> Iterator[Node]:
    """Yield the copies of locals that are used again, as far as the text tells their type."""
    for function in descendants(site.source.tree.root_node, "function_item"):
        body = function.child_by_field_name("body")
        if body is None or ancestor(function.parent or function, "function_item") is not None:
            continue
        words = {text_of(n) for n in descendants(function, "identifier")}
        for word in sorted(words):
            uses = [u for u in uses_of(body, word) if u.type == "identifier"]
            for use in uses:
                if not _is_copied(use) or not _has_type(use, name):
                    continue
                loop = ancestor(use, "for_expression", "while_expression", "loop_expression")
                inside = loop is not None and loop.start_byte > function.start_byte
                if inside or any(u.start_byte > use.end_byte for u in uses):
                    yield use


def _has_type(use: Node, name: str) -> bool:
    binding = binding_of(use, text_of(use))
    if binding is None:
        return False
    if binding.type is not None:
        return text_of(binding.type) == name
    value = binding.value
    if value is None:
        return False
    if value.type == "identifier":
        return _has_type(value, name)
    return value_head(value) == name


def _fields(site: Site, name: str) -> Iterator[Node]:
    """Yield the copies out of fields that have the type."""
    owners = type_items(site.source).values()
    fields = {f for item in owners for f, kind in named_fields(item).items() if kind == name}
    lists = {
        f
        for item in owners
        for f, kind in named_fields(item).items()
        if re.fullmatch(rf"(?:Vec<{name}>|\[{name};.*\])", kind)
    }
    for access in descendants(site.source.tree.root_node, "field_expression"):
        field = access.child_by_field_name("field")
        if field is not None and text_of(field) in fields and _is_copied(access):
            yield access
    for access in descendants(site.source.tree.root_node, "index_expression"):
        held = access.named_children[0] if access.named_children else None
        name_of = text_of(held).rpartition(".")[2] if held is not None else ""
        if base_name(name_of) in lists and _is_copied(access):
            yield access
