"""Makes patterns and value agree on whether there is an `Option` or `Result` around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import expected_found
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.expressions import wrap
from rust_agent_lsp.syntax.tree import ancestor, span_of, text_of
from rust_agent_lsp.syntax.types import plain, split_generic

_MAKERS = {"Option": "Some", "Result": "Ok"}
_BARE = ("_", "None")
_PLAIN = (
    "integer_literal",
    "negative_literal",
    "string_literal",
    "char_literal",
    "boolean_literal",
    "range_pattern",
    "or_pattern",
    "tuple_pattern",
    "struct_pattern",
    "scoped_identifier",
    "tuple_struct_pattern",
)


class FitWrapperPattern(FixRule):
    """Takes `Some` off the patterns for a plain value, or puts it around those for an `Option`.

    A last arm `_` or a plain name stays as it is.
    """

    codes: ClassVar = ("E0308",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(n: i32) -> i32 {\n    match n {\n        Some(0) => 1,\n"
            "        Some(x) if x < 0 => -x,\n        Some(x) => x,\n    }\n}\n",
            after="pub fn f(n: i32) -> i32 {\n    match n {\n        0 => 1,\n"
            "        x if x < 0 => -x,\n        x => x,\n    }\n}\n",
        ),
        Example(
            before="pub fn f(n: Option<i32>) -> i32 {\n    match n {\n        0 => 1,\n"
            "        1 | 2 => 7,\n        _ => 3,\n    }\n}\n",
            after="pub fn f(n: Option<i32>) -> i32 {\n    match n {\n        Some(0) => 1,\n"
            "        Some(1 | 2) => 7,\n        _ => 3,\n    }\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(n: i32) -> i32 {\n    match n {\n        Some(x) => x,\n        None => 0,\n"
        "    }\n}\n",
        "pub fn f(n: i32) -> Option<i32> {\n    n\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        types = expected_found(site)
        arm = ancestor(site.node, "match_arm")
        own = arm.child_by_field_name("pattern") if arm is not None else None
        if types is None or arm is None or own is None or arm.parent is None:
            return
        if not own.start_byte <= site.diagnostic.span.start < own.end_byte:
            return
        wanted, found = (split_generic(plain(t).lstrip("&"))[0] for t in types)
        patterns = [_inner(n) for n in arm.parent.named_children if n.type == "match_arm"]
        if found in _MAKERS and wanted not in _MAKERS:
            edits = [_bare(pattern, _MAKERS[found]) for pattern in patterns]
            title = f"Match the value itself, which is no `{found}`"
        elif wanted in _MAKERS and found not in _MAKERS:
            edits = [_wrapped(pattern, _MAKERS[wanted]) for pattern in patterns]
            title = f"Match what the `{wanted}` holds"
        else:
            return
        if any(edit is None for edit in edits):
            return
        yield site.candidate(self.id, title, *(e for edit in edits if edit for e in edit))


def _inner(arm: Node) -> Node | None:
    pattern = arm.child_by_field_name("pattern")
    if pattern is not None and pattern.type == "match_pattern" and pattern.named_children:
        return pattern.named_children[0]
    return pattern


def _bare(pattern: Node | None, maker: str) -> list[Edit] | None:
    """Return the edit that takes `maker` off a pattern; None where the arm is for nothing."""
    text = text_of(pattern) if pattern is not None else "_"
    if pattern is None or text == "_":
        return []
    if not text.startswith(f"{maker}(") or len(pattern.named_children) != 2:
        return None
    return [replace_node(pattern, text_of(pattern.named_children[1]))]


def _wrapped(pattern: Node | None, maker: str) -> list[Edit] | None:
    """Return the edit that puts `maker` around a pattern for a plain value."""
    text = text_of(pattern) if pattern is not None else "_"
    if pattern is None or text in _BARE or text.startswith((f"{maker}(", "Err(")):
        return []
    return [*wrap(span_of(pattern), f"{maker}(", ")")] if pattern.type in _PLAIN else []
