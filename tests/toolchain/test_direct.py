"""The compiler called without cargo says what it says under cargo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from rust_agent_lsp.toolchain import direct as module
from rust_agent_lsp.toolchain.check import CheckResult, Status
from rust_agent_lsp.toolchain.process import Completed
from rust_agent_lsp.toolchain.shadow import open_shadow

Make = Callable[..., Any]
GOOD = "pub fn one() -> i32 { 1 }\n"
PROGRAM = 'fn main() { let x: i32 = demo::one(); println!("{x}"); }\n'


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that were compiled without cargo."""
    seen: list[str] = []
    run = module.Direct.run

    def watched(self: module.Direct, units: list[module.Unit], *rest: Any) -> Completed:
        seen.extend(unit.source for unit in units)
        return run(self, units, *rest)

    monkeypatch.setattr(module.Direct, "run", watched)
    return seen


def said(result: CheckResult) -> set[tuple[str | None, str, str, Any]]:
    assert result.status is Status.OK, result.detail
    return {(d.code, d.message, d.path.name, d.span) for d in result.diagnostics}


@pytest.mark.parametrize(
    "change",
    [
        {"src/lib.rs": "pub fn one() -> i32 { true }\n"},
        {"src/lib.rs": GOOD + "#[cfg(test)] mod tests { #[test] fn t() { missing(); } }\n"},
        {"src/main.rs": PROGRAM.replace("i32", "bool")},
        {"src/main.rs": "fn main( {}\n"},
        {"tests/it.rs": "#[test] fn t() { let s: &str = demo::one(); }\n"},
        {"src/lib.rs": "pub fn one() -> u8 { 1 }\n"},
        {"src/lib.rs": GOOD + "fn unused() {}\n"},
        {},
    ],
)
def test_it_says_what_cargo_says(
    make_project: Make, calls: list[str], change: Mapping[str, str]
) -> None:
    files = {"src/lib.rs": GOOD, "src/main.rs": PROGRAM, "tests/it.rs": "#[test] fn t() {}\n"}
    plain, other = (make_project(files, folder=f"user/{name}") for name in ("a", "b"))
    assert said(plain.check()) == set()
    direct = said(plain.check(change or {"src/lib.rs": GOOD + "\n"}))
    assert set(calls) >= {"src/lib.rs"}
    assert direct == said(other.check(change or {"src/lib.rs": GOOD + "\n"}))
    calls.clear()
    assert said(plain.check()) == set()
    assert sorted(calls) == ["src/lib.rs", "src/main.rs", "tests/it.rs"]


@pytest.mark.parametrize(
    "files",
    [
        {"build.rs": "fn main() {}\n"},
        {"Cargo.toml": '[package]\nname = "demo"\nversion = "0.1.0"\n[workspace]\n'},
        {"Cargo.toml": '[package]\nname = "demo"\nversion = "0.1.0"\n[[bin]]\nname = "x"\n'
         'path = "src/lib.rs"\n'},
    ],
)  # fmt: skip
def test_what_needs_cargo_is_left_to_it(
    make_project: Make, calls: list[str], files: Mapping[str, str]
) -> None:
    project = make_project({"src/lib.rs": GOOD + "#[allow(dead_code)] fn main() {}", **files})
    project.check()
    project.check({"src/lib.rs": "fn main() {} // changed\n"})
    assert calls == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Cargo.toml", '[package]\nname = "demo"\nversion = "0.2.0"\nedition = "2021"\n'),
        (".cargo/config.toml", '[build]\nrustflags = ["--cfg", "special"]\n'),
        ("tests/new.rs", "#[test] fn t() {}\n"),
    ],
)
def test_cargo_is_asked_again_after_a_change_that_it_reads(
    make_project: Make, calls: list[str], name: str, text: str
) -> None:
    broken = '#[cfg(special)] compile_error!("special");\n'
    project = make_project({"src/lib.rs": broken + GOOD})
    project.check()
    project.check({"src/lib.rs": broken + GOOD + "\n"})
    assert calls == ["src/lib.rs"]
    calls.clear()
    project.write({name: text})
    result = project.check({"src/lib.rs": broken + GOOD + "\n\n"})
    assert calls == []
    assert bool(result.errors) == (name == ".cargo/config.toml")


def test_a_new_file_is_left_to_cargo(make_project: Make, calls: list[str]) -> None:
    project = make_project({"src/lib.rs": GOOD})
    project.check()
    result = project.check({"src/lib.rs": "mod new;\n", "src/new.rs": "fn f() -> u8 { true }\n"})
    assert calls == []
    assert [d.path for d in result.errors] == [project.root / "src/new.rs"]


def test_the_calls_of_another_command_are_not_made_again(
    make_project: Make, calls: list[str], tmp_path: Path
) -> None:
    project = make_project({"src/lib.rs": GOOD})
    project.check()
    project.settings, _ = project.settings.changed({"check.allTargets": False})
    project.check({"src/lib.rs": GOOD + "\n"})
    assert calls == []


def test_the_calls_for_a_laid_manifest_are_not_made_again(
    make_project: Make, calls: list[str]
) -> None:
    manifest = '[package]\nname = "demo"\nversion = "0.1.0"\nedition = "{}"\n'
    old = manifest.format("2015")
    project = make_project({"Cargo.toml": old, "src/lib.rs": "pub async fn f() {}\n"})
    assert [d.code for d in project.check().errors][:1] == ["E0670"]
    assert said(project.check({"Cargo.toml": manifest.format("2021")})) == set()
    again = project.check({"src/lib.rs": "pub async fn g() {}\n"})
    assert {d.code for d in again.errors} == {"E0670"}


@pytest.mark.parametrize(
    ("text", "times"),
    [
        (GOOD, 1),
        (GOOD + "#[cfg(test)] mod tests { #[test] fn t() { missing(); } }\n", 2),
        (GOOD + "#[cfg(not(test))] fn f() { missing(); }\n", 2),
        (GOOD + 'include!("part.in");\n', 2),
        (GOOD + "mod other;\n", 2),
    ],
)
def test_the_tests_are_built_where_they_may_differ(
    make_project: Make, calls: list[str], text: str, times: int
) -> None:
    hidden = "#[cfg(test)] fn f() { missing(); }\n"
    files = {"src/lib.rs": GOOD, "src/part.in": hidden}
    plain, other = (make_project(files, folder=f"user/{name}") for name in ("a", "b"))
    if "mod other" in text:
        for project in (plain, other):
            project.write({"src/other.rs": hidden})
    plain.check()
    assert said(plain.check({"src/lib.rs": text})) == said(other.check({"src/lib.rs": text}))
    assert calls == ["src/lib.rs"] * times


def test_the_tests_are_built_behind_a_link(make_project: Make, calls: list[str]) -> None:
    project = make_project({"src/lib.rs": GOOD + "mod far;\n", "far/mod.rs": ""})
    (project.root / "src/far").symlink_to("../far")
    project.check()
    calls.clear()
    project.check({"src/lib.rs": GOOD + "mod far;\n\n"})
    assert calls == ["src/lib.rs"] * 2


def test_calls_aside_write_to_their_own_slot_only(make_project: Make, calls: list[str]) -> None:
    lib = "pub fn one() -> u8 { 1 }\n"
    files = {"src/lib.rs": GOOD, "src/main.rs": PROGRAM, "tests/it.rs": "#[test] fn t() {}\n"}
    project = make_project(files)
    project.check()
    first, second = project.shadow, open_shadow(project.root, project.cache)
    before = _stamps(first.slot)
    aside = project.direct.aside(second)
    project.use(second, aside)
    # The program is compiled against the library of its own slot, not against the first's.
    result = project.check({"src/lib.rs": lib})
    assert [(d.code, d.path.name) for d in result.errors] == [("E0308", "main.rs")]
    assert calls
    assert _stamps(first.slot) == before
    assert second.target != first.target
    for unit in aside._units.values():
        written = [w for o, w in pairwise(unit.argv) if o in ("--out-dir", "-C") and "/" in w]
        assert written
        assert all(str(second.target) in word for word in written)
        assert not any(str(first.slot) in value for value in unit.env.values())
    project.use(first, project.direct)
    second.close()


def test_calls_aside_never_run_cargo(make_project: Make, calls: list[str]) -> None:
    project = make_project({"src/lib.rs": GOOD})
    project.check()
    second = open_shadow(project.root, project.cache)
    first, direct = project.shadow, project.direct
    project.use(second, direct.aside(second))
    project.write({"Cargo.toml": (project.root / "Cargo.toml").read_text() + "\n# new\n"})
    result = project.check({"src/lib.rs": GOOD + "\n"})
    assert result.status is Status.FAILED
    assert calls == []
    assert not list(second.target.rglob(".fingerprint"))
    project.use(first, direct)
    second.close()


def _stamps(folder: Path) -> dict[Path, int]:
    return {path: path.lstat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
