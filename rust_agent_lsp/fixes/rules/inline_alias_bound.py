"""Demands the trait itself where the bound names an alias of a trait object."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import find_item
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import text_of


class InlineAliasBound(FixRule):
    """Writes what the alias stands for, without `dyn`, in place of its name."""

    codes: ClassVar = ("E0404",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
type Lines = dyn Iterator<Item = String>;
fn count<T: Lines>(lines: T) -> usize {
    lines.count()
}
fn main() {
    println!("{}", count(vec![String::new()].into_iter()));
}
""",
            after="""\
type Lines = dyn Iterator<Item = String>;
fn count<T: Iterator<Item = String>>(lines: T) -> usize {
    lines.count()
}
fn main() {
    println!("{}", count(vec![String::new()].into_iter()));
}
""",
        ),
    )
    refuses: ClassVar = (
        "type Id = u32;\nfn show<T: Id>(_: T) {}\nfn main() {\n    show(1);\n}\n",
        "struct S;\nfn show<T: S>(_: T) {}\nfn main() {}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(r"found type alias `(\w+)`", site.diagnostic.message)
        item = find_item(site, told[1], "type") if told is not None else None
        kind = item.node.child_by_field_name("type") if item is not None else None
        if item is None or kind is None or item.node.child_by_field_name("type_parameters"):
            return
        text = text_of(kind)
        # Before 2021 a trait object may stand without `dyn`.
        bare = site.label("type alias") is not None and kind.type == "generic_type"
        named = find_item(site, text, "trait") is not None
        if not text.startswith("dyn ") and not bare and not named:
            return
        bound = text.removeprefix("dyn ")
        yield site.candidate(
            self.id,
            f"Demand `{bound}`, for which `{item.name}` stands",
            Edit(site.diagnostic.span, bound),
        )
