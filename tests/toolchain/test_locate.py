"""Finding the toolchain: the installed one, and made-up ones that record what is run."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.toolchain.locate import default_docs_root, locate


def fake_toolchain(bin_dir: Path, sysroot: Path, log: Path) -> None:
    for folder in (bin_dir, sysroot / "bin"):
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("rustc", "cargo", "cargo-clippy"):
            (folder / name).write_text(
                f'#!/bin/sh\necho "$0 in $PWD" >> {log}\n'
                f'case "$1" in --print) echo {sysroot};; *) echo "rustc 1.70.0 (x)";; esac\n'
            )
            (folder / name).chmod(0o755)
    (sysroot / "share/doc/rust/html").mkdir(parents=True, exist_ok=True)


def test_the_installed_toolchain_is_found_behind_the_proxy() -> None:
    found = locate(Path("/"))
    version = subprocess.run([found.rustc, "-V"], capture_output=True, text=True, check=True)
    assert version.stdout.strip() == found.version
    assert found.release >= (1, 74)
    assert found.rustc.resolve().name == "rustc"
    assert found.cargo == found.sysroot / "bin/cargo"


def test_a_toolchain_file_is_obeyed_and_its_change_noticed(tmp_path: Path) -> None:
    file = tmp_path / "rust-toolchain.toml"
    default = locate(tmp_path)
    file.write_text('[toolchain]\nchannel = "nightly"\n')
    if subprocess.run(["rustc", "-V"], cwd=tmp_path, capture_output=True).returncode:
        pytest.skip("rustup with a nightly toolchain is not installed")
    assert "nightly" in locate(tmp_path).version
    file.unlink()
    assert locate(tmp_path) == default


def test_a_toolchain_that_is_not_installed_is_said(tmp_path: Path) -> None:
    (tmp_path / "rust-toolchain").write_text("1.2.3-none")
    rustup = subprocess.run(["rustup", "-V"], capture_output=True, check=False)
    if rustup.returncode:
        pytest.skip("rustup is not installed")
    with pytest.raises(ToolchainError, match=r"1\.2\.3-none"):
        locate(tmp_path)


def test_no_rust_at_all_is_said(tmp_path: Path) -> None:
    with pytest.raises(ToolchainError, match=r"rustup\.rs"):
        locate(tmp_path, {"PATH": "/nowhere", "HOME": str(tmp_path)})


def test_a_plain_installation_and_cargos_home(tmp_path: Path) -> None:
    log = tmp_path / "log"
    home = tmp_path / "home"
    fake_toolchain(home / ".cargo/bin", tmp_path / "sysroot", log)
    found = locate(tmp_path / "home", {"PATH": "/usr/bin:/bin", "HOME": str(home)})
    assert found.rustc == tmp_path / "sysroot/bin/rustc"
    assert found.release == (1, 70)
    assert found.docs_root == tmp_path / "sysroot/share/doc/rust/html"
    assert found.clippy_driver is None


def test_nothing_of_the_workspace_is_run(tmp_path: Path) -> None:
    log, home, workspace = tmp_path / "log", tmp_path / "home", tmp_path / "ws"
    fake_toolchain(workspace / "bin", workspace / "sysroot", tmp_path / "evil")
    fake_toolchain(home / ".cargo/bin", tmp_path / "sysroot", log)
    (tmp_path / "link").symlink_to(workspace / "bin")
    entries = [str(workspace / "bin"), str(tmp_path / "link"), "bin"]
    environ = {"PATH": os.pathsep.join(entries), "HOME": str(home)}
    docs = default_docs_root(environ, workspace)
    assert docs == tmp_path / "sysroot/share/doc/rust/html"
    assert locate(workspace, environ).sysroot == tmp_path / "sysroot"
    assert not (tmp_path / "evil").exists()
    first = log.read_text().splitlines()[0]
    assert first.endswith(" in /")
