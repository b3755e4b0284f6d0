"""`learned`: what was learned is shown, changed, shared without the user's name, and forgotten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rust_agent_lsp.stores import learned
from rust_agent_lsp.stores.database import Database
from tests.cli.conftest import Run

FORM = ("E0382", "/home/me/secret", "primary: ‹$0›", "$0.clone()")


@pytest.fixture
def home(tmp_path: Path, environ: dict[str, str]) -> Path:
    database = Database(Path(environ["XDG_DATA_HOME"]) / "rust-agent-lsp/agent.sqlite3")
    for _ in range(2):
        learned.see(database, *FORM)
    database.close()
    return tmp_path


def test_it_shows_what_was_learned(run: Run, home: Path) -> None:
    assert "$0.clone()" in run("learned", "list").stdout
    (form,) = json.loads(run("learned", "list", "--json").stdout)
    assert (form["code"], form["seen"], form["after"]) == ("E0382", 2, "$0.clone()")
    assert json.loads(run("learned", "show", "1", "--json").stdout) == form
    assert "workspace: /home/me/secret" in run("learned", "show", "1").stdout


def test_it_changes_a_form(run: Run, home: Path) -> None:
    done = run("learned", "edit", "1", "--after", "$0.to_owned()", "--everywhere")
    assert done.returncode == 0, done.stderr
    (form,) = json.loads(run("learned", "list", "--json").stdout)
    assert (form["after"], form["workspace"], form["seen"]) == ("$0.to_owned()", "", 2)
    assert form["before"] == FORM[2]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["1"], "say what is to change"),
        (["1", "--after", "$0.drop_all_tables()"], "is no form"),
        (["1", "--everywhere", "--workspace", "."], "exclude each other"),
        (["2", "--after", "$0.to_owned()"], "there is no form 2"),
    ],
)
def test_what_cannot_be_changed(run: Run, home: Path, arguments: list[str], why: str) -> None:
    done = run("learned", "edit", *arguments)
    assert done.returncode == 2
    assert why in done.stderr
    assert FORM[3] in run("learned", "list").stdout


def test_no_two_forms_become_one(run: Run, home: Path, environ: dict[str, str]) -> None:
    database = Database(Path(environ["XDG_DATA_HOME"]) / "rust-agent-lsp/agent.sqlite3")
    learned.see(database, *FORM[:3], "$0.to_owned()")
    database.close()
    done = run("learned", "edit", "2", "--after", FORM[3])
    assert (done.returncode, "already" in done.stderr) == (2, True)


def test_it_forgets(run: Run, home: Path) -> None:
    assert run("learned", "remove", "1").returncode == 0
    assert run("learned", "remove", "1").returncode == 2
    assert run("learned", "show", "1").returncode == 2
    assert json.loads(run("learned", "list", "--json").stdout) == []


def test_an_export_comes_back_without_the_folder(run: Run, home: Path) -> None:
    file = home / "forms.json"
    assert run("learned", "export", str(file)).returncode == 0
    assert "secret" not in file.read_text("utf-8")
    run("learned", "remove", "1")
    done = run("learned", "import", str(file), "--workspace", str(home))
    assert "1 of 1" in done.stdout
    (form,) = json.loads(run("learned", "list", "--json").stdout)
    assert (form["seen"], form["workspace"]) == (2, str(home))


@pytest.mark.parametrize(
    "change",
    [{"after": "$0.drop_all_tables()"}, {"seen": -1}, {"before": "$0"}, {"code": 7}],
)
def test_what_is_no_form_is_not_taken_in(run: Run, home: Path, change: dict[str, object]) -> None:
    file = home / "forms.json"
    run("learned", "export", str(file))
    given = json.loads(file.read_text("utf-8"))
    given["learned"][0].update(change)
    file.write_text(json.dumps(given), "utf-8")
    done = run("learned", "import", str(file))
    assert done.returncode == 2 and "is not what" in done.stderr
