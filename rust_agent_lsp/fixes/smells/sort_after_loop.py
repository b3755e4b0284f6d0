"""Sorts once after a loop instead of after every item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.smell_parts import method_call
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.statements import line_span, statements
from rust_agent_lsp.syntax.tree import ancestor, descendants, text_of

_LOOPS = ("for_expression", "while_expression", "loop_expression")
_LEAVES = ("return_expression", "try_expression")
_SORTS = ("sort", "sort_unstable", "sort_by", "sort_by_key", "sort_unstable_by_key")


class SortAfterLoop(FixRule):
    """Moves the sort behind the loop, where the loop only pushes to the vector."""

    codes: ClassVar = ("sort-in-loop",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="fn ordered(items: &[u32]) -> Vec<u32> {\n    let mut found = Vec::new();\n"
            "    for item in items {\n        found.push(*item);\n        found.sort();\n    }\n"
            "    found\n}\n\nfn main() {\n    assert_eq!(ordered(&[3, 1]), [1, 3]);\n}\n",
            after="fn ordered(items: &[u32]) -> Vec<u32> {\n    let mut found = Vec::new();\n"
            "    for item in items {\n        found.push(*item);\n    }\n    found.sort();\n"
            "    found\n}\n\nfn main() {\n    assert_eq!(ordered(&[3, 1]), [1, 3]);\n}\n",
        ),
    )
    refuses: ClassVar = (
        "fn least(items: &[u32]) -> u32 {\n    let mut found = Vec::new();\n    let mut sum = 0;\n"
        "    for item in items {\n        found.push(*item);\n        found.sort();\n"
        "        sum += found[0];\n    }\n    sum\n}\n\n"
        "fn main() {\n    assert_eq!(least(&[3, 1]), 4);\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        loop = ancestor(site.node, *_LOOPS)
        body = loop.child_by_field_name("body") if loop else None
        if loop is None or body is None or next(descendants(body, *_LEAVES), None) is not None:
            return
        for statement in statements(body):
            call = statement.named_children[0] if statement.named_children else statement
            sort, line = method_call(call, *_SORTS), line_span(site.source, statement)
            if sort is None or line is None:
                continue
            uses = [n for n in descendants(loop) if text_of(n) == sort.receiver]
            calls = [c for n in descendants(body) if (c := method_call(n, "push"))]
            pushes = [c for c in calls if c.receiver == sort.receiver]
            if len(uses) != 1 + len(pushes):
                return
            indent = site.source.indent_at(loop.start_byte)
            after = Edit.insert(loop.end_byte, f"\n{indent}{text_of(statement)}")
            title = f"Sort `{sort.receiver}` once, after the loop"
            yield site.candidate(self.id, title, Edit.delete(line.start, line.end), after)
            return
