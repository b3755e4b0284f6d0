"""Breaks a requirement that asks for a larger one of its own kind without end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short_text
from rust_agent_lsp.syntax.generics import drop_predicates
from rust_agent_lsp.syntax.tree import ancestor


class DropGrowingBound(FixRule):
    """Drops the bound `Wrapper<T>: Trait` of an `impl Trait for T`, which needs itself to hold.

    What the body used of the bound is an error afterwards, and the candidate is refused then.
    """

    codes: ClassVar = ("E0275",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Foo {}\npub struct Bar<T>(T);\n"
            "impl<T> Foo for T where Bar<T>: Foo {}\n",
            after="pub trait Foo {}\npub struct Bar<T>(T);\nimpl<T> Foo for T {}\n",
        ),
    )
    refuses: ClassVar = (
        "pub trait Foo {}\npub struct Bar<T>(T);\nmacro_rules! imp {\n    () => {\n"
        "        impl<T> Foo for T where Bar<T>: Foo {}\n    };\n}\nimp!();\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = site.label("unsatisfied trait bound introduced here")
        at = site.node_of(label) if label is not None else site.node
        predicate = ancestor(at, "where_predicate") or site.enclosing("where_predicate")
        where = predicate.parent if predicate is not None else None
        item = where.parent if where is not None else None
        left = predicate.child_by_field_name("left") if predicate is not None else None
        if predicate is None or where is None or item is None or left is None:
            return
        if item.type != "impl_item" or left.type in ("type_identifier", "primitive_type"):
            return
        yield site.candidate(
            self.id,
            f"Drop the bound `{short_text(predicate)}`, which needs itself",
            *drop_predicates(where, [predicate]),
            safety=self.safety,
        )
