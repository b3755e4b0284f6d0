"""Books that a user gives: Markdown sources, mdBook's pages, and what is neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from rust_agent_lsp.ingest.documentation import concepts_path
from rust_agent_lsp.ingest.given_books import books_in, find_book, read_books, read_given, state_of
from rust_agent_lsp.model.errors import KnowledgeError, StoreError
from rust_agent_lsp.stores.given_folders import give_folder, given_folders

SUMMARY = """# Summary

[About](README.md)

# Part
- [Naming](naming.md)
    - [Casing](sub/case.md#ignored)
<!-- - [Hidden](hidden.md) -->
- [Draft]()
- [Missing](missing.md)
- [Elsewhere](../../outside.md)
"""
NAMING = """Before any heading.

# Naming things {#names}

See [casing](sub/case.md#c-case), [std](https://doc.rust-lang.org/std/) and [below](#again).

## Again
```rust
# fn hidden() {}
# Not a heading.
let a = 1;
```
{{#include x.rs}}
## Again
Twice: [a `link`](README.md) in a sentence.
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    root = tmp_path / "guide"
    (root / "src" / "sub").mkdir(parents=True)
    (root / "book.toml").write_text('[book]\ntitle = "The Guide"\nauthors = ["a"]\n')
    (root / "src" / "SUMMARY.md").write_text(SUMMARY)
    (root / "src" / "README.md").write_text("# About\nThis.\n")
    (root / "src" / "naming.md").write_text(NAMING)
    (root / "src" / "sub" / "case.md").write_bytes(b"# C-CASE\nUse [names](../naming.md). \xff\n")
    (root / "src" / "hidden.md").write_text("# Hidden\n")
    (tmp_path / "outside.md").write_text("# Outside\n")
    return root


def test_a_source_is_read_by_its_summary(source: Path) -> None:
    concepts = {concept.id: concept for concept in read_given(find_book(source))}
    assert list(concepts) == [
        "the-guide/index.html#about",
        "the-guide/naming.html#names",
        "the-guide/naming.html#again",
        "the-guide/naming.html#again-1",
        "the-guide/sub/case.html#c-case",
    ]
    names = concepts["the-guide/naming.html#names"]
    assert (names.title, names.path, names.level) == (
        "Naming things", ("The Guide", "Naming"), 3,
    )  # fmt: skip
    assert names.links == ("the-guide/sub/case.html#c-case", "the-guide/naming.html#again")
    again = concepts["the-guide/naming.html#again"]
    assert again.text == "```rust\nlet a = 1;\n```"
    assert again.path == ("The Guide", "Naming", "Naming things")
    assert concepts["the-guide/naming.html#again-1"].links == ("the-guide/index.html",)
    case = concepts["the-guide/sub/case.html#c-case"]
    assert case.path == ("The Guide", "Naming", "Casing")
    assert case.links == ("the-guide/naming.html",)


TOC = '<ol class="chapter"><li><a href="one.html">One</a></li></ol>'
PAGE = """<html><head><title>One - My Pages</title></head><body><nav>{toc}</nav><main>
<h1 id="one">One</h1><p>It says <a href="#two">so</a>.</p><h2 id="two">Two</h2><p>More.</p>
</main></body></html>"""


@pytest.mark.parametrize("contents", ["toc.html", "index.html"])
def test_pages_are_read_with_new_and_old_contents(tmp_path: Path, contents: str) -> None:
    pages = tmp_path / "book"
    pages.mkdir()
    (pages / "one.html").write_text(PAGE.format(toc=""))
    (pages / "index.html").write_text(PAGE.format(toc=""))
    (pages / contents).write_text(PAGE.format(toc=TOC))
    for given in (tmp_path, pages):
        one, two = read_given(find_book(given))
        slug = one.id.partition("/")[0]
        assert slug != "book", "that is the installed one"
        assert (one.id, two.id) == (f"{slug}/one.html#one", f"{slug}/one.html#two")
        assert one.links == (f"{slug}/one.html#two",)
        assert (one.book, one.level, one.path[-1]) == (slug, 3, "One")


def test_books_with_one_title_are_kept_apart(source: Path, tmp_path: Path) -> None:
    books = books_in([source, tmp_path / "gone", source])
    assert [book.slug for book in books] == ["the-guide", "the-guide-2"]
    assert len(list(read_books(books))) == 10


def test_what_is_no_book_is_refused_with_a_reason(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no such folder"):
        find_book(tmp_path / "none")
    with pytest.raises(KnowledgeError, match=r"SUMMARY\.md"):
        find_book(tmp_path)
    (tmp_path / "SUMMARY.md").write_text("- [One](one.md)\n")
    (tmp_path / "one.md").write_text("no heading\n")
    with pytest.raises(KnowledgeError, match="no page"):
        read_given(find_book(tmp_path))
    assert list(read_books([find_book(tmp_path)])) == []


def test_a_change_of_a_page_is_another_file_of_concepts(source: Path, tmp_path: Path) -> None:
    def path() -> Path:
        return concepts_path(tmp_path, tmp_path / "docs", books_in([source]))

    before = path()
    assert before != concepts_path(tmp_path, tmp_path / "docs")
    assert path() == before
    assert state_of(find_book(source)) == state_of(find_book(source))
    (source / "src" / "naming.md").write_text(NAMING + "\nMore.\n")
    assert path() != before


def test_the_list_of_folders_is_kept(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert given_folders(data) == ()
    give_folder(data, tmp_path / "a")
    give_folder(data, tmp_path / "b")
    give_folder(data, tmp_path / "a")
    assert given_folders(data) == (tmp_path / "b", tmp_path / "a")
    give_folder(data, tmp_path / "b", keep=False)
    assert given_folders(data) == (tmp_path / "a",)
    with pytest.raises(StoreError, match="line break"):
        give_folder(data, tmp_path / "a\nb")
