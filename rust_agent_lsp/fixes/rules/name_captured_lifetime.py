"""Names the lifetimes that a returned `impl Trait` holds on to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.anonymous import fresh_name
from rust_agent_lsp.fixes.items import find_item, node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import parameters, self_parameter
from rust_agent_lsp.syntax.generics import bare_references, lifetime_edit, lifetimes_of
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_ANONYMOUS = r"captures (?:the anonymous lifetime|lifetime `'_`)"


class NameCapturedLifetime(FixRule):
    """Turns `fn f(a: &str, b: &str) -> impl Tr` into `fn f<'a>(a: &'a str, b: &'a str) -> …`.

    Before edition 2024 a returned `impl Trait` borrows only what its bounds name. Callers keep all
    the arguments as long as the result.
    """

    codes: ClassVar = ("E0700",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub fn both(a: &str, b: &str) -> impl Iterator<Item = char> {\n"
            "    a.chars().chain(b.chars())\n}\n",
            after="pub fn both<'a>(a: &'a str, b: &'a str) -> impl Iterator<Item = char> + 'a {\n"
            "    a.chars().chain(b.chars())\n}\n",
            edition="2021",
        ),
        Example(
            before="pub struct Index {\n    words: Vec<String>,\n}\nimpl Index {\n"
            "    pub fn of(&self, start: &str) -> impl Iterator<Item = &String> {\n"
            "        self.words.iter().filter(move |w| w.starts_with(start))\n    }\n}\n",
            after="pub struct Index {\n    words: Vec<String>,\n}\nimpl Index {\n"
            "    pub fn of<'a>(&'a self, start: &'a str)"
            " -> impl Iterator<Item = &'a String> + 'a {\n"
            "        self.words.iter().filter(move |w| w.starts_with(start))\n    }\n}\n",
            edition="2021",
        ),
    )
    refuses: ClassVar = ("pub fn f(x: &u8) -> impl Sized + use<> {\n    x\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        function = site.enclosing("function_item")
        result = function.child_by_field_name("return_type") if function is not None else None
        if function is None or result is None or not site.match(_ANONYMOUS):
            return
        opaque = result if result.type == "abstract_type" else next(_opaque(result), None)
        around = ancestor(function, "impl_item")
        if opaque is None or next(descendants(result, "use_bounds"), None) is not None:
            return
        name = fresh_name(function, *([around] if around is not None else []))
        declared = lifetime_edit(function, name)
        edits = [e for node in _taken(function) for e in _named(site, node, name)]
        own = self_parameter(function)
        if own is not None and text_of(own).startswith(("&self", "&mut")):
            edits.append(Edit.insert(own.start_byte + 1, f"{name} "))
        given = list(_named(site, result, name))
        end = opaque.end_byte
        bounded = opaque.parent
        if bounded is not None and bounded.type == "bounded_type":
            end = bounded.end_byte
        if declared is None or not edits:
            return
        held = any(text_of(n) == "'_" for n in descendants(result, "lifetime"))
        given += [] if held else [Edit.insert(end, f" + {name}")]
        yield site.candidate(
            self.id,
            f"Say that what `{node_name(function)}` returns borrows from its arguments: `{name}`",
            declared,
            *edits,
            *given,
            safety=self.safety,
            cost="Callers keep the arguments as long as the result.",
        )


def _opaque(result: Node) -> Iterator[Node]:
    for node in descendants(result, "abstract_type"):
        if node.parent is None or node.parent.type != "reference_type":
            yield node


def _taken(function: Node) -> Iterator[Node]:
    for parameter in parameters(function):
        kind = parameter.child_by_field_name("type")
        if kind is not None:
            yield kind


def _named(site: Site, kind: Node, name: str) -> Iterator[Edit]:
    """Yield the edits that give `name` to each lifetime in a type that has none."""
    for reference in bare_references(kind):
        yield Edit.insert(reference.children[0].end_byte, f"{name} ")
    for lifetime in descendants(kind, "lifetime"):
        if text_of(lifetime) == "'_":
            yield replace_node(lifetime, name)
    kinds = [kind] if kind.type == "type_identifier" else []
    for node in (*kinds, *descendants(kind, "type_identifier")):
        item = find_item(site, text_of(node), "type")
        hidden = lifetimes_of(item.node) if item is not None else []
        plain = node.parent is None or node.parent.type not in ("generic_type", "type_binding")
        if hidden and plain:
            yield Edit.insert(node.end_byte, f"<{', '.join([name] * len(hidden))}>")
