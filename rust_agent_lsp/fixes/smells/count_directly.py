"""Counts what an iterator gives without collecting it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.smell_parts import method_call
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import ancestor, ancestors, text_of


class CountDirectly(FixRule):
    """Replaces `.collect::<Vec<_>>().len()` by `.count()`, and `.is_empty()` by a look for one.

    Only where a vector is collected: a set would leave out what is equal.
    """

    codes: ClassVar = ("collect-for-len",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn words(text: &str) -> usize {\n"
            "    text.split_whitespace().collect::<Vec<_>>().len()\n}\n\n"
            'fn main() {\n    assert_eq!(words("a b  c"), 3);\n}\n',
            after="fn words(text: &str) -> usize {\n    text.split_whitespace().count()\n}\n\n"
            'fn main() {\n    assert_eq!(words("a b  c"), 3);\n}\n',
        ),
        Example(
            before="fn has_even(items: &[u32]) -> bool {\n"
            "    !items.iter().filter(|n| *n % 2 == 0).collect::<Vec<&u32>>().is_empty()\n}\n\n"
            "fn main() {\n    assert!(has_even(&[1, 2]) && !has_even(&[1]));\n}\n",
            after="fn has_even(items: &[u32]) -> bool {\n"
            "    items.iter().filter(|n| *n % 2 == 0).next().is_some()\n}\n\n"
            "fn main() {\n    assert!(has_even(&[1, 2]) && !has_even(&[1]));\n}\n",
        ),
    )
    refuses: ClassVar = (
        "use std::collections::HashSet;\n\nfn main() {\n    let items = [1, 1, 2];\n"
        "    let kinds = items.iter().collect::<HashSet<_>>().len();\n"
        "    assert_eq!(kinds, 2);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        end = site.source.node_at(Span(*[site.diagnostic.span.end - 1] * 2))
        call = ancestor(end, "call_expression")
        for node in (call, *ancestors(call)) if call else ():
            outer = method_call(node, "len", "is_empty")
            inner = method_call(outer.value, "collect") if outer else None
            if outer is None or inner is None:
                continue
            if not re.search(r"collect\s*::\s*<\s*Vec\b", text_of(inner.node)):
                return
            edits, title = [], "Count without collecting"
            count, parent = ".count()", outer.node.parent
            if text_of(outer.node).rpartition(".")[2].startswith("is_empty"):
                title, count = "Look for one without collecting", ".next().is_none()"
                if parent is not None and text_of(parent).startswith("!"):
                    count = ".next().is_some()"
                    edits.append(Edit.delete(parent.start_byte, outer.node.start_byte))
            edits.append(Edit(Span(inner.value.end_byte, outer.node.end_byte), count))
            yield site.candidate(self.id, title, *edits)
            return
