"""The fix engine with a real cargo: what it accepts compiles, what it refuses does not."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from rust_agent_lsp.fixes.verify import Case, Verifier
from rust_agent_lsp.fixes.workshop import Finding, Texts, Workshop, best, worth_fixing
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.fix import Candidate, Verdict, Verification
from rust_agent_lsp.model.settings import Settings
from rust_agent_lsp.model.text import FileEdit, apply_edits
from rust_agent_lsp.toolchain.check import CheckResult, Status
from tests.fixes.texts import replacement

MANIFEST = '[package]\nname = "{}"\nversion = "0.1.0"\nedition = "2021"\n'
TWO_ERRORS = """\
fn first() -> u8 {
    let count = 1;
    count = 2;
    count
}

fn second() -> usize {
    let data = vec![1, 2, 3];
    drop(data);
    data.len()
}

fn main() {
    println!("{} {}", first(), second());
}
"""
Make = Callable[..., Workshop]


def no_weight(_code: str | None, _rule: str) -> float:
    return 0.0


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Make a workshop over files below a temporary folder; `root` names its workspace."""
    made: list[Workshop] = []

    def begin(files: Mapping[str, str | bytes], root: str = "ws") -> Workshop:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        made.append(Workshop(tmp_path / root, tmp_path / "cache", Settings()))
        return made[-1]

    yield begin
    for workshop in made:
        workshop.close()


def package(text: str | bytes, name: str = "ws") -> dict[str, str | bytes]:
    return {f"{name}/Cargo.toml": MANIFEST.format(name), f"{name}/src/main.rs": text}


def check(workshop: Workshop, overlay: Mapping[Path, bytes] | None = None) -> CheckResult:
    result = workshop.check(overlay or {}, threading.Event())
    assert result.status is Status.OK, result.detail
    return result


class Counting:
    """A workshop's check that counts how often it is asked."""

    def __init__(self, workshop: Workshop) -> None:
        self.count = 0
        self._workshop = workshop

    def __call__(self, overlay: Mapping[Path, bytes]) -> CheckResult:
        self.count += 1
        return self._workshop.check(overlay, threading.Event())


def verify(
    workshop: Workshop, before: CheckResult, cases: Sequence[Case]
) -> tuple[list[tuple[Diagnostic, Candidate, Verdict]], int]:
    counting = Counting(workshop)
    texts = Texts({})
    verifier = Verifier({}, before.diagnostics, counting, texts.open_file)
    return list(verifier.run(cases)), counting.count


def of_code(result: CheckResult, code: str) -> Diagnostic:
    return next(d for d in result.diagnostics if d.code == code)


def found(workshop: Workshop, result: CheckResult, texts: Texts | None = None) -> list[Finding]:
    """Return the last finding for each error."""
    errors = [d for d in result.diagnostics if d.severity is Severity.ERROR]
    last: dict[int, Finding] = {}
    for finding in workshop.find_fixes(
        texts or Texts({}), result, errors, no_weight, threading.Event()
    ):
        last[id(finding.diagnostic)] = finding
    assert all(finding.final for finding in last.values())
    return [last[id(d)] for d in errors]


def write(edits: Sequence[FileEdit]) -> None:
    for file in edits:
        file.path.write_bytes(apply_edits(file.path.read_bytes(), file.edits))


def cargo_accepts(folder: Path) -> bool:
    environ = {**os.environ, "CARGO_TARGET_DIR": str(folder.parent / "users-own-target")}
    command = ["cargo", "check", "-q", "--offline", "--workspace", "--all-targets"]
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, check=False)
    return done.returncode == 0


def test_two_independent_errors_are_one_check_and_a_wrong_candidate_is_refused(make: Make) -> None:
    workshop = make(package(TWO_ERRORS))
    main = workshop.root / "src/main.rs"
    before = check(workshop)
    mutable, moved = of_code(before, "E0384"), of_code(before, "E0382")
    good = replacement(TWO_ERRORS, "let count", "let mut count", path=main)
    clone = replacement(TWO_ERRORS, "drop(data)", "drop(data.clone())", path=main)
    wrong = replacement(TWO_ERRORS, "drop(data)", "drop(&data.missing())", path=main)

    verdicts, checks = verify(workshop, before, [Case(mutable, [good]), Case(moved, [clone])])
    assert checks == 1
    assert {v.verification for _, _, v in verdicts} == {Verification.PASSED}

    ((_, _, refused),), _ = verify(workshop, before, [Case(moved, [wrong])])
    assert refused.verification is Verification.REFUSED and "E0599" in refused.reason
    assert main.read_text() == TWO_ERRORS


def test_the_shadow_is_rebuilt_for_every_candidate(make: Make) -> None:
    """Two traps: an old time stamp is not rebuilt, and a shared target folder tells of the other.

    Each text is new and soon old again, so a verdict kept from another text would show.
    """
    workshop = make(package(TWO_ERRORS))
    main = workshop.root / "src/main.rs"
    os.utime(main, (1_000_000_000, 1_000_000_000))
    right = TWO_ERRORS.replace("let count", "let mut count").replace("drop(data)", "drop(&data)")
    for text, wanted in [(None, 2), (right, 0), (None, 2), (TWO_ERRORS, 2), (right, 0)]:
        overlay = {} if text is None else {main: text.encode()}
        assert len(check(workshop, overlay).errors) == wanted


def test_a_target_folder_shared_by_configuration_is_not_shared_by_us(make: Make) -> None:
    """The user's own check of the broken text must not be told the shadow's success."""
    files = package(TWO_ERRORS)
    files["ws/.cargo/config.toml"] = '[build]\ntarget-dir = "../users-own-target"\n'
    workshop = make(files)
    main = workshop.root / "src/main.rs"
    right = TWO_ERRORS.replace("let count", "let mut count").replace("drop(data)", "drop(&data)")
    assert not check(workshop, {main: right.encode()}).errors
    assert not cargo_accepts(workshop.root)
    assert len(check(workshop).errors) == 2
    write([FileEdit(main, replacement(TWO_ERRORS, "let count", "let mut count").edits[0].edits)])
    assert [d.code for d in check(workshop).errors] == ["E0382"]


def test_what_was_accepted_compiles_and_a_crlf_file_keeps_its_line_ends(make: Make) -> None:
    text = TWO_ERRORS.replace("\n", "\r\n").encode()
    workshop = make(package(text))
    main = workshop.root / "src/main.rs"
    for _ in range(2):
        findings = found(workshop, check(workshop))
        fix = best(findings[0])
        assert fix is not None
        for finding in findings:
            for other in finding.fixes:
                (file,) = other.candidate.edits
                after = apply_edits(main.read_bytes(), file.edits)
                assert b"\n" not in after.replace(b"\r\n", b"")
        write(fix.candidate.edits)
    assert cargo_accepts(workshop.root)


def test_two_crates_and_a_path_dependency(make: Make) -> None:
    """The check sees other members and what lies outside, and writes into neither."""
    outside = "#[derive(Clone)]\npub struct Token(pub String);\n"
    library = (
        "use outside::Token;\n\npub fn length(token: Token) -> usize {\n    token.0.len()\n}\n"
    )
    program = (
        "use outside::Token;\n\nfn main() {\n"
        '    let token = Token("a".to_string());\n'
        "    let n = library::length(token);\n"
        '    println!("{n} {}", token.0);\n}\n'
    )
    members = '[workspace]\nmembers = ["library", "program"]\nresolver = "2"\n'
    needs = '\n[dependencies]\noutside = {{ path = "../../outside" }}\n{}'
    workshop = make(
        {
            "outside/Cargo.toml": MANIFEST.format("outside"),
            "outside/src/lib.rs": outside,
            "ws/Cargo.toml": members,
            "ws/library/Cargo.toml": MANIFEST.format("library") + needs.format(""),
            "ws/library/src/lib.rs": library,
            "ws/program/Cargo.toml": MANIFEST.format("program")
            + needs.format('library = { path = "../library" }\n'),
            "ws/program/src/main.rs": program,
        }
    )
    result = check(workshop)
    (moved,) = result.errors
    assert (moved.code, moved.path) == ("E0382", workshop.root / "program/src/main.rs")
    (finding,) = found(workshop, result)
    fix = best(finding)
    assert fix is not None and "token" in fix.candidate.title
    outside_file = workshop.root.parent / "outside/src/lib.rs"
    stamp = outside_file.stat().st_mtime_ns
    write(fix.candidate.edits)
    assert cargo_accepts(workshop.root)
    assert outside_file.stat().st_mtime_ns == stamp and outside_file.read_text() == outside


def test_unsaved_text_is_what_is_checked_and_proposed_for(make: Make) -> None:
    workshop = make(package("fn main() {}\n"))
    main = workshop.root / "src/main.rs"
    overlay = {main: b'fn main() {\n    let n = 1;\n    n = 2;\n    println!("{n}");\n}\n'}
    result = check(workshop, overlay)
    (finding,) = found(workshop, result, Texts(overlay))
    fix = best(finding)
    assert fix is not None and fix.candidate.rule == "declare_mutable"
    assert main.read_text() == "fn main() {}\n"


def test_nothing_is_yielded_after_a_cancel(make: Make) -> None:
    workshop = make(package(TWO_ERRORS))
    result = check(workshop)
    cancel = threading.Event()
    targets = worth_fixing(result.diagnostics)
    run = workshop.find_fixes(Texts({}), result, targets, no_weight, cancel)
    next(run)
    cancel.set()
    assert not any(finding.final and finding.fixes for finding in run)


def test_errors_come_before_warnings(make: Make) -> None:
    text = "fn unused() {}\nfn main() {\n    let n: u8 = true;\n}\n"
    workshop = make(package(text))
    order = [d.severity for d in worth_fixing(check(workshop).diagnostics)]
    assert order == sorted(order, key=lambda s: s is not Severity.ERROR)
    assert order[0] is Severity.ERROR


def test_the_same_texts_are_not_checked_again(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    workshop = make(package(TWO_ERRORS))
    main = workshop.root / "src/main.rs"
    asked: list[Mapping[Path, bytes]] = []
    compiler = Workshop._check

    def watched(
        self: Workshop, overlay: Mapping[Path, bytes], *rest: object, clippy: bool
    ) -> CheckResult:
        asked.append(overlay)
        return compiler(self, overlay, *rest, clippy=clippy)  # type: ignore[arg-type]

    monkeypatch.setattr(Workshop, "_check", watched)
    text = TWO_ERRORS.encode() + b"\n"
    first = check(workshop, {main: text})
    main.write_bytes(text)
    assert check(workshop, {main: text}) is first
    assert len(asked) == 1
    (workshop.root / "src/other.rs").write_text("")
    check(workshop, {main: text})
    main.write_bytes(b"fn main() {}\n")
    assert not check(workshop).errors
    assert len(asked) == 3
