"""At least two hundred episodes of simulated users over the real protocol, of fourteen kinds.

The server is whole and runs in this process; the compiler's words are the real ones, asked once for
each program up to its names. `--soak` plays more. The figures are printed (`pytest -s`).
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rust_agent_lsp.fixes import workshop
from rust_agent_lsp.server import learn
from tests.learning.episodes.compiler import Compiler
from tests.learning.episodes.kinds import KINDS, Play, one_own_repair
from tests.learning.episodes.programs import FAMILIES, program
from tests.learning.episodes.user import Machine
from tests.reliability.rig import quiet

EPISODES = 15
"""How many of each kind."""
FIRST_OR_SECOND, WRONG = 0.80, 0.05
"""What must be reached, and what must not."""


@pytest.fixture(scope="module")
def compiler() -> Compiler:
    return Compiler()


@pytest.fixture
def user(compiler: Compiler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    monkeypatch.setattr(workshop, "check", compiler.check)
    # These users type whole texts at once and need no time to do so.
    monkeypatch.setattr(learn, "QUIET_SECONDS", 0.02)
    with quiet():
        machine = Machine(tmp_path / "home", compiler)
        yield machine
        machine.close()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_kind(user: Machine, kind: object, soak: int) -> None:
    play = next(k for k in KINDS if k is kind)
    began, failures, later = time.monotonic(), [], []
    for number in range(EPISODES * soak):
        chance = random.Random(f"{play.__name__} {number}")  # noqa: S311
        try:
            after = play(Play(user, chance))
        except AssertionError as error:
            failures.append(f"{number}: {error}")
        else:
            later += [(number, after)] if after else []
    if later:
        user.crash()
    for number, after in later:
        try:
            after()
        except AssertionError as error:
            failures.append(f"{number}: {error}")
    tally = user.tally
    print(
        f"\n{play.__name__}: {EPISODES * soak} episodes, {len(failures)} not as they should be;"
        f" {tally.offers} offers, {tally.learned} learned, {tally.wrong} of them wrong;"
        f" {time.monotonic() - began:.1f} s"
    )
    allowed = (1 - FIRST_OR_SECOND) * EPISODES * soak if play is one_own_repair else 0
    assert len(failures) <= allowed, failures
    assert tally.wrong <= WRONG * tally.learned


def test_one_repair_that_is_compared_twice_at_once_counts_once(
    user: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A save comes while the comparison after the diagnostics is still under way."""
    project, family = user.project(), FAMILIES[0]
    broken = program(family, random.Random(1))  # noqa: S311
    project.fall_into(broken)
    monkeypatch.setattr(learn, "QUIET_SECONDS", 3600)
    project.write(broken.text(family.ways[0]))
    learner = user.session.learner
    file = learner._files[project.path]
    user.until(lambda: file.latest is not None)

    async def twice() -> None:
        await asyncio.gather(*(learner._compare(project.path, file) for _ in range(2)))

    user.rig.loop.run_until_complete(twice())
    assert [row["seen"] for row in user.learned(project)] == [1]


def test_names_change_nothing_that_the_compiler_says() -> None:
    """What is kept of one program is what rustc says of the others."""
    for family in FAMILIES:
        chance = random.Random(family.name)  # noqa: S311
        first, second = (program(family, chance, family.shapes[0]) for _ in range(2))
        shared, fresh = Compiler(), Compiler()
        shared.diagnostics(first.text())
        assert shared.diagnostics(second.text()) == fresh.diagnostics(second.text())
        assert (shared.compiled, fresh.compiled) == (1, 1)
        for way in family.ways:
            assert shared.accepts(second.text(way)), (family.name, way)
