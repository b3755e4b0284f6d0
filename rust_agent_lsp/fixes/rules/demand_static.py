"""Takes only references that live as long as the program, where the function keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.tree import ancestor, text_of


class DemandStatic(FixRule):
    """Writes `&'static` on the parameter that leaves the function.

    Callers can then only pass literals and other values that are never freed.
    """

    codes: ClassVar = ("E0521", "")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="fn keep(s: &'static str) -> usize {\n    s.len()\n}\n"
            "pub fn f(s: &str) -> usize {\n    keep(s)\n}\n",
            after="fn keep(s: &'static str) -> usize {\n    s.len()\n}\n"
            "pub fn f(s: &'static str) -> usize {\n    keep(s)\n}\n",
            code="E0521",
        ),
        Example(
            before="pub struct S {\n    f: Vec<Box<dyn Fn()>>,\n}\nimpl S {\n"
            "    pub fn add(&mut self, s: &str) {\n"
            '        self.f.push(Box::new(move || println!("{s}")));\n    }\n}\n',
            after="pub struct S {\n    f: Vec<Box<dyn Fn()>>,\n}\nimpl S {\n"
            "    pub fn add(&mut self, s: &'static str) {\n"
            '        self.f.push(Box::new(move || println!("{s}")));\n    }\n}\n',
        ),
    )
    refuses: ClassVar = (
        "use std::thread;\npub struct S(u8);\nimpl S {\n    pub fn go(&self) {\n"
        "        thread::spawn(move || self.0 + 1);\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        named = site.match(r"`('\d+)` must outlive `'static`")
        label = site.label(rf"lifetime of this reference `{named[1]}`") if named else None
        # A returned value is better tied to the parameter, as rustc suggests.
        if label is None or site.label(r"^returning this value") is not None:
            return
        sign = label.location.span
        parameter = ancestor(site.node_of(label), "parameter")
        pattern = parameter.child_by_field_name("pattern") if parameter is not None else None
        if pattern is None or site.source.slice(sign) != "&":
            return
        yield site.candidate(
            self.id,
            f"Take `{text_of(pattern)}` as a reference that is never freed",
            Edit.insert(sign.end, "'static "),
            safety=Safety.API_CHANGE,
            cost="Callers can only pass what lives until the program ends.",
        )
