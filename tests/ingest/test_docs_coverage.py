"""What the pages hold is counted without the reader, so that a gap of the reader shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from rust_agent_lsp.ingest.book_pages import BOOKS
from rust_agent_lsp.ingest.docs_coverage import coverage
from rust_agent_lsp.ingest.documentation import read_all
from rust_agent_lsp.toolchain.locate import default_docs_root

PAGE = """<nav><h1 id="menu">Menu</h1></nav><main><h1 id="top">T</h1>
<div class="rule" id="r-a.b"></div><h2 class="x" id="a&amp;b">S</h2><h3>no anchor</h3></main>"""


def test_what_is_not_known_is_missing(tmp_path: Path) -> None:
    book = tmp_path / "reference"
    book.mkdir()
    (book / "toc.html").write_text('<a href="one.html">1</a><a href="gone.html">2</a>')
    (book / "one.html").write_text(PAGE)
    (book / "unlisted.html").write_text(PAGE)
    sections, rules = coverage(tmp_path, ("reference", "book"), {"reference/one.html#top"})
    assert (sections.what, sections.total, sections.missing) == ("sections", 2, ("one.html#a&b",))
    assert (rules.what, rules.total, rules.missing) == ("rules", 1, ("one.html#r-a.b",))


def test_the_installed_book_and_reference_are_whole() -> None:
    docs = default_docs_root()
    if docs is None:
        pytest.skip("no documentation is installed")
    known = {concept.id for concept in read_all(docs, lambda *_: None)}
    rows = coverage(docs, BOOKS, known)
    assert [(row.book, row.missing) for row in rows if row.missing] == []
    counts = {(row.book, row.what): row.total for row in rows}
    assert counts["book", "sections"] > 400
    assert counts["reference", "rules"] > 2500
