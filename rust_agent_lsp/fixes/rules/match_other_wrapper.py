"""Writes the patterns of `Option` or of `Result`, whichever the value is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.names import used_names
from rust_agent_lsp.syntax.tree import ancestor, text_of
from rust_agent_lsp.syntax.types import plain, split_generic


class MatchOtherWrapper(FixRule):
    """Changes `Ok(x)` and `Err(_)` into `Some(x)` and `None` in all arms, or the other way round.

    An arm that uses the error keeps its pattern, and then nothing is offered.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="""\
fn first(v: &[i32]) -> i32 {
    match v.first() {
        Ok(n) => *n,
        Err(_) => 0,
    }
}
fn main() {
    first(&[1]);
}
""",
            after="""\
fn first(v: &[i32]) -> i32 {
    match v.first() {
        Some(n) => *n,
        None => 0,
    }
}
fn main() {
    first(&[1]);
}
""",
        ),
        Example(
            before="""\
fn main() {
    if let Some(n) = "5".parse::<i32>() {
        println!("{n}");
    }
}
""",
            after="""\
fn main() {
    if let Ok(n) = "5".parse::<i32>() {
        println!("{n}");
    }
}
""",
        ),
    )
    refuses: ClassVar = (
        'fn main() {\n    match Some(1) {\n        Ok(n) => println!("{n}"),\n'
        '        Err(e) => println!("{e:?}"),\n    }\n}\n',
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        if types is None:
            return
        wanted, found = split_generic(plain(types[0]))[0], split_generic(plain(types[1]))[0]
        wanted, found = wanted.lstrip("&"), found.lstrip("&")
        host = ancestor(site.node, "match_arm", "let_condition", "let_declaration")
        own = host.child_by_field_name("pattern") if host is not None else None
        if host is None or own is None or {wanted, found} != {"Option", "Result"}:
            return
        if not own.start_byte <= site.diagnostic.span.start < own.end_byte:
            return
        hosts = [host]
        if host.type == "match_arm" and host.parent is not None:
            hosts = [n for n in host.parent.named_children if n.type == "match_arm"]
        edits: list[Edit] = []
        for arm in hosts:
            pattern = arm.child_by_field_name("pattern")
            edit = _changed(pattern, arm, wanted) if pattern is not None else []
            if edit is None:
                return
            edits += edit
        if edits:
            yield site.candidate(self.id, f"Match the `{wanted}` that the value is", *edits)


def _changed(pattern: Node, arm: Node, wanted: str) -> list[Edit] | None:
    """Return the edits for one arm's pattern; None where a name that is used would be lost."""
    inner = pattern
    if pattern.type == "match_pattern" and pattern.named_children:
        inner = pattern.named_children[0]
    text = text_of(inner)
    if inner.type != "tuple_struct_pattern":
        bare = text_of(pattern)
        if wanted == "Result" and bare == "None":
            return [replace_node(inner, "Err(_)")]
        return []
    head, parts = inner.named_children[0], inner.named_children[1:]
    if wanted == "Option" and text.startswith("Ok("):
        return [replace_node(head, "Some")]
    if wanted == "Result" and text.startswith("Some("):
        return [replace_node(head, "Ok")]
    if wanted == "Option" and text.startswith("Err("):
        value = arm.child_by_field_name("value")
        name = text_of(parts[0]) if parts else "_"
        if name != "_" and value is not None and name in used_names(value):
            return None
        return [replace_node(inner, "None")]
    return []
