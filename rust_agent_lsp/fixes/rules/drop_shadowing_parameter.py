"""Removes a method's type parameter that hides the one of its `impl`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import declaring_item, generic_items
from rust_agent_lsp.syntax.tree import ancestor, text_of


class DropShadowingParameter(FixRule):
    """Drops a parameter without bounds that is declared around the method already.

    The method then works with the outer type alone.
    """

    codes: ClassVar = ("E0403",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub struct H<T>(pub T);\nimpl<T: Clone> H<T> {\n"
            "    pub fn map<T, U>(&self, f: impl Fn(T) -> U) -> U {\n        f(self.0.clone())\n"
            "    }\n}\n",
            after="pub struct H<T>(pub T);\nimpl<T: Clone> H<T> {\n"
            "    pub fn map<U>(&self, f: impl Fn(T) -> U) -> U {\n        f(self.0.clone())\n"
            "    }\n}\n",
        ),
        Example(
            before="pub struct H<T>(pub T);\nimpl<T> H<T> {\n"
            "    pub fn set<T>(&mut self, t: T) {\n        self.0 = t;\n    }\n}\n",
            after="pub struct H<T>(pub T);\nimpl<T> H<T> {\n"
            "    pub fn set(&mut self, t: T) {\n        self.0 = t;\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn two<T, T>(a: T) -> T {\n    a\n}\n",
        "pub struct H<T>(pub T);\nimpl<T> H<T> {\n    pub fn one<T: Default>() -> T {\n"
        "        T::default()\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        parameter = ancestor(site.node, "type_parameter", "function_item")
        listed = parameter.parent if parameter is not None else None
        if parameter is None or listed is None or listed.type != "type_parameters":
            return
        name = node_name(parameter)
        owner = next(generic_items(listed), None)
        outer = declaring_item(owner.parent, name) if owner is not None and owner.parent else None
        if owner is None or outer is None or text_of(parameter) != name:
            return
        others = [n for n in listed.named_children if n != parameter]
        before = [n for n in others if n.end_byte <= parameter.start_byte]
        if not others:
            edit = Edit.delete(listed.start_byte, listed.end_byte)
        elif before:
            edit = Edit.delete(before[-1].end_byte, parameter.end_byte)
        else:
            edit = Edit.delete(parameter.start_byte, others[0].start_byte)
        yield site.candidate(
            self.id,
            f"Drop the parameter `{name}` of `{node_name(owner)}`: the outer `{name}` is meant",
            edit,
            safety=self.safety,
            cost=f"`{node_name(owner)}` takes the `{name}` of its `impl` alone.",
        )
