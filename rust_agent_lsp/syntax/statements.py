"""Moves statements within their block, as far as the names in them allow it."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.names import binding_of, declared_names, used_names
from rust_agent_lsp.syntax.tree import SourceFile, descendants, text_of

_EFFECTS = (
    "call_expression",
    "macro_invocation",
    "assignment_expression",
    "compound_assignment_expr",
    "await_expression",
)
_JUMPS = ("return_expression", "break_expression", "continue_expression", "try_expression")


def statements(block: Node) -> list[Node]:
    """Return the statements of a block, its tail expression included."""
    return [n for n in block.named_children if "comment" not in n.type and n.type != "label"]


def is_tail(statement: Node) -> bool:
    """Say whether a statement is the value of its block."""
    return not (
        statement.type.endswith(("_statement", "_declaration", "_item"))
        or statement.type in ("macro_definition", "inner_attribute_item", "attribute_item")
    )


def line_span(source: SourceFile, statement: Node) -> Span | None:
    """Return whole lines of `statement` with its newline, or None when it shares a line."""
    start = source.line_start(statement.start_byte)
    end = source.line_end(statement.end_byte)
    rest = source.slice(Span(statement.end_byte, end)).strip()
    if source.slice(Span(start, statement.start_byte)).strip() or (
        rest and not rest.startswith("//")
    ):
        return None
    return Span(start, min(end + 1, len(source.text)))


def between(first: Node, last: Node) -> list[Node] | None:
    """Return the statements from `first` up to (not with) `last`, both in one block, or None."""
    if first.parent is None or first.parent != last.parent:
        return None
    listed = statements(first.parent)
    if first not in listed or last not in listed:
        return None
    start, end = listed.index(first), listed.index(last)
    return listed[start:end] if start < end else None


def may_move_over(statement: Node, over: Sequence[Node], shared: set[str]) -> bool:
    """Say whether `statement` may be run before the statements `over`.

    They may have only the local names `shared` in common, and neither may leave the block.
    """
    if is_tail(statement) or next(descendants(statement, *_JUMPS), None) is not None:
        return False
    names = used_names(statement)
    for other in over:
        if other.type == "attribute_item" or next(descendants(other, *_JUMPS), None) is not None:
            return False
        common = (names & used_names(other)) - shared
        if declared_names(other) & names or declared_names(statement) & used_names(other):
            return False
        if any(binding_of(other, name) is not None or name == "self" for name in common):
            return False
    return True


def has_effect(node: Node) -> bool:
    """Say whether running `node` may be seen from outside (a call, a macro, an assignment)."""
    return any(
        not text_of(found).startswith(("vec!", "format!")) for found in descendants(node, *_EFFECTS)
    )


def move_before(source: SourceFile, moved: Sequence[Node], anchor: Node) -> list[Edit] | None:
    """Return edits that put the statements `moved` before `anchor`, or None."""
    lines = [line_span(source, statement) for statement in moved]
    target = line_span(source, anchor)
    if target is None or any(span is None for span in lines):
        return None
    spans = [span for span in lines if span is not None]
    text = "".join(
        source.slice(s) if source.slice(s).endswith("\n") else source.slice(s) + "\n" for s in spans
    )
    return [Edit.insert(target.start, text), *(Edit.delete(s.start, s.end) for s in spans)]


def insert_line(source: SourceFile, anchor: Node, line: str) -> Edit:
    """Insert `line` as a statement before the statement `anchor`, indented like it."""
    indent = source.indent_at(anchor.start_byte)
    return Edit.insert(anchor.start_byte, f"{line}\n{indent}")
