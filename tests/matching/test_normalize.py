"""What a real rust-analyzer publishes becomes one diagnostic for each error."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rust_agent_lsp.matching.normalize import normalize, strip_ansi
from rust_agent_lsp.model.diagnostic import Diagnostic, Forwarded, Related, Severity, Source
from rust_agent_lsp.model.text import Location, Span
from rust_agent_lsp.server.convert import Reader
from rust_agent_lsp.server.documents import uri_to_path
from rust_agent_lsp.syntax.lines import Encoding, LineTable

PAYLOADS = Path(__file__).resolve().parents[1] / "fixtures/payloads"
SOURCES = PAYLOADS / "sources"
NAMES = sorted(path.name for path in PAYLOADS.glob("*.json"))
HERE = Path("/w/src/main.rs")


def source_of(path: Path, project: str) -> LineTable | None:
    """Return the reconstructed source of a file of a payload's workspace, None of any other."""
    found = SOURCES / project / path.name
    return LineTable(found.read_bytes()) if path.is_relative_to("/workspace") else None


def read(name: str) -> tuple[list[dict[str, Any]], list[Diagnostic]]:
    """Return a payload's raw diagnostics and what we make of them."""
    params = json.loads((PAYLOADS / name).read_text(encoding="utf-8"))["params"]
    editor, project, _ = name.split("-")
    encoding: Encoding = "utf-8" if editor == "nvim" else "utf-16"
    path = uri_to_path(params["uri"])
    assert path is not None
    reader = Reader(lambda file: source_of(file, project), encoding)
    return params["diagnostics"], normalize(
        reader.forwarded(path, params["diagnostics"]), Source.FORWARDED
    )


@pytest.mark.parametrize("name", NAMES)
def test_notes_are_folded_into_their_primary(name: str) -> None:
    raw, found = read(name)
    primary = [d for d in raw if d["severity"] <= 2]
    assert len(found) == len(primary) < len(raw)
    for given, made in zip(primary, found, strict=True):
        assert made.message == given["message"].split("\n")[0]
        said = {label.text for label in made.labels} | {note.text for note in made.notes}
        for related in given["relatedInformation"]:
            ours = related["location"]["uri"].startswith("file:///workspace")
            if ours and "macro call" not in related["message"]:
                assert related["message"].strip() in said


@pytest.mark.parametrize("name", NAMES)
def test_no_colour_and_no_file_of_rustcs_own_is_left(name: str) -> None:
    _, found = read(name)
    for diagnostic in found:
        texts = [diagnostic.message, diagnostic.rendered, *(n.text for n in diagnostic.notes)]
        texts += [label.text for label in diagnostic.labels]
        assert not any("\x1b" in text for text in texts)
        assert not any("/rustc/" in str(label.location.path) for label in diagnostic.labels)
        assert diagnostic.rendered.startswith(("error", "warning"))


@pytest.mark.parametrize("name", NAMES)
def test_both_editors_tell_the_same(name: str) -> None:
    other = name.replace("nvim", "vscode") if "nvim" in name else name.replace("vscode", "nvim")
    assert read(name)[1] == read(other)[1]


@pytest.mark.parametrize("editor", ["nvim", "vscode"])
def test_an_error_in_a_macro_is_one(editor: str) -> None:
    raw, (moved,) = read(f"{editor}-borrowck-main.rs.json")
    assert sum("rendered" in d.get("data", {}) for d in raw) == 2
    text = (SOURCES / "borrowck/main.rs").read_bytes()
    assert text[moved.span.start : moved.span.end] == b"s"
    assert moved.hint is not None and moved.hint.contains(moved.span)
    assert text[moved.hint.start : moved.hint.end].startswith(b"println!(")
    places = {label.text: label.location.span for label in moved.labels}
    start = places["value moved here"].start
    assert text[start : start + 1] == b"s"


@pytest.mark.parametrize("editor", ["nvim", "vscode"])
def test_clippys_codes_get_their_prefix_back(editor: str) -> None:
    _, found = read(f"{editor}-clippy-main.rs.json")
    assert {d.code for d in found} == {
        "clippy::needless_return",
        "clippy::len_zero",
        "clippy::needless_range_loop",
        "clippy::unused_unit",
    }
    assert all(d.severity is Severity.WARNING and d.is_lint for d in found)
    assert all(any("rust-clippy" in note.text for note in d.notes) for d in found)


def test_rustcs_lints_have_no_prefix() -> None:
    _, (unused,) = read("vscode-borrowck-lints.rs.json")
    assert unused.code == "unused_variables" and unused.is_lint


def test_the_label_at_the_place_itself_comes_first() -> None:
    _, (borrowed,) = read("vscode-borrowck-borrowck.rs.json")
    assert borrowed.labels[0].primary
    assert borrowed.labels[0].text == "mutable borrow occurs here"


def test_a_remark_below_the_code_is_a_note_and_no_label() -> None:
    _, (missing,) = read("nvim-e0106-main.rs.json")
    assert [n.text for n in missing.notes] == [missing.notes[0].text]
    assert missing.notes[0].text.startswith("this function's return type contains")
    assert missing.labels[0].text == ""


def forwarded(severity: int = 1, **changes: Any) -> Forwarded:
    values: dict[str, Any] = {
        "path": HERE,
        "span": Span(3, 4),
        "severity": severity,
        "code": "E0382",
        "origin": "rustc",
        "message": "moved\nhere",
    }
    return Forwarded(**{**values, **changes})


def test_the_same_twice_is_one() -> None:
    assert len(normalize([forwarded(), forwarded()], Source.REQUEST)) == 1


def test_the_same_at_two_places_is_two() -> None:
    given = [forwarded(), forwarded(span=Span(9, 10))]
    assert [d.span.start for d in normalize(given, Source.REQUEST)] == [3, 9]


def test_colours_are_taken_out_everywhere() -> None:
    red = "\x1b[1m\x1b[91m{}\x1b[0m"
    related = (Related(Location(HERE, Span(1, 2)), red.format("there")),)
    given = forwarded(
        message=red.format("moved"), related=related, rendered=red.format("error: moved")
    )
    (made,) = normalize([given], Source.FORWARDED)
    assert (made.message, made.rendered, made.labels[1].text) == ("moved", "error: moved", "there")
    assert strip_ansi("\x1b]plain") == "\x1b]plain"


def test_a_clippy_code_that_has_its_prefix_keeps_one() -> None:
    (made,) = normalize([forwarded(2, origin="clippy", code="clippy::len_zero")], Source.REQUEST)
    assert made.code == "clippy::len_zero"


def test_a_hint_alone_is_nothing() -> None:
    assert normalize([forwarded(4), forwarded(3)], Source.FORWARDED) == []


def test_no_code_is_no_code() -> None:
    (made,) = normalize([forwarded(code=None, message="expected `;`")], Source.FORWARDED)
    assert made.code is None and not made.is_lint
