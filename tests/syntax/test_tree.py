"""Every tree is shallow and narrow enough to be read, whatever the text."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

import pytest
from tree_sitter import Tree

from rust_agent_lsp.fixes.propose import propose
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity, Source
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax import tree as tree_module
from rust_agent_lsp.syntax.tree import (
    MOST_BROKEN,
    MOST_NESTED,
    SourceFile,
    descendants,
    parse_text,
)

HERE = Path("/w/src/main.rs")
MESSAGES = {
    "E0308": "mismatched types\nexpected `String`, found `&str`",
    "E0382": "borrow of moved value: `a`",
    "E0384": "cannot assign twice to immutable variable `a`",
}
PIECES = (
    *("<", "&", "!", "*", "-", "|", "'", "(", "{", "[", "/*", "::a", "&mut ", "return ", "..", "?"),
    *("a.", "a+", "a<", "a=", "a!", "a as ", "<,", "<\n", "if a {} else ", "1,abc,\n", "'a: "),
)


@pytest.mark.parametrize("piece", PIECES)
def test_what_repeats_without_end_has_a_tree_that_can_be_read(piece: str) -> None:
    """Deep trees and wide errors make each step of a rule take time by their size."""
    tree = parse_text((piece * 10_000).encode())
    depth, width = extent(tree)
    assert depth <= MOST_NESTED + 1
    assert width <= MOST_BROKEN


@pytest.mark.parametrize("piece", ["a.", "a+", "::a", "<", "&"])
def test_the_work_of_the_rules_does_not_grow_beyond_the_limits(piece: str) -> None:
    assert max(calls_of_rules(piece * n) for n in (20_000, 40_000)) <= 2 * calls_of_rules("")


def test_a_tree_without_limits_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = calls_of_rules("a." * 2_000)
    monkeypatch.setattr(tree_module, "_is_too_tangled", lambda _: False)
    assert extent(parse_text(b"a." * 2_000))[0] > MOST_NESTED + 1
    assert extent(parse_text(b"<" * 10_000))[1] > MOST_BROKEN
    assert calls_of_rules("a." * 2_000) > 2 * calls


def test_nodes_of_a_kind_are_found_item_by_item_as_by_walking() -> None:
    text = b"struct A;\nmod m { struct B { x: u8 }\n fn f() { struct C; } }\n} struct D"
    root = parse_text(text).root_node
    kinds = ("struct_item", "type_identifier", "ERROR")
    walked = [n for n in descendants(root) if n.type in kinds and n.is_named]
    assert list(descendants(root, *kinds)) == walked
    assert list(descendants(root, root.type))[:1] == [root]


@pytest.mark.parametrize(
    "text",
    [
        "fn f() { a" + " + a" * (MOST_NESTED - 20) + "; }",
        "fn f() { " + "(" * (MOST_NESTED - 20) + ")" * (MOST_NESTED - 20) + "; }",
        "const A: [u32; 9] = [" + "1, " * 50_000 + "];",
        "m! { " + "a b c, " * 20_000 + "}",
        "fn f() {}\n" * 20_000,
        "fn f() { let }\n" * 2_000,
        "<" * (MOST_BROKEN - 20),
    ],
    ids=["sum", "brackets", "array", "macro", "items", "errors", "broken"],
)
def test_what_is_large_but_sane_keeps_its_tree(text: str) -> None:
    assert parse_text(text.encode()).root_node.end_byte == len(text)


def extent(tree: Tree) -> tuple[int, int]:
    """How deep the tree is, and how many children its broadest error has."""
    cursor, depth, width = tree.walk(), 0, 0
    while True:
        depth = max(depth, cursor.depth)
        if cursor.node is not None and cursor.node.is_error:
            width = max(width, cursor.node.child_count)
        if cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return depth, width


def calls_of_rules(text: str) -> int:
    """How many functions are called to find fixes for three errors of `text`."""
    source = SourceFile.parse(HERE, text.encode())
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    earlier = sys.getprofile()
    for code, message in MESSAGES.items():
        span = Span(min(100, len(text)), min(101, len(text)))
        found = Diagnostic(code, Severity.ERROR, message, HERE, span, source=Source.FORWARDED)
        propose(found, lambda _: source)  # the rules are loaded on first use
        sys.setprofile(count)
        propose(found, lambda _: source)
        sys.setprofile(earlier)
    return calls
