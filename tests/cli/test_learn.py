"""`learn`: the crates of a workspace read and shown, as a user does it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Run

HELPER = """\
/// Hands out all that waits.
pub fn drain_all(items: &mut Vec<u8>) -> Vec<u8> {
    let all = std::mem::take(items);
    items.push(0);
    all
}
"""


def with_dependency(project: Callable[..., Path]) -> Path:
    root = project(
        "fn main() {}\npub fn own(x: &mut Vec<u8>) { std::mem::swap(x, &mut vec![]); }\n"
    )
    manifest = root / "Cargo.toml"
    manifest.write_text(
        manifest.read_text() + '\n[dependencies]\nhelper = { path = "../helper" }\n'
    )
    helper = root.parent / "helper"
    (helper / "src").mkdir(parents=True)
    (helper / "src/lib.rs").write_text(HELPER)
    (helper / "Cargo.toml").write_text('[package]\nname = "helper"\nversion = "0.3.1"\n')
    (helper / "build.rs").write_text('fn main() { std::fs::write("/tmp/ran", "").unwrap(); }\n')
    return root


def test_the_dependencies_of_a_workspace_are_read_and_shown(
    run: Run, project: Callable[..., Path]
) -> None:
    root = with_dependency(project)
    before = sorted(root.rglob("*"))
    done = run("learn", "crates", "--path", root, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["crates"], told["known"], told["failed"], told["stopped"]) == (1, 0, {}, False)
    assert told["uses"] >= 3
    # Nothing was built, and the user's folder is as it was: not even a lock file.
    assert sorted(root.rglob("*")) == before

    shown = run("learn", "show", "mem::take")
    assert shown.returncode == 0
    assert "std::mem::take: 1 use in 1 crate" in shown.stdout
    assert f"{root.parent / 'helper/src/lib.rs'}:3" in shown.stdout
    assert "let all = std::mem::take(items);" in shown.stdout
    as_json = json.loads(run("learn", "show", "mem::take", "--json").stdout)
    assert as_json["places"][0]["crate"] == "helper"
    assert as_json["places"][0]["code"].startswith("pub fn drain_all")

    # What only the user's own code does is no example.
    own = run("learn", "show", "mem::swap")
    assert own.returncode == 1 and "No crate that was read uses mem::swap" in own.stderr

    again = run("learn", "crates", "--path", root)
    assert again.returncode == 0 and "0 crates read, 1 known before" in again.stdout


def test_nothing_to_read_is_told(run: Run, tmp_path: Path) -> None:
    done = run("learn", "crates", "--path", tmp_path)
    assert done.returncode == 2 and "no folder of crates" in done.stderr
    shown = run("learn", "show", "newtype")
    assert shown.returncode == 1 and "learn crates" in shown.stderr


def test_dependencies_that_are_not_there_are_told(run: Run, project: Callable[..., Path]) -> None:
    root = project("fn main() {}\n")
    manifest = root / "Cargo.toml"
    manifest.write_text(manifest.read_text() + '\n[dependencies]\nnone-like-this = "1"\n')
    (root / ".cargo").mkdir()
    source = '[source.crates-io]\nreplace-with = "empty"\n[source.empty]\ndirectory = "empty"\n'
    (root / ".cargo/config.toml").write_text(source)
    (root / "empty").mkdir()
    done = run("learn", "crates", "--path", root)
    assert done.returncode == 2 and "cargo fetch" in done.stderr
