"""`trust`: what goes on the list, and what is refused with a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_a_folder_is_put_on_the_list(run: Run, tmp_path: Path) -> None:
    done = run("trust", tmp_path)
    assert done.returncode == 0 and "is trusted" in done.stdout, done.stderr


@pytest.mark.parametrize("between", ["\n", "\u2028", "\f"])
def test_a_name_that_would_trust_another_is_refused(run: Run, tmp_path: Path, between: str) -> None:
    hostile = Path(f"{tmp_path}/x{between}{tmp_path}/victim")
    hostile.mkdir(parents=True)
    done = run("trust", hostile)
    assert done.returncode == 2
    assert "line break" in done.stderr and "Traceback" not in done.stderr
    assert not list((tmp_path / "home").rglob("trusted-folders"))
