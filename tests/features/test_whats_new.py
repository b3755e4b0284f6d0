"""Release notes made up here, held against entries and concepts made up here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rust_agent_lsp.features.whats_new import Change, whats_new
from rust_agent_lsp.ingest.release_notes import newer, parse, read_release_notes, version_of
from rust_agent_lsp.model.concept import Concept, ConceptKind
from rust_agent_lsp.model.entry import Entry
from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.stores.concepts import Concepts, write_concepts
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.toolchain.locate import default_docs_root

NOTES = """% Rust Release Notes

Version 1.95 (2026-04-16)
=========================

<a id="1.95-Language"></a>

Language
--------
- [The `dead_code` lint sees
  more](https://example.org/1) than before.
- Add the `brand_new` lint against `html_root_url`
- [Remove the `unused_must_use` lint][gone]

Compatibility Notes
-------------------
* E0382 names the loop.

[gone]: https://example.org

<a id="1.95-Stabilized-APIs"></a>

Stabilized APIs
---------------
- [`Jar::open`](https://doc.rust-lang.org/stable/std/jar/struct.Jar.html#method.open)
- [`Jar: Clone`](https://doc.rust-lang.org/beta/std/jar/struct.Jar.html#impl-Clone-for-Jar)
- [`Lost::item`](https://doc.rust-lang.org/stable/std/lost.html)

Version 1.94.1 (2026-03-26)
===========================
* A fix

Version 1.93.0 (2026-01-22)
===========================
Language
--------
- Older
"""


def concept(concept_id: str, text: str = "Text.", since: str = "") -> Concept:
    book = concept_id.partition("/")[0]
    return Concept(concept_id, ConceptKind.ITEM, book, "T", (book,), text, 1, since)


NOW = [
    concept("std/jar/struct.Jar.html"),
    concept("std/jar/struct.Jar.html#method.open", since="1.95.0"),
    concept("std/jar/struct.Jar.html#method.close", since="1.95.0"),
    concept("std/jar/struct.Jar.html#method.old", since="1.9.0"),
    concept("error_codes/E0502.html", "It says more now."),
    concept("given/own.html"),
]


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    kept = {"E0382", "E0502", "dead_code", "unused_must_use"}
    return [entry for entry in Knowledge().load_all() if entry.id in kept]


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Callable[..., Concepts]]:
    opened: list[Concepts] = []

    def write(*concepts: Concept) -> Concepts:
        path = tmp_path / f"{len(opened)}.sqlite3"
        write_concepts(path, concepts, [])
        opened.append(Concepts(path))
        return opened[-1]

    yield write
    for file in opened:
        file.close()


def test_notes_are_read_release_by_release() -> None:
    latest, patch, older = parse(NOTES)
    assert (latest.name, latest.date, patch.version) == ("1.95", "2026-04-16", (1, 94, 1))
    assert list(latest.sections) == ["Language", "Compatibility Notes", "Stabilized APIs"]
    assert [note.text for note in latest.sections["Language"]] == [
        "The `dead_code` lint sees more than before.",
        "Add the `brand_new` lint against `html_root_url`",
        "Remove the `unused_must_use` lint",
    ]
    assert [note.text for note in patch.sections["Changes"]] == ["A fix"]
    opening = latest.sections["Stabilized APIs"][0]
    assert opening.pages == ("std/jar/struct.Jar.html#method.open",)
    assert older.sections["Language"][0].text == "Older"


def test_since_leaves_out_that_version_itself() -> None:
    releases = list(parse(NOTES))
    assert [r.name for r in newer(releases, None)] == ["1.95"]
    assert [r.name for r in newer(releases, version_of("1.93"))] == ["1.95", "1.94.1"]
    assert [r.name for r in newer(releases, version_of("1.94.0"))] == ["1.95", "1.94.1"]
    assert newer(releases, version_of("1.95")) == []
    assert newer([], None) == []


def test_what_is_named_is_held_against_the_entries(
    entries: list[Entry], written: Callable[..., Concepts]
) -> None:
    found = whats_new(list(parse(NOTES))[:1], entries, written(*NOW))
    assert [(one.name, one.change, one.entry) for one in found.named] == [
        ("dead_code", Change.CHANGED, "lints/dead_code"),
        ("brand_new", Change.NEW, ""),
        ("unused_must_use", Change.GONE, "lints/unused_must_use"),
        ("E0382", Change.CHANGED, "errors/E0382"),
    ]
    assert set(found.review) == {"lints/dead_code", "lints/unused_must_use", "errors/E0382"}
    assert [api.concept for api in found.apis] == [
        "std/jar/struct.Jar.html#method.open", "std/jar/struct.Jar.html", "",
    ]  # fmt: skip
    assert found.unlisted == ("std/jar/struct.Jar.html#method.close",)
    assert found.difference is None


def test_a_new_lint_is_as_old_in_its_entry_as_in_the_notes(
    entries: list[Entry], written: Callable[..., Concepts]
) -> None:
    (lint,) = (entry for entry in entries if entry.id == "dead_code")
    notes = "Version 1.95 (2026-04-16)\n====\n- Add the `dead_code` lint\n"
    for since, wrong in (("1.95.0", False), ("1.90.0", True)):
        entry = replace(lint, since=since)
        found = whats_new(list(parse(notes)), [entry], written(*NOW))
        assert ("it says since" in found.review["lints/dead_code"]) == wrong


def test_the_documentation_read_before_is_compared(
    entries: list[Entry], written: Callable[..., Concepts]
) -> None:
    before = [concept("error_codes/E0502.html"), concept("std/gone.html"), *NOW[:1]]
    found = whats_new([], entries, written(*NOW), written(*before))
    difference = found.difference
    assert difference is not None
    assert difference.gone == ("std/gone.html",)
    assert difference.changed == ("error_codes/E0502.html",)
    assert "std/jar/struct.Jar.html#method.open" in difference.new
    assert "given/own.html" not in difference.new, "a book that was not read before is no news"
    assert found.review == {"errors/E0502": "error_codes/E0502.html says something else now"}
    assert whats_new([], entries, written(*NOW), written(*NOW)).difference is None


def test_notes_in_html_say_the_same_as_in_markdown(tmp_path: Path) -> None:
    docs = default_docs_root()
    if docs is None or not (docs / "releases.md").is_file():
        pytest.skip("no release notes are installed")
    whole = read_release_notes(docs)
    assert len(whole) > 100
    assert all(release.sections for release in whole[:20])
    (tmp_path / "releases.html").write_bytes((docs / "releases.html").read_bytes())
    other = read_release_notes(tmp_path)
    assert [release.version for release in other] == [release.version for release in whole]
    apis = [len(r.sections.get("Stabilized APIs", ())) for r in (whole[0], other[0])]
    assert apis[0] == apis[1] > 0


def test_missing_notes_are_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ToolchainError, match="rust-docs"):
        read_release_notes(tmp_path)
