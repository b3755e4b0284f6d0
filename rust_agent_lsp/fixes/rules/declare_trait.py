"""Declares a trait that an `impl` names and nobody has declared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import crate_items, members
from rust_agent_lsp.fixes.names import near
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.std_names import PRELUDE_TRAITS, paths_of
from rust_agent_lsp.fixes.trait_items import indented
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import SourceFile, text_of


class DeclareTrait(FixRule):
    """Declares the trait with the functions, types and constants that the `impl` gives.

    The trait may exist elsewhere, under this name or a similar one.
    """

    codes: ClassVar = ("E0405",)
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="""\
struct Dog;
impl Speaks for Dog {
    fn speak(&self, loud: bool) -> String {
        format!("woof {loud}")
    }
}
fn main() {
    println!("{}", Dog.speak(true));
}
""",
            after="""\
struct Dog;
trait Speaks {
    fn speak(&self, loud: bool) -> String;
}
impl Speaks for Dog {
    fn speak(&self, loud: bool) -> String {
        format!("woof {loud}")
    }
}
fn main() {
    println!("{}", Dog.speak(true));
}
""",
        ),
        Example(
            before="struct Dog;\nimpl Pet for Dog {}\nfn main() {\n    let _ = Dog;\n}\n",
            after="""\
struct Dog;
trait Pet {}
impl Pet for Dog {}
fn main() {
    let _ = Dog;
}
""",
        ),
    )
    refuses: ClassVar = (
        "struct Dog;\nimpl Displai for Dog {}\nfn main() {}\n",
        "fn walk<T: Pet>(_: T) {}\nfn main() {}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        block = site.enclosing("impl_item")
        trait = block.child_by_field_name("trait") if block is not None else None
        if block is None or trait is None or trait.type != "type_identifier":
            return
        name = text_of(trait)
        others = [i.name for i in crate_items(site) if i.kind == "trait"]
        known = (*others, *PRELUDE_TRAITS, "Display", "Debug", "Iterator")
        if (trait.start_byte, trait.end_byte) != (
            site.diagnostic.span.start,
            site.diagnostic.span.end,
        ):
            return
        if paths_of(name, "trait") or near(name, known) or not re.match(r"[A-Z]", name):
            return
        indent = site.source.indent_at(block.start_byte)
        lines = [_declaration(site.source, member) for member in members(block)]
        body = "".join(f"{indented(line, indent + '    ')}\n" for line in lines)
        inside = f"{{\n{body}{indent}}}" if lines else "{}"
        yield site.candidate(
            self.id,
            f"Declare the trait `{name}`",
            Edit.insert(block.start_byte, f"trait {name} {inside}\n{indent}"),
            safety=Safety.GUESS,
            cost="The trait may exist elsewhere.",
        )


def _declaration(source: SourceFile, member: Node) -> str:
    """Return a member of the `impl` as the trait declares it: without body and value."""
    if member.type == "type_item":
        name = member.child_by_field_name("name")
        return f"type {text_of(name)};" if name is not None else text_of(member)
    ends = [member.child_by_field_name(field) for field in ("body", "value")]
    end = next((e.start_byte for e in ends if e is not None), member.end_byte)
    text = source.text[member.start_byte : end].decode(errors="replace")
    return text.rstrip("=; \n") + ";"
