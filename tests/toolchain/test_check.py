"""Real cargo in temporary projects."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rust_agent_lsp.model.settings import Settings
from rust_agent_lsp.toolchain.check import CheckResult, Status, check

Make = Callable[..., Any]
Snapshot = Callable[[Path], dict[str, tuple[object, ...]]]

GOOD = "pub fn one() -> i32 { 1 }\n"
BROKEN = "pub fn one() -> i32 { true }\n"


def codes(result: CheckResult) -> list[str | None]:
    assert result.status is Status.OK, result.detail
    return [d.code for d in result.errors]


def test_one_error_is_found_once_and_nothing_of_the_users_changes(
    make_project: Make, take_snapshot: Snapshot
) -> None:
    project = make_project({"src/lib.rs": BROKEN, "tests/it.rs": "#[test] fn t() {}\n"})
    before = take_snapshot(project.root)
    result = project.check()
    assert codes(result) == ["E0308"]  # the library and its test build both report it
    (error,) = result.errors
    assert error.path == project.root / "src/lib.rs"
    assert BROKEN[error.span.start : error.span.end] == "true"
    assert take_snapshot(project.root) == before


def test_unsaved_text_is_what_is_checked(make_project: Make, take_snapshot: Snapshot) -> None:
    project = make_project({"src/lib.rs": GOOD})
    before = take_snapshot(project.root)
    assert codes(project.check()) == []
    assert codes(project.check({"src/lib.rs": BROKEN})) == ["E0308"]
    assert codes(project.check()) == []
    assert codes(project.check({"src/lib.rs": "mod new;", "src/new.rs": BROKEN})) == ["E0308"]
    assert take_snapshot(project.root) == before


def test_an_overlaid_file_seen_from_another_folder(make_project: Make) -> None:
    project = make_project(
        {
            "src/lib.rs": "",
            "src/shared.rs": GOOD,
            "tests/it.rs": "mod deep { mod it; }",
            "tests/deep/it.rs": '#[path = "../../src/shared.rs"] mod s;',
        }
    )
    assert codes(project.check()) == []
    assert codes(project.check({"src/shared.rs": BROKEN})) == ["E0308"]


def test_all_errors_of_a_workspace_arrive(make_project: Make, manifest: str) -> None:
    project = make_project(
        {
            "Cargo.toml": '[workspace]\nmembers = ["crates/*"]\nresolver = "2"\n',
            "crates/one/Cargo.toml": manifest.format("one"),
            "crates/one/src/lib.rs": BROKEN,
            "crates/two/Cargo.toml": manifest.format("two"),
            "crates/two/src/lib.rs": "pub fn f() { missing(); }",
        },
    )
    result = project.check()
    assert sorted(map(str, codes(result))) == ["E0308", "E0425"]
    assert {d.path.relative_to(project.root).parts[1] for d in result.errors} == {"one", "two"}


def test_a_path_dependency_outside_the_workspace(make_project: Make, manifest: str) -> None:
    sibling = make_project({"src/lib.rs": GOOD}, folder="user/sibling", package="sibling")
    dependency = '[dependencies]\nsibling = { path = "../sibling" }\n'
    project = make_project(
        {
            "Cargo.toml": manifest.format("demo") + dependency,
            "src/lib.rs": "pub fn f() -> i32 { sibling::one() }\n"
            'const _: &str = include_str!("../../x");',
        }
    )
    (project.root.parent / "x").write_text("text")
    assert codes(project.check()) == []
    overlay = {sibling.root / "src/lib.rs": b"pub fn one() -> bool { true }"}
    result = check(project.shadow, overlay, Settings(), project.toolchain, threading.Event())
    assert codes(result) == ["E0308"]


def test_build_script_and_generated_sources(make_project: Make) -> None:
    project = make_project(
        {
            "build.rs": """
                fn main() {
                    let out = std::path::PathBuf::from(std::env::var("OUT_DIR").unwrap());
                    std::fs::write(out.join("made.rs"), "pub const MADE: i32 = 7;").unwrap();
                }
            """,
            "src/lib.rs": 'include!(concat!(env!("OUT_DIR"), "/made.rs"));\n'
            "pub fn f() -> bool { MADE }",
        }
    )
    subprocess.run(["git", "init", "-q", str(project.root)], check=True)
    result = project.check()
    assert codes(result) == ["E0308"]
    assert result.errors[0].path == project.root / "src/lib.rs"
    again = project.check({"src/lib.rs": (project.root / "src/lib.rs").read_text() + "\n"})
    assert codes(again) == ["E0308"]


def test_proc_macro_of_the_workspace(make_project: Make, manifest: str) -> None:
    project = make_project(
        {
            "Cargo.toml": manifest.format("demo")
            + '[workspace]\nmembers = ["mac"]\n[dependencies]\nmac = { path = "mac" }\n',
            "mac/Cargo.toml": manifest.format("mac") + "[lib]\nproc-macro = true\n",
            "mac/src/lib.rs": "extern crate proc_macro;\n"
            "#[proc_macro_derive(Seven)] pub fn seven(_: proc_macro::TokenStream)"
            ' -> proc_macro::TokenStream { "fn seven() -> i32 { 7 }".parse().unwrap() }',
            "src/lib.rs": "#[derive(mac::Seven)] pub struct S;\npub fn f() -> bool { seven() }",
        }
    )
    assert codes(project.check()) == ["E0308"]


def test_a_parents_config_replaces_the_registry(
    make_project: Make, manifest: str, tmp_path: Path
) -> None:
    crate = tmp_path / "vendor/leaf"
    (crate / "src").mkdir(parents=True)
    (crate / "Cargo.toml").write_text(manifest.format("leaf"))
    (crate / "src/lib.rs").write_text(GOOD)
    (crate / ".cargo-checksum.json").write_text('{"files": {}, "package": null}')
    project = make_project(
        {
            "Cargo.toml": manifest.format("demo") + '[dependencies]\nleaf = "0.1"\n',
            "src/lib.rs": "pub fn f() -> bool { leaf::one() }",
        }
    )
    config = project.root.parent / ".cargo/config.toml"
    config.parent.mkdir()
    config.write_text(
        '[source.crates-io]\nreplace-with = "local"\n[source.local]\ndirectory = "../vendor"\n'
    )
    assert codes(project.check()) == ["E0308"]
    assert not (project.root / "Cargo.lock").exists()


def test_no_configuration_above_the_mirror_is_read(make_project: Make) -> None:
    project = make_project({"src/lib.rs": '#[cfg(stray)] compile_error!("stray");\n'})
    config = project.cache / ".cargo/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('[build]\nrustflags = ["--cfg", "stray"]\n')
    assert codes(project.check()) == []
    config = project.root.parent / ".cargo/config.toml"
    config.parent.mkdir()
    config.write_text('[build]\nrustflags = ["--cfg", "stray"]\n')
    assert codes(project.check()) == [None]


def test_a_missing_dependency_says_what_to_do(make_project: Make, manifest: str) -> None:
    project = make_project(
        {
            "Cargo.toml": manifest.format("demo") + '[dependencies]\nno-such-crate-here = "1"\n',
            "src/lib.rs": "",
        }
    )
    result = project.check()
    assert result.status is Status.MISSING_DEPENDENCIES
    assert "cargo fetch" in result.detail
    assert "no-such-crate-here" in result.detail


def test_the_lock_file_is_copied_and_never_written(make_project: Make, manifest: str) -> None:
    project = make_project({"src/lib.rs": GOOD})
    lock = project.root / "Cargo.lock"
    stale = '# kept\nversion = 4\n\n[[package]]\nname = "gone"\nversion = "0.1.0"\n'
    lock.write_text(stale)
    before = lock.stat()
    assert codes(project.check()) == []
    assert lock.read_text() == stale
    assert lock.stat().st_mtime_ns == before.st_mtime_ns
    mirrored = project.shadow.to_shadow(lock)
    assert not mirrored.is_symlink()
    assert 'name = "demo"' in mirrored.read_text()


def test_wrappers_are_not_run(make_project: Make, tmp_path: Path) -> None:
    evil = tmp_path / "evil.sh"
    evil.write_text('#!/bin/sh\necho ran >> "$TMPDIR/ran"\nexec "$@"\n')
    evil.chmod(0o755)
    project = make_project(
        {
            "src/lib.rs": GOOD,
            ".cargo/config.toml": f'[build]\nrustc-wrapper = "{evil}"\n'
            f'rustc-workspace-wrapper = "{evil}"\nrustc = "{evil}"\ntarget-dir = "mine"\n'
            f'build-dir = "mine"\n[alias]\nclippy = "run"\n',
        }
    )
    project.environ |= {"RUSTC_WRAPPER": str(evil), "CARGO_BUILD_RUSTC_WRAPPER": str(evil)}
    for command in ("check", "clippy"):
        project.settings = replace(Settings(), check_command=command)
        result = project.check()
        assert codes(result) == []
    assert not (project.shadow.tmp / "ran").exists()
    assert "evil" not in str(sorted(project.shadow.target.rglob("*")))
    assert not (project.shadow.folder / "mine").exists()


def test_clippy_finds_lints(make_project: Make) -> None:
    project = make_project({"src/lib.rs": "pub fn f(v: &[i32]) -> bool { v.len() == 0 }"})
    project.settings = replace(Settings(), check_command="clippy")
    result = project.check()
    assert result.status is Status.OK
    assert [d.code for d in result.diagnostics] == ["clippy::len_zero"]


def test_features_and_targets_are_chosen_by_settings(make_project: Make, manifest: str) -> None:
    project = make_project(
        {
            "Cargo.toml": manifest.format("demo") + "[features]\ndefault = ['a']\na = []\nb = []\n",
            "src/lib.rs": '#[cfg(feature = "a")] fn f() -> i32 { "a" }\n'
            '#[cfg(feature = "b")] fn g() { b }\n',
            "tests/it.rs": "#[test] fn t() { let _: u8 = true; }",
        }
    )

    def found(**settings: Any) -> set[str | None]:
        project.settings = replace(Settings(), **settings)
        return set(codes(project.check()))

    assert found() == {"E0308"}
    assert found(check_no_default_features=True) == {"E0308"}
    assert found(check_all_targets=False, check_no_default_features=True) == set()
    assert found(check_all_targets=False, check_features=("all",)) == {"E0308", "E0425"}
    assert found(
        check_all_targets=False, check_no_default_features=True, check_features=("b",)
    ) == {"E0425"}


def test_the_target_is_chosen_by_a_setting(make_project: Make) -> None:
    project = make_project({"src/lib.rs": "pub fn f() -> u8 { true }"})
    version = subprocess.run(["rustc", "-vV"], capture_output=True, text=True, check=True).stdout
    (host,) = (line.split()[1] for line in version.splitlines() if line.startswith("host:"))
    project.settings = replace(Settings(), check_target=host)
    assert codes(project.check()) == ["E0308"]
    assert (project.shadow.target / host).is_dir()
    assert codes(project.check({"src/lib.rs": GOOD})) == []
    project.settings = replace(Settings(), check_target="no-such-target")
    result = project.check()
    assert result.status is Status.FAILED and "no-such-target" in result.detail


@pytest.mark.parametrize(
    ("text", "codes_found"),
    [
        ("fn main() { let x: i32 = true; }", ["E0308"]),
        ("pub fn f() -> i32 { true }", ["E0308"]),
        ("fn main() {}", []),
    ],
)
def test_a_lone_file_is_compiled_by_itself(
    make_project: Make, text: str, codes_found: list[str]
) -> None:
    project = make_project({"lone.rs": "fn main() { let"}, package="")
    result = project.check({"lone.rs": text}, file=project.root / "lone.rs")
    assert codes(result) == codes_found
    assert all(d.path == project.root / "lone.rs" for d in result.diagnostics)
    assert not [d for d in result.diagnostics if d.code == "dead_code"]


def test_states_that_the_user_can_mend(make_project: Make) -> None:
    project = make_project({"src/lib.rs": GOOD}, package="")
    assert project.check().status is Status.NO_MANIFEST
    project.write({"Cargo.toml": "[package\n"})
    broken = project.check()
    assert broken.status is Status.FAILED
    assert "Cargo.toml:1:9" in broken.detail
    gone = replace(project.toolchain, cargo=Path("/nowhere/cargo"))
    project.toolchain = gone
    assert project.check().status is Status.NO_CARGO
    project.toolchain = None
    assert project.check().status is Status.NO_CARGO


def test_a_workspace_reached_through_a_link(make_project: Make, tmp_path: Path) -> None:
    project = make_project({"src/lib.rs": GOOD})
    link = tmp_path / "link"
    link.symlink_to(project.root)
    project.root = link
    result = project.check({"src/lib.rs": BROKEN})
    assert codes(result) == ["E0308"]
    assert result.errors[0].path == link / "src/lib.rs"
