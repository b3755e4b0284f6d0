"""Sources of crates that were not written to be read here: nothing leads out of their folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rust_agent_lsp.ingest import crate_sources
from rust_agent_lsp.ingest.crate_sources import (
    CrateSource,
    crate_at,
    crate_named,
    crates_in,
    read_source,
    source_texts,
)

MANIFEST = '[package]\nname = "{}"\nversion = "1.2.3"\n'


def crate(folder: Path, name: str, **files: str) -> CrateSource:
    root = folder / name
    (root / "src").mkdir(parents=True)
    (root / "Cargo.toml").write_text(MANIFEST.format(name))
    for stem, text in files.items():
        (root / f"src/{stem}.rs").write_text(text)
    found = crate_at(root)
    assert found is not None
    return found


def test_crates_are_found_by_their_manifests(tmp_path: Path) -> None:
    crate(tmp_path, "zeta", lib="")
    crate(tmp_path, "alpha", lib="")
    (tmp_path / "no-crate").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/Cargo.toml").write_text("[package\nname =")
    (tmp_path / "only-a-workspace").mkdir()
    (tmp_path / "only-a-workspace/Cargo.toml").write_text("[workspace]\n")
    (tmp_path / "linked").symlink_to(tmp_path / "zeta")
    (tmp_path / "manifest-elsewhere").mkdir()
    (tmp_path / "manifest-elsewhere/Cargo.toml").symlink_to(tmp_path / "zeta/Cargo.toml")
    assert [c.name for c in crates_in(tmp_path)] == ["alpha", "zeta"]


@pytest.mark.parametrize("name", ["", "../up", "a b", "x" * 65, "\x1b[31m", 7, None])
def test_a_name_that_cargo_would_not_take_is_none(name: object, tmp_path: Path) -> None:
    assert crate_named(name, "1.0.0", tmp_path) is None
    assert crate_named("fine", name, tmp_path) == CrateSource("fine", "0.0.0", tmp_path)


def test_only_plain_files_of_the_crate_itself_are_read(tmp_path: Path) -> None:
    found = crate(tmp_path, "one", lib="pub fn f() {}", other="")
    secret = tmp_path / "secret.rs"
    secret.write_text("fn secret() {}")
    (found.root / "src/link.rs").symlink_to(secret)
    (found.root / "src/up").symlink_to(tmp_path)
    os.mkfifo(found.root / "src/pipe.rs")
    for left_out in ("tests", "benches", "target", ".git"):
        (found.root / left_out).mkdir()
        (found.root / left_out / "x.rs").write_text("fn x() {}")
    crate(found.root, "nested", lib="fn nested() {}")
    (found.root / "src/ba\x1bd.rs").write_text("fn bad() {}")
    assert source_texts(found).files == ("src/lib.rs", "src/other.rs")
    assert read_source(found, "src/lib.rs") == b"pub fn f() {}"
    # As if they had changed after they were listed.
    for gone in ("src/link.rs", "src/up/secret.rs", "src/pipe.rs", "../secret.rs", "src/none.rs"):
        assert read_source(found, gone) is None, gone


def test_what_is_too_large_or_too_much_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crate_sources, "LARGEST_FILE", 100)
    monkeypatch.setattr(crate_sources, "MOST_FILES", 2)
    found = crate(tmp_path, "one", a="//", b="x" * 101, c="//", d="//")
    texts = source_texts(found)
    assert (texts.files, texts.left_out) == (("src/a.rs", "src/c.rs"), 2)
    assert read_source(found, "src/b.rs") is None


def test_the_digest_tells_one_state_from_another(tmp_path: Path) -> None:
    found = crate(tmp_path, "one", lib="fn a() {}")
    before = source_texts(found).digest
    assert source_texts(found).digest == before
    (found.root / "src/lib.rs").write_text("fn bb() {}")
    changed = source_texts(found).digest
    (found.root / "src/new.rs").write_text("")
    assert len({before, changed, source_texts(found).digest}) == 3
