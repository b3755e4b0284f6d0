"""Puts the recursive part of a type behind a pointer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.tree import ancestor, ancestors, descendants, text_of

_ITEMS = ("struct_item", "enum_item", "union_item")


class BoxRecursiveField(FixRule):
    """Wraps the recursive field in `Box<…>`, and the values given to it in `Box::new(…)`.

    Each value costs an allocation; whoever takes the field out gets a `Box`.
    """

    codes: ClassVar = ("E0072",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub enum List {\n    Nil,\n    Cons(u8, List),\n}\npub fn one() -> List {\n"
            "    List::Cons(1, List::Nil)\n}\n",
            after="pub enum List {\n    Nil,\n    Cons(u8, Box<List>),\n}\npub fn one() -> List {\n"
            "    List::Cons(1, Box::new(List::Nil))\n}\n",
        ),
        Example(
            before="pub struct Node {\n    value: u8,\n    next: Option<Node>,\n}\n"
            "pub fn add(old: Node) -> Node {\n    Node { value: 1, next: Some(old) }\n}\n",
            after="pub struct Node {\n    value: u8,\n    next: Option<Box<Node>>,\n}\n"
            "pub fn add(old: Node) -> Node {\n    Node { value: 1, next: Some(Box::new(old)) }\n"
            "}\n",
        ),
        Example(
            before="pub struct House {\n    pub owner: Person,\n    pub beside: Option<House>,\n}\n"
            "pub struct Person {\n    pub home: House,\n}\n",
            after="pub struct House {\n    pub owner: Box<Person>,\n"
            "    pub beside: Option<Box<House>>,\n}\n"
            "pub struct Person {\n    pub home: Box<House>,\n}\n",
        ),
    )
    refuses: ClassVar = (
        "macro_rules! list {\n    ($n:ident) => {\n        pub struct $n {\n"
        "            next: Option<$n>,\n"
        "        }\n    };\n}\nlist!(Node);\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        places = [
            node
            for label in site.diagnostic.labels
            if "recursive without indirection" in label.text
            and (node := site.node_of(label)).type != "token_tree"
            and ancestor(node, *_ITEMS) is not None
        ]
        places += [node for node in _from_text(site) if node not in places]
        if not places:
            return
        yield self._boxed_places(site, places)
        every = _all_of(site)
        if len(every) > len(places):
            yield self._boxed_places(site, every)

    def _boxed_places(self, site: Site, places: list[Node]) -> Candidate:
        edits: list[Edit] = []
        for kind in places:
            edits += (Edit.insert(kind.start_byte, "Box<"), Edit.insert(kind.end_byte, ">"))
            edits += _values(site, kind)
        fields = " and ".join(dict.fromkeys(f"`{text_of(kind)}`" for kind in places))
        return site.candidate(
            self.id,
            f"Put {fields} in a `Box`",
            *edits,
            safety=self.safety,
            cost="Every value of it is allocated on the heap.",
        )


def _all_of(site: Site) -> list[Node]:
    """Find every place in the recursive types that holds one of them by value."""
    names = set(re.findall(r"`(\w+)`", site.diagnostic.message))
    found = []
    for name in names:
        item = find_item(site, name, "type")
        body = item.node.child_by_field_name("body") if item is not None else None
        if item is None or body is None or item.file != site.source:
            continue
        for word in descendants(body, "type_identifier"):
            up = word.parent
            whole = up if up is not None and up.type == "generic_type" else word
            if text_of(word) in names and not _is_behind_pointer(whole):
                found.append(whole)
    return found


def _is_behind_pointer(kind: Node) -> bool:
    for up in ancestors(kind):
        if up.type in ("field_declaration", "ordered_field_declaration_list"):
            return False
        if up.type in ("reference_type", "pointer_type", "function_type"):
            return True
        if up.type == "generic_type" and not text_of(up).startswith("Option<"):
            return True
    return False


def _from_text(site: Site) -> list[Node]:
    """Find the type's own name in its fields, where no label says the place."""
    item = site.enclosing(*_ITEMS)
    name = item.child_by_field_name("name") if item is not None else None
    body = item.child_by_field_name("body") if item is not None else None
    if name is None or body is None:
        return []
    return [
        node
        for node in descendants(body, "type_identifier")
        if text_of(node) == text_of(name)
        and not text_of(
            node.parent.parent if node.parent and node.parent.parent else node
        ).startswith(("Box<", "Vec<", "Rc<", "Arc<", "&"))
    ]


def _values(site: Site, kind: Node) -> Iterator[Edit]:
    """Yield the edits that box what the file's constructors put into the field of type `kind`."""
    field = kind
    while field.parent is not None and field.parent.type not in (
        "ordered_field_declaration_list",
        "field_declaration",
    ):
        field = field.parent
    holder = field.parent
    owner = ancestor(kind, "enum_variant", "struct_item")
    name = owner.child_by_field_name("name") if owner is not None else None
    if holder is None or name is None:
        return
    optional = text_of(field).startswith("Option<")
    if holder.type == "ordered_field_declaration_list":
        index = holder.children_by_field_name("type").index(field)
        for value in _arguments(site, text_of(name), index):
            yield from _boxed(value, optional=optional)
        return
    label = holder.child_by_field_name("name")
    for value in _initializers(site, text_of(name), text_of(label) if label else ""):
        yield from _boxed(value, optional=optional)


def _arguments(site: Site, constructor: str, index: int) -> Iterator[Node]:
    for node in descendants(site.source.tree.root_node, "call_expression"):
        call = call_of(node)
        arguments = node.child_by_field_name("arguments")
        if call is None or call.name != constructor or arguments is None:
            continue
        values = [n for n in arguments.named_children if "comment" not in n.type]
        if index < len(values):
            yield values[index]


def _initializers(site: Site, constructor: str, field: str) -> Iterator[Node]:
    for node in descendants(site.source.tree.root_node, "struct_expression"):
        name = node.child_by_field_name("name")
        written = text_of(name).rpartition("::")[2] if name is not None else ""
        if written not in (constructor, "Self"):
            continue
        body = node.child_by_field_name("body")
        for part in body.named_children if body is not None else ():
            label = part.child_by_field_name("field")
            value = part.child_by_field_name("value")
            if label is not None and value is not None and text_of(label) == field:
                yield value


def _boxed(value: Node, *, optional: bool) -> Iterator[Edit]:
    if not optional:
        yield Edit.insert(value.start_byte, "Box::new(")
        yield Edit.insert(value.end_byte, ")")
        return
    if text_of(value) == "None":
        return
    call = call_of(value)
    if call is not None and call.name == "Some" and call.arguments:
        yield Edit.insert(call.arguments[0].start, "Box::new(")
        yield Edit.insert(call.arguments[0].end, ")")
    else:
        yield Edit.insert(value.end_byte, ".map(Box::new)")
