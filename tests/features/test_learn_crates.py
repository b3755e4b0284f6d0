"""Crates read in processes beside: once each, stopped and gone on, whatever they hold."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from rust_agent_lsp.features import crate_worker, learn_crates
from rust_agent_lsp.features.answer import Library, as_markdown
from rust_agent_lsp.features.ask import ask
from rust_agent_lsp.features.crate_examples import MOST_LINES, code_of, examples_of
from rust_agent_lsp.features.learn_crates import Learned, learn, sources_of, uses_path
from rust_agent_lsp.ingest.crate_sources import CrateSource, crates_in
from rust_agent_lsp.ingest.std_items import std_items
from rust_agent_lsp.model.answer import Answers
from rust_agent_lsp.model.crate_use import CratePlace, UsedKind
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.stores.concepts import Concepts, write_concepts
from rust_agent_lsp.stores.crate_uses import CrateUses
from rust_agent_lsp.stores.index_client import Hit
from rust_agent_lsp.stores.knowledge import Knowledge
from tests.ingest.std_concepts import std_concepts

TAKE = """\
use std::mem;

pub struct Queue {
    items: Vec<u8>,
}

impl Queue {
    /// Hands out all that waits.
    pub fn drain_all(&mut self) -> Vec<u8> {
        let all = mem::take(&mut self.items);
        self.items.push(0);
        all
    }
}
"""
NEWTYPE = """\
/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Metres(f64);

impl Metres {
    pub fn feet(self) -> f64 {
        self.0 * 3.28
    }
}
"""
BAD = "pub fn f(rules: Vec<u8>, n: &[u8]) { for w in n { judge(rules.clone(), w); } }\n"
TAKE_ID = "std/mem/fn.take.html"


def write(folder: Path, name: str, text: str, version: str = "1.0.0") -> None:
    root = folder / name
    (root / "src").mkdir(parents=True, exist_ok=True)
    manifest = f'[package]\nname = "{name}"\nversion = "{version}"\n'
    (root / "Cargo.toml").write_text(manifest)
    (root / "src/lib.rs").write_text(text)


@pytest.fixture
def crates(tmp_path: Path) -> Path:
    folder = tmp_path / "crates"
    write(folder, "queue", TAKE)
    write(folder, "metres", NEWTYPE)
    write(folder, "bad", BAD)
    return folder


@pytest.fixture
def concepts(tmp_path: Path) -> Path:
    path = tmp_path / "concepts.sqlite3"
    write_concepts(path, std_concepts(), ())
    return path


def learned(
    folder: Path, cache: Path, concepts: Path | None, crates: Sequence[CrateSource] = ()
) -> Learned:
    store = uses_path(cache, concepts)
    sources = crates or crates_in(folder)
    return learn(sources, store, concepts, lambda *_: None, threading.Event(), workers=1)


def test_what_crates_use_is_found_where_it_stands(
    crates: Path, concepts: Path, tmp_path: Path
) -> None:
    done = learned(crates, tmp_path, concepts)
    assert (done.crates, done.known, done.failed, done.stopped) == (3, 0, {}, False)
    assert (done.files, done.lines) == (3, sum(t.count("\n") for t in (TAKE, NEWTYPE, BAD)))
    found = examples_of(tmp_path, "mem::take")
    assert found is not None
    (place,) = found.places
    assert (place.crate, place.source, place.line) == ("queue", "src/lib.rs", 10)
    assert place.inside == "fn drain_all"
    assert Path(place.file).read_text() == TAKE
    assert code_of(place).startswith("pub fn drain_all(")
    assert "mem::take(&mut self.items)" in code_of(place)
    newtype = examples_of(tmp_path, "newtype")
    assert newtype is not None and [p.crate for p in newtype.places] == ["metres"]
    assert newtype.kind is UsedKind.PATTERN


def test_an_anti_pattern_is_no_example(crates: Path, concepts: Path, tmp_path: Path) -> None:
    learned(crates, tmp_path, concepts)
    assert examples_of(tmp_path, "clone-in-loop") is None


def test_what_is_known_is_not_read_again(crates: Path, concepts: Path, tmp_path: Path) -> None:
    learned(crates, tmp_path, concepts)
    again = learned(crates, tmp_path, concepts)
    assert (again.crates, again.known) == (0, 3)
    write(crates, "queue", TAKE + "\npub fn more() {}\n")
    changed = learned(crates, tmp_path, concepts)
    assert (changed.crates, changed.known) == (1, 2)
    write(crates, "queue", TAKE, version="2.0.0")
    assert learned(crates, tmp_path, concepts).crates == 1
    found = examples_of(tmp_path, "mem::take")
    assert found is not None and (found.uses, found.crates) == (2, 2)
    assert len(found.places) == 1


def test_other_documentation_is_another_reading(
    crates: Path, concepts: Path, tmp_path: Path
) -> None:
    learned(crates, tmp_path, None)
    assert examples_of(tmp_path, "mem::take") is None and examples_of(tmp_path, "newtype")
    assert learned(crates, tmp_path, concepts).crates == 3
    assert examples_of(tmp_path, "mem::take") is not None
    assert len(list((tmp_path / "crates").glob("*.sqlite3"))) == 1


def test_stopped_it_goes_on_from_there(crates: Path, concepts: Path, tmp_path: Path) -> None:
    store, stop = uses_path(tmp_path, concepts), threading.Event()
    stopped = learn(crates_in(crates), store, concepts, lambda *_: stop.set(), stop, workers=1)
    with closing(CrateUses(store)) as uses:
        kept = len(uses.known())
    assert stopped.stopped and kept >= 1
    rest = learned(crates, tmp_path, concepts)
    assert (rest.known, rest.crates) == (kept, 3 - kept)


def test_a_crate_that_ends_its_reader_leaves_the_others_readable(
    crates: Path, concepts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Read as a reader that died would be: the pipe ends without an answer.
    ending = CrateSource("ending", "1.0.0", tmp_path / "no\x00where")
    done = learned(crates, tmp_path, concepts, [ending, *crates_in(crates)])
    assert done.crates == 3 and list(done.failed) == ["ending 1.0.0"]


def test_what_takes_too_long_is_left_out(
    crates: Path, concepts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never_ends(text: bytes, *_: object) -> object:
        while b"take" in text:
            pass
        return real(text, *_)  # type: ignore[arg-type]

    real = crate_worker._of_file
    with closing(Concepts(concepts)) as opened:
        items = std_items(opened.all())
    before = signal.signal(signal.SIGVTALRM, crate_worker._too_long)
    try:
        queue, metres = (
            next(c for c in crates_in(crates) if c.name == name) for name in ("queue", "metres")
        )
        crate_worker.read_crate(metres, items)  # the first one reads the patterns' rules, too
        monkeypatch.setattr(crate_worker, "_of_file", never_ends)
        monkeypatch.setattr(crate_worker, "_FILE_SECONDS", 0.3)
        assert crate_worker.read_crate(queue, items).left_out == 1
        assert crate_worker.read_crate(metres, items).files == 1
    finally:
        signal.signal(signal.SIGVTALRM, before)


def test_hostile_sources_are_read_or_left_out(tmp_path: Path, concepts: Path) -> None:
    folder = tmp_path / "crates"
    write(folder, "deep", "fn f() { " + "(" * 50_000 + ")" * 50_000 + " }")
    write(folder, "broken", "fn { struct } impl << >> \x00 \xff" * 2_000)
    write(folder, "huge", "// x\n" * 200_000)
    write(folder, "long-line", "fn f() { " + "x.push_str(y); " * 20_000 + "}")
    write(folder, "angles", "type T = " + "A<" * 5_000 + "u8" + ">" * 5_000 + ";")
    began = time.monotonic()
    done = learned(folder, tmp_path, concepts)
    assert done.failed == {} and done.crates == 5
    assert done.left_out >= 1
    assert time.monotonic() - began < 300


def test_a_folder_without_crates_is_told(tmp_path: Path) -> None:
    with pytest.raises(ToolchainError, match="no folder of crates"):
        sources_of(tmp_path, tmp_path / "cache", threading.Event())
    with pytest.raises(ToolchainError, match="cannot be read"):
        sources_of(tmp_path / "missing", tmp_path / "cache", threading.Event())


def test_code_of_others_cannot_speak_to_a_terminal(tmp_path: Path) -> None:
    source = tmp_path / "src/lib.rs"
    source.parent.mkdir()
    hidden = "\u202e\u2066"
    source.write_text(f"fn f() {{ // \x1b[2J{hidden}\x07\n\tx();\r\n}}\n" + "y" * 999 + "\n" * 99)
    place = CratePlace("c", "1.0.0", str(source), "src/lib.rs", 2, 1, 90, "fn f", 9)
    code = code_of(place)
    assert not set(code) & {"\x1b", "\x07", "\r", "\t", *hidden}
    assert "    x();" in code
    assert len(code.split("\n")) == MOST_LINES and max(map(len, code.split("\n"))) <= 160
    source.unlink()
    source.symlink_to("/etc/passwd")
    assert code_of(place) == ""


def answered(cache: Path, concepts: Path, kind: str, entry: str) -> Answers:
    hit = Hit(kind, entry, "title", 1.0, "text", (2.0, *(1.0,) * 7, 0.0))
    library = Library(Knowledge(), Concepts(concepts), cache)
    answers = ask("how does that go", library, lambda _: [hit])
    assert answers is not None
    return answers


def test_an_answer_names_a_place_in_a_crate(crates: Path, concepts: Path, tmp_path: Path) -> None:
    kind, pattern = EntryKind.CONCEPT.value, EntryKind.PATTERN.value
    assert answered(tmp_path, concepts, kind, TAKE_ID).answers[0].in_dependencies == ()
    learned(crates, tmp_path, concepts)
    answers = answered(tmp_path, concepts, kind, TAKE_ID)
    (place,) = answers.answers[0].in_dependencies
    assert str(place) == "queue src/lib.rs:10"
    as_json = answers.as_json()["answers"][0]["in_dependencies"]
    assert (as_json[0]["crate"], as_json[0]["file"]) == ("queue", str(crates / "queue/src/lib.rs"))
    page = as_markdown("how", answers, None)
    uri = (crates / "queue/src/lib.rs").as_uri()
    assert f"In your dependencies: [queue src/lib.rs:10]({uri}#L10)" in page
    (place,) = answered(tmp_path, concepts, pattern, "newtype").answers[0].in_dependencies
    assert place.crate == "metres"
    assert answered(tmp_path, concepts, "commands", "git-clean").answers[0].in_dependencies == ()


def test_the_way_of_reading_names_the_file(
    tmp_path: Path, concepts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {uses_path(tmp_path, concepts), uses_path(tmp_path, None)}
    monkeypatch.setattr(learn_crates, "READER", learn_crates.READER + 1)
    assert len({*before, uses_path(tmp_path, concepts)}) == 3
