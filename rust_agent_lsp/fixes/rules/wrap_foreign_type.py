"""Implements a foreign trait on a wrapper of one's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import crate_items, find_item, implements, members, node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.wrappers import method_names, type_head, wrap_values
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import lifetime_edit, parameter_named, where_clause
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class WrapForeignType(FixRule):
    """Declares `struct Wrapper(Type);` and implements the trait for it, with `self.0` in the body.

    The trait then belongs to the wrapper alone: values of the old type have to be wrapped.
    """

    codes: ClassVar = ("E0117", "E0119", "E0120", "E0210", "E0321")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="use std::fmt;\nimpl fmt::Display for Vec<u8> {\n"
            "    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {\n"
            '        write!(f, "{}", self.len())\n    }\n}\n',
            after="use std::fmt;\npub struct VecDisplay(pub Vec<u8>);\n\n"
            "impl fmt::Display for VecDisplay {\n"
            "    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {\n"
            '        write!(f, "{}", self.0.len())\n    }\n}\n',
            code="E0117",
        ),
        Example(
            before="use std::fmt;\npub trait Area {\n    fn area(&self) -> u8;\n}\n"
            "impl<T: Area> fmt::Display for T {\n"
            "    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {\n"
            '        write!(f, "{}", self.area())\n    }\n}\n',
            after="use std::fmt;\npub trait Area {\n    fn area(&self) -> u8;\n}\n"
            "pub struct AreaDisplay<T>(pub T);\n\n"
            "impl<T: Area> fmt::Display for AreaDisplay<T> {\n"
            "    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {\n"
            '        write!(f, "{}", self.0.area())\n    }\n}\n',
            code="E0210",
        ),
    )
    refuses: ClassVar = (
        "macro_rules! show {\n    ($t:ty) => {\n        impl Iterator for $t {\n"
        "            type Item = ();\n"
        "            fn next(&mut self) -> Option<()> {\n                None\n            }\n"
        "        }\n"
        "    };\n}\nshow!(u8);\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        impl = _block(site)
        trait = impl.child_by_field_name("trait") if impl is not None else None
        kind = impl.child_by_field_name("type") if impl is not None else None
        body = impl.child_by_field_name("body") if impl is not None else None
        if impl is None or trait is None or kind is None or body is None:
            return
        stem, inner = _stem(impl, kind), text_of(kind)
        if not stem.isidentifier() or "$" in inner:
            return
        taken = {item.name for item in crate_items(site)}
        name = f"{stem[:1].upper()}{stem[1:]}{base_name(text_of(trait))}"
        while name in taken:
            name += "Wrapper"
        declared, used, inner, edits = _generics(impl, kind)
        if find_item(site, inner, "trait") is not None:
            inner = f"Box<dyn {inner}>"
        indent = site.source.indent_at(impl.start_byte)
        struct = f"pub struct {name}{declared}(pub {inner});\n\n{indent}"
        edits += [Edit.insert(impl.start_byte, struct), replace_node(kind, name + used)]
        if base_name(text_of(trait)) == "Drop" and not body.named_children:
            # Not all of the trait would be there, which is an error of its own.
            inside = f"{{\n{indent}    fn drop(&mut self) {{}}\n{indent}}}"
            edits.append(replace_node(body, inside))
        for node in descendants(body, "self"):
            if node.parent is not None and node.parent.type != "self_parameter":
                edits.append(Edit.insert(node.end_byte, ".0"))
        rest = wrap_values(
            site.source.tree.root_node,
            name,
            base_name(text_of(trait)),
            method_names(members(impl)),
            _fitting(site, impl, kind),
        )
        title = f"Wrap `{inner}` in `struct {name}` and implement `{text_of(trait)}` for that"
        cost = f"Values of `{inner}` have to be wrapped in `{name}(…)` to use it."
        inside_impl = range(impl.start_byte, impl.end_byte)
        edits += [e for e in rest if e.span.start not in inside_impl]
        yield site.candidate(self.id, title, *edits, safety=self.safety, cost=cost)


def _block(site: Site) -> Node | None:
    """Return the impl to move to a wrapper: of two that conflict the more general one."""
    impl = site.enclosing("impl_item")
    kind = impl.child_by_field_name("type") if impl is not None else None
    code = site.diagnostic.code
    if impl is None or kind is None or code in ("E0117", "E0210", "E0321"):
        return impl
    if code == "E0120":
        bare = find_item(site, text_of(kind), "trait") is not None
        return impl if kind.type == "dynamic_type" or bare else None
    if code != "E0119":
        return None
    label = site.label("first implementation here")
    first = ancestor(site.node_of(label), "impl_item") if label is not None else None
    if parameter_named(impl, text_of(kind)) is not None:
        return impl
    other = first.child_by_field_name("type") if first is not None else None
    if first is not None and other is not None and parameter_named(first, text_of(other)):
        return first
    # A local type that has the trait already is not wrapped to have it twice.
    return impl if find_item(site, text_of(kind), "type") is None else None


def _stem(impl: Node, kind: Node) -> str:
    special = {"tuple_type": "Tuple", "array_type": "Array", "unit_type": "Unit"}
    inside = kind.child_by_field_name("type") if kind.type == "reference_type" else None
    if inside is not None:
        return _stem(impl, inside)
    if kind.type in special:
        return special[kind.type]
    parameter = parameter_named(impl, text_of(kind))
    if parameter is not None:
        return next(iter(_bounds(impl, parameter)), "Any")
    return base_name(text_of(kind)).partition(" ")[0]


def _bounds(impl: Node, parameter: Node) -> list[str]:
    """Return the bare names of the traits that the impl demands of a parameter."""
    where = where_clause(impl)
    lists = [parameter.child_by_field_name("bounds")]
    for predicate in where.named_children if where is not None else []:
        left = predicate.child_by_field_name("left")
        if left is not None and text_of(left) == node_name(parameter):
            lists.append(predicate.child_by_field_name("bounds"))
    found = [b for listed in lists if listed is not None for b in listed.named_children]
    names = [base_name(text_of(b)) for b in found if b.type != "lifetime"]
    return [n for n in names if n.isidentifier()]


def _generics(impl: Node, kind: Node) -> tuple[str, str, str, list[Edit]]:
    """Return the wrapper's parameters, its arguments, the wrapped type and the impl's edits."""
    listed = impl.child_by_field_name("type_parameters")
    inner = text_of(kind)
    edits: list[Edit] = []
    declared, used = [], []
    if kind.type == "dynamic_type":
        inner = f"Box<{inner}>"
    if re.match(r"&\s*(?!')", inner):
        inner = re.sub(r"^&\s*", "&'w ", inner)
        declared, used = ["'w"], ["'w"]
        edit = lifetime_edit(impl, "'w")
        edits = [edit] if edit is not None else []
    keep = "::" in inner
    for parameter in listed.named_children if listed is not None else []:
        name = node_name(parameter) or text_of(parameter)
        if re.search(rf"(?<![\w']){re.escape(name)}(?!\w)", inner):
            used.append(name)
            whole = keep or parameter.type == "const_parameter" or "?Sized" in text_of(parameter)
            declared.append(text_of(parameter) if whole else name)
    arguments = f"<{', '.join(used)}>" if used else ""
    return f"<{', '.join(declared)}>" if declared else "", arguments, inner, edits


def _fitting(site: Site, impl: Node, kind: Node) -> Callable[[str], bool]:
    """Say of which types' values the wrapper is made."""
    parameter = parameter_named(impl, text_of(kind))
    if parameter is None:
        heads = [type_head(text_of(kind))]
        heads += ["i32"] if re.fullmatch(r"[iu]\d+|[iu]size", heads[0]) else []
        return lambda head: head in heads
    bounds = _bounds(impl, parameter)
    local = [b for b in bounds if find_item(site, b, "trait") is not None]
    own = {item.name: item for item in crate_items(site) if item.kind == "type"}
    trait = base_name(text_of(impl.child_by_field_name("trait") or impl))

    def fits(head: str) -> bool:
        item = own.get(head)
        if item is None:
            return not local
        if implements(site, item, trait):
            return False
        return all(implements(site, item, b) for b in bounds)

    return fits
