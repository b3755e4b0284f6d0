"""Adds the parentheses by which a method or function is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes import std_names
from rust_agent_lsp.fixes.items import crate_items, impls, members, node_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import short
from rust_agent_lsp.syntax.names import binding_of
from rust_agent_lsp.syntax.tree import text_of


class CallMethod(FixRule):
    """Adds `()` behind a method that is only named, or a function whose result is meant."""

    codes: ClassVar = ("E0615", "E0616", "E0599", "E0609", "E0308")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(words: &[u8]) -> usize {\n    words.len\n}\n",
            after="pub fn f(words: &[u8]) -> usize {\n    words.len()\n}\n",
            code="E0615",
        ),
        Example(
            before="pub fn f(words: &Vec<u8>) -> usize {\n    words.len + 1\n}\n",
            after="pub fn f(words: &Vec<u8>) -> usize {\n    words.len() + 1\n}\n",
            code="E0616",
        ),
        Example(
            before="pub fn f() -> Vec<u8> {\n    let mut v = Vec::new;\n    v.push(1);\n    v\n}\n",
            after="pub fn f() -> Vec<u8> {\n    let mut v = Vec::new();\n    v.push(1);\n    v\n"
            "}\n",
            code="E0599",
        ),
        Example(
            before="fn one() -> u8 {\n    1\n}\npub fn f() -> u8 {\n    let x: u8 = one;\n    x\n"
            "}\n",
            after="fn one() -> u8 {\n    1\n}\npub fn f() -> u8 {\n    let x: u8 = one();\n"
            "    x\n}\n",
            code="E0308",
        ),
        Example(
            before="fn word() -> String {\n    String::new()\n}\npub fn f() -> usize {\n"
            "    word.len()\n}\n",
            after="fn word() -> String {\n    String::new()\n}\npub fn f() -> usize {\n"
            "    word().len()\n}\n",
            code="E0599",
        ),
    )
    refuses: ClassVar = (
        "mod a {\n    pub struct P {\n        x: u8,\n    }\n}\npub fn f(p: &a::P) -> u8 {\n"
        "    p.x\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        message = site.diagnostic.message
        if site.match(r"found (?:fn item|`&fn\(\))|(?:fn item|into) `(?:for<.*?> )?fn\(\)"):
            yield from self._value(site)
        access = site.enclosing("field_expression")
        if access is None or site.diagnostic.code == "E0308":
            return
        value, field = access.child_by_field_name("value"), access.child_by_field_name("field")
        if value is None or field is None:
            return
        if re.search(r"for fn (?:item|pointer) `|on type `fn\(", message):
            yield site.candidate(
                self.id, f"Call `{text_of(value)}()`", Edit.insert(value.end_byte, "()")
            )
        name = text_of(field)
        told = re.search(r"value of method `(\w+)`", message)
        private = re.search(r"field `(\w+)` of \w+ `([^`]+)` is private", message)
        if told or (private and _has_method(site, private[2], name)):
            yield site.candidate(
                self.id, f"Call the method `{name}()`", Edit.insert(field.end_byte, "()")
            )

    def _value(self, site: Site) -> Iterator[Candidate]:
        """Call the function where it is given, or where the variable got it."""
        node = site.node
        if site.diagnostic.code == "E0599":
            access = site.enclosing("field_expression")
            value = access.child_by_field_name("value") if access is not None else node
            node = value or node
        if text_of(node).isidentifier():
            binding = binding_of(node, text_of(node))
            value = binding.value if binding is not None else None
            if value is not None and value.type in ("identifier", "scoped_identifier"):
                yield site.candidate(
                    self.id, f"Call `{text_of(value)}()`", Edit.insert(value.end_byte, "()")
                )
        if site.diagnostic.code == "E0308":
            text = site.source.slice(site.diagnostic.span)
            yield site.candidate(
                self.id, f"Call `{short(text)}()`", Edit.insert(site.diagnostic.span.end, "()")
            )


def _has_method(site: Site, owner: str, name: str) -> bool:
    if not any(item.name == owner for item in crate_items(site)):
        return name in std_names.METHODS
    return name in (node_name(m) for b in impls(site.source, owner) for m in members(b))
