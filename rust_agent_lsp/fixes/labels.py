"""Reads what the labels of a diagnostic say: two types that differ, an earlier borrow, a move."""

from __future__ import annotations

import re
from typing import NamedTuple

from tree_sitter import Node

from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.diagnostic import Label
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.tree import ancestor

_EARLIER = re.compile(r"borrow occurs here|is borrowed here|borrow of .* occurs here")
_MOVED = (
    r"^value (?:partially )?moved here|^data moved here|^move out of .* occurs here"
    r"|moved due to this (?:method|implicit) call"
)
_EXPECTED = re.compile(
    r"expected (?:[a-z ]*)?`(?P<expected>[^`]+)`, found (?:[a-z ]*)?`(?P<found>[^`]+)`"
)
_EXPECTED_WORD = re.compile(
    r"expected (?:(?:[a-z ]*)?`(?P<expected>[^`]+)`|(?P<word>[a-z\- ]+?)), "
    r"found (?:(?:[a-z ]*)?`(?P<found>[^`]+)`|(?P<found_word>[a-z\- ]+))"
)
# A note of its own says it on two lines, aligned with spaces.
_EXPECTED_NOTE = re.compile(
    r"expected [a-z ]*`(?P<expected>[^`]+)`\s+found [a-z ]*`(?P<found>[^`]+)`"
)


def expected_found(site: Site) -> tuple[str, str] | None:
    """Return the two types of `expected …, found …` at the primary span.

    A type that rustc only describes ("integer") is given in its words.
    """
    label = next((x for x in site.diagnostic.labels if x.primary and x.text), None)
    texts = [label.text if label is not None else site.diagnostic.message]
    texts += [note.text for note in site.diagnostic.notes]
    patterns = ((_EXPECTED, texts[:1]), (_EXPECTED_WORD, texts[:1]), (_EXPECTED_NOTE, texts[1:]))
    found = next((m for p, where in patterns for t in where if (m := p.search(t))), None)
    if found is None:
        return None
    parts = found.groupdict()
    expected = parts["expected"] or (parts.get("word") or "")
    return expected.strip(), (parts["found"] or (parts.get("found_word") or "")).strip()


def earlier_borrow(site: Site) -> Label | None:
    """Return the label of the borrow that the error at the primary span conflicts with."""
    return next(
        (
            label
            for label in site.diagnostic.labels
            if not label.primary
            and label.location.path == site.source.path
            and _EARLIER.search(label.text)
        ),
        next((x for x in site.diagnostic.labels if x.primary and _is_lone(site, x)), None),
    )


class Loop(NamedTuple):
    """A complete `for pattern in value body`."""

    node: Node
    pattern: Node
    value: Node
    body: Node


def borrowing_loop(site: Site) -> Loop | None:
    """Return the loop that makes the earlier borrow, or None."""
    label = earlier_borrow(site)
    node = ancestor(site.node_of(label), "for_expression") if label is not None else None
    if node is None:
        return None
    parts = [node.child_by_field_name(name) for name in ("pattern", "value", "body")]
    pattern, value, body = parts
    if pattern is None or value is None or body is None:
        return None
    return Loop(node, pattern, value, body)


def moved_value(site: Site) -> Span | None:
    """Return the bytes of what was moved: where a label says so, else the primary span.

    None where it is a reference: what it borrows is not lost.
    """
    kind = site.match(r"has type `([^`]+)`")
    if kind is not None and kind[1].startswith("&"):
        return None
    label = site.label(_MOVED)
    return label.location.span if label is not None else site.diagnostic.span


def _is_lone(site: Site, label: Label) -> bool:
    """Say whether the primary span is itself the only borrow (in a loop, or dropped later)."""
    return bool(re.search(r"previous iteration|does not live long enough", label.text)) or (
        site.diagnostic.code == "E0597"
    )
