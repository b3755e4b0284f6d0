"""`recognize`: its JSON, its words, its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

LOOP = """\
struct Rules(Vec<String>);

fn check(rules: Rules, words: &[String]) {
    for word in words {
        judge(rules.clone(), word);
    }
}
"""


def test_it_prints_what_the_server_answers(run: Run, tmp_path: Path) -> None:
    (tmp_path / "loop.rs").write_text(LOOP)
    done = run("recognize", "--json", "loop.rs")
    assert done.returncode == 0
    found = {pattern["id"]: pattern for pattern in json.loads(done.stdout)["patterns"]}
    assert found["clone-in-loop"]["bad"] is True
    assert found["clone-in-loop"]["range"]["start"] == {"line": 4, "character": 14}


def test_it_speaks_of_the_users_names(run: Run, tmp_path: Path) -> None:
    (tmp_path / "loop.rs").write_text(LOOP)
    done = run("recognize", "loop.rs")
    assert "clone-in-loop  line 5: `rules` is copied" in done.stdout


def test_ordinary_code_has_no_pattern(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plain.rs").write_text("fn main() {}\n")
    assert json.loads(run("recognize", "plain.rs", "--json").stdout) == {"patterns": []}
    assert "No pattern" in run("recognize", "plain.rs").stdout


def test_a_missing_file_is_told(run: Run) -> None:
    done = run("recognize", "missing.rs")
    assert done.returncode == 2
    assert "cannot be read" in done.stderr
