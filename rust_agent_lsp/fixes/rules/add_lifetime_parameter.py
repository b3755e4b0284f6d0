"""Declares a lifetime and writes it where references need one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import (
    bare_references,
    generic_items,
    lifetime_edit,
    lifetimes_of,
)
from rust_agent_lsp.syntax.lifetime_uses import spread
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_TYPES = ("struct_item", "enum_item", "union_item", "type_item")


class AddLifetimeParameter(FixRule):
    """Adds `<'a>` to the item and `'a` to its references, and to the uses of the type.

    Types that hold the type get the lifetime too.

    A function with several borrowed inputs gets one lifetime for all of them and its result, so
    a caller must keep them all alive as long as the result.
    """

    codes: ClassVar = ("E0106", "E0261", "E0726")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
struct Parser {
    text: &str,
    rest: Option<&str>,
}
impl Parser {
    fn new(text: &str) -> Parser {
        Parser { text, rest: None }
    }
    fn text(&self) -> &str {
        self.rest.unwrap_or(self.text)
    }
}
fn main() {
    println!("{}", Parser::new("a").text());
}
""",
            after="""\
struct Parser<'a> {
    text: &'a str,
    rest: Option<&'a str>,
}
impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Parser<'a> {
        Parser { text, rest: None }
    }
    fn text(&self) -> &str {
        self.rest.unwrap_or(self.text)
    }
}
fn main() {
    println!("{}", Parser::new("a").text());
}
""",
            code="E0106",
        ),
        Example(
            before="""\
fn longest(a: &str, b: &str) -> &str {
    if a.len() > b.len() { a } else { b }
}
fn main() {
    println!("{}", longest("a", "bc"));
}
""",
            after="""\
fn longest<'a>(a: &'a str, b: &'a str) -> &'a str {
    if a.len() > b.len() { a } else { b }
}
fn main() {
    println!("{}", longest("a", "bc"));
}
""",
            code="E0106",
        ),
        Example(
            before="""\
struct Name<'a>(&'a str);
impl Name<'a> {
    fn get(&self) -> &'a str {
        self.0
    }
}
fn main() {
    println!("{}", Name("a").get());
}
""",
            after="""\
struct Name<'a>(&'a str);
impl<'a> Name<'a> {
    fn get(&self) -> &'a str {
        self.0
    }
}
fn main() {
    println!("{}", Name("a").get());
}
""",
            code="E0261",
        ),
        Example(
            before="""\
use std::str::Chars;
struct Lexer {
    chars: Chars,
}
struct Parser {
    lexer: Lexer,
    depth: u32,
}
impl Parser {
    fn new(text: &str) -> Self {
        Parser { lexer: Lexer { chars: text.chars() }, depth: 0 }
    }
    fn deeper(self) -> Parser {
        Parser { depth: self.depth + 1, ..self }
    }
}
impl Iterator for Lexer {
    type Item = char;
    fn next(&mut self) -> Option<char> {
        self.chars.next()
    }
}
fn main() {
    println!("{}", Parser::new("a").deeper().lexer.count());
}
""",
            after="""\
use std::str::Chars;
struct Lexer<'a> {
    chars: Chars<'a>,
}
struct Parser<'a> {
    lexer: Lexer<'a>,
    depth: u32,
}
impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        Parser { lexer: Lexer { chars: text.chars() }, depth: 0 }
    }
    fn deeper(self) -> Parser<'a> {
        Parser { depth: self.depth + 1, ..self }
    }
}
impl<'a> Iterator for Lexer<'a> {
    type Item = char;
    fn next(&mut self) -> Option<char> {
        self.chars.next()
    }
}
fn main() {
    println!("{}", Parser::new("a").deeper().lexer.count());
}
""",
            code="E0106",
        ),
    )
    refuses: ClassVar = (
        'fn text() -> &str {\n    "a"\n}\nfn main() {\n    println!("{}", text());\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.diagnostic.code == "E0261":
            yield from self._declare(site)
            return
        items = list(generic_items(site.node))
        item = items[0] if items else None
        if item is None:
            return
        if item.type in _TYPES:
            yield from self._on_type(site, item)
        elif item.type in ("function_item", "function_signature_item"):
            yield from self._on_function(site, item)
        elif item.type == "impl_item":
            lifetime = (lifetimes_of(item) or ["'a"])[0]
            edits = [_at_reference(site, lifetime)]
            if not lifetimes_of(item):
                edits.append(lifetime_edit(item, lifetime))
            kept = [edit for edit in edits if edit is not None]
            yield site.candidate(self.id, f"Give the `impl` the lifetime `{lifetime}`", *kept)

    def _declare(self, site: Site) -> Iterator[Candidate]:
        found = re.search(r"lifetime name `('\w+)`", site.diagnostic.message)
        items = list(generic_items(site.node))
        if found is None:
            return
        # The outermost item that names the lifetime in its own header declares it best.
        for item in sorted(items, key=lambda i: i.type != "impl_item"):
            edit = lifetime_edit(item, found[1])
            body = item.child_by_field_name("body")
            in_header = body is None or site.node.start_byte < body.start_byte
            if edit is not None and (in_header or item.type in _TYPES or item == items[0]):
                what = text_of(item.child_by_field_name("name") or item).split("{")[0].strip()
                edits = [edit, *_inner_declarations(item, found[1])]
                yield site.candidate(self.id, f"Declare `{found[1]}` on `{what}`", *edits)

    def _on_type(self, site: Site, item: Node) -> Iterator[Candidate]:
        name = item.child_by_field_name("name")
        body = item.child_by_field_name("body") or item.child_by_field_name("type")
        if name is None or body is None:
            return
        lifetime = (lifetimes_of(item) or ["'a"])[0]
        edits = [_write(reference, lifetime) for reference in bare_references(body)]
        at = _at_reference(site, lifetime)
        if at is not None and at not in edits:
            edits.append(at)
        if not lifetimes_of(item):
            declared = lifetime_edit(item, lifetime)
            edits += [declared] if declared else []
            edits += spread(site.source.tree.root_node, item, lifetime)
        unique = list(dict.fromkeys(edits))
        yield site.candidate(self.id, f"Give `{text_of(name)}` the lifetime `{lifetime}`", *unique)

    def _on_function(self, site: Site, item: Node) -> Iterator[Candidate]:
        name = item.child_by_field_name("name")
        listed = item.child_by_field_name("parameters")
        kind = item.child_by_field_name("return_type")
        if name is None or listed is None or kind is None:
            return
        inputs = list(bare_references(listed))
        own = lifetimes_of(item)
        outputs = [_write(reference, (own or ["'a"])[0]) for reference in bare_references(kind)]
        at = _at_reference(site, (own or ["'a"])[0])
        outputs += [at] if at is not None and at not in outputs else []
        if own:
            yield site.candidate(
                self.id, f"Tie the result of `{text_of(name)}` to `{own[0]}`", *outputs
            )
            return
        declared = lifetime_edit(item, "'a")
        if not inputs or declared is None:
            return
        edits = [declared, *(_write(reference, "'a") for reference in inputs), *outputs]
        yield site.candidate(
            self.id, f"Tie the result of `{text_of(name)}` to its inputs with `'a`", *edits
        )
        for reference in inputs if len(inputs) > 1 else []:
            parameter = ancestor(reference, "parameter")
            pattern = parameter.child_by_field_name("pattern") if parameter else None
            if pattern is not None:
                yield site.candidate(
                    self.id,
                    f"Tie the result of `{text_of(name)}` to `{text_of(pattern)}` alone",
                    declared,
                    _write(reference, "'a"),
                    *outputs,
                )


def _inner_declarations(item: Node, lifetime: str) -> Iterator[Edit]:
    """Yield edits by which the functions inside `item` no longer declare `lifetime` themselves."""
    body = item.child_by_field_name("body")
    for listed in descendants(body, "type_parameters") if body is not None else ():
        kept = [text_of(part) for part in listed.named_children if text_of(part) != lifetime]
        if len(kept) < len(listed.named_children):
            yield replace_node(listed, f"<{', '.join(kept)}>" if kept else "")


def _write(reference: Node, lifetime: str) -> Edit:
    return Edit.insert(reference.start_byte + 1, f"{lifetime} ")


def _at_reference(site: Site, lifetime: str) -> Edit | None:
    """Write `lifetime` at the primary span: `&`, `Foo` or `Foo<T>`."""
    span = site.diagnostic.span
    text = site.source.slice(span)
    after = site.source.text[span.end : span.end + 1]
    if text.startswith("&"):
        return Edit.insert(span.start + 1, f"{lifetime} ")
    if text == "'_":
        return Edit(span, lifetime)
    if text.endswith("<") or after == b"<":
        at = span.end if text.endswith("<") else span.end + 1
        return Edit.insert(at, f"{lifetime}, ")
    if text and (text[-1].isalnum() or text[-1] == "_"):
        return Edit.insert(span.end, f"<{lifetime}>")
    return None
