"""The quarterly round on one page: what is new in Rust, the exam, what the user thinks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rust_agent_lsp.features.exam import Result
from rust_agent_lsp.features.review import Section
from rust_agent_lsp.features.whats_new import WhatsNew
from rust_agent_lsp.stores.rounds import Round

_MOST = 40
"""How many findings of a kind the page lists."""

RATED = {
    "explanations": "How often did an explanation tell you what you needed? (1 never … 5 always)",
    "fixes": "How often did an offered fix do what you wanted? (1 never … 5 always)",
}
"""The questions of the survey that are answered by a number; the third is for words."""

MISSING = "What did you miss most? (in your words, or nothing)"


@dataclass(frozen=True, slots=True)
class Survey:
    """The user's answers: `ratings` by the names in `RATED`, from 1 to 5; those left out are not
    there. `missing` is in their own words, and stands in the report alone."""

    ratings: Mapping[str, int]
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """One quarterly round. `concepts` counts what was read by book; `before` is the survey before
    this one."""

    date: str
    toolchain: str
    model: str
    entries: int
    concepts: Mapping[str, int]
    news: WhatsNew | None
    stale: Section | None
    exam: Result | None
    survey: Survey | None = None
    before: Round | None = None
    problems: Sequence[str] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the object that `refresh --json` prints."""
        return {
            "date": self.date,
            "toolchain": self.toolchain,
            "model": self.model,
            "entries": self.entries,
            "concepts": dict(self.concepts),
            "whatsnew": asdict(self.news) if self.news else None,
            "stale": asdict(self.stale) if self.stale else None,
            "exam": self.exam.as_json() if self.exam else None,
            "survey": asdict(self.survey) if self.survey else None,
            "problems": list(self.problems),
        }

    def summary(self) -> dict[str, Any]:
        """Return what is kept of the round: figures and names of ours."""
        return {
            "toolchain": self.toolchain,
            "concepts": sum(self.concepts.values()),
            "review": len(self.news.review) if self.news else None,
            "stale": len(self.stale.rows) if self.stale else None,
            "exam_passed": self.exam.passed if self.exam else None,
        }


def as_markdown(done: Refreshed) -> str:
    """Return the report."""
    lines = [f"# Refreshed on {done.date}", ""]
    lines += [f"- {problem}" for problem in done.problems]
    lines += [
        f"- Toolchain: {done.toolchain}",
        f"- Embedding model: {done.model}",
        f"- Entries: {done.entries:,}; concepts of the documentation: "
        f"{sum(done.concepts.values()):,}",
        "",
        *_news(done.news),
        *_stale(done.stale),
        *_exam(done.exam),
        *_survey(done.survey, done.before),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _news(news: WhatsNew | None) -> Iterator[str]:
    if news is None:
        return
    names = ", ".join(release.name for release in news.releases) or "no later release"
    yield from ("## What is new", "", f"Releases looked at: {names}.", "")
    rows = [f"{one.change.value}: `{one.name}` ({one.version})" for one in news.named]
    yield from _list("Lints and codes", rows)
    yield from _list("Stabilised", [f"`{api.name}`" for api in news.apis])
    yield from _list(
        "Entries to review", [f"{name} — {why}" for name, why in sorted(news.review.items())]
    )
    if (difference := news.difference) is not None:
        counts = (len(difference.new), len(difference.changed), len(difference.gone))
        said = "{} sections are new, {} changed, {} gone".format(*counts)
        yield from (f"Against the documentation read before: {said}.", "")


def _stale(stale: Section | None) -> Iterator[str]:
    if stale is None:
        return
    yield from (f"## {stale.title}", "")
    yield from _list("", [f"{row.what}: {row.detail}" for row in stale.rows])
    if not stale.rows:
        yield from ("None.", "")


def _exam(exam: Result | None) -> Iterator[str]:
    if exam is None:
        return
    yield from ("## Exam", "", "| | reached | target | of | |", "|---|---|---|---|---|")
    for part in exam.parts:
        sign, verdict = "≤" if part.below else "≥", "met" if part.reached else "**missed**"
        value, target = f"{part.value:g} {part.unit}", f"{sign} {part.target:g} {part.unit}"
        yield f"| {part.title} | {value} | {target} | {part.total} | {verdict} |"
    yield ""
    for part in exam.parts:
        yield from _list(f"Missed: {part.title}", part.missed)


def _survey(survey: Survey | None, before: Round | None) -> Iterator[str]:
    if survey is None:
        return
    yield from ("## Survey", "")
    for name, question in RATED.items():
        if (rating := survey.ratings.get(name)) is not None:
            earlier = before.result.get(name) if before else None
            since = f" (the time before: {earlier})" if earlier is not None else ""
            yield f"- {question} **{rating}**{since}"
    if survey.missing:
        yield f"- {MISSING} {survey.missing}"
    yield ""


def _list(title: str, rows: Sequence[str]) -> Iterator[str]:
    if not rows:
        return
    if title:
        yield from (f"{title} ({len(rows)}):", "")
    yield from (f"- {row}" for row in rows[:_MOST])
    if (more := len(rows) - _MOST) > 0:
        yield f"- … and {more} more"
    yield ""
