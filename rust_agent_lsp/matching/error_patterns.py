"""Which pattern leads out of an error, by where it stands: in a loop E0502 wants another way."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tree_sitter import Node

from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.syntax.calls import callee_name, self_parameter
from rust_agent_lsp.syntax.tree import SourceFile, ancestors, text_of

PLACES = {
    "thread": "in a thread of its own",
    "loop": "inside a loop",
    "closure": "inside a closure",
    "async": "in async code",
    "method": "in a method",
}
"""The kinds of places, each as it is said."""
_LOOPS = ("for_expression", "while_expression", "loop_expression")


@dataclass(frozen=True, slots=True)
class Link:
    """A pattern that leads out; `within` is the kind of place that speaks for it, or empty."""

    pattern: str
    within: str = ""
    says: str = ""


@cache
def links() -> dict[str, tuple[Link, ...]]:
    """Return the links of each code."""
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return {code: tuple(Link(**row) for row in rows) for code, rows in tomllib.loads(text).items()}


def link_of(diagnostic: Diagnostic, source: SourceFile | None) -> Link | None:
    """Return the pattern that leads out of `diagnostic`; None where none is known.

    Without `source`, its file, only links that ask for no place are found.
    """
    rows = links().get(diagnostic.code or "", ())
    around = frozenset(_places(source.node_at(diagnostic.span)) if source and rows else ())
    for row in rows:
        if row.within and row.within not in around:
            continue
        if re.search(row.says, diagnostic.message):
            return row
    return None


def _places(node: Node) -> Iterator[str]:
    """Yield the kinds of places around a node, up to the function that holds it."""
    inner = node
    for outer in (node, *ancestors(node)):
        if outer.type in _LOOPS and inner == outer.child_by_field_name("body"):
            yield "loop"
        elif outer.type == "closure_expression":
            yield "closure"
        elif outer.type == "async_block":
            yield "async"
        elif outer.type == "call_expression" and _spawns(outer):
            yield "thread"
        elif outer.type == "function_item":
            if any(text_of(c).startswith("async") for c in outer.children if "mod" in c.type):
                yield "async"
            if self_parameter(outer) is not None:
                yield "method"
            return
        inner = outer


def _spawns(call: Node) -> bool:
    function = call.child_by_field_name("function")
    name = callee_name(function) if function is not None else None
    return name is not None and text_of(name) == "spawn"
