"""What crates use: each crate whole or not at all, one place of each, the clearest first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from rust_agent_lsp.model.crate_use import CratePlace, UsedKind
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores.crate_uses import (
    FOLDER,
    CrateRead,
    CrateUses,
    Used,
    newest,
    place_of,
    remove_others,
)

PUSH = "std/vec/struct.Vec.html#method.push"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / FOLDER / "a.sqlite3"


@pytest.fixture
def store(file: Path) -> Iterator[CrateUses]:
    with closing(CrateUses(file, write=True)) as opened:
        yield opened


def place(crate: str, cost: int, source: str = "src/lib.rs", line: int = 3) -> CratePlace:
    return CratePlace(crate, "1.0.0", f"/x/{crate}/{source}", source, line, 2, 9, "fn f", cost)


def read(crate: str, *costs: int, root: str = "", digest: str = "d", uses: int = 5) -> CrateRead:
    places = tuple(place(crate, cost, line=cost) for cost in costs)
    used = Used(UsedKind.STD, PUSH, "std::vec::Vec::push", uses, places)
    pattern = Used(UsedKind.PATTERN, "newtype", "newtype", 2, places[:1])
    return CrateRead(crate, "1.0.0", root or f"/x/{crate}", digest, 4, 100, 1, (used, pattern))


def test_one_place_of_each_crate_the_clearest_first(store: CrateUses) -> None:
    store.put(read("one", 30, 40))
    store.put(read("two", 9, 12))
    assert [str(p) for p in store.best(UsedKind.STD, PUSH)] == [
        "two src/lib.rs:9",
        "one src/lib.rs:30",
    ]
    assert store.counted(UsedKind.STD, PUSH) == (10, 2)
    assert store.totals().crates == 2 and store.totals().lines == 200
    assert store.totals().std_uses == 10 and store.totals().pattern_uses == 4


def test_a_crate_read_again_takes_the_place_of_itself(store: CrateUses) -> None:
    store.put(read("one", 30, uses=5))
    store.put(read("one", 7, uses=1, digest="other"))
    assert [p.cost for p in store.best(UsedKind.STD, PUSH)] == [7]
    assert store.counted(UsedKind.STD, PUSH) == (1, 1)
    assert store.known() == {("one", "1.0.0"): ("other", "/x/one")}


def test_what_cannot_be_written_whole_is_not_written(store: CrateUses) -> None:
    store.put(read("one", 30))
    broken = CrateRead("one", "1.0.0", "/x", "new", 1, 1, 0, (*read("one", 5).used,) * 2)
    with pytest.raises(StoreError):
        store.put(broken)
    assert [p.cost for p in store.best(UsedKind.STD, PUSH)] == [30]
    store.put(read("two", 9))
    assert store.totals().crates == 2


def test_a_crate_that_moved_is_found_where_it_is(store: CrateUses) -> None:
    store.put(read("one", 30))
    store.moved("one", "1.0.0", "/elsewhere")
    assert next(store.best(UsedKind.STD, PUSH)).file == "/elsewhere/src/lib.rs"


def test_another_page_of_the_same_item_leads_to_it(store: CrateUses) -> None:
    store.put(read("one", 30))
    store.name_aliases({"std/alias.html#method.push": PUSH})
    assert [p.crate for p in store.best(UsedKind.STD, "std/alias.html#method.push")] == ["one"]
    assert list(store.best(UsedKind.PATTERN, PUSH)) == []


@pytest.mark.parametrize(
    "name", ["Vec::push", "vec::vec::push", "push", "std::vec::Vec::push", PUSH]
)
def test_names_are_found_by_their_ends(name: str, store: CrateUses) -> None:
    store.put(read("one", 30))
    assert [key for _, key, _ in store.find(name)] == [PUSH]


def test_names_hold_no_wildcards(store: CrateUses) -> None:
    store.put(read("one", 30))
    for name in ("%", "pu_h", "ush", "", "' OR 1 --"):
        assert store.find(name) == [], name
    assert [key for _, key, _ in store.find("newtype")] == ["newtype"]


def test_reading_writes_nothing_and_creates_nothing(file: Path, store: CrateUses) -> None:
    store.put(read("one", 30))
    before = file.read_bytes()
    with closing(CrateUses(file)) as reader:
        assert reader.totals().crates == 1
    assert file.read_bytes() == before
    with pytest.raises(StoreError):
        CrateUses(file.with_name("missing.sqlite3"))
    assert not file.with_name("missing.sqlite3").exists()


def test_an_answer_does_without_what_is_damaged_gone_or_locked(tmp_path: Path, file: Path) -> None:
    assert place_of(tmp_path, UsedKind.STD, PUSH) is None
    source = tmp_path / "one/src/lib.rs"
    source.parent.mkdir(parents=True)
    source.write_text("")
    with closing(CrateUses(file, write=True)) as store:
        store.put(read("one", 30, root=str(tmp_path / "one")))
        store.put(read("gone", 3))
        found = place_of(tmp_path, UsedKind.STD, PUSH)
        assert found is not None and found.file == str(source)
        with closing(sqlite3.connect(file)) as other:
            other.execute("BEGIN EXCLUSIVE")
            assert place_of(tmp_path, UsedKind.STD, PUSH) is None
    file.write_bytes(b"no database" * 500)
    assert place_of(tmp_path, UsedKind.STD, PUSH) is None


def test_the_newest_file_is_read_and_others_can_go(file: Path, store: CrateUses) -> None:
    store.put(read("one", 30))
    cache = file.parent.parent
    later = file.with_name("b.sqlite3")
    with closing(CrateUses(later, write=True)) as other:
        other.put(read("two", 30))
    assert newest(cache) == later
    remove_others(later)
    assert sorted(file.parent.glob("*.sqlite3")) == [later]
