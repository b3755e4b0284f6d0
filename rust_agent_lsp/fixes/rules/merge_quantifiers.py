"""Declares the lifetimes of a bound in one place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestors, descendants, text_of


class MergeQuantifiers(FixRule):
    """Moves the lifetimes of an inner `for<'b>` into the outer `for<'a>`."""

    codes: ClassVar = ("E0316",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub trait Tr<'a, 'b> {}\npub fn foo<T>(_: T)\nwhere\n"
            "    for<'a> &'a T: for<'b> Tr<'a, 'b>,\n{\n}\n",
            after="pub trait Tr<'a, 'b> {}\npub fn foo<T>(_: T)\nwhere\n"
            "    for<'a, 'b> &'a T: Tr<'a, 'b>,\n{\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub trait Tr<'a, 'b> {}\npub fn foo<T>(_: T)\nwhere\n"
        "    for<'a> &'a T: for<'b> Tr<'a, 'b> + for<'b> Fn(&'b u8),\n{\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        holder = next((n for n in ancestors(site.node) if n.type == "where_predicate"), None)
        if holder is None:
            return
        ranked = list(descendants(holder, "higher_ranked_trait_bound"))
        lists = [n.child_by_field_name("type_parameters") for n in ranked]
        if len(lists) != 2 or ranked[0].start_byte != holder.start_byte:
            return
        outer, inner = lists
        kind = ranked[1].child_by_field_name("type")
        if outer is None or inner is None or kind is None:
            return
        names = [text_of(n) for n in inner.named_children]
        if {text_of(n) for n in outer.named_children} & set(names) or not outer.named_children:
            return
        yield site.candidate(
            self.id,
            f"Declare {' and '.join(f'`{n}`' for n in names)} with the outer lifetimes",
            Edit.insert(outer.named_children[-1].end_byte, f", {', '.join(names)}"),
            Edit.delete(ranked[1].start_byte, kind.start_byte),
        )
