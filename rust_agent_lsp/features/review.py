"""The review: what went wrong lately, and what to do about each of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from rust_agent_lsp.features.metrics import RuleRecord, answer_times, rule_records, times
from rust_agent_lsp.learning.false_positives import Standing, standings
from rust_agent_lsp.model.events import Note
from rust_agent_lsp.model.team import WORKSPACE as TEAM
from rust_agent_lsp.stores import actions, exams, feedback, learned, questions
from rust_agent_lsp.stores import rules as stored_rules
from rust_agent_lsp.stores.actions import ActionType, Noted
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.exams import Sat
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.stores.questions import Unanswered

FALSE_POSITIVES = 0.10
"""The share of unwelcome fixes above which a rule does more harm than good."""

ENOUGH = 5
"""From how many fixes on a rule's share is worth a word."""

SLOW_MS = 100.0
"""How long an answer may take on average, in milliseconds."""

_ALIKE = 0.5
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be but by can do does for from get how i if in is it its me my not of"
        " on or so that the there this to use what when where which why with you",
    )
)


@dataclass(frozen=True, slots=True)
class Row:
    """One finding: what, how often (or how much), and a word on it."""

    what: str
    count: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the review. `todo` says what to do, empty where nothing is to be done."""

    id: str
    title: str
    rows: tuple[Row, ...]
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """What was done on one day (UTC); `milliseconds` are those of its answers."""

    date: str
    good: int
    bad: int
    milliseconds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """Everything of the last `days`."""

    days: int
    sections: tuple[Section, ...]
    by_day: tuple[Day, ...] = ()
    rules: tuple[RuleRecord, ...] = ()
    exams: tuple[Sat, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Return the object that `review --json` prints."""
        return {
            "days": self.days,
            "sections": [asdict(section) for section in self.sections],
            "by_day": [asdict(day) for day in self.by_day],
            "exams": [asdict(sat) for sat in self.exams],
        }


def review(
    database: Database,
    knowledge: Knowledge,
    days: int,
    stale: Section | None = None,
    rounds: Section | None = None,
) -> Review:
    """Look at the last `days`; `stale` is what a comparison with the toolchain found, `rounds` what
    else is due.

    Raises `StoreError`.
    """
    done = actions.since(database, days)
    rules = rule_records(database, days)
    sections = [
        _failed(done),
        _unanswered(questions.unanswered(database, days)),
        _rejected(done),
        _false_positives(rules, _off(database)),
        _corrections(feedback.notes(database)),
        _unknown(database, knowledge),
        _candidates(database),
        *([stale] if stale else []),
        _times(done),
        *([rounds] if rounds and rounds.rows else []),
    ]
    return Review(
        days, tuple(sections), tuple(_by_day(done)), tuple(rules), tuple(exams.history(database))
    )


def _failed(done: Sequence[Noted]) -> Section:
    failed = Counter((a.kind, a.opportunity or "failed") for a in done if not a.success)
    every = Counter(a.kind for a in done)
    rows = tuple(
        Row(f"{kind}: {why}", count, f"of {every[kind]}")
        for (kind, why), count in failed.most_common()
    )
    todo = "Look at the parts below; each says what helps." if rows else ""
    return Section("failed", "What failed", rows, todo)


def _unanswered(found: Sequence[Unanswered]) -> Section:
    rows = tuple(
        Row(
            group[0].question, sum(q.times for q in group), "; ".join(q.question for q in group[1:])
        )
        for group in grouped(found)
    )
    todo = (
        "Ask again in other words; if that does not help, write an entry and take it in with"
        " `rust-agent-lsp knowledge import`."
    )
    return Section("unanswered", "Questions without an answer", rows, todo if rows else "")


def grouped(found: Iterable[Unanswered]) -> list[list[Unanswered]]:
    """Return questions that share most of their telling words together, the largest group first."""
    groups: list[tuple[set[str], list[Unanswered]]] = []
    for question in sorted(found, key=lambda q: (-q.times, q.question)):
        words = _words(question.question)
        for known, group in groups:
            if words and len(words & known) / len(words | known) >= _ALIKE:
                group.append(question)
                break
        else:
            groups.append((words, [question]))
    return sorted((group for _, group in groups), key=lambda g: -sum(q.times for q in g))


def _words(text: str) -> set[str]:
    import snowballstemmer

    stem = snowballstemmer.stemmer("porter").stemWord
    return {stem(word) for word in re.findall(r"\w+", text.lower()) if word not in _EMPTY}


def _rejected(done: Sequence[Noted]) -> Section:
    by_rule: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for action in done:
        if action.kind in (ActionType.FIX, ActionType.REFUSAL, ActionType.UNDO):
            key = (str(action.context.get("rule")), str(action.context.get("code")))
            by_rule[key][action.kind] += 1
    bad = {key: c for key, c in by_rule.items() if c[ActionType.REFUSAL] + c[ActionType.UNDO]}
    rows = tuple(
        Row(
            f"{rule} at {code}",
            count[ActionType.REFUSAL] + count[ActionType.UNDO],
            f"{count[ActionType.REFUSAL]} declined, {count[ActionType.UNDO]} undone,"
            f" {count[ActionType.FIX]} applied",
        )
        for (rule, code), count in sorted(bad.items(), key=lambda i: -i[1].total())
    )
    todo = 'Say "not helpful" and why where such a fix is offered: the rule sinks in its order.'
    return Section("rejected", "Fixes declined or undone", rows, todo if rows else "")


def _false_positives(rules: Sequence[RuleRecord], off: Sequence[Standing]) -> Section:
    shares = {r.rule: r for r in rules}
    where: defaultdict[str, list[str]] = defaultdict(list)
    for one in off:
        at = f" at {one.code}" if one.code else ""
        by = "by you" if one.by == "you" else f"{one.bad} of {one.fixes} fixes there were unwanted"
        where[one.rule].append(f"switched off{at} in {one.workspace or 'every project'}, {by}")
    bad = [r.rule for r in rules if r.fixes >= ENOUGH and r.false_positives > FALSE_POSITIVES]
    rows = []
    for rule in dict.fromkeys((*bad, *where)):
        record = shares.get(rule, RuleRecord(rule, 0, 0))
        said = "; ".join((f"%: {record.bad} of {record.fixes} fixes", *where[rule]))
        rows.append(Row(rule, round(100 * record.false_positives, 1), said))
    todo = (
        "These offer more than they help. Each judgement ranks them lower, enough of them switch"
        " one off (`rust-agent-lsp rules list` says how sure that is, `rules on RULE` switches it"
        " on)."
    )
    return Section(
        "false-positives", "Rules above 10 % false positives", tuple(rows), todo if rows else ""
    )


def _off(database: Database) -> list[Standing]:
    """Return every rule that is off somewhere, with the place."""
    outcomes, switches = stored_rules.outcomes(database), stored_rules.switches(database)
    everywhere = [one for one in standings((), switches, "") if one.by]
    known = {(one.rule, one.code) for one in everywhere}
    places = sorted({o.workspace for o in outcomes} | {s.workspace for s in switches} - {""})
    here = [one for place in places for one in standings(outcomes, switches, place) if one.by]
    return everywhere + [o for o in here if (o.rule, o.code) not in known or o.by == "record"]


def _corrections(notes: Sequence[Note]) -> Section:
    count = Counter(note.entry for note in notes)
    last = {note.entry: note for note in notes}
    rows = tuple(Row(entry, number, last[entry].text) for entry, number in count.most_common())
    todo = "`rust-agent-lsp review --corrections DIR` makes a contribution of them."
    title = "What you wrote of explanations"
    return Section("corrections", title, rows, todo if rows else "")


def _unknown(database: Database, knowledge: Knowledge) -> Section:
    rows = tuple(
        Row(u.code, u.times, _first_line(u.said) or "the toolchain says nothing of it")
        for u in questions.unknown(database)
        if knowledge.by_code(u.code) is None
    )
    todo = "The toolchain's own text is shown meanwhile; take an entry in to explain it better."
    return Section("unknown", "Codes met without an entry", rows, todo if rows else "")


def _candidates(database: Database) -> Section:
    rows = tuple(
        Row(f"{one.code}: {one.before} → {one.after}", one.seen, f"accepted {one.accepted} times")
        for one in learned.every(database)
        if not one.workspace.startswith(TEAM)
    )
    todo = "See them with `rust-agent-lsp learned list`; remove what you do not want."
    return Section("candidates", "Repairs learned from you", rows, todo if rows else "")


def _times(done: Sequence[Noted]) -> Section:
    took = times(answer_times(done))
    if took is None:
        return Section("times", "Response times of answers, in ms", ())
    rows = (
        Row("mean", took.mean, f"of {took.count} answers"),
        Row("median", took.median),
        Row("95 of 100 are quicker than", took.p95),
        Row("slowest", took.worst),
    )
    slow = took.mean > SLOW_MS
    todo = "Slower than 100 ms: see `rust-agent-lsp doctor`, and whether the index is built."
    return Section("times", "Response times of answers, in ms", rows, todo if slow else "")


def _by_day(done: Iterable[Noted]) -> Iterator[Day]:
    days: defaultdict[str, list[Noted]] = defaultdict(list)
    for action in done:
        days[action.timestamp[:10]].append(action)
    for date, found in sorted(days.items()):
        good = sum(action.success for action in found)
        yield Day(date, good, len(found) - good, tuple(answer_times(found)))


def _first_line(text: str) -> str:
    return next((line.strip("#` ") for line in text.splitlines() if line.strip("#` ")), "")[:200]
