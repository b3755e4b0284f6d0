"""Reaches the value that an `Rc<RefCell<…>>` or a lock guards before its method is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import member_names
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.std_names import words
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import self_parameter
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.tree import ancestor, text_of
from rust_agent_lsp.syntax.types import plain, split_generic

_POINTERS = ("Rc", "Arc", "Box", "&Rc", "&Arc", "&Box", "&mut Rc", "&mut Arc")
_CALLS = {
    "RefCell": (".borrow()", ".borrow_mut()"),
    "Mutex": (".lock().unwrap()", ".lock().unwrap()"),
    "RwLock": (".read().unwrap()", ".write().unwrap()"),
}
_MUTATING = words(
    "append clear dedup drain entry extend fill get_mut insert iter_mut last_mut next pop pop_back "
    "pop_front push push_back push_front push_str remove resize retain reverse sort sort_by "
    "sort_by_key swap swap_remove truncate values_mut write_all"
)


class ReachThroughWrapper(FixRule):
    """Writes `.borrow()`, `.borrow_mut()` or `.lock().unwrap()` before the method or field.

    A second borrow at the same time panics, a second lock in the same thread hangs.
    """

    codes: ClassVar = ("E0599", "E0609")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="use std::cell::RefCell;\nuse std::rc::Rc;\n"
            "pub fn f(all: &Rc<RefCell<Vec<u8>>>) {\n    all.push(1);\n}\n",
            after="use std::cell::RefCell;\nuse std::rc::Rc;\n"
            "pub fn f(all: &Rc<RefCell<Vec<u8>>>) {\n    all.borrow_mut().push(1);\n}\n",
            code="E0599",
        ),
        Example(
            before="use std::sync::{Arc, Mutex};\npub struct Bell {\n    rung: u8,\n}\n"
            "pub fn f(bell: Arc<Mutex<Bell>>) {\n    bell.rung += 1;\n}\n",
            after="use std::sync::{Arc, Mutex};\npub struct Bell {\n    rung: u8,\n}\n"
            "pub fn f(bell: Arc<Mutex<Bell>>) {\n    bell.lock().unwrap().rung += 1;\n}\n",
            code="E0609",
        ),
    )
    refuses: ClassVar = ("pub fn f(all: Box<u8>) {\n    all.push(1);\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(
            r"named `(\w+)` found for (?:struct|reference|mutable reference) `([^`]+)`|"
            r"no field `(\w+)` on type `([^`]+)`",
            site.diagnostic.message,
        )
        at = site.diagnostic.span.start - 1
        if told is None or site.source.text[at : at + 1] != b".":
            return
        name, kind = told[1] or told[3], plain(told[2] or told[4])
        head, inside = split_generic(kind)
        while head in _POINTERS and inside:
            head, inside = split_generic(inside[0])
        head = head.lstrip("&").removeprefix("mut ")
        if head not in _CALLS or not inside:
            return
        reads, writes = _CALLS[head]
        call = writes if _mutates(site, name, inside[0]) else reads
        yield site.candidate(
            self.id,
            f"Reach `{name}` of the `{short(inside[0])}` with `{call}`",
            Edit.insert(at, call),
            safety=self.safety,
            cost="Panics while it is borrowed elsewhere."
            if head == "RefCell"
            else "Waits for other threads; panics when one of them panicked with the lock.",
        )


def _mutates(site: Site, name: str, owner: str) -> bool:
    for own, node in member_names(site, owner):
        if own == name and node.type == "function_item":
            receiver = self_parameter(node)
            return receiver is not None and "mut" in text_of(receiver)
    change = ancestor(site.node, "assignment_expression", "compound_assignment_expr")
    left = change.child_by_field_name("left") if change is not None else None
    assigned = left is not None and left.end_byte >= site.diagnostic.span.end
    return name in _MUTATING or assigned
