"""The kinds of episodes: what a user does, and what must be offered after it.

Each is one function that plays one episode in new projects and raises where the offers are not as
they should be. One that returns a function has it called after the server was started anew.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.learning.episodes.programs import (
    BORROWED,
    FAMILIES,
    TEXT,
    TYPED,
    Family,
    program,
)
from tests.learning.episodes.user import Machine, Project, Seen, place_of

Later = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Play:
    """One episode: whose it is, and the chance that draws its programs."""

    user: Machine
    chance: random.Random

    def family(self) -> tuple[Family, str]:
        """Draw a family of errors, and one way to repair it."""
        family = self.chance.choice(FAMILIES)
        return family, self.chance.choice(family.ways)

    def two_ways(self) -> tuple[Family, str, str]:
        """Draw a family and two ways to repair it."""
        family = self.chance.choice(FAMILIES)
        one, other = self.chance.sample(family.ways, 2)
        return family, one, other

    def repair(self, project: Project, family: Family, way: str) -> None:
        project.repair(program(family, self.chance), way)

    def place(self, project: Project, family: Family, way: str) -> int:
        """Make the error anew and return at which place this way is offered, from 0."""
        new = program(family, self.chance)
        return place_of(project.offers(new), new.text(way))

    def offers(self, project: Project, family: Family, shape: str) -> list[Seen]:
        return project.offers(program(family, self.chance, shape))


def rules(found: list[Seen]) -> list[str]:
    return [offer.rule for offer in found]


def one_own_repair(play: Play) -> None:
    """After one repair by hand the next error of the kind is offered that way, first or second."""
    family, way = play.family()
    project = play.user.project()
    play.repair(project, family, way)
    assert play.place(project, family, way) < 2, (family.name, way)


def convention(play: Play) -> None:
    """What a project does by hand is first there from the third time on, whatever else is done."""
    way = play.chance.choice(TEXT.ways)
    project, other = play.user.project(), play.chance.choice(BORROWED)
    play.repair(project, TEXT, way)
    play.repair(project, other, play.chance.choice(other.ways))
    play.repair(project, TEXT, way)
    assert [play.place(project, TEXT, way) for _ in range(2)] == [0, 0], way


def preference(play: Play) -> None:
    """Choosing one offer and saying that the first is not helpful, twice: first from then on."""
    family, _ = play.family()
    shape = play.chance.choice(family.shapes)
    project = play.user.project()
    found = play.offers(project, family, shape)
    wanted = play.chance.choice([o for o in found if "Guess" not in o.title]).rule
    for _ in range(2):
        found = play.offers(project, family, shape)
        if found[0].rule != wanted:
            project.judge(found[0], helpful=False)
        offer = next(o for o in found if o.rule == wanted)
        project.choose(offer)
        project.judge(offer, helpful=True)
    for _ in range(2):
        assert play.offers(project, family, shape)[0].rule == wanted


def undone(play: Play) -> None:
    """A fix that is taken back twice is first no more."""
    _lowered(play, _take_back)


def undone_in_the_editor(play: Play) -> None:
    """The editor's own undo counts like ours."""

    def undo(project: Project, offer: Seen) -> None:
        before, done = project.text, _undone(project)
        project.choose(offer)
        project.type(before)
        while _undone(project) == done or project.machine.is_learning():
            project.machine.wait()

    _lowered(play, undo)


def not_helpful(play: Play) -> None:
    """What was not helpful twice is first no more."""
    _lowered(play, lambda project, offer: project.judge(offer, helpful=False))


def _lowered(play: Play, deed: Callable[[Project, Seen], None]) -> None:
    family, _ = play.family()
    shape = play.chance.choice(family.shapes)
    project = play.user.project()
    first = play.offers(project, family, shape)[0]
    deed(project, first)
    again = next(o for o in play.offers(project, family, shape) if o.rule == first.rule)
    deed(project, again)
    found = play.offers(project, family, shape)
    assert found[0].rule != first.rule, family.name
    assert not any(o.preferred for o in found if o.rule == first.rule)


def _take_back(project: Project, offer: Seen) -> None:
    before = project.text
    project.choose(offer)
    assert project.machine.run("rustAgent.undoFix", {})["undone"] is True
    assert project.text == before


def _undone(project: Project) -> int:
    records = project.machine.run("rustAgent.journal", {})["records"]
    return sum(bool(record["undone"]) for record in records)


def own_repair_undone(play: Play) -> None:
    """A repair by hand that is undone later leaves the order as it was before."""
    family, way = play.family()
    shape = play.chance.choice(family.shapes)
    project = play.user.project()
    before = rules(play.offers(project, family, shape))
    tried = program(family, play.chance, shape)
    project.repair(tried, way)
    project.write(tried.text())
    play.user.until(
        lambda: (
            any(row["withdrawn"] for row in play.user.learned(project))
            and not play.user.is_learning()
        )
    )
    assert rules(play.offers(project, family, shape)) == before, (family.name, way)


def rubble(play: Play) -> None:
    """Errors that go away without a repair teach nothing and move nothing."""
    family = play.chance.choice(TYPED)
    shape = play.chance.choice(family.shapes)
    project = play.user.project()
    before = rules(play.offers(project, family, shape))
    for deed in play.chance.sample((_delete, _comment_out, _replace, _rename), 3):
        deed(play, project, family)
    other = play.chance.choice(BORROWED)
    play.repair(project, other, play.chance.choice(other.ways))
    assert [row["code"] for row in play.user.learned(project)] == [other.code]
    assert rules(play.offers(project, family, shape)) == before, family.name


def _delete(play: Play, project: Project, family: Family) -> None:
    project.fall_into(program(family, play.chance))
    project.write("")


def _comment_out(play: Play, project: Project, family: Family) -> None:
    project.fall_into(program(family, play.chance))
    project.write("".join(f"// {line}\n" for line in project.text.splitlines()))


def _replace(play: Play, project: Project, family: Family) -> None:
    project.fall_into(program(family, play.chance))
    other = program(family, play.chance)
    project.write("pub mod other {\n    pub const ONE: u8 = 1;\n}\n" + other.text(family.ways[0]))


def _rename(play: Play, project: Project, family: Family) -> None:
    broken = program(family, play.chance)
    project.fall_into(broken)
    project.write(broken.text().replace(broken.names["v000"], "v899"))


def slip(play: Play) -> None:
    """One judgement by mistake does not take a firm habit away."""
    family, way = play.family()
    project = play.user.project()
    for _ in range(3):
        play.repair(project, family, way)
    new = program(family, play.chance)
    found = project.offers(new)
    offer = next(o for o in found if o.result == new.text(way))
    project.judge(offer, helpful=False)
    assert play.place(project, family, way) < 2, (family.name, way)


def noise(play: Play) -> None:
    """As many good words as bad ones for everything leave the order as it was."""
    family, _ = play.family()
    shape = play.chance.choice(family.shapes)
    project = play.user.project()
    found = play.offers(project, family, shape)
    every = [(offer, helpful) for offer in _once(found) for helpful in (True, False)]
    for offer, helpful in play.chance.sample(every, len(every)):
        project.judge(offer, helpful=helpful)
    assert rules(play.offers(project, family, shape)) == rules(found), family.name


def spite(play: Play) -> None:
    """Bad words for everything hide nothing, prefer nothing, and say nothing elsewhere."""
    family, _ = play.family()
    shape = play.chance.choice(family.shapes)
    project, other = play.user.project(), play.user.project()
    elsewhere = rules(play.offers(other, family, shape))
    found = play.offers(project, family, shape)
    for _ in range(3):
        for offer in _once(found):
            project.judge(offer, helpful=False)
    after = play.offers(project, family, shape)
    # What was never judged may take a place now; among the others all is as it was.
    judged = [offer.rule for offer in _once(found)]
    still = [offer.rule for offer in _once(after) if offer.rule in judged]
    assert still == [rule for rule in judged if rule in still], (family.name, judged, still)
    assert len(after) >= len(found)
    assert not any(offer.preferred for offer in after if offer.rule in rules(found))
    assert rules(play.offers(other, family, shape)) == elsewhere, family.name


def _once(found: list[Seen]) -> list[Seen]:
    """Return one offer of each rule: what is judged is the rule."""
    return list({offer.rule: offer for offer in found}.values())


def opposite_projects(play: Play) -> None:
    """Two projects with opposite habits: each has its own first, and nothing of the other's."""
    family, one, other = play.two_ways()
    here, there = play.user.project(), play.user.project()
    for _ in range(2):
        play.repair(here, family, one)
        play.repair(there, family, other)
    for project, own, foreign in ((here, one, other), (there, other, one)):
        new = program(family, play.chance)
        found = project.offers(new)
        assert place_of(found, new.text(own)) == 0, (family.name, own)
        assert not any(o.is_learned and o.result == new.text(foreign) for o in found)


def elsewhere(play: Play) -> None:
    """A habit of another project gives way to this one's own, and to what is said here."""
    family, one, other = play.two_ways()
    first, second = play.user.project(), play.user.project()
    for _ in range(2):
        play.repair(first, family, one)
    play.repair(second, family, other)
    new = program(family, play.chance)
    found = second.offers(new)
    places = [place_of(found, new.text(way)) for way in (other, one)]
    assert places[0] < places[1], (family.name, other, one, [o.title for o in found])


def restarted(play: Play) -> Later:
    """What was learned and said holds after the server went away without a word."""
    family, way = play.family()
    project = play.user.project()
    for _ in range(2):
        play.repair(project, family, way)
    said = play.chance.choice(BORROWED if family in TYPED else TYPED)
    shape = play.chance.choice(said.shapes)
    for _ in range(2):
        first = play.offers(project, said, shape)[0]
        project.judge(first, helpful=False)
    lowered = first.rule

    def after() -> None:
        assert play.place(project, family, way) == 0, (family.name, way)
        assert play.offers(project, said, shape)[0].rule != lowered

    return after


KINDS: tuple[Callable[[Play], Later | None], ...] = (
    one_own_repair,
    convention,
    preference,
    undone,
    undone_in_the_editor,
    not_helpful,
    own_repair_undone,
    rubble,
    slip,
    noise,
    spite,
    opposite_projects,
    elsewhere,
    restarted,
)
