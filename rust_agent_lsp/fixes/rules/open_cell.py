"""Reads or changes what a cell, a lock or a smart pointer holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.diagnostic import Label
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.tree import ancestor, span_of, text_of
from rust_agent_lsp.syntax.types import plain

_KIND = re.compile(r"(?:^|`)&?(?P<head>RefCell|Mutex|RwLock|Cell|Box|Rc|Arc)<(?P<inside>.+)>`?$")
_READ = {
    "RefCell": ("*", ".borrow()"),
    "Mutex": ("*", ".lock().unwrap()"),
    "RwLock": ("*", ".read().unwrap()"),
    "Cell": ("", ".get()"),
    "Box": ("*", ""),
    "Rc": ("*", ""),
    "Arc": ("*", ""),
}
_WRITE = _READ | {"RefCell": ("*", ".borrow_mut()"), "RwLock": ("*", ".write().unwrap()")}
_COSTS = {
    "RefCell": "Panics when it is borrowed elsewhere at that moment.",
    "Mutex": "Waits for the lock; panics when another thread has panicked with it.",
    "RwLock": "Waits for the lock; panics when another thread has panicked with it.",
}


class OpenCell(FixRule):
    """Borrows a `RefCell`, locks a `Mutex`, dereferences a `Box`, where an operator needs content.

    A borrow or a lock may panic or wait where the content is in use elsewhere.
    """

    codes: ClassVar = ("E0369", "E0368")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
use std::cell::RefCell;
fn main() {
    let count = RefCell::new(5);
    count += 1;
}
""",
            after="""\
use std::cell::RefCell;
fn main() {
    let count = RefCell::new(5);
    *count.borrow_mut() += 1;
}
""",
            code="E0368",
        ),
        Example(
            before="""\
use std::sync::Mutex;
fn main() {
    let count = Mutex::new(5);
    println!("{}", count + 1);
}
""",
            after="""\
use std::sync::Mutex;
fn main() {
    let count = Mutex::new(5);
    println!("{}", *count.lock().unwrap() + 1);
}
""",
            code="E0369",
        ),
        Example(
            before="""\
use std::cell::Cell;
fn main() {
    let count = Cell::new(5);
    count += 1;
}
""",
            after="""\
use std::cell::Cell;
fn main() {
    let count = Cell::new(5);
    count.set(count.get() + 1);
}
""",
            code="E0368",
        ),
    )
    refuses: ClassVar = (
        "struct P;\nfn main() {\n    let a = P + P;\n}\n",
        "fn main() {\n    let mut v = vec![1];\n    v += 1;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = [
            (label, kind)
            for label in site.diagnostic.labels
            if label.location.path == site.source.path
            and (kind := _KIND.search(plain(label.text))) is not None
        ]
        if not found:
            return
        changed = site.diagnostic.code == "E0368"
        if changed and found[0][1]["head"] == "Cell":
            yield from self._set(site, found[0][0])
            return
        edits: list[Edit] = []
        texts = []
        for label, kind in found:
            span = label.location.span
            star, call = (_WRITE if changed else _READ)[kind["head"]]
            edits += [Edit.insert(span.start, star)] if star else []
            edits += [Edit.insert(span.end, call)] if call else []
            texts.append(f"`{star}{short(site.source.slice(span))}{call}`")
        yield site.candidate(
            self.id,
            f"Write {' and '.join(texts)}",
            *edits,
            safety=Safety.CHANGES_BEHAVIOUR,
            cost=_COSTS.get(found[0][1]["head"], ""),
        )

    def _set(self, site: Site, label: Label) -> Iterator[Candidate]:
        """`count += 1` on a `Cell`."""
        operation = ancestor(site.node, "compound_assignment_expr")
        left = operation.child_by_field_name("left") if operation is not None else None
        right = operation.child_by_field_name("right") if operation is not None else None
        sign = operation.child_by_field_name("operator") if operation is not None else None
        if operation is None or left is None or right is None or sign is None:
            return
        if span_of(left) != label.location.span:
            return
        name, operator = text_of(left), text_of(sign).removesuffix("=")
        new = f"{name}.set({name}.get() {operator} {text_of(right)})"
        yield site.candidate(
            self.id,
            f"Write `{short(new)}`",
            Edit(Span(operation.start_byte, operation.end_byte), new),
        )
