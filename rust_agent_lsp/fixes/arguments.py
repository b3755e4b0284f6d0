"""The call that a diagnostic is about, the one argument that it lacks, and where that goes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tree_sitter import Node

from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.calls import Call, argument_at, call_of, callee, parameters
from rust_agent_lsp.syntax.tree import ancestor, text_of


@dataclass(frozen=True, slots=True)
class Lack:
    """The one argument that a call lacks: its place, and the parameter's name and type."""

    call: Call
    index: int
    name: str
    kind: str


def called_at(site: Site) -> Call | None:
    """Return the call whose function the primary span names."""
    node = site.node
    at: Node | None = ancestor(node, "call_expression")
    if at is not None and node.start_byte < (at.child_by_field_name("arguments") or at).start_byte:
        return call_of(at)
    following = node.next_sibling
    if following is not None and following.type == "token_tree":
        inside = Span(following.start_byte + 1, following.start_byte + 1)
        found = argument_at(site.source, inside)
        return found[0] if found else None
    return call_of(at) if at is not None else None


def lacking(site: Site) -> Lack | None:
    """Return the only argument that the call at the diagnostic lacks, or None."""
    call = called_at(site)
    function = callee(site.source, call) if call is not None else None
    listed = parameters(function) if function is not None else []
    missing = re.findall(
        r"argument(?: #(\d+))?(?: of type `([^`]+)`)? is missing",
        "\n".join(label.text for label in site.diagnostic.labels),
    )
    if call is None or len(missing) != 1 or len(listed) != len(call.arguments) + 1:
        return None
    index = int(missing[0][0] or 1) - 1
    if index >= len(listed):
        return None
    pattern = listed[index].child_by_field_name("pattern")
    kind = listed[index].child_by_field_name("type")
    if pattern is None or kind is None:
        return None
    return Lack(call, index, text_of(pattern), text_of(kind))


def insertion(site: Site, call: Call, index: int, value: str) -> Edit:
    """Return the edit that passes `value` as the argument at `index`."""
    if index < len(call.arguments):
        return Edit.insert(call.arguments[index].start, f"{value}, ")
    if call.arguments:
        return Edit.insert(call.arguments[-1].end, f", {value}")
    closing = site.source.text.find(b")", call.node.start_byte)
    arguments = call.node.child_by_field_name("arguments")
    at = arguments.end_byte - 1 if arguments else closing
    return Edit.insert(at, value)
