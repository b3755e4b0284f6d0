"""Lends a parameter that a function only reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import calls_of, parameters
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of


class LendParameter(FixRule):
    """Takes `&str` for `String` and `&[T]` for `Vec<T>`, and lends at the calls in the file.

    Of a public function the signature changes for others too.
    """

    codes: ClassVar = ("take-ownership-needlessly",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn vowels(text: String) -> usize {\n"
            '    text.chars().filter(|c| "aeiou".contains(*c)).count()\n}\n\nfn main() {\n'
            '    let name = String::from("rust");\n    assert_eq!(vowels(name), 1);\n}\n',
            after="fn vowels(text: &str) -> usize {\n"
            '    text.chars().filter(|c| "aeiou".contains(*c)).count()\n}\n\nfn main() {\n'
            '    let name = String::from("rust");\n    assert_eq!(vowels(&name), 1);\n}\n',
        ),
    )
    refuses: ClassVar = (
        "fn shout(mut text: String) -> String {\n    text.push('!');\n    text\n}\n\n"
        'fn main() {\n    assert_eq!(shout("a".into()), "a!");\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        span = site.diagnostic.span
        inside = descendants(site.node, "function_item")
        function = ancestor(site.node, "function_item") or next(
            (f for f in inside if span.start <= f.start_byte < span.end), None
        )
        name = function.child_by_field_name("name") if function else None
        if function is None or name is None:
            return
        public = any(c.type == "visibility_modifier" for c in function.children)
        for place, parameter in enumerate(parameters(function)):
            kind, pattern = (parameter.child_by_field_name(f) for f in ("type", "pattern"))
            slim = _lent(text_of(kind)) if kind is not None else ""
            if kind is None or pattern is None or not slim:
                continue
            edits: list[Edit] = [replace_node(kind, slim)]
            for call in calls_of(site.source, text_of(name)):
                if place < len(call.arguments):
                    edits.append(Edit.insert(call.arguments[place].start, "&"))
            yield site.candidate(
                self.id,
                f"Borrow `{text_of(pattern)}` in `{text_of(name)}`",
                *edits,
                safety=Safety.API_CHANGE if public else Safety.SAFE,
            )


def _lent(kind: str) -> str:
    if kind == "String":
        return "&str"
    found = re.fullmatch(r"Vec<(.*)>", kind, re.S)
    return f"&[{found[1]}]" if found else ""
