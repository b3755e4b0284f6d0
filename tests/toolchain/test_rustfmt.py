"""The workspace's own rustfmt: its configuration counts, and where it fails the code stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.toolchain import rustfmt
from rust_agent_lsp.toolchain.locate import locate, own_toolchain
from rust_agent_lsp.toolchain.workspace import edition

UGLY = "fn  add( a:u32 ) ->u32 {\n if a>1 { a } else { 0 } }\n"
MANIFEST = '[package]\nname = "p"\nversion = "0.1.0"\n'


def package(folder: Path, manifest: str = MANIFEST) -> Path:
    (folder / "src").mkdir()
    (folder / "Cargo.toml").write_text(manifest)
    return folder / "src/lib.rs"


def test_the_nearest_configuration_counts(tmp_path: Path) -> None:
    if not own_toolchain().rustc.with_name("rustfmt").is_file():
        pytest.skip("rustfmt is missing: rustup component add rustfmt")
    path = package(tmp_path)
    plain = rustfmt.formatter(path)(UGLY)
    assert plain.startswith("fn add(a: u32) -> u32 {\n    if a > 1 {\n        a\n")
    (tmp_path / ".rustfmt.toml").write_text("hard_tabs = true\n")
    assert "\n\tif a > 1" in rustfmt.formatter(path)(UGLY)
    assert sorted(p.name for p in tmp_path.iterdir()) == [".rustfmt.toml", "Cargo.toml", "src"]


def test_what_cannot_be_formatted_stays(tmp_path: Path) -> None:
    path = package(tmp_path)
    assert rustfmt.formatter(path)("fn broken( {") == "fn broken( {"
    (tmp_path / "rustfmt.toml").write_text("tab_spaces = true\n")
    assert rustfmt.formatter(path)(UGLY) == UGLY


@pytest.mark.parametrize("program", ["sleep 60\n", "echo 'fn other() {}' > \"$4\"; exit 1\n"])
def test_a_rustfmt_that_hangs_or_fails_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    path = package(tmp_path)
    fake = tmp_path / "bin/rustfmt"
    fake.parent.mkdir()
    fake.write_text(f"#!/bin/sh\n{program}")
    fake.chmod(0o755)
    known = replace(locate(tmp_path), rustc=fake.with_name("rustc"))
    monkeypatch.setattr(rustfmt, "locate", lambda _: known)
    monkeypatch.setattr(rustfmt, "SECONDS", 0.5)
    assert rustfmt.formatter(path)(UGLY) == UGLY


def test_without_a_rustfmt_the_code_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: Path) -> None:
        raise ToolchainError("rustc was not found")

    path = package(tmp_path)
    monkeypatch.setattr(rustfmt, "locate", missing)
    assert rustfmt.formatter(path)(UGLY) == UGLY
    here = replace(locate(tmp_path), rustc=tmp_path / "rustc")
    monkeypatch.setattr(rustfmt, "locate", lambda _: here)
    assert rustfmt.formatter(path)(UGLY) == UGLY


@pytest.mark.parametrize(
    ("manifest", "wanted"),
    [
        (MANIFEST, "2015"),
        (MANIFEST + 'edition = "2021"\n', "2021"),
        (MANIFEST + "edition.workspace = true\n\n[workspace.package]\nedition = '2018'\n", "2018"),
        (MANIFEST + 'edition = "--config"\n', "2015"),
        ("[package", "2015"),
    ],
)
def test_the_edition_is_the_packages(tmp_path: Path, manifest: str, wanted: str) -> None:
    assert edition(package(tmp_path, manifest), "2024") == wanted


def test_a_lone_file_has_the_edition_it_is_given(tmp_path: Path) -> None:
    assert edition(tmp_path / "lone.rs", "2021") == "2021"
