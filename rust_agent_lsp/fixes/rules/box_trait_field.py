"""Boxes a trait object in a field, and the values that are put there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class BoxTraitField(FixRule):
    """Writes `Box<dyn Trait>` for a trait as a field's type, and `Box::new(…)` around its values.

    Also for the elements of a `Vec`. Each value is allocated on the heap.
    """

    codes: ClassVar = ("E0562", "E0782")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Log {}\npub struct App {\n    log: Log,\n}\npub struct Out;\n"
            "impl Log for Out {}\npub fn app() -> App {\n    App { log: Out }\n}\n",
            after="pub trait Log {}\npub struct App {\n    log: Box<dyn Log>,\n}\npub struct Out;\n"
            "impl Log for Out {}\npub fn app() -> App {\n    App { log: Box::new(Out) }\n}\n",
            code="E0782",
        ),
        Example(
            before="pub trait Log {}\npub struct App {\n    logs: Vec<Log>,\n}\npub struct Out;\n"
            "impl Log for Out {}\npub fn app() -> App {\n"
            "    let mut app = App { logs: vec![Out, Out] };\n    app.logs.push(Out);\n    app\n"
            "}\n",
            after="pub trait Log {}\npub struct App {\n    logs: Vec<Box<dyn Log>>,\n}\n"
            "pub struct Out;\nimpl Log for Out {}\npub fn app() -> App {\n"
            "    let mut app = App { logs: vec![Box::new(Out), Box::new(Out)] };\n"
            "    app.logs.push(Box::new(Out));\n    app\n}\n",
            code="E0782",
        ),
    )
    refuses: ClassVar = (
        "pub trait Log {}\npub struct App<'a> {\n    log: &'a Log,\n}\n",
        "pub trait Log {}\npub fn f(log: Log) {}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        field = site.enclosing("field_declaration")
        struct = ancestor(field, "struct_item") if field is not None else None
        kind = field.child_by_field_name("type") if field is not None else None
        if field is None or struct is None or kind is None:
            return
        many = re.fullmatch(r"Vec\s*<(.*)>", text_of(kind), re.S)
        trait = (many[1] if many is not None else text_of(kind)).strip()
        if site.source.slice(site.diagnostic.span).strip() != trait:
            return
        boxed = f"Box<dyn {trait.removeprefix('impl').strip()}>"
        edits = [replace_node(kind, f"Vec<{boxed}>" if many is not None else boxed)]
        for value in _values(site, node_name(struct), node_name(field)):
            if value.type == "shorthand_field_initializer":
                if many is None:
                    text = text_of(value)
                    edits.append(replace_node(value, f"{text}: Box::new({text})"))
            elif many is None:
                edits += _boxed(value.start_byte, value.end_byte, text_of(value))
            else:
                edits += _elements(value)
        if many is not None:
            edits += _pushed(site, node_name(field))
        yield site.candidate(
            self.id,
            f"Keep `{node_name(field)}` as `{text_of(kind).replace(trait, boxed)}`",
            *edits,
            safety=self.safety,
            cost="Each value is allocated on the heap.",
        )


def _boxed(start: int, end: int, text: str) -> list[Edit]:
    if text.startswith("Box::new("):
        return []
    return [Edit.insert(start, "Box::new("), Edit.insert(end, ")")]


def _values(site: Site, owner: str, field: str) -> Iterator[Node]:
    """Yield what the file gives for the field in values of the struct."""
    for literal in descendants(site.source.tree.root_node, "struct_expression"):
        name, body = literal.child_by_field_name("name"), literal.child_by_field_name("body")
        block = ancestor(literal, "impl_item")
        of = block.child_by_field_name("type") if block is not None else None
        own = name is not None and text_of(name) == "Self" and of is not None
        made = base_name(text_of(of if own and of is not None else name)) if name else ""
        if made != owner:
            continue
        for part in body.named_children if body is not None else []:
            value = part.child_by_field_name("value")
            if part.type == "shorthand_field_initializer" and text_of(part) == field:
                yield part
            elif value is not None and text_of(part).partition(":")[0].strip() == field:
                yield value


def _elements(value: Node) -> Iterator[Edit]:
    """Box the elements of a `vec![…]`."""
    text = text_of(value)
    found = re.fullmatch(r"(vec!\s*\[)(.*)\]", text, re.S)
    if found is None:
        return
    at, depth = value.start_byte + len(found[1].encode()), 0
    start = 0
    inside = found[2]
    for i, char in enumerate(inside + ","):
        depth += (char in "([{") - (char in ")]}")
        if char != "," or depth:
            continue
        part = inside[start:i]
        lead = len(part) - len(part.lstrip())
        if part.strip():
            first = at + len(inside[: start + lead].encode())
            yield from _boxed(first, first + len(part.strip().encode()), part.strip())
        start = i + 1


def _pushed(site: Site, field: str) -> Iterator[Edit]:
    for call in descendants(site.source.tree.root_node, "call_expression"):
        function, given = (
            call.child_by_field_name("function"),
            call.child_by_field_name("arguments"),
        )
        if function is None or given is None or len(given.named_children) != 1:
            continue
        if re.search(rf"\.{field}\s*\.\s*push$", text_of(function)):
            value = given.named_children[0]
            yield from _boxed(value.start_byte, value.end_byte, text_of(value))
