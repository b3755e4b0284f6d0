"""Lets an impl hold for every lifetime where it held for `'static`, or for two that are equal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.generics import lifetime_edit, lifetimes_of
from rust_agent_lsp.syntax.tree import descendants, text_of

_COST = "The impl then has to hold for every lifetime."


class GeneralizeImpl(FixRule):
    """Writes `impl<'a> Visit<&'a str>` for `impl Visit<&'static str>`, and the like.

    Who implements the trait promises more than before.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Visit<T> {\n    fn visit(&self, t: T);\n}\npub struct Len;\n"
            "impl Visit<&'static str> for Len {\n    fn visit(&self, _: &'static str) {}\n}\n"
            "fn run<V: for<'a> Visit<&'a str>>(_: V) {}\npub fn f() {\n    run(Len);\n}\n",
            after="pub trait Visit<T> {\n    fn visit(&self, t: T);\n}\npub struct Len;\n"
            "impl<'a> Visit<&'a str> for Len {\n    fn visit(&self, _: &'a str) {}\n}\n"
            "fn run<V: for<'a> Visit<&'a str>>(_: V) {}\npub fn f() {\n    run(Len);\n}\n",
        ),
        Example(
            before="pub trait Pair<T> {\n    fn same(&self, t: T) -> bool;\n}\npub struct Cmp;\n"
            "impl<'a> Pair<(&'a str, &'a str)> for Cmp {\n"
            "    fn same(&self, t: (&'a str, &'a str)) -> bool {\n        t.0 == t.1\n    }\n}\n"
            "fn run<P: for<'x, 'y> Pair<(&'x str, &'y str)>>(_: P) {}\n"
            "pub fn f() {\n    run(Cmp);\n}\n",
            after="pub trait Pair<T> {\n    fn same(&self, t: T) -> bool;\n}\npub struct Cmp;\n"
            "impl<'a, 'b> Pair<(&'a str, &'b str)> for Cmp {\n"
            "    fn same(&self, t: (&'a str, &'b str)) -> bool {\n        t.0 == t.1\n    }\n}\n"
            "fn run<P: for<'x, 'y> Pair<(&'x str, &'y str)>>(_: P) {}\n"
            "pub fn f() {\n    run(Cmp);\n}\n",
        ),
        Example(
            before="pub trait Take<T> {\n    fn take(&self, t: T);\n}\n"
            "impl<'a> Take<&'a str> for &'a u8 {\n    fn take(&self, _: &'a str) {}\n}\n"
            "fn run<P: for<'x> Take<&'x str>>(_: P) {}\n"
            "pub fn f(n: &'static u8) {\n    run(n);\n}\n",
            after="pub trait Take<T> {\n    fn take(&self, t: T);\n}\n"
            "impl<'a, 'b> Take<&'b str> for &'a u8 {\n    fn take(&self, _: &'b str) {}\n}\n"
            "fn run<P: for<'x> Take<&'x str>>(_: P) {}\n"
            "pub fn f(n: &'static u8) {\n    run(n);\n}\n",
        ),
        Example(
            before="pub trait Take<'t> {}\npub struct Held<'h>(&'h u8);\n"
            "impl<'a, 'b: 'a> Take<'b> for Held<'a> {}\n"
            "fn run<P: for<'x> Take<'x>>(_: P) {}\npub fn f(n: &u8) {\n    run(Held(n));\n}\n",
            after="pub trait Take<'t> {}\npub struct Held<'h>(&'h u8);\n"
            "impl<'a, 'b> Take<'b> for Held<'a> {}\n"
            "fn run<P: for<'x> Take<'x>>(_: P) {}\npub fn f(n: &u8) {\n    run(Held(n));\n}\n",
        ),
    )
    refuses: ClassVar = (
        'fn apply(f: impl Fn(&str)) {\n    f("");\n}\n'
        'pub fn run() {\n    let show = |text| println!("{text}");\n    apply(show);\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.match(r"implementation of `(\w+)` is not general", site.diagnostic.message)
        if found is None:
            return
        for impl in descendants(site.source.tree.root_node, "impl_item"):
            trait, kind = (impl.child_by_field_name(f) for f in ("trait", "type"))
            if trait is None or kind is None or base_name(text_of(trait)) != found[1]:
                continue
            new = _fresh(impl)
            title = f"Let `{short(text_of(trait))}` for `{short(text_of(kind))}` hold for any"
            for edits, rest in (
                (_without_static(impl, (trait, kind), new), "lifetime, not only `'static`"),
                (_apart(impl, trait, kind, new), "two lifetimes, not only equal ones"),
                (_unbound(impl), "lifetime, without bounds"),
            ):
                if edits:
                    yield site.candidate(
                        self.id,
                        f"{title} {rest}",
                        *edits,
                        safety=Safety.API_CHANGE,
                        cost=_COST,
                    )


def _fresh(impl: Node) -> str:
    taken = {text_of(n) for n in descendants(impl, "lifetime")}
    return next((name for name in ("'a", "'b", "'c", "'d") if name not in taken), "'impl_a")


def _signatures(impl: Node) -> Iterator[Node]:
    """Yield the types of the parameters and results of the methods of `impl`."""
    for function in descendants(impl, "function_item"):
        for field in ("parameters", "return_type"):
            part = function.child_by_field_name(field)
            if part is not None:
                yield part


def _without_static(impl: Node, heads: tuple[Node, ...], new: str) -> list[Edit]:
    """Write `new` for `'static` in the head of the impl and in its signatures."""
    static = [n for h in heads for n in descendants(h, "lifetime") if text_of(n) == "'static"]
    declare = lifetime_edit(impl, new)
    if not static or declare is None:
        return []
    inner = [
        n for s in _signatures(impl) for n in descendants(s, "lifetime") if text_of(n) == "'static"
    ]
    return [declare, *(replace_node(n, new) for n in (*static, *inner))]


def _apart(impl: Node, trait: Node, kind: Node, new: str) -> list[Edit]:
    """Give the second of two equal lifetimes in the head of the impl a name of its own."""
    for name in lifetimes_of(impl):
        in_trait = [n for n in descendants(trait, "lifetime") if text_of(n) == name]
        in_kind = [n for n in descendants(kind, "lifetime") if text_of(n) == name]
        of_kind = bool(in_kind)
        changed = in_trait if of_kind else in_trait[1:]
        if not changed:
            continue
        inner = []
        for signature in _signatures(impl):
            uses = [n for n in descendants(signature, "lifetime") if text_of(n) == name]
            inner += uses if of_kind else uses[1:]
        listed = impl.child_by_field_name("type_parameters")
        declared = (
            [p for p in listed.named_children if p.type == "lifetime_parameter"] if listed else []
        )
        if declared:
            behind = Edit.insert(declared[-1].end_byte, f", {new}")
            return [behind, *(replace_node(n, new) for n in (*changed, *inner))]
    return []


def _unbound(impl: Node) -> list[Edit]:
    """Drop the bounds `'b: 'a` of the impl's lifetimes."""
    listed = impl.child_by_field_name("type_parameters")
    parameters = listed.named_children if listed is not None else []
    return [
        Edit.delete(name.end_byte, bounds.end_byte)
        for p in parameters
        if p.type == "lifetime_parameter"
        and (name := p.child_by_field_name("name")) is not None
        and (bounds := p.child_by_field_name("bounds")) is not None
    ]
