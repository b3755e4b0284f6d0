"""Drops the `Self: Sized` that keeps a method from being called on trait objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.generics import drop_predicates, where_clause
from rust_agent_lsp.syntax.tree import ancestor, text_of


class DropSizedDemand(FixRule):
    """Takes `Self: Sized` out of a trait's method, so that it works on `dyn Trait`.

    The method then belongs to what every trait object offers, and its signature must suit that.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="trait Shape {\n    fn area(&self) -> f64\n    where\n        Self: Sized;\n}\n"
            "struct Dot;\nimpl Shape for Dot {\n"
            "    fn area(&self) -> f64 {\n        0.0\n    }\n}\n"
            "fn total(all: &[Box<dyn Shape>]) -> f64 {\n"
            "    all.iter().map(|s| s.area()).sum()\n}\n"
            "fn main() {\n    total(&[Box::new(Dot)]);\n}\n",
            after="trait Shape {\n    fn area(&self) -> f64;\n}\n"
            "struct Dot;\nimpl Shape for Dot {\n"
            "    fn area(&self) -> f64 {\n        0.0\n    }\n}\n"
            "fn total(all: &[Box<dyn Shape>]) -> f64 {\n"
            "    all.iter().map(|s| s.area()).sum()\n}\n"
            "fn main() {\n    total(&[Box::new(Dot)]);\n}\n",
        ),
    )
    refuses: ClassVar = (
        "fn run(steps: Box<dyn Iterator<Item = u8>>) -> u8 {\n    helper(&*steps)\n}\n"
        "fn helper(steps: &dyn Iterator<Item = u8>) -> u8 {\n    steps.count() as u8\n}\n"
        "fn main() {\n    run(Box::new(0..2));\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if "method cannot be invoked on" not in site.diagnostic.message:
            return
        label = site.label(r"this has a `Sized` requirement")
        if label is None:
            return
        kinds = ("function_signature_item", "function_item")
        method = ancestor(site.node_of(label), *kinds)
        where = where_clause(method) if method is not None else None
        name = method.child_by_field_name("name") if method is not None else None
        gone = [p for p in where.named_children if _demands_sized(p)] if where is not None else []
        if where is None or name is None or not gone:
            return
        yield site.candidate(
            self.id,
            f"Let `{text_of(name)}` be called on trait objects: drop `Self: Sized`",
            *drop_predicates(where, gone),
            safety=self.safety,
        )


def _demands_sized(predicate: Node) -> bool:
    return "".join(text_of(predicate).split()) == "Self:Sized"
