"""The entries held against what the toolchain knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from rust_agent_lsp.cli.app import make_app
from rust_agent_lsp.ingest.check_blocks import check_entry
from rust_agent_lsp.ingest.coverage import Known, coverage, known_to
from rust_agent_lsp.ingest.lint_entries import lint_entry
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.stores.knowledge import parse_entry
from rust_agent_lsp.toolchain.locate import default_docs_root, locate

RETIRED = (
    '+++\ntitle = "A check of old"\ncodes = ["E0001"]\nsince = "1.0.0"\ndocs = []\n'
    'related = ["E0004"]\nretired = true\n+++\n\nGiven no more; an unreachable pattern is a lint.\n'
)


def test_a_retired_code_needs_one_line_alone() -> None:
    path = Path("errors/E0001.md")
    assert lint_entry(path, EntryKind.ERROR, RETIRED, None) == []
    assert parse_entry(path, EntryKind.ERROR, RETIRED).retired
    assert check_entry(path, EntryKind.ERROR, RETIRED).complaints == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [("E0001", "E0002"), ("is a lint.", "is a lint"), ("related =", "relations =")],
)
def test_a_wrong_retired_code_gets_a_complaint(old: str, new: str) -> None:
    text = RETIRED.replace(old, new)
    assert lint_entry(Path("errors/E0001.md"), EntryKind.ERROR, text, None)


def test_what_is_missing_is_named() -> None:
    entry = parse_entry(Path("errors/E0001.md"), EntryKind.ERROR, RETIRED)
    known = Known(
        frozenset({"E0001", "E0004"}), frozenset({"E0002"}), frozenset({"dead_code"}), frozenset()
    )
    found = coverage([entry], known)
    assert found.missing_codes == ("E0001", "E0004")
    assert found.missing_retired == ("E0002",)
    assert found.missing_rustc_lints == ("dead_code",)
    assert found.wrongly_retired == ("E0001",)
    assert found.full == 0


def test_the_toolchain_says_what_it_knows() -> None:
    docs = default_docs_root()
    if docs is None:
        pytest.skip("rust-docs is not installed")
    known = known_to(locate(Path("/")), docs)
    assert {"E0382", "E0308"} <= known.emitted
    assert "E0001" in known.retired
    assert "unused_variables" in known.rustc_lints
    assert "clippy::len_zero" in known.clippy_lints
    assert len(known.emitted) > 380
    assert len(known.clippy_lints) > 400


def test_the_report_names_codes_without_an_entry() -> None:
    result = CliRunner().invoke(make_app(), ["knowledge", "coverage"])
    assert "full entries" in result.output
