"""Numbers the items of an iterator where the code takes an index beside each item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, insert_after, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.tree import ancestor, text_of

_INDEX = re.compile(r"_?(?:i|j|k|n|at|idx|index|pos|position|num|number|row|col|line|step|count)")
_ADAPTERS = ("map", "for_each", "filter_map", "flat_map", "any", "all", "find_map", "position")


class EnumerateItems(FixRule):
    """Adds `.enumerate()`, whose items are pairs of an index and the item."""

    codes: ClassVar = ("E0593", "E0308")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let names = vec!["a", "b"];
    let sizes: Vec<usize> = names.iter().map(|i, n| i + n.len()).collect();
    println!("{sizes:?}");
}
""",
            after="""\
fn main() {
    let names = vec!["a", "b"];
    let sizes: Vec<usize> = names.iter().enumerate().map(|(i, n)| i + n.len()).collect();
    println!("{sizes:?}");
}
""",
            code="E0593",
        ),
        Example(
            before="""\
fn main() {
    let names = vec!["a", "b"];
    for (i, name) in names.iter() {
        println!("{i} {name}");
    }
}
""",
            after="""\
fn main() {
    let names = vec!["a", "b"];
    for (i, name) in names.iter().enumerate() {
        println!("{i} {name}");
    }
}
""",
            code="E0308",
        ),
    )
    refuses: ClassVar = (
        "fn main() {\n    let n: i32 = [1, 2].iter().map(|left, right| left + right).sum();\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        if site.diagnostic.code == "E0593":
            yield from self._closure(site)
            return
        types = expected_found(site)
        loop = ancestor(site.node, "for_expression")
        pattern = loop.child_by_field_name("pattern") if loop is not None else None
        value = loop.child_by_field_name("value") if loop is not None else None
        if types is None or pattern is None or value is None or pattern.type != "tuple_pattern":
            return
        found = re.fullmatch(r"\(_, _\)|\(.*\)", types[1])
        if types[0].startswith("(") or found is None or not _numbered(pattern.named_children):
            return
        if pattern.start_byte > site.diagnostic.span.start:
            return
        if pattern.end_byte < site.diagnostic.span.end:
            return
        text = text_of(value)
        if re.search(r"\.\w+\([^()]*\)$", text):
            edits = (insert_after(value, ".enumerate()"),)
        elif value.type == "reference_expression":
            inner = value.named_children[-1]
            way = "iter_mut" if text.startswith("&mut ") else "iter"
            edits = (replace_node(value, f"{text_of(inner)}.{way}().enumerate()"),)
        elif value.type == "identifier":
            edits = (insert_after(value, ".into_iter().enumerate()"),)
        elif value.type == "range_expression":
            edits = (replace_node(value, f"({text}).enumerate()"),)
        else:
            return
        yield site.candidate(self.id, f"Number the items of `{text}` with `.enumerate()`", *edits)

    def _closure(self, site: Site) -> Iterator[Candidate]:
        label = site.label(r"^takes 2 (?:distinct )?arguments")
        closure = ancestor(site.node_of(label), "closure_expression") if label is not None else None
        listed = closure.child_by_field_name("parameters") if closure is not None else None
        node = ancestor(closure, "call_expression") if closure is not None else None
        call = call_of(node) if node is not None else None
        if listed is None or call is None or call.receiver is None or call.name not in _ADAPTERS:
            return
        if site.match(r"expected to take 1 argument") is None or not _numbered(
            listed.named_children
        ):
            return
        if re.search(r"enumerate\(\)$", text_of(call.receiver)):
            return
        inner = text_of(listed).strip("|")
        yield site.candidate(
            self.id,
            f"Number the items for `{call.name}` with `.enumerate()`",
            insert_after(call.receiver, ".enumerate()"),
            replace_node(listed, f"|({inner})|"),
        )


def _numbered(names: list[Node]) -> bool:
    """Say whether two names are an index and an item."""
    if len(names) != 2:
        return False
    return bool(_INDEX.fullmatch(text_of(names[0]))) or "index" in text_of(names[0])
