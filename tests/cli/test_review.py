"""The review says what went wrong, with what to do, as text, JSON and one page."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from rust_agent_lsp.features.review import Row, Section, grouped, review
from rust_agent_lsp.features.review_page import as_html
from rust_agent_lsp.features.stale import stale
from rust_agent_lsp.ingest.coverage import Known
from rust_agent_lsp.model.answer import Answer, AnswerKind, Answers
from rust_agent_lsp.model.entry import Entry, EntryKind
from rust_agent_lsp.model.events import AppliedFix, Feedback, Switch, TargetKind
from rust_agent_lsp.stores import actions, exams, feedback, journal, learned, questions, rules
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.stores.questions import Unanswered
from tests.cli.conftest import Run

SVG = "{http://www.w3.org/2000/svg}"


def fix(number: int, rule: str = "clone_everything") -> AppliedFix:
    return AppliedFix(
        fix_id=f"f{number}",
        rule=rule,
        title="t",
        safety="safe",
        verification="passed",
        code="E0382",
        message="m",
        cause="",
        workspace="/w",
        edits=(),
    )


def fill(database: Database) -> None:
    for number in range(6):
        journal.add(database, fix(number))
        journal.add(database, fix(number + 100, "fine"))
    journal.mark_undone(database, 1)
    feedback.add(database, Feedback(False, TargetKind.FIX, "f1", "clone_everything", "E0382", "/w"))
    actions.note(database, actions.refusal("borrow_argument", "E0382"))
    sure = Answers((Answer(AnswerKind.ERROR, "t", "t", 0.9, entry="E0382"),), True)
    actions.note(database, actions.answer(sure, 900))
    for question in ("how do I brew tea", "brew green tea how", "what is a monad"):
        questions.note_unanswered(database, question)
    questions.note_unknown(database, "E0382", "has an entry by now")
    questions.note_unknown(database, "E9999", "# Title\nIt <b>fails</b>.")
    unclear = Feedback(
        False, TargetKind.ENTRY, "E0382", "E0382", "E0382", "/w", reason="who <b>owns</b> it?"
    )
    feedback.add(database, unclear)
    rules.turn(database, Switch("declare_mutable", "", "/w", is_on=False))
    for number in range(5):
        said = Feedback(False, TargetKind.FIX, f"g{number}", "add_else_value", "E0317", "/x")
        feedback.add(database, said)
    learned.see(database, "E0382", "/w", "‹$0›", "$0.clone()")
    part = {"id": "answers", "title": "Answers", "value": 96.0, "unit": "%", "target": 95.0}
    exams.add(database, "rustc 1", "k", {"parts": [part]})
    exams.add(database, "rustc 1", "k", {"parts": [part | {"value": 97.0}]})


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "home/data/rust-agent-lsp/agent.sqlite3"
    opened = Database(path)
    yield opened
    opened.close()


def sections(database: Database) -> dict[str, Section]:
    return {s.id: s for s in review(database, Knowledge(), 7).sections}


def test_each_part_says_what_and_what_to_do(database: Database) -> None:
    fill(database)
    found = sections(database)
    assert {row.what for row in found["failed"].rows} == {
        "undo: an applied fix was taken back",
        "refusal: declined",
        "feedback: this fix was not helpful",
        "feedback: this entry was not helpful",
    }
    assert [(r.what, r.count) for r in found["unanswered"].rows] == [
        ("brew green tea how", 2),
        ("what is a monad", 1),
    ]
    assert {(r.what, r.detail) for r in found["rejected"].rows} == {
        ("clone_everything at E0382", "0 declined, 1 undone, 6 applied"),
        ("borrow_argument at E0382", "1 declined, 0 undone, 0 applied"),
    }
    assert [(r.what, r.count) for r in found["false-positives"].rows] == [
        ("add_else_value", 100.0),
        ("clone_everything", 33.3),
        ("declare_mutable", 0.0),
    ]
    said = [r.detail.partition("; ")[2] for r in found["false-positives"].rows]
    assert said == [
        "switched off in /x, 5 of 5 fixes there were unwanted",
        "",
        "switched off in /w, by you",
    ]
    assert found["corrections"].rows == (Row("E0382", 1, "who <b>owns</b> it?"),)
    assert [(r.what, r.detail) for r in found["unknown"].rows] == [("E9999", "Title")]
    assert [r.what for r in found["candidates"].rows] == ["E0382: ‹$0› → $0.clone()"]
    assert found["times"].rows[0] == Row("mean", 900.0, "of 1 answers")
    assert all(section.todo for section in found.values())


def test_without_data_there_is_nothing_to_do(database: Database) -> None:
    found = sections(database)
    assert all(not section.rows and not section.todo for section in found.values())


def test_what_is_older_is_left_out(database: Database) -> None:
    fill(database)
    with database.write() as db:
        for table in ("agent_actions", "journal", "feedback", "unanswered"):
            db.execute(f"UPDATE {table} SET timestamp = datetime('now', '-8 days')")  # noqa: S608
    found = sections(database)
    assert {name for name, section in found.items() if section.rows} == {
        "unknown",
        "candidates",
        "corrections",
        "false-positives",  # what is off is off
    }


def test_questions_are_grouped_by_their_telling_words() -> None:
    asked = ["how to sort a map", "sorting maps", "sort the map by value", "delete a branch"]
    groups = grouped(Unanswered(q, 1, "") for q in asked)
    assert [len(group) for group in groups] == [3, 1]


def test_entries_that_the_toolchain_left_behind(tmp_path: Path) -> None:
    (tmp_path / "here.html").touch()

    def entry(code: str, *docs: str, retired: bool = False) -> Entry:
        return Entry(
            code, EntryKind.ERROR, "t", "s", "w", "b", "h", (code,), docs=docs, retired=retired
        )

    entries = [
        entry("E0001", "here.html#a"),
        entry("E0002", "gone.html#a"),
        entry("E0003", retired=True),
        entry("E0009"),
    ]
    known = Known(
        frozenset({"E0001", "E0002", "E0003", "E0777"}),
        frozenset(),
        frozenset({"new_lint"}),
        frozenset(),
    )
    found = stale(entries, known, tmp_path, "rustc 2")
    assert {(row.what, row.detail.split()[0]) for row in found.rows} == {
        ("E0009", "the"),
        ("E0003", "called"),
        ("E0777", "new,"),
        ("new_lint", "a"),
        ("E0002", "rests"),
    }
    assert found.todo
    assert "rustc 2" in found.title


def test_the_page_stands_alone_and_shows_plots(database: Database) -> None:
    fill(database)
    page = as_html(review(database, Knowledge(), 7))
    assert "<script" not in page
    assert "src=" not in page
    assert "href=" not in page
    assert "<b>fails" not in page
    assert page.count("<h2>") == 8
    texts = ["<svg" + p.partition("</svg>")[0] + "</svg>" for p in page.split("<svg")[1:]]
    plots = [ET.fromstring(text) for text in texts]  # noqa: S314  we have just written it
    assert len(plots) == 4
    done, took, rules, sat = plots
    assert len(done.findall(f"{SVG}rect")) == 2 + 2  # one day, good and bad, and the legend
    assert len(took.findall(f"{SVG}circle")) == 1
    assert [t.text for t in rules.findall(f"{SVG}text")].count("clone_everything") == 1
    (line,) = sat.findall(f"{SVG}polyline")
    first, second = (tuple(map(float, p.split(","))) for p in line.attrib["points"].split())
    assert first[0] < second[0]
    assert first[1] > second[1], "97 is drawn above 96"


def test_a_page_without_data(database: Database) -> None:
    page = as_html(review(database, Knowledge(), 7))
    assert "<svg" not in page
    assert page.count("Nothing.") == 8


def test_on_the_command_line(run: Run, database: Database, tmp_path: Path) -> None:
    fill(database)
    database.close()
    text = run("review", "--no-toolchain")
    assert text.returncode == 0, text.stderr
    assert "clone_everything" in text.stdout
    assert "→ " in text.stdout
    printed = run("review", "--json", "--html", "page.html")
    assert printed.returncode == 0, printed.stderr
    found = json.loads(printed.stdout)
    assert {"failed", "unanswered", "times"} <= {s["id"] for s in found["sections"]}
    assert (tmp_path / "page.html").read_text().startswith("<!DOCTYPE html>")
    assert run("review", "--no-toolchain", "--html", "no/such/folder").returncode == 2
