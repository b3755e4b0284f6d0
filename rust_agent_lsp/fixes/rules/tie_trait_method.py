"""Names a lifetime in a trait's method, and in the impl that stores what the method takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.anonymous import fresh_name, in_parameter
from rust_agent_lsp.fixes.items import Item, node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.trait_items import Implementation, implementation_at, trait_member
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, FileEdit, Span
from rust_agent_lsp.syntax.calls import parameters
from rust_agent_lsp.syntax.generics import lifetime_edit, lifetimes_of
from rust_agent_lsp.syntax.tree import descendants, text_of

_ASKS = r"`('\d+)` must outlive `('[a-z]\w*)`"


class TieTraitMethod(FixRule):
    """Writes the stored lifetime into a method of an `impl Trait<'a>` and into the trait.

    A trait without a lifetime gets one, where nothing but impls names it. Callers must then keep
    the argument as long as the value that holds it.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub struct Node<'t>(pub &'t str);\npub trait Visit<'t> {\n"
            "    fn visit(&mut self, node: Node);\n}\npub struct Last<'t>(Node<'t>);\n"
            "impl<'a> Visit<'a> for Last<'a> {\n    fn visit(&mut self, node: Node) {\n"
            "        self.0 = node;\n    }\n}\n",
            after="pub struct Node<'t>(pub &'t str);\npub trait Visit<'t> {\n"
            "    fn visit(&mut self, node: Node<'t>);\n}\npub struct Last<'t>(Node<'t>);\n"
            "impl<'a> Visit<'a> for Last<'a> {\n    fn visit(&mut self, node: Node<'a>) {\n"
            "        self.0 = node;\n    }\n}\n",
        ),
        Example(
            before="pub trait Put {\n    fn put(&mut self, text: &str);\n}\n"
            "pub struct Held<'t>(Vec<&'t str>);\nimpl<'t> Put for Held<'t> {\n"
            "    fn put(&mut self, text: &str) {\n        self.0.push(text);\n    }\n}\n"
            "impl Put for String {\n    fn put(&mut self, text: &str) {\n"
            "        self.push_str(text);\n    }\n}\n",
            after="pub trait Put<'a> {\n    fn put(&mut self, text: &'a str);\n}\n"
            "pub struct Held<'t>(Vec<&'t str>);\nimpl<'t> Put<'t> for Held<'t> {\n"
            "    fn put(&mut self, text: &'t str) {\n        self.0.push(text);\n    }\n}\n"
            "impl Put<'_> for String {\n    fn put(&mut self, text: &str) {\n"
            "        self.push_str(text);\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub trait Put {\n    fn put(&mut self, text: &str);\n}\n"
        "pub struct Held<'t>(Vec<&'t str>);\nimpl<'t> Put for Held<'t> {\n"
        "    fn put(&mut self, text: &str) {\n        self.0.push(text);\n    }\n}\n"
        "pub fn fill<P: Put>(p: &mut P, text: &str) {\n    p.put(text);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        asked = site.match(_ASKS)
        impl = implementation_at(site)
        method = site.enclosing("function_item")
        naming = in_parameter(site, asked[1]) if asked is not None else None
        if asked is None or impl is None or impl.declared is None or method is None:
            return
        declared = trait_member(impl, node_name(method))
        if naming is None or declared is None:
            return
        trait = impl.declared
        own = naming(asked[2])
        known = _lifetime_of_trait(impl, trait.node, asked[2])
        wanted = known if known is not None else fresh_name(trait.node)
        twin = _twin(own, method, declared, asked[2], wanted)
        if twin is None:
            return
        here, there = [own], [twin]
        if known is None:
            if lifetimes_of(trait.node) or (more := _new_lifetime(site, impl, asked[2])) is None:
                return
            here += more
            head = lifetime_edit(trait.node, wanted)
            there += [head] if head is not None else []
        yield self._candidate(site, trait, node_name(declared), here, there)

    def _candidate(
        self, site: Site, trait: Item, method: str, here: list[Edit], there: list[Edit]
    ) -> Candidate:
        if trait.file.path == site.source.path:
            files: tuple[FileEdit, ...] = (FileEdit(trait.file.path, (*here, *there)),)
        else:
            files = (
                FileEdit(site.source.path, tuple(here)),
                FileEdit(trait.file.path, tuple(there)),
            )
        title = f"Name the lifetime that `{method}` stores, also in `{trait.name}`"
        cost = "Callers keep the argument as long as the value that holds it."
        return Candidate(self.id, title, files, self.safety, cost)


def _lifetime_of_trait(impl: Implementation, trait: Node, name: str) -> str | None:
    """Return what the trait calls the lifetime that the impl gives it as `name`."""
    own = lifetimes_of(trait)
    place = impl.arguments.index(name) if name in impl.arguments else len(own)
    return own[place] if place < len(own) else None


def _twin(own: Edit, method: Node, declared: Node, name: str, wanted: str) -> Edit | None:
    """Return the edit in the trait's method that matches `own` in the impl's."""
    for mine, theirs in zip(parameters(method), parameters(declared), strict=False):
        if not mine.start_byte <= own.span.start <= mine.end_byte:
            continue
        kinds = [p.child_by_field_name("type") for p in (mine, theirs)]
        if kinds[0] is None or kinds[1] is None or text_of(kinds[0]) != text_of(kinds[1]):
            return None
        moved = kinds[1].start_byte - kinds[0].start_byte
        span = Span(own.span.start + moved, own.span.end + moved)
        return Edit(span, own.text.replace(name, wanted))
    return None


def _new_lifetime(site: Site, impl: Implementation, name: str) -> list[Edit] | None:
    """Return the edits that give the trait a lifetime in every impl; None where more names it."""
    edits = []
    for node in descendants(site.source.tree.root_node, "type_identifier"):
        parent = node.parent
        if text_of(node) != impl.trait or parent is None or parent.type == "trait_item":
            continue
        if parent.type != "impl_item" or parent.child_by_field_name("trait") != node:
            return None
        given = name if parent == impl.node else "'_"
        edits.append(Edit.insert(node.end_byte, f"<{given}>"))
    return edits
