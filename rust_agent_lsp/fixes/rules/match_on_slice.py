"""Matches the slice of a `Vec`, or of an array whose length is a parameter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.expressions import short_text, suffix, wrap
from rust_agent_lsp.syntax.tree import span_of


class MatchOnSlice(FixRule):
    """Matches `value[..]`, or `&value[..]` where the pattern binds what cannot be copied.

    Of a `Vec` it matches `value.as_slice()`.
    """

    codes: ClassVar = ("E0730", "E0529")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f<const N: usize>(x: [u32; N]) -> bool {\n    match x {\n"
            "        [1, 2, ..] => true,\n        _ => false,\n    }\n}\n",
            after="pub fn f<const N: usize>(x: [u32; N]) -> bool {\n    match x[..] {\n"
            "        [1, 2, ..] => true,\n        _ => false,\n    }\n}\n",
            code="E0730",
        ),
        Example(
            before="pub fn f<const N: usize>(x: &[String; N]) -> &str {\n"
            "    if let [first, ..] = x {\n        first\n    } else {\n"
            '        ""\n    }\n}\n',
            after="pub fn f<const N: usize>(x: &[String; N]) -> &str {\n"
            "    if let [first, ..] = &x[..] {\n        first\n    } else {\n"
            '        ""\n    }\n}\n',
            code="E0730",
        ),
        Example(
            before="pub fn f(words: Vec<&str>) -> &str {\n    match words {\n"
            '        [one] => one,\n        _ => "",\n    }\n}\n',
            after="pub fn f(words: Vec<&str>) -> &str {\n    match words.as_slice() {\n"
            '        [one] => one,\n        _ => "",\n    }\n}\n',
            code="E0529",
        ),
    )
    refuses: ClassVar = (
        "pub fn f<const N: usize>([first, ..]: [u32; N]) -> u32 {\n    first\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        holder = site.enclosing(
            "match_expression", "let_condition", "let_declaration", "function_item"
        )
        value = holder.child_by_field_name("value") if holder is not None else None
        if value is None or value.start_byte <= site.diagnostic.span.start < value.end_byte:
            return
        if site.diagnostic.code == "E0529":
            if re.search(r"found `&?(?:mut )?(?:\w+::)*Vec<", site.diagnostic.message):
                title = f"Match `{short_text(value)}.as_slice()`"
                edits = suffix(site.source, span_of(value), ".as_slice()")
                yield site.candidate(self.id, title, *edits)
            return
        edits = suffix(site.source, span_of(value), "[..]")
        title = f"`{short_text(value)}` as a slice"
        yield site.candidate(self.id, f"Match {title}", *edits)
        yield site.candidate(
            self.id, f"Match a reference to {title}", *wrap(span_of(value), "&", "[..]")
        )
