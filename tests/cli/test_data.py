"""`data export` shows all that is kept, `data wipe` removes it."""

from __future__ import annotations

import json
from pathlib import Path

from rust_agent_lsp.model.events import Feedback, TargetKind
from rust_agent_lsp.stores import feedback, questions
from rust_agent_lsp.stores.database import Database
from tests.cli.conftest import Run
from tests.reliability.ledger import make

FIXTURE = Path(__file__).resolve().parents[1] / "fixtures/databases/version-6.sql"


def filled(tmp_path: Path) -> Path:
    path = tmp_path / "home/data/rust-agent-lsp/agent.sqlite3"
    path.parent.mkdir(parents=True)
    make(path, FIXTURE.read_text("utf-8"))
    database = Database(path)
    judgement = Feedback(False, TargetKind.FIX, "fix-9", "borrow", "E0382", "/w", reason="why so")
    feedback.add(database, judgement)
    questions.note_unanswered(database, 'what is "s3cret"')
    database.close()
    return path


def test_export_writes_all_of_it(run: Run, tmp_path: Path) -> None:
    filled(tmp_path)
    done = run("data", "export", "out")
    assert done.returncode == 0, done.stderr
    out = tmp_path / "out"
    tables = {path.stem for path in (out / "tables").glob("*.json")}
    assert tables >= {
        "journal",
        "feedback",
        "confusions",
        "agent_actions",
        "learning_sessions",
        "learned_patterns",
        "unanswered",
    }
    journal = json.loads((out / "tables/journal.json").read_text())
    assert journal[0]["edits"][0]["inserted"] == "&data"
    learned = json.loads((out / "tables/learning_sessions.json").read_text())
    assert learned[0]["concepts_learned"] == ["E0382"]
    talks = [json.loads(p.read_text()) for p in (out / "conversations").glob("session-*.json")]
    assert len(talks) == 2
    (last,) = (talk for talk in talks if talk["session"] == 2)
    assert last["turns"][0]["action_type"] == "feedback"
    assert last["turns"][0]["reason"] == "why so"
    metrics = json.loads((out / "analytics/metrics.json").read_text())
    assert metrics["actions"]["feedback"] == {"count": 1, "success": 0}
    rates = {r["rule"]: (r["fixes"], r["bad"]) for r in metrics["false_positives"]}
    assert rates == {"borrow_argument": (1, 1), "declare_mutable": (1, 1), "borrow": (1, 1)}
    texts = "".join(p.read_text() for p in out.rglob("*.json"))
    assert "s3cret" not in texts
    for path in out.rglob("*.json"):
        assert str(path.relative_to(tmp_path)) in done.stdout


def test_export_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mine").write_text("x")
    done = run("data", "export", "out")
    assert done.returncode == 2
    assert "not an empty folder" in done.stdout
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["mine"]


def test_wipe_asks_first(run: Run, tmp_path: Path) -> None:
    path = filled(tmp_path)
    done = run("data", "wipe", stdin="n\n")
    assert done.returncode == 1
    assert path.exists()
    assert str(path) in done.stdout


def test_wipe_removes_it_and_says_so(run: Run, tmp_path: Path) -> None:
    path = filled(tmp_path)
    done = run("data", "wipe", stdin="y\n")
    assert done.returncode == 0, done.stderr
    assert f"removed {path}" in done.stdout
    assert not list(path.parent.iterdir())
    assert "Nothing is kept" in run("data", "wipe", "--yes").stdout
