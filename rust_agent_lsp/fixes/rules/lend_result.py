"""Lets a result live as long as the argument that it comes from, not for ever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.anonymous import fresh_name, in_parameter
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import lifetime_edit
from rust_agent_lsp.syntax.tree import descendants, span_of, text_of


class LendResult(FixRule):
    """Returns `&T` where `&'static T` is promised and an argument is lent.

    Callers can then keep the result only as long as the argument.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="pub fn first(words: &Vec<String>) -> &'static str {\n    &words[0]\n}\n",
            after="pub fn first(words: &Vec<String>) -> &str {\n    &words[0]\n}\n",
        ),
        Example(
            before="pub fn pick(a: &str, b: &str) -> &'static str {\n"
            '    if b.is_empty() { a } else { "x" }\n}\n',
            after="pub fn pick<'a>(a: &'a str, b: &str) -> &'a str {\n"
            '    if b.is_empty() { a } else { "x" }\n}\n',
        ),
    )
    refuses: ClassVar = (
        "pub fn keep(n: &u8) {\n    let kept: &'static u8 = n;\n    let _ = kept;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = site.match(r"`('\d+)` must outlive `'static`")
        function = site.enclosing("function_item")
        result = function.child_by_field_name("return_type") if function is not None else None
        if found is None or function is None or result is None:
            return
        eternal = [n for n in descendants(result, "lifetime") if text_of(n) == "'static"]
        if not eternal:
            return
        yield site.candidate(
            self.id,
            "Lend the result: drop `'static` from what is returned",
            *map(_elided, eternal),
            safety=self.safety,
        )
        name = fresh_name(function)
        naming, declared = in_parameter(site, found[1]), lifetime_edit(function, name)
        if naming is not None and declared is not None:
            yield site.candidate(
                self.id,
                f"Lend the result: return `{name}`, the lifetime of the argument",
                declared,
                naming(name),
                *(Edit(span_of(n), name) for n in eternal),
                safety=self.safety,
            )


def _elided(lifetime: Node) -> Edit:
    parent, following = lifetime.parent, lifetime.next_sibling
    if parent is not None and parent.type == "reference_type" and following is not None:
        return Edit.delete(lifetime.start_byte, following.start_byte)
    return Edit(span_of(lifetime), "'_")
