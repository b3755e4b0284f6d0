"""Ties what a method returns to an argument that it may return, where only `self` was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.anonymous import fresh_name
from rust_agent_lsp.fixes.items import find_item, node_name
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.fixes.trait_items import in_trait_and_impls
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import parameters, self_parameter
from rust_agent_lsp.syntax.generics import bare_references, lifetime_edit, lifetimes_of
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_ASKS = (
    r"return data with lifetime `(?P<target>'\w+)` but it is returning data with lifetime "
    r"`(?P<source>'\w+)`"
)


class TieMethodResult(FixRule):
    """Writes one lifetime on the result, on the argument that is returned, and on `self`.

    A trait's method changes in the trait and all its impls. Callers must then keep what the
    result is tied to as long as the result.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="""\
trait Spell {
    fn spell(&self, word: &str) -> &str;
}
struct Fixed(String);
struct Same;
impl Spell for Fixed {
    fn spell(&self, word: &str) -> &str {
        if word.is_empty() { &self.0 } else { word }
    }
}
impl Spell for Same {
    fn spell(&self, text: &str) -> &str {
        text
    }
}
fn main() {
    println!("{}{}", Fixed("a".into()).spell(""), Same.spell("b"));
}
""",
            after="""\
trait Spell {
    fn spell<'a>(&'a self, word: &'a str) -> &'a str;
}
struct Fixed(String);
struct Same;
impl Spell for Fixed {
    fn spell<'a>(&'a self, word: &'a str) -> &'a str {
        if word.is_empty() { &self.0 } else { word }
    }
}
impl Spell for Same {
    fn spell<'a>(&'a self, text: &'a str) -> &'a str {
        text
    }
}
fn main() {
    println!("{}{}", Fixed("a".into()).spell(""), Same.spell("b"));
}
""",
        ),
        Example(
            before="""\
pub struct Names(Vec<String>);
impl Names {
    pub fn known<'a>(&self, name: &'a str) -> &'a str {
        self.0.iter().find(|n| *n == name).map_or(name, |n| n)
    }
}
""",
            after="""\
pub struct Names(Vec<String>);
impl Names {
    pub fn known<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.iter().find(|n| *n == name).map_or(name, |n| n)
    }
}
""",
        ),
    )
    refuses: ClassVar = ("pub fn f() {\n    let g = |x: &i32| x;\n    g(&1);\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        asked = site.match(_ASKS)
        method = site.enclosing("function_item", "closure_expression")
        own = self_parameter(method) if method is not None else None
        if asked is None or method is None or own is None:
            return
        source, target = asked["source"], asked["target"]
        named = [x for x in (target, source) if not x[1:].isdigit()]
        functions = _all_forms(site, method)
        argument = _argument(site, method, source)
        if any(x not in lifetimes_of(method) for x in named):
            return
        if argument is None and not _covers(own, site, source):
            return
        name = named[0] if named else fresh_name(*functions)
        for with_self in (False, True) if argument is not None else (True,):
            edits = [e for f in functions for e in _tied(f, argument, name, with_self=with_self)]
            title = _title(method, argument, name, with_self=with_self)
            yield site.candidate(self.id, title, *edits, safety=_safety(functions))


def _all_forms(site: Site, method: Node) -> list[Node]:
    """Return the method, and its other forms where it is a trait's; empty if the trait is away."""
    block = ancestor(method, "trait_item", "impl_item")
    kind = block.child_by_field_name("trait") if block is not None else None
    if block is None or (block.type == "impl_item" and kind is None):
        return [method]
    if kind is None:
        return list(in_trait_and_impls(site.source, block, node_name(method)))
    trait = find_item(site, base_name(text_of(kind)), "trait")
    if trait is None or trait.file.path != site.source.path:
        return []
    return list(in_trait_and_impls(site.source, trait.node, node_name(method)))


def _argument(site: Site, method: Node, source: str) -> int | None:
    """Return which parameter has the lifetime that is returned; None if none has."""
    for index, parameter in enumerate(parameters(method)):
        if any(text_of(n) == source for n in descendants(parameter, "lifetime")):
            return index
        if _covers(parameter, site, source):
            return index
    return None


def _covers(parameter: Node, site: Site, lifetime: str) -> bool:
    """Say whether the compiler gives the `lifetime` its number at a parameter."""
    return any(
        label.location.path == site.source.path
        and re.search(rf"(?:this reference|has type) `.*{lifetime}\b", label.text) is not None
        and parameter.start_byte <= label.location.span.start < parameter.end_byte
        for label in site.diagnostic.labels
    )


def _tied(function: Node, argument: int | None, name: str, *, with_self: bool) -> Iterator[Edit]:
    """Yield the edits that write the lifetime into one form of the method."""
    result = function.child_by_field_name("return_type")
    own = self_parameter(function)
    listed = parameters(function)
    declared = lifetime_edit(function, name) if name not in lifetimes_of(function) else None
    if declared is not None:
        yield declared
    places = [result] if result is not None else []
    if argument is not None and argument < len(listed):
        places.append(listed[argument])
    for place in places:
        for reference in bare_references(place):
            yield Edit.insert(reference.start_byte + 1, f"{name} ")
        for lifetime in descendants(place, "lifetime"):
            if text_of(lifetime) == "'_":
                yield replace_node(lifetime, name)
    if with_self and own is not None and text_of(own).startswith("&") and "'" not in text_of(own):
        yield Edit.insert(own.start_byte + 1, f"{name} ")


def _title(method: Node, argument: int | None, name: str, *, with_self: bool) -> str:
    owners = ["`self`"] if with_self else []
    if argument is not None:
        pattern = parameters(method)[argument].child_by_field_name("pattern")
        owners += [f"`{text_of(pattern)}`"] if pattern is not None else []
    return f"Tie the result of `{node_name(method)}` to {' and '.join(owners)} with `{name}`"


def _safety(functions: list[Node]) -> Safety:
    """Return whether others can see the method: as `pub`, or as one of a `pub` trait."""
    around = [ancestor(function, "trait_item") for function in functions]
    heads = (node for node in (*functions, *around) if node is not None)
    public = any(c.type == "visibility_modifier" for head in heads for c in head.children)
    return Safety.API_CHANGE if public else Safety.SAFE
