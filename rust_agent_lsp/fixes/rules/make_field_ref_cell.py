"""Lets a field of what an `Rc` shares change: a list, a text, an option."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import derives, node_name
from rust_agent_lsp.fixes.names import imported_names
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after, insert_before, replace_node
from rust_agent_lsp.fixes.uses import insert_use
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.changes import is_changed
from rust_agent_lsp.syntax.derives import COPY_TYPES, type_items
from rust_agent_lsp.syntax.expressions import is_mutable_reference
from rust_agent_lsp.syntax.macro_arguments import prints_whole_values
from rust_agent_lsp.syntax.names import statement_of
from rust_agent_lsp.syntax.tree import ancestor, ancestors, descendants, span_of, text_of

_CHANGES = ("assignment_expression", "compound_assignment_expr")
_HELD = ("for_expression", "while_expression", "if_expression", "match_expression")


class MakeFieldRefCell(FixRule):
    """Declares the field as a `RefCell` and reads and changes it with `borrow` and `borrow_mut`.

    To change it while it is read elsewhere panics, and other files have to change too.
    """

    codes: ClassVar = ("E0594", "E0596")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="use std::rc::Rc;\npub struct Dir {\n    names: Vec<String>,\n}\n"
            "pub fn add(dir: &Rc<Dir>, name: String) -> usize {\n    dir.names.push(name);\n"
            "    dir.names.len()\n}\npub fn dir() -> Rc<Dir> {\n"
            "    Rc::new(Dir { names: vec![] })\n}\n",
            after="use std::cell::RefCell;\nuse std::rc::Rc;\n"
            "pub struct Dir {\n    names: RefCell<Vec<String>>,\n}\n"
            "pub fn add(dir: &Rc<Dir>, name: String) -> usize {\n"
            "    dir.names.borrow_mut().push(name);\n"
            "    dir.names.borrow().len()\n}\npub fn dir() -> Rc<Dir> {\n"
            "    Rc::new(Dir { names: RefCell::new(vec![]) })\n}\n",
            code="E0596",
        ),
        Example(
            before="use std::rc::Rc;\npub struct Dir {\n    name: String,\n}\n"
            "pub fn rename(dir: &Rc<Dir>, name: String) {\n"
            "    if dir.name != name {\n        dir.name = name;\n    }\n}\n",
            after="use std::cell::RefCell;\nuse std::rc::Rc;\n"
            "pub struct Dir {\n    name: RefCell<String>,\n}\n"
            "pub fn rename(dir: &Rc<Dir>, name: String) {\n"
            "    if *dir.name.borrow() != name {\n        *dir.name.borrow_mut() = name;\n"
            "    }\n}\n",
            code="E0594",
        ),
    )
    refuses: ClassVar = (
        "pub struct Log {\n    names: Vec<u8>,\n}\npub fn f(log: &Log) {\n"
        "    log.names.push(1);\n}\n",
        "use std::rc::Rc;\npub struct Log {\n    names: Vec<usize>,\n}\npub fn f(log: &Rc<Log>) {\n"
        "    log.names.push(log.names.len());\n}\n",
        "use std::rc::Rc;\npub struct Log {\n    names: Vec<u8>,\n}\npub fn f(log: &Rc<Log>) {\n"
        "    for name in &log.names {\n        log.names.push(*name);\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if "data in an `Rc`" not in site.diagnostic.message:
            return
        change = site.enclosing(*_CHANGES)
        place = change.child_by_field_name("left") if change is not None else site.node
        field = place.child_by_field_name("field") if place is not None else None
        root = site.source.tree.root_node
        name = text_of(field) if field is not None else ""
        declared = [f for f in descendants(root, "field_declaration") if node_name(f) == name]
        kind = declared[0].child_by_field_name("type") if len(declared) == 1 else None
        item = ancestor(declared[0], "struct_item") if declared else None
        if kind is None or item is None or text_of(kind) in COPY_TYPES:
            return
        uses = [u for u in descendants(root, "field_expression") if _is_use(u, name)]
        if "RefCell" in type_items(site.source) or not _is_apart(uses):
            return
        edits = [
            replace_node(kind, f"RefCell<{text_of(kind)}>"),
            *(edit for use in uses for edit in _opened(use)),
            *_set_up(root, name),
            *_in_macros(root, name),
        ]
        if "RefCell" not in imported_names(root):
            edits.append(insert_use(site.source, site.node, "std::cell::RefCell"))
        # `{:?}` of the whole would then name the cell.
        shown = "Debug" in derives(item) and prints_whole_values(root)
        yield site.candidate(
            self.id,
            f"Declare `{name}` as a `RefCell`",
            *edits,
            safety=Safety.GUESS if shown else self.safety,
            cost="Panics where it is changed while it is read.",
        )


def _is_use(use: Node, name: str) -> bool:
    field, parent = use.child_by_field_name("field"), use.parent
    called = parent is not None and parent.child_by_field_name("function") == use
    return field is not None and text_of(field) == name and not called


def _is_written(use: Node) -> bool:
    """Say whether the field is assigned to, lent mutably, or a method is called that changes it."""
    at = use
    while at.parent is not None and at.parent.type in ("field_expression", "index_expression"):
        if at.parent.child_by_field_name("field") == at:
            break
        at = at.parent
    parent = at.parent
    if parent is None:
        return False
    if parent.type in _CHANGES:
        return parent.child_by_field_name("left") == at
    if parent.type == "reference_expression":
        return is_mutable_reference(parent)
    text = text_of(use)
    called = text_of(parent) if parent.type == "call_expression" else ""
    return called.startswith(text) and is_changed("x", "x" + called[len(text) :])


def _is_apart(uses: list[Node]) -> bool:
    """Say whether nothing reads the field in the statement, or while a header, that changes it."""
    for use in uses:
        if not _is_written(use):
            continue
        statement = statement_of(use)
        for other in uses:
            if other == use:
                continue
            if statement is not None and statement == statement_of(other):
                return False
            for header in (h for h in ancestors(other) if h.type in _HELD):
                body = header.child_by_field_name("body") or header.child_by_field_name(
                    "consequence"
                )
                condition = header.child_by_field_name("condition")
                plain = condition is not None and condition.type != "let_condition"
                inside = body is not None and span_of(body).contains(span_of(use))
                if inside and not plain and body is not None and not _within(body, other):
                    return False
    return True


def _within(body: Node, node: Node) -> bool:
    return span_of(body).contains(span_of(node))


def _opened(use: Node) -> Iterator[Edit]:
    parent = use.parent
    call = ".borrow_mut()" if _is_written(use) else ".borrow()"
    yield insert_after(use, call)
    whole = parent is not None and (
        parent.type in ("reference_expression", "binary_expression")
        or (parent.type in _CHANGES and parent.child_by_field_name("left") == use)
    )
    if whole:
        yield insert_before(use, "*")


def _set_up(root: Node, name: str) -> Iterator[Edit]:
    """Yield the edits where a value of the struct is made."""
    for given in descendants(root, "field_initializer", "shorthand_field_initializer"):
        first = given.named_children[0] if given.named_children else None
        value = given.child_by_field_name("value")
        if first is None or text_of(first) != name:
            continue
        if value is None:
            yield insert_after(given, f": RefCell::new({name})")
        else:
            yield Edit.insert(value.start_byte, "RefCell::new(")
            yield insert_after(value, ")")


def _in_macros(root: Node, name: str) -> Iterator[Edit]:
    for token in descendants(root, "identifier"):
        dot, after = token.prev_sibling, token.next_sibling
        inside = token.parent is not None and token.parent.type == "token_tree"
        if not inside or dot is None or text_of(dot) != "." or text_of(token) != name:
            continue
        if after is None or not re.match(r"\(", text_of(after)):
            yield insert_after(token, ".borrow()")
