"""Writes the items that an `impl` owes to its trait."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.trait_items import Implementation, implementation_at, indented, written
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span


class AddMissingTraitItems(FixRule):
    """Adds the trait's missing items with their signatures.

    Bodies come from the fields of the type, an equally named field or the plainest value, which
    may not be what is meant; the second candidate has `todo!()`, which stops the program there.
    """

    codes: ClassVar = ("E0046",)
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub trait Named {\n    const LEGS: u8;\n    fn name(&self) -> &str;\n}\n"
            "pub struct Dog {\n    name: String,\n}\nimpl Named for Dog {}\n",
            after="pub trait Named {\n    const LEGS: u8;\n    fn name(&self) -> &str;\n}\n"
            "pub struct Dog {\n    name: String,\n}\nimpl Named for Dog {\n"
            "    const LEGS: u8 = 0;\n\n    fn name(&self) -> &str {\n        &self.name\n    }\n"
            "}\n",
        ),
        Example(
            before="use std::fmt;\npub struct Meters(f64);\nimpl fmt::Display for Meters {\n}\n",
            after="use std::fmt;\npub struct Meters(f64);\nimpl fmt::Display for Meters {\n"
            "    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {\n"
            '        write!(f, "{}", self.0)\n    }\n}\n',
        ),
        Example(
            before="pub struct Step(u8);\npub trait Go {\n    fn go(&self) -> Step;\n}\n"
            "impl Go for u8 {\n}\n",
            after="pub struct Step(u8);\npub trait Go {\n    fn go(&self) -> Step;\n}\n"
            "impl Go for u8 {\n    fn go(&self) -> Step {\n        todo!()\n    }\n}\n",
        ),
    )
    refuses: ClassVar = ("pub struct W;\nimpl std::net::ToSocketAddrs for W {}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        impl = implementation_at(site)
        told = re.search(r"missing: (.+)$", site.diagnostic.message)
        if impl is None or not told:
            return
        names = re.findall(r"`(\w+)`", told[1])
        listed = ", ".join(f"`{name}`" for name in names)
        made = [written(site, impl, name, todo=False) for name in names]
        edit = _insertion(site, impl, made)
        if edit is not None:
            yield site.candidate(
                self.id,
                f"Implement {listed} of `{impl.trait}`",
                edit,
                safety=self.safety,
                cost="The bodies are the plainest ones; see that they do what you mean.",
            )
        todo = [
            one if one is not None and not one.endswith("}") else written(site, impl, n, todo=True)
            for n, one in zip(names, made, strict=True)
        ]
        edit = _insertion(site, impl, todo) if todo != made else None
        if edit is not None:
            yield site.candidate(
                self.id,
                f"Implement {listed} of `{impl.trait}` with `todo!()`",
                edit,
                safety=Safety.GUESS,
                cost="The program stops with a panic when it comes to `todo!()`.",
            )


def _insertion(site: Site, impl: Implementation, texts: list[str | None]) -> Edit | None:
    body = impl.node.child_by_field_name("body")
    items = [text for text in texts if text is not None]
    if body is None or len(items) < len(texts):
        return None
    outer = site.source.indent_at(impl.node.start_byte)
    inner = outer + "    "
    old = site.source.text[body.start_byte + 1 : body.end_byte - 1].rstrip()
    at = body.start_byte + 1 + len(old)
    lead = "\n\n" if old.strip() else "\n"
    text = "\n\n".join(indented(item, inner) for item in items)
    return Edit(Span(at, body.end_byte - 1), f"{lead}{text}\n{outer}")
