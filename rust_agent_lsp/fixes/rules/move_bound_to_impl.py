"""Demands on the `impl` what a method may not demand beyond its trait."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.generics import (
    bound_edit,
    drop_predicates,
    parameter_named,
    where_clause,
)
from rust_agent_lsp.syntax.tree import text_of


class MoveBoundToImpl(FixRule):
    """Moves `where T: Bound` from a method to the `impl` that declares `T`.

    The trait is then implemented for fewer types.
    """

    codes: ClassVar = ("E0276",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Has<K> {\n    fn has(&self, k: &K) -> bool;\n}\n"
            "pub struct All<K>(Vec<K>);\nimpl<K> Has<K> for All<K> {\n"
            "    fn has(&self, k: &K) -> bool\n    where\n        K: PartialEq,\n    {\n"
            "        self.0.contains(k)\n    }\n}\n",
            after="pub trait Has<K> {\n    fn has(&self, k: &K) -> bool;\n}\n"
            "pub struct All<K>(Vec<K>);\nimpl<K: PartialEq> Has<K> for All<K> {\n"
            "    fn has(&self, k: &K) -> bool\n    {\n"
            "        self.0.contains(k)\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub trait Show {\n    fn show<T>(&self, t: T) -> T;\n}\npub struct S;\n"
        "impl Show for S {\n    fn show<T>(&self, t: T) -> T where T: Clone {\n"
        "        t.clone()\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        impl, method = site.enclosing("impl_item"), site.enclosing("function_item")
        where = where_clause(method) if method is not None else None
        if impl is None or method is None or where is None:
            return
        told = site.match(r"impl has extra requirement `(\w+): ")
        for predicate in where.named_children:
            left = predicate.child_by_field_name("left")
            bounds = predicate.child_by_field_name("bounds")
            if left is None or bounds is None or (told and text_of(left) != told[1]):
                continue
            name = text_of(left)
            parameter = parameter_named(impl, name)
            if parameter is None or parameter_named(method, name) is not None:
                continue
            demand = re.sub(r"^:\s*", "", text_of(bounds)).strip()
            edit = bound_edit(impl, parameter, demand)
            if edit is not None:
                yield site.candidate(
                    self.id,
                    f"Demand `{name}: {demand}` of the `impl` instead of `{node_name(method)}`",
                    edit,
                    *drop_predicates(where, [predicate]),
                    safety=self.safety,
                    cost=f"Types whose `{name}` is not `{demand}` lose the whole `impl`.",
                )
