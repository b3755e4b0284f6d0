"""Demands that a type parameter outlives a lifetime."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.generics import bound_edit, declaring_item


class AddOutlivesBound(FixRule):
    """Adds `T: 'static` or `T: 'a` to the parameter that must live that long.

    Callers may then only use types that do.
    """

    codes: ClassVar = ("E0309", "E0310", "E0311")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="""\
fn boxed<T: std::fmt::Debug>(value: T) -> Box<dyn std::fmt::Debug> {
    Box::new(value)
}
fn main() {
    println!("{:?}", boxed(1));
}
""",
            after="""\
fn boxed<T: std::fmt::Debug + 'static>(value: T) -> Box<dyn std::fmt::Debug> {
    Box::new(value)
}
fn main() {
    println!("{:?}", boxed(1));
}
""",
            code="E0310",
        ),
        Example(
            before="""\
struct Held<'a, T> {
    items: Vec<&'a T>,
}
fn hold<'a, T>(held: &mut Held<'a, T>, f: fn(&'a T)) -> Box<dyn FnMut() + 'a> {
    let items = held.items.clone();
    Box::new(move || items.iter().for_each(|i| f(i)))
}
fn keep<'a, T>(value: T) -> Box<dyn Drop + 'a>
where
    T: Drop,
{
    Box::new(value)
}
fn main() {
    let _ = hold::<u8>;
}
""",
            after="""\
struct Held<'a, T> {
    items: Vec<&'a T>,
}
fn hold<'a, T>(held: &mut Held<'a, T>, f: fn(&'a T)) -> Box<dyn FnMut() + 'a> {
    let items = held.items.clone();
    Box::new(move || items.iter().for_each(|i| f(i)))
}
fn keep<'a, T>(value: T) -> Box<dyn Drop + 'a>
where
    T: Drop + 'a,
{
    Box::new(value)
}
fn main() {
    let _ = hold::<u8>;
}
""",
            code="E0309",
        ),
    )
    refuses: ClassVar = (
        "fn boxed(v: impl std::fmt::Debug) -> Box<dyn std::fmt::Debug> {\n    Box::new(v)\n}\n"
        "fn main() {\n    boxed(1);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.search(r"parameter type `([^`]+)` may not live", site.diagnostic.message)
        if found is None:
            return
        lifetime = "'static"
        if site.diagnostic.code != "E0310":
            named = site.match(r"valid for the lifetime `('\w+)`")
            if named is None:
                return
            lifetime = named[1]
        declared = declaring_item(site.node, found[1])
        if declared is None:
            return
        edit = bound_edit(*declared, lifetime)
        if edit is not None:
            yield site.candidate(
                self.id,
                f"Demand `{found[1]}: {lifetime}`",
                edit,
                safety=Safety.API_CHANGE,
            )
