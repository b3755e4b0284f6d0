"""Boxes trait objects that stand bare in a collection, where each would need its own size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.expressions import wrap
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import ancestor, descendants, span_of, text_of

_HOLDERS = ("Vec", "VecDeque", "Option", "HashMap", "BTreeMap", "LinkedList", "Result")
_MAKERS = ("Box::new", "Box::from", "Rc::new", "Arc::new")


class BoxDynItems(FixRule):
    """Writes `Vec<Box<dyn Trait>>` for `Vec<dyn Trait>` in the file, and boxes what is put in.

    Each item is then allocated on its own.
    """

    codes: ClassVar = ("E0277",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Shape {}\nstruct Disc;\nimpl Shape for Disc {}\n"
            "pub fn f() -> usize {\n    let all: Vec<dyn Shape> = vec![Disc];\n"
            "    all.len()\n}\n",
            after="pub trait Shape {}\nstruct Disc;\nimpl Shape for Disc {}\n"
            "pub fn f() -> usize {\n    let all: Vec<Box<dyn Shape>> = vec![Box::new(Disc)];\n"
            "    all.len()\n}\n",
        ),
        Example(
            before="pub trait Shape {}\nstruct Disc;\nimpl Shape for Disc {}\n"
            "pub struct Page {\n    all: Vec<dyn Shape>,\n}\npub fn f(page: &mut Page) {\n"
            "    page.all.push(Disc);\n}\n",
            after="pub trait Shape {}\nstruct Disc;\nimpl Shape for Disc {}\n"
            "pub struct Page {\n    all: Vec<Box<dyn Shape>>,\n}\npub fn f(page: &mut Page) {\n"
            "    page.all.push(Box::new(Disc));\n}\n",
        ),
    )
    refuses: ClassVar = ("pub trait Shape {}\npub fn f(_one: dyn Shape) {}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.match(r"the size for values of type `\(?(dyn [\w:]+)", site.diagnostic.message)
        if told is None:
            return
        name = told[1].rpartition("::")[2].removeprefix("dyn ")
        root = site.source.tree.root_node
        kinds = [k for k in descendants(root, "dynamic_type") if _is_bare(k, name)]
        edits = [e for k in kinds for e in wrap(span_of(k), "Box<", ">")]
        for value in dict.fromkeys(v for k in kinds for v in _put_in(root, k)):
            if not site.source.slice(value).startswith(_MAKERS):
                edits += wrap(value, "Box::new(", ")")
        if edits:
            yield site.candidate(
                self.id,
                f"Box every `dyn {name}` in a collection",
                *edits,
                safety=self.safety,
                cost="Each item is allocated on its own.",
            )


def _is_bare(kind: Node, name: str) -> bool:
    listed = kind.parent
    if listed is None or listed.type != "type_arguments" or listed.parent is None:
        return False
    holder = listed.parent.child_by_field_name("type")
    head = text_of(holder).rpartition("::")[2] if holder is not None else ""
    return head in _HOLDERS and re.match(rf"dyn (?:\w+::)*{name}\b", text_of(kind)) is not None


def _put_in(root: Node, kind: Node) -> Iterator[Span]:
    """Yield the values that the variable or field of this type is given in the file."""
    holder = ancestor(kind, "let_declaration", "field_declaration", "parameter")
    if holder is None:
        return
    value = holder.child_by_field_name("value")
    named = holder.child_by_field_name("pattern") or holder.child_by_field_name("name")
    if value is not None:
        yield from _items(value)
    name = text_of(named).removeprefix("mut ").strip() if named is not None else ""
    for found in descendants(root, "call_expression"):
        call = call_of(found)
        if call is None or call.receiver is None or not call.arguments:
            continue
        if call.name not in ("push", "push_back", "push_front", "insert"):
            continue
        receiver = call.receiver
        if holder.type == "field_declaration":
            field = receiver.child_by_field_name("field")
            mine = field is not None and text_of(field) == name
        else:
            binding = binding_of(receiver, name) if text_of(receiver) == name else None
            mine = binding is not None and binding.holder == holder
        listed = found.child_by_field_name("arguments")
        if mine and listed is not None and listed.named_children:
            yield span_of(listed.named_children[-1])
    if holder.type == "field_declaration":
        for given in descendants(root, "field_initializer"):
            field = given.child_by_field_name("field")
            inner = given.child_by_field_name("value")
            if field is not None and text_of(field) == name and inner is not None:
                yield from _items(inner)


def _items(value: Node) -> Iterator[Span]:
    """Yield the elements of `vec![…]`."""
    tree = next((c for c in value.children if c.type == "token_tree"), None)
    if value.type != "macro_invocation" or not text_of(value).startswith("vec!") or tree is None:
        return
    start, end = None, 0
    for token in tree.children[1:-1]:
        if token.type == ";" or "comment" in token.type:
            return
        if text_of(token) == ",":
            if start is not None:
                yield Span(start, end)
            start = None
            continue
        start, end = token.start_byte if start is None else start, token.end_byte
    if start is not None:
        yield Span(start, end)
