"""Folders, the key of the placeholders, and the list of trusted folders."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rust_agent_lsp.stores.places import Places

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    for name in ("DATA", "CACHE", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    return Places.of_user()


def test_the_xdg_variables_are_honoured(tmp_path: Path, places: Places) -> None:
    assert places.database.is_relative_to(tmp_path / "data")
    assert places.shadows.is_relative_to(tmp_path / "cache")
    assert places.trusted.is_relative_to(tmp_path / "config")
    assert places.log.is_relative_to(tmp_path / "state")


def test_nothing_is_made_before_it_is_needed(tmp_path: Path, places: Places) -> None:
    assert not places.is_trusted(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_key_is_made_once_and_is_the_users_alone(places: Places) -> None:
    key = places.redaction_key()
    assert len(key) == 32 and places.redaction_key() == key
    (file,) = places.data.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert places.data.stat().st_mode & 0o077 == 0


def test_several_processes_agree_on_one_key(places: Places) -> None:
    program = (
        "import sys\nfrom rust_agent_lsp.stores.places import Places\nsys.stdin.readline()\n"
        "print(Places.of_user().redaction_key().hex())\n"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    said = [process.communicate("go\n")[0].strip() for process in processes]
    assert set(said) == {places.redaction_key().hex()}
    assert len(list(places.data.iterdir())) == 1


def test_a_file_in_the_way_is_an_os_error(tmp_path: Path, places: Places) -> None:
    places.data.parent.mkdir()
    places.data.write_text("mine")
    with pytest.raises(OSError, match="rust-agent-lsp"):
        places.redaction_key()


def test_trust_reaches_down_and_not_up_or_beside(tmp_path: Path, places: Places) -> None:
    for name in ("a/b/c", "ab", "z"):
        (tmp_path / name).mkdir(parents=True)
    places.trust(tmp_path / "a/b")
    assert places.is_trusted(tmp_path / "a/b") and places.is_trusted(tmp_path / "a/b/c")
    assert not places.is_trusted(tmp_path / "a") and not places.is_trusted(tmp_path / "ab")
    assert not places.is_trusted(tmp_path / "a/b/../../z")
    (tmp_path / "a/b/link").symlink_to(tmp_path / "z")
    assert not places.is_trusted(tmp_path / "a/b/link"), "a link leads out of what is trusted"


def test_a_folder_is_listed_once(tmp_path: Path, places: Places) -> None:
    for _ in range(3):
        places.trust(tmp_path)
    assert places.trusted.read_text() == f"{tmp_path.resolve()}\n"


@pytest.mark.parametrize("text", [b"", b"\n \n", b".\n..\nrelative\n", b"\xff\xfe/\n"])
def test_a_list_that_makes_no_sense_trusts_nothing(
    tmp_path: Path, places: Places, text: bytes
) -> None:
    places.trusted.parent.mkdir(parents=True)
    places.trusted.write_bytes(text)
    assert not places.is_trusted(tmp_path)


@pytest.mark.parametrize("between", list("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"))
def test_a_name_with_a_line_break_is_refused(tmp_path: Path, places: Places, between: str) -> None:
    (tmp_path / "victim").mkdir()
    hostile = Path(f"{tmp_path}/x{between}{tmp_path}/victim")
    hostile.mkdir(parents=True)
    with pytest.raises(ValueError, match="line break"):
        places.trust(hostile)
    assert not places.is_trusted(tmp_path / "victim") and not places.is_trusted(hostile)


@pytest.mark.parametrize("name", [b"victim ", b"victim\t", "victim\u3000".encode(), b"v\xff"])
def test_a_name_that_would_be_read_as_another_is_refused(
    tmp_path: Path, places: Places, name: bytes
) -> None:
    (tmp_path / "victim").mkdir()
    hostile = tmp_path / os.fsdecode(name)
    hostile.mkdir()
    with pytest.raises(ValueError, match="Rename it"):
        places.trust(hostile)
    assert not places.is_trusted(tmp_path / "victim")
    places.trust(tmp_path / "victim")
    assert places.is_trusted(tmp_path / "victim")
