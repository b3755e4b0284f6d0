"""Every place that the table of constructs names is in the installed documentation as read."""

from __future__ import annotations

import pytest

from rust_agent_lsp.ingest.documentation import read_all
from rust_agent_lsp.matching.construct import all_rows, prelude
from rust_agent_lsp.matching.std_path import StdItems
from rust_agent_lsp.model.concept import ConceptKind
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.toolchain.locate import default_docs_root


def test_the_table_holds_against_the_installed_documentation() -> None:
    docs = default_docs_root()
    if docs is None:
        pytest.skip("no documentation is installed")
    known = {concept.id: concept for concept in read_all(docs, lambda *_: None)}
    named = [place for row in all_rows() for place in row.concepts]
    assert len(named) > 250
    assert [place for place in named if place not in known] == []
    items = StdItems(
        place
        for place, concept in known.items()
        if concept.book == "std" and concept.kind is ConceptKind.ITEM and not concept.unstable
    )
    paths = [*prelude().values(), *(path for row in all_rows() for path in row.path)]
    assert [path for path in paths if items.find(path) is None] == []


def test_every_lesson_is_there() -> None:
    knowledge = Knowledge()
    lessons = {row.more for row in all_rows() if row.more}
    assert [name for name in lessons if knowledge.get(EntryKind.CONCEPT, name) is None] == []
