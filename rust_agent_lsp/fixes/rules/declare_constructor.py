"""Declares the constructor `new` that is called and that the struct does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import (
    find_item,
    impls,
    members,
    named_fields,
    node_name,
    tuple_fields,
)
from rust_agent_lsp.fixes.result_types import value_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.values import plain_value
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.expressions import exact_node
from rust_agent_lsp.syntax.tree import ancestor

_EMPTY = ("::new()", "None", "vec![]", "String::new()", "()")


class DeclareConstructor(FixRule):
    """Declares `new` with a parameter for every field, or without any for an empty value.

    What a field holds at first is a guess where the call does not give it.
    """

    codes: ClassVar = ("E0599",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub struct Stack {\n    items: Vec<u8>,\n}\npub fn f() -> Stack {\n"
            "    Stack::new()\n}\n",
            after="pub struct Stack {\n    items: Vec<u8>,\n}\n\nimpl Stack {\n"
            "    fn new() -> Self {\n        Self { items: Vec::new() }\n    }\n}\n"
            "pub fn f() -> Stack {\n    Stack::new()\n}\n",
        ),
        Example(
            before="pub struct Item {\n    name: String,\n    price: f64,\n}\nimpl Item {\n"
            "    pub fn price(&self) -> f64 {\n        self.price\n    }\n}\n"
            'pub fn f() -> Item {\n    Item::new("pen", 1.5)\n}\n',
            after="pub struct Item {\n    name: String,\n    price: f64,\n}\nimpl Item {\n"
            "    fn new(name: &str, price: f64) -> Self {\n"
            "        Self { name: name.to_string(), price }\n    }\n\n"
            "    pub fn price(&self) -> f64 {\n        self.price\n    }\n}\n"
            'pub fn f() -> Item {\n    Item::new("pen", 1.5)\n}\n',
        ),
    )
    refuses: ClassVar = (
        "pub struct Item {\n    price: f64,\n}\npub fn f() -> Item {\n    Item::new(1.5, 2)\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(
            r"no function or associated item named `new` found for struct `(\w+)`",
            site.diagnostic.message,
        )
        node = ancestor(site.node, "call_expression")
        call = call_of(node) if node is not None else None
        item = find_item(site, told[1], "type") if told is not None else None
        if told is None or call is None or call.name != "new" or item is None:
            return
        struct = item.node
        if struct.type != "struct_item" or item.file != site.source:
            return
        if struct.child_by_field_name("type_parameters") is not None:
            return
        numbered = enumerate(tuple_fields(struct))
        fields = named_fields(struct) or {f"value{i}": kind for i, kind in numbered}
        named = bool(named_fields(struct))
        given = [exact_node(site.source, span) for span in call.arguments]
        if given and len(given) != len(fields):
            return
        kinds = [value_type(site.source, n) if n is not None else None for n in given]
        made = _from_values(site, fields) if not given else _from_arguments(fields, kinds)
        if made is None:
            return
        listed, values, is_guess = made
        shown = [n if n == v else f"{n}: {v}" for n, v in zip(fields, values, strict=True)]
        inner = f"Self {{ {', '.join(shown)} }}" if named else f"Self({', '.join(values)})"
        if not fields:
            inner = "Self"
        yield site.candidate(
            self.id,
            f"Declare `{item.name}::new`",
            _placed(site, struct, item.name, f"fn new({listed}) -> Self", inner),
            safety=Safety.GUESS if is_guess else Safety.API_CHANGE,
            cost="The first values of the fields are a guess." if is_guess else "",
        )


def _from_values(site: Site, fields: dict[str, str]) -> tuple[str, list[str], bool] | None:
    values = [plain_value(site, kind) for kind in fields.values()]
    known = [v for v in values if v is not None]
    if len(known) != len(values):
        return None
    return "", known, any(not v.endswith(_EMPTY) for v in known)


def _from_arguments(
    fields: dict[str, str], kinds: list[str | None]
) -> tuple[str, list[str], bool] | None:
    listed, values = [], []
    for (name, kind), given in zip(fields.items(), kinds, strict=True):
        text = kind == "String" and given is not None and given.startswith("&")
        if given is not None and not text and _family(given) != _family(kind):
            return None
        listed.append(f"{name}: {'&str' if text else kind}")
        values.append(f"{name}.to_string()" if text else name)
    return ", ".join(listed), values, False


def _family(kind: str) -> str:
    """Return a type without what a literal leaves open."""
    if re.fullmatch(r"[iu](?:8|16|32|64|128|size)", kind):
        return "integer"
    return "float" if kind in ("f32", "f64") else kind.partition("<")[0]


def _placed(site: Site, struct: Node, owner: str, head: str, body: str) -> Edit:
    """Put the function before the first one of an inherent `impl`, or into a new one."""
    for block in impls(site.source, owner):
        listed = [m for m in members(block) if node_name(m)]
        if block.child_by_field_name("trait") is None and listed:
            first = listed[0]
            while (above := first.prev_named_sibling) is not None and above.type in (
                "attribute_item",
                "line_comment",
                "block_comment",
            ):
                first = above
            pad = site.source.indent_at(first.start_byte)
            text = f"{head} {{\n{pad}    {body}\n{pad}}}\n\n{pad}"
            return Edit.insert(first.start_byte, text)
    pad = site.source.indent_at(struct.start_byte)
    return Edit.insert(
        struct.end_byte,
        f"\n\n{pad}impl {owner} {{\n{pad}    {head} {{\n{pad}        {body}\n{pad}    }}\n{pad}}}",
    )
