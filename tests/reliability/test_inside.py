"""No name, however it is spelt and whatever links do meanwhile, leads out of the workspace."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability.escapes import TEXT, Attack, Yard
from tests.reliability.uris import hostile_uri

URIS = 2_000
LAID = 200
"""The shadow is laid for so many of them, since that costs a walk through the folders."""

SWAPS = 50


@pytest.fixture
def attack(tmp_path: Path) -> Iterator[Attack]:
    attack = Attack(Yard(tmp_path))
    yield attack
    attack.rig.close()


def test_hostile_uris(attack: Attack, soak: int) -> None:
    chance = random.Random(7)  # noqa: S311 - repeatable, not secret
    before = attack.yard.state()
    paths = 0
    for number in range(URIS * soak):
        uri = hostile_uri(str(attack.yard.root), chance)
        path = attack.path_of(uri)
        if path is not None:
            assert ".." not in path.parts
            paths += 1
            attack.edit(path)
            attack.edit(attack.yard.root / path.relative_to("/"))
        if number % (URIS // LAID) == 0:
            attack.open_and_lay(uri)
    # The attack is none if nothing of it is a file, or if no edit at all would be let through.
    assert paths > URIS * soak // 2
    assert attack.edits > 0
    assert attack.yard.state() == before


@pytest.mark.parametrize(
    "way", ["../secret.rs", "out/secret.rs", "src/out/secret.rs", "src/file", "src/../../secret.rs"]
)
def test_each_way_out_is_refused(attack: Attack, way: str) -> None:
    attack.edit(attack.yard.root / way)
    assert attack.edits == 0


def test_a_link_that_stays_inside_is_followed(attack: Attack) -> None:
    attack.edit(attack.yard.root / "in/secret.rs")
    assert attack.edits == 1


@pytest.mark.parametrize("what", ["file", "folder"])
def test_links_swapped_while_the_user_reads(attack: Attack, what: str, soak: int) -> None:
    """What was a file of the workspace when asked about is a link out of it after the yes."""
    inside = attack.yard.root / "src"
    swapped = inside / "mod/secret.rs"

    def swap() -> None:
        if what == "file":
            swapped.unlink()
            swapped.symlink_to(attack.yard.folder / "secret.rs")
        else:
            shutil.rmtree(swapped.parent)
            swapped.parent.symlink_to(attack.yard.folder)

    attack.on_question = swap
    for _ in range(SWAPS * soak):
        if swapped.parent.is_symlink():
            swapped.parent.unlink()
        shutil.rmtree(swapped.parent, ignore_errors=True)
        swapped.parent.mkdir()
        swapped.write_bytes(TEXT)
        attack.edit(swapped)
    assert attack.edits == 0
