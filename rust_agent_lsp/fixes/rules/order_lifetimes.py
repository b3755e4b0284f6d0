"""Says which of two lifetimes is the longer one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import generic_items
from rust_agent_lsp.syntax.tree import text_of


class OrderLifetimes(FixRule):
    """Declares `'long: 'short` where both lifetimes are declared.

    Callers may then only use data that lives that long.
    """

    codes: ClassVar = ("E0478", "E0491")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub trait Wedding<'t>: 't {}\npub struct Prince<'kiss, 'snow> {\n"
            "    pub child: Box<dyn Wedding<'kiss> + 'snow>,\n}\n",
            after="pub trait Wedding<'t>: 't {}\npub struct Prince<'kiss, 'snow: 'kiss> {\n"
            "    pub child: Box<dyn Wedding<'kiss> + 'snow>,\n}\n",
            code="E0478",
        ),
        Example(
            before="pub struct Foo<'a>(pub fn(&'a i32));\n"
            "pub trait Tr<'a, 'b> {\n    type Out;\n}\n"
            "impl<'a, 'b> Tr<'a, 'b> for usize {\n    type Out = &'a Foo<'b>;\n}\n",
            after="pub struct Foo<'a>(pub fn(&'a i32));\n"
            "pub trait Tr<'a, 'b> {\n    type Out;\n}\n"
            "impl<'a, 'b: 'a> Tr<'a, 'b> for usize {\n    type Out = &'a Foo<'b>;\n}\n",
            code="E0491",
        ),
    )
    refuses: ClassVar = (
        "pub trait Wedding<'t>: 't {}\npub struct Prince<'kiss> {\n"
        "    pub child: Box<dyn Wedding<'static> + 'kiss>,\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = [
            (names[0], label)
            for note in site.diagnostic.notes
            for label in note.labels
            if re.search(r"lifetime `('\w+)`", note.text)
            and (names := re.findall(r"lifetime `('\w+)`", note.text))
        ]
        names = [name for name, _ in found]
        if len(names) < 2 or names[0] == names[1]:
            return
        pairs = [(names[0], names[1]), (names[1], names[0])]
        if site.diagnostic.code == "E0491":
            pairs.reverse()
        for longer, shorter in pairs:
            edit = _edit(site, longer, shorter)
            if edit is not None:
                yield site.candidate(
                    self.id,
                    f"Declare that `{longer}` lives at least as long as `{shorter}`",
                    edit,
                    safety=self.safety,
                )


def _edit(site: Site, longer: str, shorter: str) -> Edit | None:
    items = list(generic_items(site.node))
    declared = [p for item in items for p in _lifetimes(item)]
    if shorter not in [_name(p) for p in declared]:
        return None
    parameter = next((p for p in declared if _name(p) == longer), None)
    if parameter is None:
        return None
    bounds = parameter.child_by_field_name("bounds")
    if bounds is not None:
        return Edit.insert(bounds.end_byte, f" + {shorter}")
    return Edit.insert(parameter.end_byte, f": {shorter}")


def _lifetimes(item: Node) -> list[Node]:
    listed = item.child_by_field_name("type_parameters")
    return [p for p in listed.named_children if p.type == "lifetime_parameter"] if listed else []


def _name(parameter: Node) -> str:
    name = parameter.child_by_field_name("name")
    return text_of(name) if name is not None else ""
