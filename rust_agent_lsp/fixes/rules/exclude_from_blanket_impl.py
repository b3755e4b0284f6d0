"""Narrows a blanket `impl` so that it leaves out the type that has an `impl` of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import find_item, implements
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.generics import bound_edit, parameter_named
from rust_agent_lsp.syntax.tree import ancestor, text_of

_BOUNDS = ("std::fmt::Display", "Copy", "Clone")


class ExcludeFromBlanketImpl(FixRule):
    """Demands of the blanket `impl` a trait that the type with the own `impl` does not have.

    Other types without that trait lose the `impl` too.
    """

    codes: ClassVar = ("E0119",)
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="""\
trait Size {
    fn size(&self) -> usize;
}
impl<T> Size for T {
    fn size(&self) -> usize {
        0
    }
}
struct Crate {
    size: usize,
}
impl Size for Crate {
    fn size(&self) -> usize {
        self.size
    }
}
fn main() {
    println!("{}", Crate { size: 1 }.size());
}
""",
            after="""\
trait Size {
    fn size(&self) -> usize;
}
impl<T: std::fmt::Display> Size for T {
    fn size(&self) -> usize {
        0
    }
}
struct Crate {
    size: usize,
}
impl Size for Crate {
    fn size(&self) -> usize {
        self.size
    }
}
fn main() {
    println!("{}", Crate { size: 1 }.size());
}
""",
        ),
    )
    refuses: ClassVar = (
        """\
trait Size {}
struct Crate;
impl Size for Crate {}
impl Size for Crate {}
fn main() {}
""",
        """\
struct Crate;
impl From<Crate> for Crate {
    fn from(one: Crate) -> Crate {
        one
    }
}
fn main() {}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(r"of trait `[^`]+` for type `([^`]+)`", site.diagnostic.message)
        own = find_item(site, told[1], "type") if told is not None else None
        label = site.label("first implementation here|conflicting implementation")
        if own is None or label is None:
            return
        labels = [x for x in site.diagnostic.labels if x.location.path == site.source.path]
        for place in labels:
            block = ancestor(site.node_of(place), "impl_item")
            kind = block.child_by_field_name("type") if block is not None else None
            parameter = parameter_named(block, text_of(kind)) if block and kind else None
            if block is None or kind is None or parameter is None:
                continue
            for bound in _BOUNDS:
                edit = bound_edit(block, parameter, bound)
                if edit is None or implements(site, own, base_name(bound)):
                    continue
                yield site.candidate(
                    self.id,
                    f"Demand `{text_of(kind)}: {bound}`, which `{own.name}` is not",
                    edit,
                    safety=Safety.GUESS,
                    cost=f"Other types that are not `{base_name(bound)}` lose the `impl` too.",
                )
