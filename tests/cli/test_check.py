"""`check`: exit codes, the JSON of the design, and files that keep all but what was repaired."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.conftest import Run

Make = Callable[..., Path]

CLEAN = "fn main() {}\n"
BROKEN = """\
fn consume(data: Vec<i32>) -> usize {
    data.len()
}

fn main() {
    let data = vec![1, 2, 3];
    let n = consume(data);
    println!("{n} of {data:?}");
    let count = 1;
    count = 2;
    println!("{count}");
}
"""
# No rule and no suggestion knows what was meant.
HOPELESS = "fn main() {\n    let x: Undreamt = 𝕏;\n}\n"


def state(root: Path) -> dict[str, tuple[int, int, bytes]]:
    return {
        str(path): (path.stat().st_mode, path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def cargo_check(root: Path, target: Path) -> int:
    environ = {**os.environ, "CARGO_TARGET_DIR": str(target)}
    command = ["cargo", "check", "-q", "--offline", "--all-targets"]
    return subprocess.run(
        command, cwd=root, env=environ, capture_output=True, check=False
    ).returncode


def test_no_errors_is_zero(run: Run, project: Make) -> None:
    root = project(CLEAN)
    before = state(root)
    assert run("check", root).returncode == 0
    assert state(root) == before


def test_errors_left_are_one_and_nothing_is_touched(run: Run, project: Make) -> None:
    root = project(BROKEN)
    before = state(root)
    done = run("check", root)
    assert done.returncode == 1, done.stderr
    for wanted in ("E0382", "E0384", "`data`", "✓", "2 errors left"):
        assert wanted in done.stdout or wanted.replace("`", "") in done.stdout
    assert state(root) == before


def test_what_cannot_run_is_two_and_says_why(
    run: Run, project: Make, tmp_path: Path, environ: dict[str, str]
) -> None:
    done = run("check", tmp_path / "nowhere")
    assert done.returncode == 2 and "does not exist" in done.stdout
    (tmp_path / "empty").mkdir()
    done = run("check", tmp_path / "empty")
    assert done.returncode == 2 and "Cargo.toml" in done.stdout
    root = project(BROKEN)
    before = state(root)
    environ |= {name: str(tmp_path / "empty") for name in ("PATH", "HOME", "CARGO_HOME")}
    done = run("check", root, "--fix", "--yes")
    assert done.returncode == 2 and "rustup.rs" in done.stdout
    assert "Traceback" not in done.stderr
    assert state(root) == before


def test_json_is_as_designed(run: Run, project: Make) -> None:
    root = project(BROKEN.replace("count", "größe"))
    done = run("check", root, "--json")
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert set(answer) == {"diagnostics", "applied", "remaining"}
    assert answer["applied"] == [] and answer["remaining"] == 2
    by_code: dict[str, Any] = {d["code"]: d for d in answer["diagnostics"]}
    assert set(by_code) == {"E0382", "E0384"}
    for diagnostic in by_code.values():
        keys = {"file", "range", "code", "message", "explanation", "fixes"}
        assert set(diagnostic) == keys
        assert diagnostic["file"] == "src/main.rs" and diagnostic["explanation"]
        assert diagnostic["fixes"]
        for fix in diagnostic["fixes"]:
            assert set(fix) == {"title", "rule", "safety", "verification"}
            assert fix["verification"] == "passed"
            assert fix["safety"] in ("safe", "changes-behaviour", "api-change", "guess")
    moved = by_code["E0382"]
    assert "`data`" in moved["message"] and "`data`" in moved["explanation"]
    assert moved["range"] == {
        "start": {"line": 7, "character": 22},
        "end": {"line": 7, "character": 26},
    }
    assert by_code["E0384"]["range"]["end"] == {"line": 9, "character": 13}


def test_json_of_what_cannot_run_is_json_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run("check", tmp_path / "empty", "--json")
    assert done.returncode == 2
    answer = json.loads(done.stdout)
    assert answer["diagnostics"] == [] and "Cargo.toml" in answer["problem"]


def test_fix_yes_repairs_and_keeps_mode_and_line_ends(
    run: Run, project: Make, tmp_path: Path
) -> None:
    root = project(BROKEN.replace("\n", "\r\n"))
    main = root / "src/main.rs"
    main.chmod(0o640)
    others = {path: text for path, text in state(root).items() if path != str(main)}
    done = run("check", root, "--fix", "--yes", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["remaining"] == 0 and len(answer["applied"]) == 2
    assert main.stat().st_mode & 0o777 == 0o640
    after = main.read_bytes()
    assert b"\n" not in after.replace(b"\r\n", b"")
    assert cargo_check(root, tmp_path / "target") == 0
    now = {path: text for path, text in state(root).items() if path != str(main)}
    others.pop(str(root / "Cargo.lock"), None), now.pop(str(root / "Cargo.lock"), None)
    assert now == others


def test_only_restricts_what_is_repaired(run: Run, project: Make) -> None:
    root = project(BROKEN)
    done = run("check", root, "--fix", "--yes", "--only", "E0384", "--json")
    assert done.returncode == 1, done.stderr
    answer = json.loads(done.stdout)
    assert [d["code"] for d in answer["diagnostics"]] == ["E0384"]
    assert len(answer["applied"]) == 1 and answer["remaining"] == 1
    text = (root / "src/main.rs").read_text()
    assert text == BROKEN.replace("let count", "let mut count")

    done = run("check", root, "--fix", "--yes", "--only", "E0384", "--only", "E0382")
    assert done.returncode == 0, done.stderr
    assert "1 of E0384 and E0382 at first, 1 fix applied, 0 errors left" in done.stdout


def test_only_reaches_lints_and_never_silences_them(run: Run, project: Make) -> None:
    root = project("use std::fmt;\n\nfn main() {\n    let mut n = 1;\n    drop(n);\n}\n")
    done = run("check", root, "--fix", "--yes", "--only", "unused_mut")
    assert done.returncode == 0, done.stderr
    text = (root / "src/main.rs").read_text()
    assert "let n = 1;" in text and "use std::fmt;" in text
    assert "1 of unused_mut at first, 1 fix applied" in done.stdout
    run("check", root, "--fix", "--yes", "--only", "unused_imports")
    assert "expect(" not in (root / "src/main.rs").read_text()


def test_a_link_stays_a_link(run: Run, project: Make, tmp_path: Path) -> None:
    root = project(BROKEN)
    main, real = root / "src/main.rs", root / "src/real.rs"
    main.rename(real)
    main.symlink_to("real.rs")
    assert run("check", root, "--fix", "--yes").returncode == 0
    assert main.is_symlink() and real.read_text() != BROKEN


def test_what_is_left_is_one(run: Run, project: Make) -> None:
    root = project(HOPELESS)
    done = run("check", root, "--fix", "--yes")
    assert done.returncode == 1
    assert (root / "src/main.rs").read_text() == HOPELESS


def test_a_no_and_no_answer_change_nothing(run: Run, project: Make) -> None:
    root = project(BROKEN)
    before = state(root)
    for typed in ("n\nn\n", "q\n", ""):
        done = run("check", root, "--fix", stdin=typed)
        assert done.returncode == 1, done.stderr
        assert "Traceback" not in done.stderr
        assert state(root) == before


def test_a_yes_applies_that_one(run: Run, project: Make) -> None:
    root = project(BROKEN)
    done = run("check", root, "--fix", stdin="n\ny\nn\n")
    assert done.returncode == 1, done.stderr
    after = (root / "src/main.rs").read_text()
    changed = [a for a, b in zip(BROKEN.split("\n"), after.split("\n"), strict=False) if a != b]
    assert after != BROKEN and len(changed) >= 1
    assert re.search(r"1 fix(?:es)? applied", done.stdout)


def test_a_lone_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "lone" / "try.rs"
    file.parent.mkdir()
    file.write_text(BROKEN)
    assert run("check", file).returncode == 1
    assert run("check", file, "--fix", "--yes").returncode == 0
    assert file.read_text() != BROKEN
    assert [path.name for path in file.parent.iterdir()] == ["try.rs"]


def test_a_broken_journal_does_not_stop_a_repair(
    run: Run, project: Make, environ: dict[str, str]
) -> None:
    data = Path(environ["XDG_DATA_HOME"])
    data.mkdir(parents=True)
    (data / "rust-agent-lsp").write_text("mine")
    root = project(BROKEN)
    done = run("check", root, "--fix", "--yes")
    assert done.returncode == 0, done.stderr
    assert "Without journal" in done.stdout and "Traceback" not in done.stderr
