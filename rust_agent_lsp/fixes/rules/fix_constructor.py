"""Writes a struct or variant in the form in which it is declared: `S`, `S(…)` or `S { … }`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, find_variant, named_fields, tuple_fields
from rust_agent_lsp.fixes.names import bound_names, local_names
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.values import plain_value
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.names import mentions
from rust_agent_lsp.syntax.tree import ancestor, text_of

_HOSTS = (
    *("call_expression", "struct_expression", "struct_pattern", "tuple_struct_pattern"),
    *("scoped_identifier", "identifier"),
)


class FixConstructor(FixRule):
    """Rewrites a value or pattern with the same parts in the form of its declaration.

    Parts that are missing are ignored in a pattern and get a plain value in an expression.
    """

    codes: ClassVar = (
        "E0423",
        "E0532",
        "E0533",
        "E0618",
        "E0769",
        "E0164",
        "E0574",
        "E0559",
        "E0026",
    )
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub struct P {\n    pub x: u8,\n    pub y: u8,\n}\npub fn f(y: u8) -> P {\n"
            "    P(1, y)\n}\n",
            after="pub struct P {\n    pub x: u8,\n    pub y: u8,\n}\npub fn f(y: u8) -> P {\n"
            "    P { x: 1, y }\n}\n",
            code="E0423",
        ),
        Example(
            before="pub enum E {\n    A(u8),\n    B,\n}\npub fn f(e: E) -> u8 {\n    match e {\n"
            "        E::A => 1,\n        E::B => 2,\n    }\n}\n",
            after="pub enum E {\n    A(u8),\n    B,\n}\npub fn f(e: E) -> u8 {\n    match e {\n"
            "        E::A(..) => 1,\n        E::B => 2,\n    }\n}\n",
            code="E0532",
        ),
        Example(
            before="pub enum E {\n    A { n: u8 },\n}\npub fn f(e: E) -> u8 {\n"
            "    let E::A(n) = e;\n    n\n}\n",
            after="pub enum E {\n    A { n: u8 },\n}\npub fn f(e: E) -> u8 {\n"
            "    let E::A { n } = e;\n    n\n}\n",
            code="E0164",
        ),
        Example(
            before="pub enum E {\n    A,\n}\npub fn f() -> E {\n    E::A()\n}\n",
            after="pub enum E {\n    A,\n}\npub fn f() -> E {\n    E::A\n}\n",
            code="E0618",
        ),
    )
    refuses: ClassVar = ("pub fn f() -> u8 {\n    let x = 1;\n    x(2)\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        host = ancestor(site.node, *_HOSTS)
        while host is not None and host.parent is not None and _continues(host):
            host = host.parent
        if host is None:
            return
        name_node = _name(host)
        path = text_of(name_node) if name_node is not None else text_of(host)
        declared = _declared(site, path)
        if declared is None:
            return
        pattern = host.type.endswith("_pattern") or _in_pattern(host)
        new = (
            _as_pattern(host, path, declared) if pattern else _as_value(site, host, path, declared)
        )
        if new is None or new == text_of(host):
            return
        flat = " ".join(new.split())
        shown = flat if len(flat) < 60 else path
        yield site.candidate(
            self.id, f"Write `{shown}`, as it is declared", replace_node(host, new)
        )


def _continues(host: Node) -> bool:
    parent = host.parent
    if parent is None:
        return False
    if host.type in ("identifier", "scoped_identifier") and parent.type == "scoped_identifier":
        return parent.child_by_field_name("name") == host
    return (
        host in (parent.child_by_field_name(f) for f in ("function", "type", "name"))
        and parent.type in _HOSTS
    )


def _name(host: Node) -> Node | None:
    for field in ("function", "type", "name"):
        found = host.child_by_field_name(field)
        if found is not None and host.type != "scoped_identifier":
            return found
    return None


def _declared(site: Site, path: str) -> Node | None:
    if path == "Self" or path.startswith("Self::"):
        impl = site.enclosing("impl_item")
        kind = impl.child_by_field_name("type") if impl is not None else None
        owner = text_of(kind).partition("<")[0] if kind is not None else ""
        path = owner + path.removeprefix("Self")
    variant = find_variant(site, path)
    item = find_item(site, path, "type")
    if item is not None and item.node.type == "struct_item" and ("::" not in path or not variant):
        return item.node
    return variant


def _in_pattern(node: Node) -> bool:
    parent = node.parent
    return parent is not None and (
        parent.type.endswith("_pattern")
        or (
            parent.type in ("let_declaration", "let_condition", "for_expression", "parameter")
            and parent.child_by_field_name("pattern") == node
        )
    )


def _parts(host: Node) -> list[Node]:
    """Return the arguments of a call, the parts of a tuple pattern or the fields in braces."""
    group = host.child_by_field_name("arguments") or host.child_by_field_name("body")
    if group is not None:
        return [c for c in group.named_children if "comment" not in c.type]
    if host.type in ("tuple_struct_pattern", "struct_pattern"):
        name = host.child_by_field_name("type")
        return [c for c in host.children if c != name and c.type not in ("(", ")", "{", "}", ",")]
    return []


def _as_pattern(host: Node, path: str, declared: Node) -> str | None:
    fields, places = list(named_fields(declared)), tuple_fields(declared)
    parts = [p for p in _parts(host) if text_of(p) != ".."]
    if fields:
        if host.type == "struct_pattern" or len(parts) > len(fields):
            return None
        pairs = [_pair(f, text_of(p)) for f, p in zip(fields, parts, strict=False)]
        pairs = [p for p in pairs if not p.endswith(": _")]
        rest = [] if len(pairs) == len(fields) else [".."]
        return f"{path} {{ {', '.join([*pairs, *rest])} }}"
    if places:
        if host.type == "struct_pattern":
            texts = [_inner(p) for p in parts]
            texts = texts[: len(places)]
            rest = [] if len(texts) == len(places) else [".."]
            return f"{path}({', '.join([*texts, *rest])})"
        return f"{path}(..)" if not _parts(host) else None
    scope = ancestor(host, "match_arm", "if_expression", "block") or host
    if any(mentions(scope, text_of(n)) for part in parts for n in bound_names(part)):
        return None
    return path


def _pair(field: str, text: str) -> str:
    return field if text == field else f"{field}: {text}"


def _inner(part: Node) -> str:
    inside = part.child_by_field_name("pattern") or part.child_by_field_name("value")
    return text_of(inside) if inside is not None else text_of(part)


def _as_value(site: Site, host: Node, path: str, declared: Node) -> str | None:
    fields, places = named_fields(declared), tuple_fields(declared)
    parts = _parts(host)
    if fields:
        if host.type == "struct_expression" or len(parts) > len(fields):
            return None
        known = local_names(host)
        pairs = []
        for number, (field, kind) in enumerate(fields.items()):
            value: str | None = text_of(parts[number]) if number < len(parts) else None
            if value is None:
                value = field if field in known else plain_value(site, kind)
            if value is None:
                return None
            pairs.append(_pair(field, value))
        return f"{path} {{ {', '.join(pairs)} }}"
    if places:
        texts = [_inner(p) for p in parts]
        if host.type == "call_expression" or len(texts) > len(places):
            return None
        for kind in places[len(texts) :]:
            value = plain_value(site, kind)
            if value is None:
                return None
            texts.append(value)
        return f"{path}({', '.join(texts)})"
    return path if not parts else None
