"""rustc's JSON read back: real rustc where the form of its output matters."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rust_agent_lsp.model.diagnostic import Applicability, Diagnostic, Severity
from rust_agent_lsp.model.text import apply_edits
from rust_agent_lsp.toolchain.locate import Toolchain
from rust_agent_lsp.toolchain.rustc_json import parse_messages

Compile = Callable[[bytes], list[Diagnostic]]


@pytest.fixture
def compile_(tmp_path: Path, toolchain: Toolchain) -> Compile:
    def run(text: bytes) -> list[Diagnostic]:
        (tmp_path / "a.rs").write_bytes(text)
        done = subprocess.run(
            [toolchain.rustc, "--emit=metadata", "--error-format=json", "--edition=2021",
             "--crate-type=lib", "a.rs"],
            cwd=tmp_path, capture_output=True, check=False,
        )  # fmt: skip
        lines = [b"not json", *done.stderr.splitlines()]
        return parse_messages(lines, tmp_path, lambda name: tmp_path / name)

    return run


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_offsets_are_those_of_the_file_on_disk(
    compile_: Compile, tmp_path: Path, mark: bytes, end: bytes
) -> None:
    lines = ["// h\u00e9", "fn f() {", '    let x: i32 = "\u00e9";', "    missing();", "}"]
    text = mark + end.join(line.encode() for line in lines)
    found = {d.code: d for d in compile_(text) if d.severity is Severity.ERROR}
    mismatch, unresolved = found["E0308"], found["E0425"]
    assert text[mismatch.span.start : mismatch.span.end] == '"\u00e9"'.encode()
    assert text[unresolved.span.start : unresolved.span.end] == b"missing"
    assert [label.primary for label in mismatch.labels] == [True, False]
    second = mismatch.labels[1]
    assert second.text == "expected due to this"
    assert text[second.location.span.start : second.location.span.end] == b"i32"


def test_alternatives_are_separate_suggestions(compile_: Compile, tmp_path: Path) -> None:
    text = b"fn f(_: Ordering) {}\nfn g() { let _ = HashMap::<u8, u8>::new(); }"
    found = compile_(text)
    for diagnostic in found:
        assert all(len(file.edits) == 1 for s in diagnostic.suggestions for file in s.edits)
    edits = [s.edits[0].edits[0].text.strip() for d in found for s in d.suggestions]
    assert "use std::collections::HashMap;" in edits
    assert {"use std::cmp::Ordering;", "use std::sync::atomic::Ordering;"} <= set(edits)


def test_the_parts_of_one_suggestion_stay_together(compile_: Compile, tmp_path: Path) -> None:
    text = b"pub fn longest(x: &str, y: &str) -> &str { if x > y { x } else { y } }"
    (diagnostic,) = compile_(text)
    (suggestion,) = diagnostic.suggestions
    assert suggestion.applicability in set(Applicability)
    (file,) = suggestion.edits
    assert file.path == tmp_path / "a.rs"
    fixed = apply_edits(text, file.edits)
    assert b"longest<'a>(x: &'a str, y: &'a str) -> &'a str" in fixed
    assert compile_(fixed) == []


def test_an_error_in_a_foreign_macro_is_placed_at_the_call(compile_: Compile) -> None:
    text = b'pub fn f() { assert_eq!(1, "a"); }'
    found = compile_(text)
    assert [d.code for d in found] == ["E0277"]
    assert text[found[0].span.start : found[0].span.end] == b'assert_eq!(1, "a")'
    assert found[0].hint == found[0].span
    assert all(s.edits for s in found[0].suggestions)


def test_an_error_in_an_own_macro_is_placed_inside_with_the_call_as_hint(
    compile_: Compile,
) -> None:
    text = b"macro_rules! m { () => { let _x: u8 = true; } }\npub fn f() { m!(); m!(); }"
    found = compile_(text)
    assert [d.code for d in found] == ["E0308"]  # two calls, one mistake
    assert text[found[0].span.start : found[0].span.end] == b"true"
    assert found[0].hint is not None
    assert text[found[0].hint.start : found[0].hint.end] == b"m!()"


def test_notes_keep_their_places_and_summaries_are_dropped(compile_: Compile) -> None:
    text = b"pub fn take(v: Vec<u8>) {}\npub fn f(v: Vec<u8>) { take(v); take(v); }"
    found = compile_(text)
    assert [(d.code, d.severity) for d in found if d.severity is Severity.ERROR] == [
        ("E0382", Severity.ERROR)
    ]
    (error,) = (d for d in found if d.code == "E0382")
    note = next(n for n in error.notes if n.labels)
    place = note.labels[0].location.span
    assert text[place.start : place.end] in (b"take", b"Vec<u8>")
    assert "E0382" in error.rendered
    assert not any("aborting" in d.message or "more information" in d.message for d in found)


def test_cargos_lines_and_odd_levels() -> None:
    span = {
        "file_name": "src/lib.rs", "byte_start": 1, "byte_end": 2, "is_primary": True,
        "label": None, "suggested_replacement": None, "suggestion_applicability": None,
        "expansion": None,
    }  # fmt: skip

    def line(level: str, spans: list[dict[str, Any]], reason: str = "compiler-message") -> bytes:
        message = {"level": level, "message": level, "spans": spans, "children": [],
                   "code": None, "rendered": None}  # fmt: skip
        return json.dumps({"reason": reason, "message": message}).encode()

    root = Path("/ws")
    lines = [
        line("error: internal compiler error", [span]),
        line("warning", []),
        line("failure-note", [span]),
        line("error", [span], reason="build-finished"),
        line("warning", [span]),
        line("warning", [span]),
        b'{"half": ',
    ]
    found = parse_messages(lines, root, lambda name: root / name)
    assert [d.severity for d in found] == [Severity.ERROR, Severity.WARNING]
    assert found[0].path == root / "src/lib.rs"
