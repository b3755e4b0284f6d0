"""Adds the parameter that a trait declares, that the body uses, and that the method lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import node_name
from rust_agent_lsp.fixes.names import missing
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.trait_items import (
    Implementation,
    implementation_at,
    std_member,
    substituted,
    trait_member,
)
from rust_agent_lsp.fixes.values import split_top
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import text_of


class AddTraitParameter(FixRule):
    """Gives a method of a trait's impl the parameter under the name that its body uses."""

    codes: ClassVar = ("E0425", "E0424", "E0423")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub trait Say {\n    fn say(&self, times: usize) -> String;\n}\npub struct D;\n"
            'impl Say for D {\n    fn say(&self) -> String {\n        "wuff".repeat(times)\n'
            "    }\n}\n",
            after="pub trait Say {\n    fn say(&self, times: usize) -> String;\n}\npub struct D;\n"
            "impl Say for D {\n    fn say(&self, times: usize) -> String {\n"
            '        "wuff".repeat(times)\n    }\n}\n',
            code="E0425",
        ),
        Example(
            before="pub struct P(u8);\nimpl PartialEq for P {\n    fn eq(&self) -> bool {\n"
            "        self.0 == other.0\n    }\n}\n",
            after="pub struct P(u8);\nimpl PartialEq for P {\n"
            "    fn eq(&self, other: &Self) -> bool {\n"
            "        self.0 == other.0\n    }\n}\n",
            code="E0425",
        ),
        Example(
            before="use std::fmt;\npub struct P(u8);\nimpl fmt::Debug for P {\n"
            '    fn fmt(&self) -> fmt::Result {\n        fmt.write_str("P")\n    }\n}\n',
            after="use std::fmt;\npub struct P(u8);\nimpl fmt::Debug for P {\n"
            "    fn fmt(&self, fmt: &mut std::fmt::Formatter<'_>) -> fmt::Result {\n"
            '        fmt.write_str("P")\n    }\n}\n',
            code="E0423",
        ),
    )
    refuses: ClassVar = (
        "pub trait Say {\n    fn say(&self, times: usize) -> usize;\n}\npub struct D;\n"
        "impl Say for D {\n    fn say(&self, n: usize) -> usize {\n        n + many\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        lost = missing(site.diagnostic.message)
        other = re.match(r"expected value, found \w+ `([a-z_]\w*)`", site.diagnostic.message)
        name = lost.name if lost is not None else other[1] if other is not None else "self"
        impl = implementation_at(site)
        function = site.enclosing("function_item")
        parameters = function.child_by_field_name("parameters") if function is not None else None
        if impl is None or function is None or parameters is None:
            return
        declared = _declared(impl, node_name(function))
        own = [c for c in parameters.named_children if c.type in ("parameter", "self_parameter")]
        if len(own) >= len(declared):
            return
        names = [part.partition(":")[0].strip() for part in declared]
        bare = [re.sub(r"^(?:&\s*(?:'\w+\s+)?)?(?:mut\s+)?", "", n) for n in names]
        if name == "self" and bare[0] == "self":
            place = 0
        elif name in bare:
            place = bare.index(name)
        else:
            place = len(own)
        if place > len(own) or (name == "self") != (bare[place] == "self"):
            return
        kind = declared[place].partition(":")[2].strip()
        text = declared[place] if name == "self" else f"{name}: {kind}"
        if place < len(own):
            edit = Edit.insert(own[place].start_byte, f"{text}, ")
        elif own:
            edit = Edit.insert(own[-1].end_byte, f", {text}")
        else:
            edit = Edit.insert(parameters.start_byte + 1, text)
        yield site.candidate(
            self.id, f"Give `{node_name(function)}` the parameter `{text}` of its trait", edit
        )


def _declared(impl: Implementation, method: str) -> list[str]:
    """Return the parameters of the trait's method as they are written."""
    member = trait_member(impl, method) or std_member(impl, method)
    listed = member.child_by_field_name("parameters") if member is not None else None
    return split_top(substituted(impl, text_of(listed))[1:-1]) if listed is not None else []
