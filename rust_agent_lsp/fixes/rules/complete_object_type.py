"""Names a trait in an object type that has a lifetime alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.items import crate_items
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit


class CompleteObjectType(FixRule):
    """Writes `dyn Any + 'static` for `dyn 'static`; a trait that the crate alone has goes first.

    Which trait is meant is not said: `Any` holds every value.
    """

    codes: ClassVar = ("E0224",)
    safety: ClassVar = Safety.GUESS
    examples: ClassVar = (
        Example(
            before="pub type Foo = dyn 'static +;\n",
            after="pub type Foo = dyn std::any::Any + 'static;\n",
        ),
        Example(
            before="pub trait Draw {}\npub struct Page {\n"
            "    pub parts: Vec<Box<dyn 'static>>,\n}\n",
            after="pub trait Draw {}\npub struct Page {\n"
            "    pub parts: Vec<Box<dyn Draw + 'static>>,\n}\n",
        ),
    )
    refuses: ClassVar = (
        "macro_rules! object {\n    ($l:lifetime) => { Box<dyn $l> };\n}\n"
        "pub fn f(_: object!('static)) {}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        span = site.diagnostic.span
        text = site.source.slice(span)
        found = re.fullmatch(r"(?:dyn\b)?\s*(.*?)\s*\+?\s*", text, re.S)
        if found is None or "$" in text:
            return
        rest = " + ".join(p.strip() for p in found[1].split("+") if "'" in p)
        own = [i.name for i in crate_items(site) if i.kind == "trait"]
        choices = [*own, "std::any::Any"] if len(own) == 1 else ["std::any::Any", *own[:2]]
        for choice in choices:
            new = " + ".join(part for part in (f"dyn {choice}", rest) if part)
            yield site.candidate(
                self.id,
                f"Name the trait `{choice}`",
                Edit(span, new),
                safety=self.safety,
                cost="Which trait is meant is a guess.",
            )
