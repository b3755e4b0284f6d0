"""Writes the types of a closure's parameters where it must take references of every lifetime."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after, replace_node
from rust_agent_lsp.fixes.values import split_top
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.names import binding_of, statement_of
from rust_agent_lsp.syntax.tree import descendants, text_of


class AnnotateClosureParameters(FixRule):
    """Turns `|text, n| …` into `|text: &str, n| …`, which then takes any `&str`.

    A closure without types that is not written in the call itself takes one lifetime only.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn apply(f: impl Fn(&str, usize)) {\n    f(&String::new(), 1);\n}\n"
            'pub fn run() {\n    let show = |text, n| println!("{text} {n}");\n'
            "    apply(show);\n}\n",
            after="fn apply(f: impl Fn(&str, usize)) {\n    f(&String::new(), 1);\n}\n"
            'pub fn run() {\n    let show = |text: &str, n| println!("{text} {n}");\n'
            "    apply(show);\n}\n",
        ),
        Example(
            before="type Check = Box<dyn Fn(&u8) -> bool>;\npub fn checks() -> Vec<Check> {\n"
            "    let even = Box::new(|n: &_| n % 2 == 0);\n"
            "    let any = Box::new(|_| true);\n    vec![even, any]\n}\n",
            after="type Check = Box<dyn Fn(&u8) -> bool>;\npub fn checks() -> Vec<Check> {\n"
            "    let even = Box::new(|n: &_| n % 2 == 0);\n"
            "    let any = Box::new(|_: &u8| true);\n    vec![even, any]\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub trait Visit<T> {\n    fn visit(&self, t: T);\n}\npub struct Len;\n"
        "impl Visit<&'static str> for Len {\n    fn visit(&self, _: &'static str) {}\n}\n"
        "fn run<V: for<'a> Visit<&'a str>>(_: V) {}\npub fn f() {\n    run(Len);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = site.match(
            r"closure with signature `(?:for<[^>]*> )?fn\((.*?)\)(?: -> [^`]*)?` must"
        )
        if found is None:
            return
        kinds = split_top(found[1])
        for closure in _closures(site):
            listed = closure.child_by_field_name("parameters")
            # `_` is a token without a name in the grammar.
            every = listed.children if listed is not None else []
            parameters = [c for c in every if c.type not in ("|", ",")]
            if len(parameters) != len(kinds):
                continue
            edits = [e for p, k in zip(parameters, kinds, strict=True) if (e := _edit(p, k))]
            if edits:
                shown = short_text(listed) if listed is not None else ""
                yield site.candidate(
                    self.id, f"Write the types of the parameters `{shown}`", *edits
                )


def _closures(site: Site) -> Iterator[Node]:
    """Yield the closures in the expression, and those that its names are bound to."""
    statement = statement_of(site.node) or site.node
    yield from descendants(statement, "closure_expression")
    for name in descendants(statement, "identifier"):
        binding = binding_of(name, text_of(name))
        if binding is not None and binding.value is not None:
            yield from descendants(binding.value, "closure_expression")


def _edit(parameter: Node, kind: str) -> Edit | None:
    """Return the edit that gives a parameter its type; None for one that is no reference."""
    if "&" not in kind and "'" not in kind:
        return None
    named = re.sub(r"&'\w+ ", "&", kind)
    written = "&_" if re.search(r"[{@]|closure", named) else re.sub(r"'\d+", "'_", named)
    old = parameter.child_by_field_name("type") if parameter.type == "parameter" else None
    if old is None:
        return insert_after(parameter, f": {written}") if parameter.type != "parameter" else None
    loose = re.search(r"(?<!\w)_(?!\w)", text_of(old)) and "&" not in text_of(old)
    return replace_node(old, written) if loose else None
