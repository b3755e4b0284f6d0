"""Names the lifetime of an `impl` where an argument is stored in what it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.anonymous import fresh_name, in_parameter, in_type
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.generics import lifetime_edit

_ASKS = (
    r"`(?P<source>'\d+)` must outlive `(?P<target>'\d+)`",
    r"return data with lifetime `(?P<target>'\d+)` but it is returning data with lifetime "
    r"`(?P<source>'\d+)`",
)


class NameImplLifetime(FixRule):
    """Turns `impl Reader<'_>` into `impl<'a> Reader<'a>`, and a parameter's `&` into `&'a`.

    Callers must then keep that argument as long as the value that holds it.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub struct Reader<'t> {\n    pub text: &'t str,\n}\nimpl Reader<'_> {\n"
            "    pub fn new(text: &str) -> Self {\n        Reader { text }\n    }\n}\n",
            after="pub struct Reader<'t> {\n    pub text: &'t str,\n}\nimpl<'a> Reader<'a> {\n"
            "    pub fn new(text: &'a str) -> Self {\n        Reader { text }\n    }\n}\n",
        ),
        Example(
            before="pub struct View<'t>(&'t str);\npub struct Store<'x, 'y> {\n    x: &'x str,\n"
            "    y: &'y str,\n}\nimpl Store<'_, '_> {\n    pub fn take(&mut self, v: View<'_>) {\n"
            "        self.x = self.x.trim();\n        self.y = v.0;\n    }\n}\n",
            after="pub struct View<'t>(&'t str);\npub struct Store<'x, 'y> {\n    x: &'x str,\n"
            "    y: &'y str,\n}\nimpl<'a> Store<'_, 'a> {\n"
            "    pub fn take(&mut self, v: View<'a>) {\n"
            "        self.x = self.x.trim();\n        self.y = v.0;\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub struct Held<'t>(&'t str);\npub trait Put {\n    fn put(&mut self, text: &str);\n}\n"
        "impl Put for Held<'_> {\n    fn put(&mut self, text: &str) {\n        self.0 = text;\n"
        "    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = next((m for pattern in _ASKS if (m := site.match(pattern))), None)
        block = site.enclosing("impl_item")
        kind = block.child_by_field_name("type") if block is not None else None
        if found is None or block is None or kind is None or block.child_by_field_name("trait"):
            return
        target = found["target"]
        shown = site.match(rf"(?:has type `|return type is )(.*{target}\b.*?)`?$")
        if shown is None or re.search(rf"&{target}\b", shown[1]):
            return
        name = fresh_name(block)
        of_impl, of_parameter = in_type(kind, shown[1], target), in_parameter(site, found["source"])
        declared = lifetime_edit(block, name)
        if of_impl is None or of_parameter is None or declared is None:
            return
        yield site.candidate(
            self.id,
            f"Name the lifetime that is stored: `impl<{name}>`",
            declared,
            of_impl(name),
            of_parameter(name),
            safety=self.safety,
        )
