"""Frees a value from a borrow that a method's signature keeps up for no reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item
from rust_agent_lsp.fixes.labels import earlier_borrow
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import call_of, functions_named, parameters, self_parameter
from rust_agent_lsp.syntax.generics import bare_references, lifetime_edit, lifetimes_of
from rust_agent_lsp.syntax.tree import ancestor, ancestors, descendants, text_of


class LoosenSelfBorrow(FixRule):
    """Corrects a signature that borrows its receiver for longer, or for more, than it needs.

    `&'a mut self` becomes `&mut self`, where `'a` is the lifetime of what the value refers to; a
    result that comes out of such a reference gets its lifetime instead of that of `self`; and
    `&mut self` becomes `&self` where nothing is changed. The compiler proves each.
    """

    codes: ClassVar = ("E0499", "E0502", "E0503", "E0505", "E0506")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
struct Reader<'a> {
    rest: &'a str,
}
impl<'a> Reader<'a> {
    fn take(&'a mut self, n: usize) -> &'a str {
        let (head, tail) = self.rest.split_at(n);
        self.rest = tail;
        head
    }
}
fn main() {
    let mut reader = Reader { rest: "abcd" };
    let first = reader.take(1);
    let second = reader.take(2);
    println!("{first} {second}");
}
""",
            after="""\
struct Reader<'a> {
    rest: &'a str,
}
impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> &'a str {
        let (head, tail) = self.rest.split_at(n);
        self.rest = tail;
        head
    }
}
fn main() {
    let mut reader = Reader { rest: "abcd" };
    let first = reader.take(1);
    let second = reader.take(2);
    println!("{first} {second}");
}
""",
            code="E0499",
        ),
        Example(
            before="""\
struct Reader<'a> {
    rest: &'a str,
}
impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Option<&str> {
        let (head, tail) = self.rest.split_at(n);
        self.rest = tail;
        Some(head)
    }
}
fn main() {
    let mut reader = Reader { rest: "abcd" };
    let first = reader.take(1);
    println!("{:?} {first:?}", reader.take(2));
}
""",
            after="""\
struct Reader<'a> {
    rest: &'a str,
}
impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Option<&'a str> {
        let (head, tail) = self.rest.split_at(n);
        self.rest = tail;
        Some(head)
    }
}
fn main() {
    let mut reader = Reader { rest: "abcd" };
    let first = reader.take(1);
    println!("{:?} {first:?}", reader.take(2));
}
""",
            code="E0499",
        ),
        Example(
            before="""\
struct List(Vec<String>);
impl List {
    fn name(&mut self, at: usize) -> &str {
        &self.0[at]
    }
}
fn main() {
    let mut list = List(vec![String::from("a"), String::from("b")]);
    let first = list.name(0);
    let second = list.name(1);
    println!("{first} {second}");
}
""",
            after="""\
struct List(Vec<String>);
impl List {
    fn name(&self, at: usize) -> &str {
        &self.0[at]
    }
}
fn main() {
    let mut list = List(vec![String::from("a"), String::from("b")]);
    let first = list.name(0);
    let second = list.name(1);
    println!("{first} {second}");
}
""",
            code="E0499",
        ),
    )
    refuses: ClassVar = (
        """\
struct List(Vec<String>);
impl List {
    fn slot(&mut self, at: usize) -> &mut String {
        &mut self.0[at]
    }
}
fn main() {
    let mut list = List(vec![String::from("a"), String::from("b")]);
    let first = list.slot(0);
    let second = list.slot(1);
    first.push_str(second);
}
""",
        """\
fn main() {
    let mut v = vec![1, 2];
    let first = v.first_mut();
    v.push(3);
    println!("{first:?}");
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        seen = []
        for function in _called(site):
            if function in seen:
                continue
            seen.append(function)
            name = function.child_by_field_name("name")
            shown = text_of(name) if name is not None else ""
            held = [found for p in _borrowed(function) if (found := _long(function, p)) is not None]
            if held:
                lifetime = held[0][1]
                yield site.candidate(
                    self.id,
                    f"Let `{shown}` borrow for the call only, not for `{lifetime}`",
                    *(edit for edit, _ in held),
                )
            for edits, lifetime in _freed(site, function):
                yield site.candidate(
                    self.id, f"Let the result of `{shown}` live for `{lifetime}`", *edits
                )
            read = _shared(function)
            if read is not None:
                yield site.candidate(self.id, f"Let `{shown}` take `&self`", read)


def _called(site: Site) -> Iterator[Node]:
    """Yield the functions of this file whose call borrows at the two places of the conflict."""
    label = earlier_borrow(site)
    spans = [*([label.location.span] if label is not None else []), site.diagnostic.span]
    for span in spans:
        node = site.source.node_at(span)
        for at in (node, *ancestors(node)):
            if at.type in ("block", "token_tree"):
                break
            call = call_of(at)
            if call is None:
                continue
            inside = call.receiver is not None and call.receiver.start_byte <= span.start
            if inside or any(a.contains(span) for a in call.arguments):
                found = functions_named(site.source, call.name)
                yield from (f for f in found if f.type == "function_item" and not _of_trait(f))
        if node.parent is not None and node.parent.type == "token_tree":
            follow = node.next_named_sibling
            found = functions_named(site.source, text_of(follow)) if follow is not None else []
            yield from (f for f in found if f.type == "function_item" and not _of_trait(f))


def _of_trait(function: Node) -> bool:
    """Say whether a trait sets the signature."""
    owner = ancestor(function, "impl_item", "trait_item")
    return owner is not None and (
        owner.type == "trait_item" or owner.child_by_field_name("trait") is not None
    )


def _borrowed(function: Node) -> list[Node]:
    """Return the parameters of a function, `self` first."""
    own = self_parameter(function)
    return [*([own] if own is not None else []), *parameters(function)]


def _long(function: Node, parameter: Node) -> tuple[Edit, str] | None:
    """Return the edit that takes the lifetime out of `&'a mut Parser<'a>`, and the lifetime."""
    kind = parameter.child_by_field_name("type")
    host = parameter if parameter.type == "self_parameter" and kind is None else kind
    lifetime = next((c for c in host.children if c.type == "lifetime"), None) if host else None
    if host is None or lifetime is None or not text_of(host).startswith("&"):
        return None
    name = text_of(lifetime)
    held = kind.child_by_field_name("type") if kind is not None else None
    block = ancestor(function, "impl_item")
    of_impl = parameter.type == "self_parameter" and block is not None
    if of_impl and block is not None and name not in lifetimes_of(block):
        return None
    if not of_impl and (held is None or not re.search(rf"{name}\b", text_of(held))):
        return None
    text = text_of(host)
    rest = text[text.index(name) + len(name) :]
    end = lifetime.end_byte + len(rest) - len(rest.lstrip())
    return Edit.delete(lifetime.start_byte, end), name


def _freed(site: Site, function: Node) -> Iterator[tuple[list[Edit], str]]:
    """Yield the edits that give a result the lifetime of what `self` refers to."""
    own, result = self_parameter(function), function.child_by_field_name("return_type")
    block = ancestor(function, "impl_item")
    kind = block.child_by_field_name("type") if block is not None else None
    if own is None or result is None or block is None or kind is None:
        return
    if not text_of(own).startswith("&") or re.search(r"&(?:'\w+ )?mut", text_of(result)):
        return
    declared = set(lifetimes_of(function))
    for name, named in _of_type(block, kind, declared):
        edits = [Edit.insert(n.start_byte + 1, f"{name} ") for n in bare_references(result)]
        for found in descendants(result, "lifetime"):
            if text_of(found) == "'_" or (
                text_of(found) in declared and text_of(found) in text_of(own)
            ):
                edits.append(replace_node(found, name))
        for part in descendants(result, "type_identifier"):
            item = find_item(site, text_of(part), "type")
            generic = part.parent is not None and part.parent.type == "generic_type"
            if item is not None and len(lifetimes_of(item.node)) == 1 and not generic:
                edits.append(insert_after(part, f"<{name}>"))
        if edits:
            yield [*named, *edits], name


def _of_type(block: Node, kind: Node, taken: set[str]) -> Iterator[tuple[str, list[Edit]]]:
    """Yield the lifetimes of an impl's type, with the edits that name one left open."""
    found = list(descendants(kind, "lifetime"))
    for name in dict.fromkeys(text_of(n) for n in found):
        if name not in ("'_", "'static"):
            yield name, []
    left_open = [n for n in found if text_of(n) == "'_"]
    declare = lifetime_edit(block, "'a")
    if left_open and declare is not None and "'a" not in {*taken, *lifetimes_of(block)}:
        yield "'a", [declare, replace_node(left_open[0], "'a")]


def _shared(function: Node) -> Edit | None:
    """Return the edit that makes `&mut self` `&self`, unless the result is to be written to."""
    own, result = self_parameter(function), function.child_by_field_name("return_type")
    if own is None or not re.fullmatch(r"&(?:'\w+ )?mut self", text_of(own)):
        return None
    if result is not None and re.search(r"\bmut\b|\w(?:Mut|_mut)\b", text_of(result)):
        return None
    word = next((c for c in own.children if c.type == "mutable_specifier"), None)
    return Edit.delete(word.start_byte, word.end_byte + 1) if word is not None else None
