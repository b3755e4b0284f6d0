"""Returns a reference to what was stored, where one to the local was returned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.stored import Lent, Store, lent_at, store_before
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.changes import is_changed
from rust_agent_lsp.syntax.mutable import mut_word, without_mut
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.statements import line_span
from rust_agent_lsp.syntax.tree import ancestor, text_of

_ENDS = {"push": "last", "push_back": "back", "push_front": "front"}


class ReturnStoredValue(FixRule):
    """Writes `self.items.last_mut().unwrap()` for `&mut item`, which was pushed just before.

    A value put into a map is returned from where the map keeps it, one that was assigned from
    the place. A copy that was stored becomes the value itself, since nothing else needs it then.
    """

    codes: ClassVar = ("E0515", "E0382")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
pub struct Shelf {
    books: Vec<String>,
}
impl Shelf {
    pub fn add(&mut self, title: &str) -> &mut String {
        let mut book = title.to_uppercase();
        self.books.push(book.clone());
        &mut book
    }
}
""",
            after="""\
pub struct Shelf {
    books: Vec<String>,
}
impl Shelf {
    pub fn add(&mut self, title: &str) -> &mut String {
        let book = title.to_uppercase();
        self.books.push(book);
        self.books.last_mut().unwrap()
    }
}
""",
            code="E0515",
        ),
        Example(
            before="""\
use std::collections::HashMap;
pub struct Shelf {
    books: HashMap<u32, String>,
}
impl Shelf {
    pub fn add(&mut self, number: u32, title: &str) -> &String {
        let book = title.to_uppercase();
        self.books.insert(number, book);
        &book
    }
}
""",
            after="""\
use std::collections::HashMap;
pub struct Shelf {
    books: HashMap<u32, String>,
}
impl Shelf {
    pub fn add(&mut self, number: u32, title: &str) -> &String {
        let book = title.to_uppercase();
        self.books.entry(number).insert_entry(book).into_mut()
    }
}
""",
            code="E0382",
        ),
        Example(
            before="""\
pub struct Desk {
    open: Option<String>,
}
impl Desk {
    pub fn read(&mut self, title: &str) -> Result<&String, String> {
        let book = title.to_uppercase();
        self.open = Some(book.clone());
        Ok(&book)
    }
}
""",
            after="""\
pub struct Desk {
    open: Option<String>,
}
impl Desk {
    pub fn read(&mut self, title: &str) -> Result<&String, String> {
        let book = title.to_uppercase();
        self.open = Some(book);
        Ok(self.open.as_ref().unwrap())
    }
}
""",
            code="E0515",
        ),
    )
    refuses: ClassVar = (
        """\
pub fn add(books: &mut Vec<String>, title: &str) -> &'static String {
    let mut book = title.to_uppercase();
    books.push(book.clone());
    book.push('!');
    &book
}
""",
        """\
pub fn first(title: &str) -> &'static String {
    let mut books = Vec::new();
    let book = title.to_uppercase();
    books.push(book.clone());
    &book
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        lent = lent_at(site)
        store = store_before(lent) if lent is not None else None
        if lent is None or store is None:
            return
        name = text_of(lent.name)
        for edits in _ways(site, lent, store):
            yield site.candidate(
                self.id,
                f"Return a reference to where `{text_of(store.place)}` keeps `{name}`",
                *edits,
                *_not_mutable(lent, store),
            )


def _ways(site: Site, lent: Lent, store: Store) -> Iterator[list[Edit]]:
    """Yield the edits of the store and of what is returned, for each kind of place."""
    place, name = text_of(store.place), text_of(lent.name)
    ending = "_mut" if lent.mutable else ""
    kept = [replace_node(store.value, name)] if store.cloned else []
    given = store.call.child_by_field_name("arguments") if store.call is not None else None
    if given is None:
        whole = f"&{'mut ' if lent.mutable else ''}{place}"
        inside = f"{place}.as_{'mut' if lent.mutable else 'ref'}()"
        yield [*kept, _present(lent, inside) if store.wrapped else replace_node(lent.node, whole)]
    elif len(given.named_children) == 1:
        for method, end in _ENDS.items():
            if f".{method}(" == _called(store):
                back = f"{place}.{end}{ending}()"
                yield [*kept, _present(lent, back)]
                return
        copy = [] if store.cloned else [replace_node(store.value, f"{name}.clone()")]
        if not lent.mutable:
            yield [*copy, _present(lent, f"{place}.get(&{name})")]
    elif len(given.named_children) == 2:
        key = text_of(given.named_children[0])
        gone = line_span(site.source, store.statement)
        if gone is not None:
            entry = f"{place}.entry({key}).insert_entry({name}).into_mut()"
            yield [Edit(gone, ""), replace_node(lent.node, entry)]
        if given.named_children[0].type in ("identifier", "integer_literal"):
            item = f"&{'mut ' if lent.mutable else ''}{place}[{key}]"
            yield [*kept, replace_node(lent.node, item)]


def _present(lent: Lent, option: str) -> Edit:
    """Return an `option` that holds a reference, for the borrow or for `Some` around it."""
    around = lent.node.parent.parent if lent.node.parent is not None else None
    call = call_of(around) if around is not None else None
    if around is not None and call is not None and call.name == "Some":
        return replace_node(around, option)
    return replace_node(lent.node, f"{option}.unwrap()")


def _called(store: Store) -> str:
    function = store.call.child_by_field_name("function") if store.call is not None else None
    return "." + text_of(function).rpartition(".")[2] + "(" if function is not None else ""


def _not_mutable(lent: Lent, store: Store) -> list[Edit]:
    """Take the `mut` of the local away that only the returned borrow needed."""
    binding = binding_of(lent.node, text_of(lent.name))
    mark = mut_word(binding.holder) if binding is not None else None
    scope = ancestor(lent.node, "block", "function_item")
    if binding is None or mark is None or scope is None or not lent.mutable:
        return []
    function = ancestor(binding.holder, "function_item", "closure_expression") or scope
    text = function.text or b""
    start = binding.holder.end_byte - function.start_byte
    lent_again = text[start:].count(lent.node.text or b"") > 1
    between = text[start : store.statement.start_byte - function.start_byte].decode(
        errors="replace"
    )
    name = text_of(lent.name)
    called = re.search(rf"(?<![\w.]){re.escape(name)}(?:\.\w+)+\(", between)
    return [] if lent_again or called or is_changed(name, between) else [without_mut(mark)]
