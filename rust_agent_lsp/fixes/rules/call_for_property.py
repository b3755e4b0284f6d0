"""Calls the method that gives what other languages have as a property."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.foreign_names import METHODS
from rust_agent_lsp.fixes.items import crate_items
from rust_agent_lsp.fixes.names import base_name
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span


class CallForProperty(FixRule):
    """Writes `.len()` for `.length` and the like, on types of the standard library."""

    codes: ClassVar = ("E0609", "E0610")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(v: &Vec<u8>) -> usize {\n    v.length + 1\n}\n",
            after="pub fn f(v: &Vec<u8>) -> usize {\n    v.len() + 1\n}\n",
            code="E0609",
        ),
    )
    refuses: ClassVar = (
        "pub struct Wire {\n    pub metres: u8,\n}\npub fn f(w: &Wire) -> u8 {\n    w.length\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        told = re.search(r"no field `(\w+)` on type `([^`]+)`", site.diagnostic.message)
        if told is None or any(i.name == base_name(told[2]) for i in crate_items(site)):
            return
        span = site.diagnostic.span
        for method in METHODS.get(told[1], ()):
            yield site.candidate(
                self.id,
                f"Call `{method}()` for `{told[1]}`",
                Edit(Span(span.end - len(told[1]), span.end), f"{method}()"),
            )
