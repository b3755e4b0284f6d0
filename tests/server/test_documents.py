from __future__ import annotations

import asyncio
import logging
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types
from tree_sitter import Node

from rust_agent_lsp.server.documents import Document, DocumentStore, to_utf8, uri_to_path
from rust_agent_lsp.syntax.lines import Encoding
from rust_agent_lsp.syntax.tree import LARGE, parse_text

URI = "file:///w/src/main.rs"
ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")
PIECES = (
    *("a", "é", "🦀", "\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028"),
    *("fn f() {", "}", "let x = ", "1;", "(", ")", '"', 'r#"', '"#', "/*", "*/", "//", "<'a>", "!"),
)
pieces = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
Change = tuple[tuple[int, int] | None, tuple[int, int], str]


def opened(text: str, encoding: Encoding = "utf-16", uri: str = URI) -> DocumentStore:
    store = DocumentStore()
    store.encoding = encoding
    store.open(types.TextDocumentItem(uri, "rust", 1, text))
    return store


def only(store: DocumentStore) -> Document:
    (document,) = store.snapshot()
    return document


def change(store: DocumentStore, version: int, *changes: Change) -> Document | None:
    events: list[types.TextDocumentContentChangeEvent] = []
    for start, end, text in changes:
        if start is None:
            events.append(types.TextDocumentContentChangeWholeDocument(text))
            continue
        where = types.Range(types.Position(*start), types.Position(*end))
        events.append(types.TextDocumentContentChangePartial(where, text))
    return store.change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(version, URI), events
        )
    )


def model_index(text: str, position: tuple[int, int], encoding: Encoding) -> int:
    """Where a position stands in `text`, by walking it character for character."""
    line, room = position
    at = 0
    while line:
        while at < len(text) and text[at] not in "\r\n":
            at += 1
        if at == len(text):
            return at
        at += 2 if text.startswith("\r\n", at) else 1
        line -= 1
    while at < len(text) and text[at] not in "\r\n":
        unit = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[encoding]
        size = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
        room -= len(text[at].encode(unit)) // size
        if room < 0:
            break
        at += 1
    return at


def model_apply(text: str, edit: Change, encoding: Encoding) -> str:
    start, end, new = edit
    if start is None:
        return new
    indices = model_index(text, start, encoding), model_index(text, end, encoding)
    return text[: min(indices)] + new + text[max(indices) :]


@st.composite
def positions(draw: st.DrawFn, text: str) -> tuple[int, int]:
    if draw(st.integers(0, 9)) == 0:
        return draw(st.tuples(st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1)))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    line = draw(st.integers(0, len(lines) - 1))
    return line, draw(st.integers(0, len(lines[line].encode())))


@st.composite
def edits(draw: st.DrawFn, text: str) -> Change:
    if draw(st.integers(0, 14)) == 0:
        return None, (0, 0), draw(pieces)
    return draw(positions(text)), draw(positions(text)), draw(pieces)


def shape(root: Node) -> list[object]:
    found: list[object] = []
    stack = [root]
    while stack:
        node = stack.pop()
        found.append((node.type, node.start_byte, node.end_byte, node.start_point, node.end_point))
        stack += reversed(node.children)
    return found


@settings(max_examples=300)
@given(pieces, st.sampled_from(ENCODINGS), st.data())
def test_random_edits_match_the_model(text: str, encoding: Encoding, data: st.DataObject) -> None:
    store = opened(text, encoding)
    for version in range(2, data.draw(st.integers(3, 7))):
        batch: list[Change] = []
        for _ in range(data.draw(st.integers(1, 3))):
            edit = data.draw(edits(text))
            text = model_apply(text, edit, encoding)
            batch.append(edit)
        document = change(store, version, *batch)
        assert document is not None
        assert (document.text, document.version) == (text.encode(), version)
        if data.draw(st.booleans()):
            tree, fresh = document.source.tree, parse_text(document.text)
            assert str(tree.root_node) == str(fresh.root_node)
            assert shape(tree.root_node) == shape(fresh.root_node)


def test_a_change_makes_a_new_document_and_leaves_the_old_one() -> None:
    store = opened("fn a() {}\n")
    before = only(store)
    tree = str(before.source.tree.root_node)
    change(store, 2, ((0, 3), (0, 4), "b(x: u8) -> u8 { x } fn c"))
    after = only(store)
    assert before.text == b"fn a() {}\n"
    assert str(before.source.tree.root_node) == tree != str(after.source.tree.root_node)
    assert after.source.text == after.text


def test_a_large_document_is_parsed_beside_the_event_loop() -> None:
    text = "fn foo(a: i32) -> i32 { a + 1 }\n" * (LARGE // 16)
    store = opened(text)

    async def run() -> int:
        turns = 0
        parsing = asyncio.create_task(only(store).parsed())
        while not parsing.done():
            await asyncio.sleep(0)
            turns += 1
        assert (await parsing).tree.root_node.end_byte == len(text)
        return turns

    assert asyncio.run(run()) > 3
    change(store, 2, ((9, 3), (9, 6), "bar"))
    document = only(store)
    tree = document.source.tree
    function = tree.root_node.children[9]
    assert function.text == b"fn bar(a: i32) -> i32 { a + 1 }"
    assert shape(tree.root_node) == shape(parse_text(document.text).root_node)


def test_many_threads_get_one_tree() -> None:
    document = only(opened("fn main() {}"))
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(id(document.source))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_lone_surrogate_becomes_a_replacement_character() -> None:
    assert to_utf8("a\ud83db\udc00") == "a\ufffdb\ufffd".encode()
    store = opened("x\ud800y")
    change(store, 2, ((0, 2), (0, 3), "z"))
    assert only(store).text == "x\ufffdz".encode()


def test_versions_out_of_order_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    store = opened("a")
    with caplog.at_level(logging.WARNING):
        change(store, 1, ((0, 0), (0, 0), "b"))
    assert "version 1 after 1" in caplog.text
    assert only(store).text == b"ba"


def test_changes_of_unopened_documents_are_ignored(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert change(DocumentStore(), 2, ((0, 0), (0, 0), "b")) is None
        assert DocumentStore().close(URI) is None
    assert caplog.text.count("not open") == 2


def test_close_forgets() -> None:
    store = opened("a")
    assert store.close(URI) is not None
    assert store.get(URI) is None
    assert store.snapshot() == ()


def test_a_document_is_found_however_its_uri_is_spelt() -> None:
    store = opened("a", uri="file:///w/a%20b/%C3%A9.rs")
    document = store.get("file:///w/a b/é.rs")
    assert document is only(store)
    assert store.at_path(Path("/w/a b/é.rs")) is document


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///a/b.rs", "/a/b.rs"),
        ("file://localhost/a.rs", "/a.rs"),
        ("file:/a.rs", "/a.rs"),
        ("FILE:///a.rs", "/a.rs"),
        ("file:///a%20b%23%3F%25.rs", "/a b#?%.rs"),
        ("file:///%ff.rs", "/\udcff.rs"),
        ("file:///a%00b", None),
        ("file:a.rs", None),
        ("file://server/a.rs", None),
        ("untitled:Untitled-1", None),
        ("git:///a.rs?ref=HEAD", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_only_file_uris_have_a_path(uri: str, path: str | None) -> None:
    assert uri_to_path(uri) == (None if path is None else Path(path))


def test_documents_that_are_no_files_are_kept_too() -> None:
    store = opened("fn main() {}", uri="untitled:Untitled-1")
    assert only(store).path is None
    assert store.get("untitled:Untitled-1") is only(store)
    assert only(store).source.tree.root_node.children[0].type == "function_item"
