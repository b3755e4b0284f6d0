"""The user's own ways of repair, as candidates for the diagnostics that they fit."""

from __future__ import annotations

from collections.abc import Iterator

from rust_agent_lsp.learning.template import proposals
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.events import Learned
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.team import WORKSPACE as TEAM
from rust_agent_lsp.model.text import Edit, FileEdit, apply_edits, placed
from rust_agent_lsp.stores import learned
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.syntax.tree import SourceFile

RULE = "learned."
TEAM_RULE = "team."
HERE_ONCE = 0.45
HERE_MORE = 0.1
ELSEWHERE = 0.05
ENOUGH_ELSEWHERE = 2
MOST = 3
"""How many forms are tried for one diagnostic."""
MOST_OF_TEAM = 3
"""How many forms of a team are tried for one diagnostic, one of each author."""
_SHOWN = 60


class Habits:
    """The forms that count in one workspace: its own, and others' for codes without any."""

    def __init__(self, workspace: str) -> None:
        self._workspace = workspace
        self._forms: dict[str, list[tuple[Learned, float]]] = {}
        self._of_team: dict[str, list[Learned]] = {}

    def reload(self, database: Database) -> None:
        """Read the forms again. Raises `StoreError`."""
        standing: dict[str, list[Learned]] = {}
        of_team: dict[str, list[Learned]] = {}
        for form in learned.every(database):
            if form.evidence:
                group = of_team if form.workspace.startswith(TEAM) else standing
                group.setdefault(form.code, []).append(form)
        self._of_team = of_team
        self._forms = {
            code: sorted(self._weighed(forms), key=lambda pair: -pair[1])
            for code, forms in standing.items()
        }

    def _weighed(self, forms: list[Learned]) -> Iterator[tuple[Learned, float]]:
        """Yield each form with how far it moves up. A habit of this workspace leaves no room for
        those of others: they may be its opposite."""
        own = [form for form in forms if form.workspace == self._workspace]
        for form in own:
            yield form, HERE_ONCE + HERE_MORE * min(form.evidence, 4)
        for form in [] if own else forms:
            if form.evidence >= ENOUGH_ELSEWHERE:
                yield form, ELSEWHERE

    def candidates(self, diagnostic: Diagnostic, source: SourceFile) -> Iterator[Candidate]:
        """Yield what the user's own forms would make of `diagnostic`, the firmest habit first."""
        tried: set[tuple[str, str]] = set()
        for form, habit in self._forms.get(diagnostic.code or "", ()):
            if len(tried) == MOST or (form.before, form.after) in tried:
                continue
            found = False
            for edits in proposals(form.before, form.after, diagnostic, source):
                found = True
                yield Candidate(
                    rule=f"{RULE}{form.id}",
                    title=f"As you did before: {_shown(edits, source)}",
                    edits=(FileEdit(source.path, edits),),
                    safety=Safety.CHANGES_BEHAVIOUR,
                    cost="It is your own way of repair; what it costs here is yours to judge.",
                    habit=habit,
                )
            if found:
                tried.add((form.before, form.after))
        yield from self._from_team(diagnostic, source, tried)

    def _from_team(
        self, diagnostic: Diagnostic, source: SourceFile, tried: set[tuple[str, str]]
    ) -> Iterator[Candidate]:
        """Yield what a team's forms would make of it: guesses, which nobody sees unproven."""
        authors: set[str] = set()
        for form in self._of_team.get(diagnostic.code or "", ()):
            author = form.workspace.removeprefix(TEAM)
            if len(authors) == MOST_OF_TEAM or author in authors:
                continue
            if (form.before, form.after) in tried:
                continue
            for edits in proposals(form.before, form.after, diagnostic, source):
                authors.add(author)
                yield Candidate(
                    rule=f"{TEAM_RULE}{form.id}",
                    title=f"As {author} of your team does: {_shown(edits, source)}",
                    edits=(FileEdit(source.path, edits),),
                    safety=Safety.GUESS,
                    cost="It comes from somebody else; the compiler accepts it, read it yourself.",
                    foreign=True,
                )


def number_of(rule: str) -> int | None:
    """Return the id of the form that a rule stands for, or None."""
    number = rule.removeprefix(RULE)
    return int(number) if number != rule and number.isdigit() else None


def _shown(edits: tuple[Edit, ...], source: SourceFile) -> str:
    """Return what will stand there, in the user's names: the edits with the words around them."""
    text = apply_edits(source.text, edits)
    places = [place for _, place in placed(edits)]
    start, end = places[0].start, places[-1].end
    while start and _is_word(text[start - 1 : start]):
        start -= 1
    while end < len(text) and _is_word(text[end : end + 1]):
        end += 1
    if text[places[-1].end : places[-1].end + 1] == b" ":  # `mut ` belongs to the word behind it
        end = places[-1].end
    if text[end - 1 : end] == b" ":
        end += 1
        while end < len(text) and _is_word(text[end : end + 1]):
            end += 1
    shown = " ".join(text[start:end].decode(errors="replace").split())
    if len(shown) > _SHOWN:
        shown = shown[: _SHOWN - 1] + "…"
    line = source.text.count(b"\n", 0, edits[0].span.start) + 1
    return f"`{shown}` in line {line}"


def _is_word(byte: bytes) -> bool:
    return byte.isalnum() or byte in (b"_", b".") or byte >= b"\x80"
