"""Writes on a parameter the lifetime that its use demands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import parameters
from rust_agent_lsp.syntax.generics import bare_references
from rust_agent_lsp.syntax.tree import text_of


class TieLifetimes(FixRule):
    """Adds the named lifetime to the references in a parameter's type.

    Callers must then keep that argument alive as long as the result.
    """

    codes: ClassVar = ("E0621",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn pick<'a>(a: &'a str, b: &str) -> &'a str {
    if a.is_empty() { b } else { a }
}
fn main() {
    println!("{}", pick("a", "b"));
}
""",
            after="""\
fn pick<'a>(a: &'a str, b: &'a str) -> &'a str {
    if a.is_empty() { b } else { a }
}
fn main() {
    println!("{}", pick("a", "b"));
}
""",
        ),
        Example(
            before="""\
struct Words<'a> {
    all: Vec<&'a str>,
}
impl<'a> Words<'a> {
    fn add(&mut self, word: &str) {
        self.all.push(word);
    }
}
fn main() {
    Words { all: vec![] }.add("a");
}
""",
            after="""\
struct Words<'a> {
    all: Vec<&'a str>,
}
impl<'a> Words<'a> {
    fn add(&mut self, word: &'a str) {
        self.all.push(word);
    }
}
fn main() {
    Words { all: vec![] }.add("a");
}
""",
        ),
    )
    refuses: ClassVar = (
        """\
fn second<'a>((a, b): (&'a str, &str)) -> &'a str {
    if a.is_empty() { b } else { a }
}
fn main() {
    second(("", ""));
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = re.search(r"in the type of `(\w+)`", site.diagnostic.message)
        wanted = site.match(r"lifetime `('\w+)` required")
        function = site.enclosing("function_item")
        if found is None or wanted is None or function is None or wanted[1] == "'static":
            return
        for parameter in parameters(function):
            pattern = parameter.child_by_field_name("pattern")
            kind = parameter.child_by_field_name("type")
            if pattern is None or kind is None or text_of(pattern) != found[1]:
                continue
            references = list(bare_references(kind))[:1]
            edits = [Edit.insert(r.start_byte + 1, f"{wanted[1]} ") for r in references]
            if edits:
                title = f"Give `{found[1]}` the lifetime `{wanted[1]}`"
                yield site.candidate(self.id, title, *edits)
