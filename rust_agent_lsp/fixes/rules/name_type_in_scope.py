"""Calls a trait's function on the type that the code around it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import crate_files, node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.parameters import add_to_list
from rust_agent_lsp.fixes.result_types import value_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.generics import generic_items, where_clause
from rust_agent_lsp.syntax.names import statement_of
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_FUNCTIONS = ("function_item", "function_signature_item")


class NameTypeInScope(FixRule):
    """Writes `T::item` for `Trait::item`, where `T` is the parameter that has the trait, or `Self`.

    Of several, the one that the function does not use yet is meant, else it is a guess.
    Without these, the only type in the function's head or in the statement that has the trait is
    taken to be meant.
    """

    codes: ClassVar = ("E0790",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub trait Unit {\n    fn symbol() -> &'static str;\n}\n"
            "pub fn show<U: Unit>(n: f64) -> String {\n"
            '    format!("{n} {}", Unit::symbol())\n}\n',
            after="pub trait Unit {\n    fn symbol() -> &'static str;\n}\n"
            "pub fn show<U: Unit>(n: f64) -> String {\n"
            '    format!("{n} {}", U::symbol())\n}\n',
        ),
        Example(
            before="pub trait Unit {\n    const PER: f64;\n    fn to_base(n: f64) -> f64 {\n"
            "        n * Unit::PER\n    }\n}\n",
            after="pub trait Unit {\n    const PER: f64;\n    fn to_base(n: f64) -> f64 {\n"
            "        n * Self::PER\n    }\n}\n",
        ),
        Example(
            before="pub trait Unit {\n    const PER: f64;\n}\n"
            "pub fn convert<A: Unit, B: Unit>(n: f64) -> f64 {\n    n * A::PER / Unit::PER\n}\n",
            after="pub trait Unit {\n    const PER: f64;\n}\n"
            "pub fn convert<A: Unit, B: Unit>(n: f64) -> f64 {\n    n * A::PER / B::PER\n}\n",
        ),
        Example(
            before="pub trait Unit {\n    fn symbol(&self) -> char;\n    fn name() -> String;\n}\n"
            "pub fn show(unit: &impl Unit) -> String {\n"
            '    format!("{} {}", Unit::name(), unit.symbol())\n}\n',
            after="pub trait Unit {\n    fn symbol(&self) -> char;\n    fn name() -> String;\n}\n"
            "pub fn show<U: Unit>(unit: &U) -> String {\n"
            '    format!("{} {}", U::name(), unit.symbol())\n}\n',
        ),
        Example(
            before="pub trait Unit {\n    fn symbol() -> char;\n}\npub struct Foot(pub f64);\n"
            "pub struct Mile(pub f64);\nimpl Unit for Foot {\n    fn symbol() -> char {\n"
            "        'f'\n    }\n}\nimpl Unit for Mile {\n    fn symbol() -> char {\n"
            "        'm'\n    }\n}\npub fn show(way: &Mile) -> String {\n"
            '    format!("{} {}", way.0, Unit::symbol())\n}\n',
            after="pub trait Unit {\n    fn symbol() -> char;\n}\npub struct Foot(pub f64);\n"
            "pub struct Mile(pub f64);\nimpl Unit for Foot {\n    fn symbol() -> char {\n"
            "        'f'\n    }\n}\nimpl Unit for Mile {\n    fn symbol() -> char {\n"
            "        'm'\n    }\n}\npub fn show(way: &Mile) -> String {\n"
            '    format!("{} {}", way.0, Mile::symbol())\n}\n',
        ),
    )
    refuses: ClassVar = (
        "pub trait Unit {\n    fn symbol() -> char;\n}\npub fn show() -> char {\n"
        "    Unit::symbol()\n}\n",
        "pub trait Unit {\n    fn symbol() -> char {\n        Unit::symbol()\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        written = site.source.slice(site.diagnostic.span)
        path = re.match(r"(?P<trait>\w+(?:::\w+)*)::(?P<item>\w+)", written)
        if path is None:
            return
        trait, item = base_name(path["trait"]), path["item"]
        start = site.diagnostic.span.start
        place = Span(start, start + len(path["trait"].encode()))
        named = _parameters(site.node, trait)
        own = None if named else _own_type(site, trait, item)
        unused = [name for name in named if not _is_used(site, name)]
        for name in named or ([own] if own is not None else []):
            safety = Safety.SAFE if len(named) < 2 else Safety.GUESS
            if len(named) > 1 and unused == [name]:
                safety = Safety.CHANGES_BEHAVIOUR
            yield site.candidate(
                self.id,
                f"Write `{name}::{item}`: `{name}` has the trait `{trait}`",
                Edit(place, name),
                safety=safety,
                cost="" if len(named) < 2 else "Other parameters have the trait too.",
            )
        if named or own is not None:
            return
        yield from self._name_anonymous(site, trait, item, place)
        found = _implementors_near(site, trait)
        if len(found) == 1:
            yield site.candidate(
                self.id,
                f"Write `{found[0]}::{item}`",
                Edit(place, found[0]),
                safety=Safety.CHANGES_BEHAVIOUR,
                cost="Other types have the trait too.",
            )

    def _name_anonymous(
        self, site: Site, trait: str, item: str, place: Span
    ) -> Iterator[Candidate]:
        """Name the type of the only `impl Trait` among the parameters, to call the function on."""
        function = site.enclosing(*_FUNCTIONS)
        listed = function.child_by_field_name("parameters") if function is not None else None
        kinds = list(descendants(listed, "abstract_type")) if listed is not None else []
        kinds = [kind for kind in kinds if trait in _words(text_of(kind))]
        name = next((n for n in (trait[0], *"TUVWXYZ") if _is_free(site, n)), None)
        if function is None or len(kinds) != 1 or name is None:
            return
        bounds = text_of(kinds[0]).removeprefix("impl").strip()
        declared = add_to_list(
            function, "type_parameters", function.child_by_field_name("name"), f"{name}: {bounds}"
        )
        if declared is not None:
            yield site.candidate(
                self.id,
                f"Name the type `{name}`, and write `{name}::{item}`",
                declared,
                replace_node(kinds[0], name),
                Edit(place, name),
            )


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def _is_free(site: Site, name: str) -> bool:
    root = site.source.tree.root_node
    return all(text_of(n) != name for n in descendants(root, "type_identifier"))


def _parameters(node: Node, trait: str) -> list[str]:
    """Return the type parameters in scope that have the trait, of the innermost item with any."""
    for item in generic_items(node):
        bounds = _bounds(item)
        found = [name for name, text in bounds if trait in _words(text)]
        if found:
            return list(dict.fromkeys(found))
    return []


def _bounds(item: Node) -> Iterator[tuple[str, str]]:
    """Yield (parameter, bounds) as an item's generics and its `where` say them."""
    listed = item.child_by_field_name("type_parameters")
    for parameter in listed.named_children if listed is not None else []:
        bounds = parameter.child_by_field_name("bounds")
        if parameter.type == "type_parameter" and bounds is not None:
            yield node_name(parameter), text_of(bounds)
    where = where_clause(item)
    for predicate in where.named_children if where is not None else []:
        left, bounds = (
            predicate.child_by_field_name("left"),
            predicate.child_by_field_name("bounds"),
        )
        if left is not None and bounds is not None and left.type == "type_identifier":
            yield text_of(left), text_of(bounds)


def _is_used(site: Site, name: str) -> bool:
    """Say whether the body around the diagnostic names a type parameter."""
    function = site.enclosing("function_item")
    body = function.child_by_field_name("body") if function is not None else None
    return body is not None and name in {
        text_of(n) for n in descendants(body, "type_identifier", "identifier")
    }


def _own_type(site: Site, trait: str, item: str) -> str | None:
    """Return `Self` where the trait, or the type of an impl with the trait, is being written."""
    function = site.enclosing(*_FUNCTIONS)
    if function is None or node_name(function) == item:
        return None
    owner = ancestor(function, "impl_item", "trait_item")
    if owner is None:
        return None
    if owner.type == "trait_item":
        bounds = owner.child_by_field_name("bounds")
        below = bounds is not None and trait in _words(text_of(bounds))
        return "Self" if below or node_name(owner) == trait else None
    kind = owner.child_by_field_name("type")
    return "Self" if kind is not None and base_name(text_of(kind)) in _having(site, trait) else None


def _having(site: Site, trait: str) -> list[str]:
    """Return the types of the crate that have an impl of the trait."""
    return [
        base_name(text_of(kind))
        for file, _ in crate_files(site)
        for block in descendants(file.tree.root_node, "impl_item")
        if (kind := block.child_by_field_name("type")) is not None
        and (given := block.child_by_field_name("trait")) is not None
        and base_name(text_of(given)) == trait
    ]


def _implementors_near(site: Site, trait: str) -> list[str]:
    """Return the types with the trait that the statement's values are of, or the head names."""
    having = _having(site, trait)
    function = site.enclosing("function_item")
    statement = statement_of(site.node)
    values = descendants(statement, "identifier") if statement is not None else ()
    kinds = [value_type(site.source, value) or "" for value in values]
    found = [name for name in having if name in map(base_name, kinds)]
    if found or function is None:
        return list(dict.fromkeys(found))
    parts = [function.child_by_field_name(part) for part in ("parameters", "return_type")]
    head = _words(" ".join(text_of(part) for part in parts if part is not None))
    return list(dict.fromkeys(name for name in having if name in head))
