"""Indexes or reaches the element of a value that has no `[]` of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import (
    find_item,
    named_fields,
    tuple_fields,
)
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short, short_text, suffix
from rust_agent_lsp.syntax.tree import ancestor, span_of, text_of
from rust_agent_lsp.syntax.types import plain, split_generic

_LIST = re.compile(r"&?(?:\[|(?:Vec|VecDeque|HashMap|BTreeMap)\b)")
_OPENED = {
    "RefCell": (".borrow()", ".borrow_mut()"),
    "Mutex": (".lock().unwrap()", ".lock().unwrap()"),
    "RwLock": (".read().unwrap()", ".write().unwrap()"),
}


class IndexContents(FixRule):
    """Indexes the one collection in a struct, what a lock holds, the nth item of an iterator.

    `.nth()` walks over the items before it, and `.unwrap()` panics where there are too few.
    """

    codes: ClassVar = ("E0608",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub struct Team {\n    pub names: Vec<String>,\n    pub size: u8,\n}\n"
            "pub fn f(t: &Team) -> &str {\n    &t[0]\n}\n",
            after="pub struct Team {\n    pub names: Vec<String>,\n    pub size: u8,\n}\n"
            "pub fn f(t: &Team) -> &str {\n    &t.names[0]\n}\n",
        ),
        Example(
            before="use std::collections::BTreeSet;\npub fn f(s: BTreeSet<u8>) -> u8 {\n"
            "    s[0]\n}\n",
            after="use std::collections::BTreeSet;\npub fn f(s: BTreeSet<u8>) -> u8 {\n"
            "    *s.iter().nth(0).unwrap()\n}\n",
        ),
        Example(
            before="use std::sync::{Arc, Mutex};\npub fn f(bins: Arc<Mutex<Vec<u8>>>) {\n"
            "    bins[0] += 1;\n}\n",
            after="use std::sync::{Arc, Mutex};\npub fn f(bins: Arc<Mutex<Vec<u8>>>) {\n"
            "    bins.lock().unwrap()[0] += 1;\n}\n",
        ),
    )
    refuses: ClassVar = ("pub fn f(n: u32) -> u32 {\n    n[0]\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.search(r"value of type `([^`]+)`", site.diagnostic.message)
        access = site.enclosing("index_expression")
        parts = access.named_children if access is not None else []
        if access is None:  # Among a macro's tokens: a name before the brackets.
            brackets = site.enclosing("token_tree")
            named = brackets.prev_sibling if brackets is not None else None
            if found is None or brackets is None or named is None or named.type != "identifier":
                return
            yield from self._field(site, named, found[1])
            yield from self._open(site, named, plain(found[1]))
            return
        if found is None or len(parts) != 2:
            return
        value, index = parts
        bare = re.sub(r"^&(?:'\w+ )?(?:mut )?", "", found[1])
        head = split_generic(bare)[0].rpartition("::")[2]
        yield from self._field(site, value, found[1])
        yield from self._open(site, value, plain(bare))
        if head in ("HashSet", "BTreeSet", "BinaryHeap", "LinkedList"):
            new = f"*{text_of(value)}.iter().nth({text_of(index)}).unwrap()"
            yield self._nth(site, access, new)
        elif re.search(r"Iter\b|Iter<|Map|Filter|Chars|Split|Lines|Keys|Values", head):
            yield self._nth(site, access, f"{text_of(value)}.nth({text_of(index)}).unwrap()")
        elif head in ("Option", "Result"):
            call = ".as_ref().unwrap()"
            yield site.candidate(
                self.id,
                f"Index what is in `{short_text(value)}`",
                *suffix(site.source, span_of(value), call),
                safety=Safety.CHANGES_BEHAVIOUR,
                cost="Panics where there is no value.",
            )

    def _field(self, site: Site, value: Node, kind: str) -> Iterator[Candidate]:
        """Index the only list in a struct of this crate."""
        item = find_item(site, kind, "type")
        fields = named_fields(item.node) if item is not None else {}
        if item is not None and not fields and len(tuple_fields(item.node)) == 1:
            fields = {"0": tuple_fields(item.node)[0]}
        lists = [name for name, kind in fields.items() if _LIST.match(kind)]
        if len(lists) == 1:
            edit = insert_after(value, f".{lists[0]}")
            title = f"Index `{short_text(value)}.{lists[0]}`"
            yield site.candidate(self.id, title, edit, safety=Safety.SAFE)

    def _open(self, site: Site, value: Node, kind: str) -> Iterator[Candidate]:
        """Index what a cell or a lock holds, behind a pointer too."""
        head, inside = split_generic(kind)
        while head in ("Rc", "Arc", "Box") and inside:
            head, inside = split_generic(inside[0])
        if head not in _OPENED:
            return
        change = ancestor(value, "assignment_expression", "compound_assignment_expr")
        left = change.child_by_field_name("left") if change is not None else None
        written = left is not None and left.start_byte <= value.start_byte < left.end_byte
        read, write = _OPENED[head]
        call = write if written else read
        yield site.candidate(
            self.id,
            f"Index `{short_text(value)}{call}`",
            *suffix(site.source, span_of(value), call),
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="Panics while it is borrowed elsewhere."
            if head == "RefCell"
            else "Waits for other threads; panics when one of them panicked with the lock.",
        )

    def _nth(self, site: Site, access: Node, new: str) -> Candidate:
        return site.candidate(
            self.id,
            f"Write `{short(new)}`",
            replace_node(access, new),
            safety=Safety.CHANGES_BEHAVIOUR,
            cost="Walks over the items before it, and panics where there are too few.",
        )
