"""The quarterly round: every part in one report, the survey only where it is wanted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rust_agent_lsp.cli import exam, refresh, review, whatsnew
from rust_agent_lsp.cli.app import make_app
from rust_agent_lsp.features.exam import Part, Result
from rust_agent_lsp.features.refresh import RATED, Refreshed, as_markdown
from rust_agent_lsp.features.review import Row, Section
from rust_agent_lsp.features.whats_new import Api, Change, Difference, Named, WhatsNew
from rust_agent_lsp.ingest.release_notes import Release
from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.stores import rounds
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.stores.rounds import RoundKind

PARTS = (
    Part("answers", "Answers", 90.0, "%", 95.0, 10, ("moved?",)),
    Part("time", "Mean response time", 20.0, "ms", 100.0, 10, below=True),
)
NEWS = WhatsNew(
    releases=(Release((1, 95, 0), "2026-04-16", {}),),
    named=(Named("dead_code", Change.CHANGED, "1.95.0", "n"),),
    apis=(Api("Vec::peek", "1.95.0"),),
    review={"lints/dead_code": "1.95.0 changed it"},
    unlisted=(),
    difference=Difference(("a",), ("b", "c"), ()),
)
STALE = Section("stale", "Entries that rustc 1.95.0 has left behind", (Row("E0001", 1, "gone"),))


@pytest.fixture(autouse=True)
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts replaced by what they would find; each has tests of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(refresh, "_ingest", lambda console: {"book": 400, "std": 9000})
    monkeypatch.setattr(whatsnew, "look", lambda since, console: NEWS)
    monkeypatch.setattr(review, "stale_section", lambda console: STALE)
    monkeypatch.setattr(exam, "hold", lambda sample, seed, console: Result(PARTS, sample, seed))


def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
    done = CliRunner().invoke(
        make_app(), ["refresh", *arguments], input=typed, catch_exceptions=False
    )
    return done.exit_code, done.stdout, done.stderr


def the_report() -> str:
    (path,) = (Places.of_user().data / "reports").glob("refresh-*.md")
    return path.read_text()


def last(kind: RoundKind) -> dict[str, object] | None:
    database = Database(Places.of_user().database)
    found = rounds.last(database, kind)
    database.close()
    return found.result if found else None


def test_all_parts_are_in_one_report() -> None:
    code, printed, said = run("--json", "--sample", "7")
    assert code == 0
    report = the_report()
    for text in (
        "concepts of the documentation: 9,400",
        "Releases looked at: 1.95.0",
        "- changed: `dead_code` (1.95.0)",
        "- `Vec::peek`",
        "- lints/dead_code — 1.95.0 changed it",
        "1 sections are new, 2 changed, 0 gone",
        "## Entries that rustc 1.95.0 has left behind",
        "- E0001: gone",
        "| Answers | 90 % | ≥ 95 % | 10 | **missed** |",
        "| Mean response time | 20 ms | ≤ 100 ms | 10 | met |",
        "- moved?",
    ):
        assert text in report
    assert "Survey" not in report
    assert "The report is in" in said
    found = json.loads(printed)
    assert found["exam"]["sample"] == 7
    assert found["concepts"] == {"book": 400, "std": 9000}
    kept = last(RoundKind.REFRESH)
    assert kept is not None and (kept["review"], kept["exam_passed"]) == (1, False)
    assert last(RoundKind.SURVEY) is None


def test_what_cannot_be_done_is_said_and_the_rest_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> Callable[[], None]:
        raise ToolchainError("no documentation is installed: rustup component add rust-docs")

    monkeypatch.setattr(refresh, "_ingest", missing)
    monkeypatch.setattr(whatsnew, "look", missing)
    code, _, said = run()
    assert code == 0
    assert "rustup component add rust-docs" in said
    assert "- Not done: no documentation is installed" in the_report()
    assert "## Exam" in the_report()


def test_the_survey_is_not_asked_without_a_terminal() -> None:
    code, _, said = run("--survey", typed="5\n5\nall is well\n")
    assert code == 0
    assert "there is no terminal" in said
    assert last(RoundKind.SURVEY) is None
    assert "Survey" not in the_report()


def test_the_survey(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refresh, "_is_terminal", lambda: True)
    run("--survey", typed="2\n9\n\n")
    assert last(RoundKind.SURVEY) == {"explanations": 2}, "9 is no answer"
    code, printed, _ = run("--survey", "--json", typed="4\n\nmore on async\n")
    assert code == 0
    assert json.loads(printed[printed.index("{") :])[
        "survey"
    ] == {  # the runner echoes what is typed
        "ratings": {"explanations": 4},
        "missing": "more on async",
    }
    report = the_report()
    assert f"- {RATED['explanations']} **4** (the time before: 2)" in report
    assert "more on async" in report
    kept = last(RoundKind.SURVEY)
    assert kept == {"explanations": 4}, "their words stand in the report alone"


def test_another_place_for_the_report(tmp_path: Path) -> None:
    path = tmp_path / "here/report.md"
    assert run("--report", str(path))[0] == 0
    assert path.read_text().startswith("# Refreshed on ")
    assert not (Places.of_user().data / "reports").exists()
    (tmp_path / "file").write_text("x")
    code, _, said = run("--report", str(tmp_path / "file/report.md"))
    assert code == 2
    assert "file" in said


def test_long_lists_are_cut() -> None:
    stale = Section("stale", "t", tuple(Row(f"E{n:04}", 1) for n in range(60)))
    done = Refreshed("d", "t", "m", 1, {}, None, stale, None)
    assert as_markdown(done).count("\n- E0") == 40
    assert "… and 20 more" in as_markdown(done)
