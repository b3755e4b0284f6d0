"""Constructs explained from entries and from a small documentation, and the way beside a lesson."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rust_agent_lsp.features.answer import Library
from rust_agent_lsp.features.concept_hover import Constructs
from rust_agent_lsp.features.lesson import lesson_page
from rust_agent_lsp.features.steps import lead_on, steps_beside
from rust_agent_lsp.matching.construct import Construct, construct_at
from rust_agent_lsp.matching.explain import lesson
from rust_agent_lsp.model.concept import Concept, ConceptKind, Edge, Relation
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.stores.concepts import Concepts, write_concepts
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.syntax.tree import SourceFile

ROOT = Path("/docs")
BEFORE = "book/ch04-01-a.html#whole"
BASE = "book/ch04-02-b.html#base"


def concept(concept_id: str, title: str, text: str = "", level: int = 1) -> Concept:
    book = concept_id.partition("/")[0]
    kind = ConceptKind.ITEM if book == "std" else ConceptKind.SECTION
    return Concept(concept_id, kind, book, title, (book,), text, level)


CONCEPTS = [
    concept(BEFORE, "What comes first"),
    concept(BASE, "The base"),
    concept("book/ch04-02-b.html#part", "A part with `code`"),
    concept("book/ch09-c.html#later", "Much later"),
    concept("book/ch09-c.html#summary", "Summary"),
    concept("nomicon/d.html#deep", "Deep down", level=5),
    concept("std/time/index.html", "std::time (module)"),
    concept(
        "std/time/struct.Duration.html",
        "Duration",
        "```rust\npub struct Duration { }\n```\n\nA span, e.g. of a `Vec<u8>`, as <b>. Next.",
    ),
    Concept(
        "std/time/struct.Duration.html#method.as_secs", ConceptKind.METHOD, "std",
        "Duration::as_secs", ("std", "Duration"), "```rust\nfn\n```\n\nIts whole seconds.", 1,
    ),
]  # fmt: skip
EDGES = [
    Edge(BASE, BEFORE, Relation.LINKS),
    Edge(BASE, "book/ch04-02-b.html#part", Relation.CONTAINS),
    Edge("book/ch09-c.html#later", BASE, Relation.LINKS),
    Edge("book/ch09-c.html#summary", BASE, Relation.LINKS),
    Edge("nomicon/d.html#deep", BASE, Relation.LINKS),
    Edge("std/time/struct.Duration.html", BASE, Relation.LINKS),
    Edge("errors/E0382", BASE, Relation.EXPLAINS),
]


@pytest.fixture
def concepts(tmp_path: Path) -> Iterator[Concepts]:
    write_concepts(tmp_path / "c.sqlite3", CONCEPTS, EDGES)
    opened = Concepts(tmp_path / "c.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def constructs(concepts: Concepts) -> Constructs:
    return Constructs(Library(Knowledge(), concepts))


def at(text: str, word: str) -> Construct:
    source = SourceFile.parse(Path("a.rs"), text.encode())
    construct = construct_at(source, text.index(word))
    assert construct is not None
    return construct


def test_ours_needs_no_documentation() -> None:
    said = Constructs(Library(Knowledge())).short(at("fn f(x: &dyn Fn()) {}", "dyn"), ROOT)
    assert said.startswith("**`dyn Trait`** · Any type that implements the trait;")
    assert "(file:///docs/book/ch18-02-trait-objects.html#using-trait-objects" in said
    assert "documentation's own words" not in said


def test_a_lesson_of_ours_speaks_by_its_summary() -> None:
    pin = at("use std::pin::Pin; fn f(x: Pin<&mut u8>) {}", "Pin<")
    constructs = Constructs(Library(Knowledge()))
    assert "stays where it is until it is dropped" in constructs.short(pin, None)
    page = constructs.page(pin, None)
    assert page.entry is not None
    assert page.entry.id == "pinning-in-practice"
    assert page.markdown.startswith("# `Pin<P>`\n")
    assert page.markdown.count("stays where it is until it is dropped") == 1
    assert "## When not" in page.markdown


def test_an_item_of_std_is_explained_by_the_documentation(constructs: Constructs) -> None:
    construct = at("use std::time::Duration; fn f(x: Duration) {}", "Duration)")
    said = constructs.short(construct, ROOT)
    opening = "**`std::time::Duration`** · A span, e.g. of a `Vec<u8>`, as \\<b>.\n"
    assert said.startswith(opening)
    assert "documentation's own words" in said
    assert "(file:///docs/std/time/struct.Duration.html)" in said
    page = constructs.page(construct, ROOT)
    assert page.entry is None
    assert "Next." in page.markdown
    assert "**Before this** [The base](file:///docs/book/ch04-02-b.html#base)" in page.markdown


def test_a_function_of_a_type_leads_to_its_own_place(constructs: Constructs) -> None:
    text = "use std::time::Duration; fn f() { Duration::as_secs(x); Duration::MAX; }"
    assert "Its whole seconds." in constructs.short(at(text, "as_secs"), None)
    assert "A span, e.g." in constructs.short(at(text, "MAX"), None)


def test_what_is_not_known_says_nothing(constructs: Constructs) -> None:
    for text, word in (
        ("use std::nowhere::Thing; fn f(x: Thing) {}", "Thing)"),
        ("use std::time; fn f() {}", "time"),  # a page without a text
    ):
        construct = at(text, word)
        assert constructs.short(construct, ROOT) == ""
        assert constructs.page(construct, ROOT).markdown == ""
    without = Constructs(Library(Knowledge()))
    assert without.short(at("use std::time::Duration;", "Duration"), ROOT) == ""


def test_a_macro_of_others_is_a_macro(constructs: Constructs) -> None:
    said = constructs.short(at("fn f() { my_macro!(1); }", "my_macro"), None)
    assert said.startswith("**A call of a macro** · ")


def test_the_way_leads_through_the_book_and_not_too_deep(concepts: Concepts) -> None:
    steps = steps_beside(concepts, [BASE])
    assert [one.title for one in steps.before] == ["What comes first"]
    assert [one.title for one in steps.after] == ["A part with `code`", "Much later"]
    way = lead_on(concepts, [BASE], ROOT)
    assert "**After this** [A part with code](file:///docs/book/ch04-02-b.html#part) · " in way
    assert lead_on(None, [BASE], ROOT) == ""
    assert lead_on(concepts, ["book/gone.html#x"], ROOT) == ""


def test_a_lesson_names_the_way_and_links_its_relatives() -> None:
    entry = Knowledge().get(EntryKind.ERROR, "E0382")
    assert entry is not None
    page = lesson_page(entry, ROOT, way="**Before this** that")
    assert "\n**Before this** that\n" in page
    related = f"[`{entry.related[0]}`](file:///docs/error_codes/{entry.related[0]}.html)"
    assert related in page
    assert f"Related: `{entry.related[0]}`" in lesson(entry)
