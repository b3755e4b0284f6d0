"""Makes a struct pattern mention every field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import text_of


class BindAllFields(FixRule):
    """Adds `..`, or the names of the fields, to a struct pattern that leaves some out."""

    codes: ClassVar = ("E0027",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub struct P {\n    x: u8,\n    y: u8,\n}\npub fn f(p: P) -> u8 {\n"
            "    let P { x } = p;\n    x\n}\n",
            after="pub struct P {\n    x: u8,\n    y: u8,\n}\npub fn f(p: P) -> u8 {\n"
            "    let P { x, .. } = p;\n    x\n}\n",
        ),
        Example(
            before="pub enum E {\n    A { n: u8, m: u8 },\n}\npub fn f(e: &E) -> u8 {\n"
            "    match e {\n        E::A { n: k, } => *k,\n    }\n}\n",
            after="pub enum E {\n    A { n: u8, m: u8 },\n}\npub fn f(e: &E) -> u8 {\n"
            "    match e {\n        E::A { n: k, m: _ } => *k,\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct P {\n    x: u8,\n    y: u8,\n}\nmacro_rules! take {\n"
        "    ($p:pat, $v:expr) => {\n        let $p = $v;\n    };\n}\n"
        "pub fn f(p: P) {\n    take!(P { x: _ }, p);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        pattern = site.enclosing("struct_pattern")
        if pattern is None or not text_of(pattern).endswith("}"):
            return
        fields = re.findall(r"`(\w+)`", site.diagnostic.message)
        inside = [n for n in pattern.named_children if n.type == "field_pattern"]
        at = inside[-1].end_byte if inside else pattern.end_byte - 1
        rest = site.source.text[at : pattern.end_byte - 1]
        comma = b"," in rest
        lead = (" " if comma else ", ") if inside else " "
        if comma:
            at += rest.index(b",") + 1
        tail = "" if inside else " "
        if not inside:
            at = pattern.end_byte - 1
            lead = "" if rest.endswith(b" ") else " "
        yield site.candidate(
            self.id, "Ignore the other fields with `..`", Edit.insert(at, f"{lead}..{tail}")
        )
        names = " and ".join(f"`{name}`" for name in fields)
        ignored = ", ".join(f"{name}: _" for name in fields)
        named = ", ".join(fields)
        if fields:
            yield site.candidate(
                self.id, f"Ignore {names} by name", Edit.insert(at, f"{lead}{ignored}{tail}")
            )
            yield site.candidate(
                self.id, f"Bind {names} too", Edit.insert(at, f"{lead}{named}{tail}")
            )
