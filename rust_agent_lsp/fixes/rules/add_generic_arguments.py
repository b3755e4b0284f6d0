"""Gives a generic type or function as many arguments as it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.derives import type_items
from rust_agent_lsp.syntax.generics import generic_items, lifetime_edit, lifetimes_of
from rust_agent_lsp.syntax.tree import ancestor, text_of


class AddGenericArguments(FixRule):
    """Adds the missing arguments, declaring a parameter on the `impl` or function for them.

    In a body `_` is written; surplus arguments are removed.
    """

    codes: ClassVar = ("E0107", "E0726")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="""\
struct Holder<T> {
    item: T,
}
impl Holder {
    fn held(&self) -> bool {
        true
    }
}
fn main() {
    println!("{}", Holder { item: 1 }.held());
}
""",
            after="""\
struct Holder<T> {
    item: T,
}
impl<T> Holder<T> {
    fn held(&self) -> bool {
        true
    }
}
fn main() {
    println!("{}", Holder { item: 1 }.held());
}
""",
            code="E0107",
        ),
        Example(
            before="""\
struct Name<'a>(&'a str);
impl Name<'_, u8> {
    fn get(&self) -> &str {
        self.0
    }
}
fn main() {
    println!("{}", Name("a").get());
}
""",
            after="""\
struct Name<'a>(&'a str);
impl Name<'_> {
    fn get(&self) -> &str {
        self.0
    }
}
fn main() {
    println!("{}", Name("a").get());
}
""",
            code="E0107",
        ),
        Example(
            before="""\
struct Name<'a>(&'a str);
impl Name {
    fn get(&self) -> &str {
        self.0
    }
}
fn main() {
    println!("{}", Name("a").get());
}
""",
            after="""\
struct Name<'a>(&'a str);
impl Name<'_> {
    fn get(&self) -> &str {
        self.0
    }
}
fn main() {
    println!("{}", Name("a").get());
}
""",
            code="E0726",
        ),
    )
    refuses: ClassVar = (
        "fn both<'a: 'a, 'b: 'b>(_: &'a str, _: &'b str) {}\nfn main() {\n"
        '    both::<\'static>("", "");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        message = site.diagnostic.message
        name_node = site.node if site.node.type != "generic_type" else site.node.named_children[0]
        if site.diagnostic.code == "E0726":
            yield from self._elided(site, name_node)
            return
        surplus = re.match(r"\w+ takes (\d+) (\w+) arguments? but (\d+)", message)
        if surplus and int(surplus[1]) < int(surplus[3]):
            yield from self._remove(site, name_node, int(surplus[1]), surplus[2])
            return
        wanted = site.match(r"expected (\d+) (generic|lifetime) arguments?")
        if wanted is None:
            return
        count = int(wanted[1])
        if wanted[2] == "lifetime":
            yield from self._elided(site, name_node)
            return
        given = _arguments(name_node)
        if name_node.type != "type_identifier" and given is None:
            return
        have = [a for a in given.named_children if a.type != "lifetime"] if given else []
        missing = count - len(have)
        if missing <= 0:
            return
        in_body = ancestor(name_node, "block") is not None
        if in_body:
            edit = _append(name_node, given, ["_"] * missing)
            yield site.candidate(self.id, f"Write `{text_of(name_node)}<_>`", edit)
            return
        yield from self._declare(site, name_node, given, missing)

    def _declare(
        self, site: Site, name_node: Node, given: Node | None, missing: int
    ) -> Iterator[Candidate]:
        """Declare parameters of the same names on the item, unless it has some already."""
        item = next(generic_items(name_node), None)
        if item is None:
            return
        declared = _parameters(item)
        own = _parameters(type_items(site.source).get(text_of(name_node)))
        names = [text_of(p.child_by_field_name("name") or p) for p in own][-missing:]
        if len(names) != missing:
            names = ["T", "U", "V"][:missing]
        taken = [text_of(p.child_by_field_name("name") or p) for p in declared]
        name = text_of(name_node)
        bounds = {text_of(p.child_by_field_name("name") or p): text_of(p) for p in own}
        new = [bounds.get(n, n) for n in names if n not in taken]
        edits = [_append(name_node, given, names)]
        header = lifetime_edit(item, ", ".join(new)) if new and not lifetimes_of(item) else None
        if header is not None:
            edits.append(header)
        if header is not None or not new:
            title = f"Write `{name}<{', '.join(names)}>`"
            safety = Safety.SAFE if item.type == "impl_item" else Safety.API_CHANGE
            yield site.candidate(self.id, title, *edits, safety=safety)
        if item.type in ("struct_item", "function_item", "enum_item", "type_item"):
            yield site.candidate(
                self.id,
                f"Write `{name}<{', '.join(['i32'] * missing)}>`",
                _append(name_node, given, ["i32"] * missing),
                safety=Safety.GUESS,
                cost="The type is a guess.",
            )

    def _elided(self, site: Site, name_node: Node) -> Iterator[Candidate]:
        given = _arguments(name_node)
        name = text_of(name_node)
        if name_node.type != "type_identifier":
            return
        if given is not None:
            edit = Edit.insert(given.start_byte + 1, "'_, ")
        else:
            edit = Edit.insert(name_node.end_byte, "<'_>")
        yield site.candidate(self.id, f"Write `{name}<'_>`", edit)

    def _remove(self, site: Site, name_node: Node, keep: int, kind: str) -> Iterator[Candidate]:
        given = _arguments(name_node)
        if given is None:
            return
        is_lifetime = kind == "lifetime"
        of_kind = [a for a in given.named_children if (a.type == "lifetime") == is_lifetime]
        surplus = of_kind[keep:]
        kept = [text_of(a) for a in given.named_children if a not in surplus]
        start = given.start_byte
        if given.prev_sibling is not None and text_of(given.prev_sibling) == "::" and not kept:
            start = given.prev_sibling.start_byte
        new = f"<{', '.join(kept)}>" if kept else ""
        if kept and text_of(given).startswith("::"):
            new = f"::{new}"
        words = ", ".join(f"`{text_of(a)}`" for a in surplus)
        edit = Edit(Span(start, given.end_byte), new)
        yield site.candidate(self.id, f"Remove the argument {words}", edit)


def _arguments(name_node: Node) -> Node | None:
    parent = name_node.parent
    return parent.child_by_field_name("type_arguments") if parent else None


def _parameters(item: Node | None) -> list[Node]:
    listed = item.child_by_field_name("type_parameters") if item else None
    return [p for p in listed.named_children if p.type == "type_parameter"] if listed else []


def _append(name_node: Node, given: Node | None, texts: list[str]) -> Edit:
    joined = ", ".join(texts)
    if given is None:
        return Edit.insert(name_node.end_byte, f"<{joined}>")
    return Edit.insert(given.named_children[-1].end_byte, f", {joined}")
