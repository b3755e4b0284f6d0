"""`explain-command`, `concepts` and `whatsnew` as typed: exit codes, JSON, and what is wrong."""

from __future__ import annotations

import json

from tests.cli.conftest import Run


def test_the_danger_comes_first(run: Run) -> None:
    done = run("explain-command", "cd x && rm -rf build")
    assert done.returncode == 0
    assert done.stdout.startswith("This line may destroy something for good.")
    assert "runs only if" in done.stdout


def test_its_json_has_keys_of_their_own(run: Run) -> None:
    done = run("explain-command", "--json", "git rebase -i HEAD~3")
    data = json.loads(done.stdout)
    (command,) = data["commands"]
    assert (data["destructive"], command["undo"]) == (False, "git reset --keep ORIG_HEAD")
    assert command["source"] == "git-rebase-interactive"
    assert command["unknown"] == []


def test_what_is_unknown_or_nothing_has_an_exit_code(run: Run) -> None:
    done = run("explain-command", "frobnicate --now")
    assert (done.returncode, "Nothing is known" in done.stdout) == (1, True)
    assert run("explain-command", "# nothing").returncode == 2


def test_a_version_that_is_none_is_refused(run: Run) -> None:
    done = run("whatsnew", "--since", "yesterday")
    assert done.returncode == 2
    assert "'yesterday' is no version" in done.stderr
