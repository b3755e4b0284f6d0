"""The mirror, without a compiler except where cargo's freshness is the point."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.toolchain.check import Status
from rust_agent_lsp.toolchain.shadow import Shadow, open_shadow

Make = Callable[..., Any]
Snapshot = Callable[[Path], dict[str, tuple[object, ...]]]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "user/ws"
    for name in ("src/deep/a.rs", "src/b.rs", "other/c.rs", "Cargo.toml", "Cargo.lock"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"on disk: {name}")
    (root / "target").mkdir()
    (root / "target/CACHEDIR.TAG").write_text("")
    (root.parent / "sibling").mkdir()
    return root


@pytest.fixture
def shadow(workspace: Path, tmp_path: Path) -> Shadow:
    return open_shadow(workspace, tmp_path / "cache")


def test_laying_reading_and_putting_back(
    workspace: Path, shadow: Shadow, take_snapshot: Snapshot
) -> None:
    before = take_snapshot(workspace.parent)
    file, new = workspace / "src/deep/a.rs", workspace / "src/made/new.rs"
    shadow.lay({file: b"one", new: b"new"})
    assert shadow.to_shadow(file).read_bytes() == b"one"
    assert shadow.to_shadow(new).read_bytes() == b"new"
    assert shadow.to_shadow(workspace / "src/b.rs").read_text() == "on disk: src/b.rs"
    shadow.lay({})
    assert shadow.to_shadow(file).read_text() == "on disk: src/deep/a.rs"
    assert not shadow.to_shadow(file).is_symlink()
    assert not shadow.to_shadow(new).parent.exists()
    assert take_snapshot(workspace.parent) == before


def test_what_is_linked_and_what_is_not(workspace: Path, shadow: Shadow) -> None:
    shadow.lay({})
    mirrored = shadow.folder
    assert (mirrored / "other").is_symlink()
    assert not (mirrored / "target").exists()
    assert not (mirrored / "Cargo.lock").is_symlink()
    assert (mirrored / "Cargo.lock").stat().st_nlink == 1
    assert (mirrored.parent / "sibling").is_symlink()
    assert not mirrored.parent.is_symlink()


def test_cargos_home_is_not_mirrored(workspace: Path, tmp_path: Path) -> None:
    home = workspace.parent / ".cargo"
    home.mkdir()
    for environ, linked in (({"CARGO_HOME": str(home)}, False), ({"HOME": "/nowhere"}, True)):
        shadow = open_shadow(workspace, tmp_path / "cache", environ)
        shadow.lay({})
        assert shadow.to_shadow(home).is_symlink() is linked
        shadow.close()


def test_paths_map_both_ways(workspace: Path, shadow: Shadow) -> None:
    file = workspace / "src/b.rs"
    assert shadow.to_user(shadow.to_shadow(file)) == file
    assert shadow.to_user("src/b.rs") == file
    assert shadow.to_user("src/deep/../b.rs") == file
    assert shadow.to_user("/rustc/abc/library/core/src/macros/mod.rs").is_relative_to("/rustc")
    outside = workspace.parent / "sibling/x.rs"
    assert shadow.to_user(shadow.to_shadow(outside)) == outside


HOUR = 3_600_000_000_000  # ns


def test_times_only_ever_rise(workspace: Path, shadow: Shadow, tmp_path: Path) -> None:
    file = workspace / "src/b.rs"
    mirrored = shadow.to_shadow(file)
    last = 0
    for text in (b"one", b"two", b"one"):
        shadow.lay({file: text})
        shadow.built()
        assert mirrored.stat().st_mtime_ns > last
        last = mirrored.stat().st_mtime_ns
    shadow.close()
    # The clock goes back by an hour: what was given out lies in the future.
    stamp = shadow.slot / "mtime"
    stamp.write_text(str(int(stamp.read_text()) + HOUR))
    again = open_shadow(workspace, tmp_path / "cache")
    assert again.slot == shadow.slot
    again.lay({})
    assert mirrored.read_text() == "on disk: src/b.rs"
    assert mirrored.stat().st_mtime_ns > last + HOUR


def test_an_unchanged_text_keeps_its_time(workspace: Path, shadow: Shadow) -> None:
    file = workspace / "src/b.rs"
    shadow.lay({file: b"one"})
    first = shadow.to_shadow(file).stat()
    shadow.lay({file: b"one"})
    assert shadow.to_shadow(file).stat().st_mtime_ns == first.st_mtime_ns


def test_changes_on_disk_are_followed(workspace: Path, shadow: Shadow) -> None:
    file = workspace / "src/deep/a.rs"
    shadow.lay({file: b"laid"})
    shadow.lay({})
    file.write_text("changed")
    (workspace / "src/deep/added.rs").write_text("added")
    (workspace / "src/b.rs").unlink()
    (workspace / "Cargo.lock").unlink()
    shadow.lay({})
    src = shadow.to_shadow(workspace / "src")
    assert (src / "deep/a.rs").read_text() == "changed"
    assert (src / "deep/added.rs").read_text() == "added"
    assert not (src / "b.rs").exists()
    assert not (shadow.folder / "Cargo.lock").exists()
    file.unlink()
    shadow.lay({})
    assert not (src / "deep/a.rs").exists()
    file.write_text("back")
    os.utime(file, ns=(1, 1))
    shadow.lay({})
    assert (src / "deep/a.rs").read_text() == "back"
    assert (src / "deep/a.rs").stat().st_mtime_ns > 1


def test_a_file_put_in_place_of_a_link_is_not_written_through(
    workspace: Path, shadow: Shadow
) -> None:
    file = workspace / "src/b.rs"
    shadow.lay({file: b"one"})
    mirrored = shadow.to_shadow(file)
    mirrored.unlink()
    mirrored.symlink_to(file)
    shadow.lay({file: b"two"})
    assert file.read_text() == "on disk: src/b.rs"
    assert mirrored.read_bytes() == b"two"


def test_two_servers_take_different_slots(workspace: Path, shadow: Shadow, tmp_path: Path) -> None:
    second = open_shadow(workspace, tmp_path / "cache")
    assert second.slot != shadow.slot
    assert second.target != shadow.target
    shadow.close()
    third = open_shadow(workspace, tmp_path / "cache")
    assert third.slot == shadow.slot


def test_a_cache_that_cannot_be_written_is_said(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ToolchainError, match="cannot make a shadow"):
        open_shadow(workspace, tmp_path / "file")


def test_a_candidate_with_an_old_time_is_rebuilt(make_project: Make) -> None:
    """Cargo believes a file that looks older than its last build; ours never looks so, even when
    the clock went back after that build and nothing but cargo's own stamps tells."""
    project = make_project({"src/lib.rs": "pub fn f() -> i32 { 1 }"})
    assert not project.check({"src/lib.rs": "pub fn f() -> i32 { 2 }"}).errors
    project.close()
    for stamp in project.cache.glob("shadow/*/*/target/debug/.fingerprint/*/*"):
        later = stamp.stat().st_mtime_ns + HOUR
        os.utime(stamp, ns=(later, later))
    (lost,) = project.cache.glob("shadow/*/*/mtime")
    lost.unlink()
    for broken in (True, False, True):
        text = "pub fn f() -> i32 { true }" if broken else "pub fn f() -> i32 { 3 }"
        result = project.check({"src/lib.rs": text})
        assert result.status is Status.OK
        assert bool(result.errors) is broken


def test_the_target_folder_is_never_the_users(make_project: Make, tmp_path: Path) -> None:
    """A shared one makes a broken project look fresh after a good candidate was built there."""
    project = make_project({"src/lib.rs": "pub fn f() -> i32 { true }"})
    project.environ["CARGO_TARGET_DIR"] = str(tmp_path / "users-target")
    project.environ["CARGO_BUILD_TARGET_DIR"] = str(tmp_path / "users-target")
    assert not project.check({"src/lib.rs": "pub fn f() -> i32 { 1 }"}).errors
    assert not (tmp_path / "users-target").exists()
    other = Shadow(project.root, tmp_path / "other")
    assert other.target != project.shadow.target
    assert project.check().errors
