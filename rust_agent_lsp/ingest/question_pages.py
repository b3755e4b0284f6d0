"""Markdown pages with questions: one with its answer below, or a list of them as in an FAQ."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rust_agent_lsp.ingest.asked import Asked

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.S)
_FIELD = re.compile(r"^(\w+):[ \t]*(.*)$", re.M)
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_FENCE = re.compile(r"^\s*(```+|~~~+)")
_ANSWER = re.compile(r"(?:the |best |accepted |top )*answers?\b(?P<accepted>.*accepted.*)?.*", re.I)
_QUESTION = re.compile(r"(?:the )?question\b.*|q:?", re.I)
_SCORE = re.compile(r"(?:score|votes?)\D{0,3}(-?\d{1,9})", re.I)


def read_page(name: str, text: str) -> Iterator[Asked]:
    """Yield the questions of the page `name`; none where no heading asks or answers.

    The fields above the text (`title`, `score`, `url`, `author`, `license`) hold for the page.
    """
    fields: dict[str, str] = {}
    if front := _FRONT.match(text):
        fields = {key.lower(): said.strip(" \"'") for key, said in _FIELD.findall(front[1])}
        text = text[front.end() :]
    parts = list(_parts(text))
    answers = [at for at, (_, title, _) in enumerate(parts) if _ANSWER.fullmatch(title)]
    if answers:
        yield from _one(name, fields, parts, answers)
        return
    for number, (_, title, body) in enumerate(parts):
        if title.endswith("?") and body:
            anchor = re.sub(r"\W+", "-", title.lower()).strip("-")[:80]
            yield _asked(f"{name}-{anchor or number}", fields, title, "", body, None)


def _one(
    name: str, fields: dict[str, str], parts: list[tuple[int, str, str]], answers: list[int]
) -> Iterator[Asked]:
    """Yield the question of a page of its own: what stands before its first answer."""
    above = parts[: answers[0]]
    titles = [title for _, title, _ in above if title and not _QUESTION.fullmatch(title)]
    title = fields.get("title") or next(iter(titles), name.rpartition("/")[2].replace("-", " "))
    question = "\n\n".join(body for _, _, body in above if body)
    best: tuple[bool, int, str] | None = None
    for at in answers:
        level, heading, body = parts[at]
        below = [body]
        for deeper, inner, more in parts[at + 1 :]:
            if deeper <= level:
                break
            below.append(f"**{inner}**\n\n{more}")
        said = _SCORE.search(heading)
        score = int(said[1]) if said else 1
        found = ("accepted" in heading.lower(), score, "\n\n".join(filter(None, below)))
        if found[2] and (best is None or found[:2] > best[:2]):
            best = found
    if best is not None:
        yield _asked(name, fields, title, question, best[2], best[1], accepted=best[0])


def _asked(
    number: str,
    fields: dict[str, str],
    title: str,
    question: str,
    answer: str,
    score: int | None,
    *,
    accepted: bool = False,
) -> Asked:
    own = fields.get("score", "")
    url = fields.get("url") or fields.get("link", "")
    return Asked(
        re.sub(r"[^\w./-]", "-", number),
        title,
        question,
        answer,
        int(own) if re.fullmatch(r"-?\d{1,9}", own) else score,
        accepted,
        url=url if re.match(r"https?://[^\s<>]+\Z", url) else "",
        by=fields.get("author", ""),
        licence=fields.get("license") or fields.get("licence", ""),
    )


def _parts(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield each heading with its level and what stands below it, first what has none."""
    level, title = 0, ""
    lines: list[str] = []
    fence = ""
    for line in text.splitlines():
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        elif not fence and (heading := _HEADING.match(line)):
            yield level, title, "\n".join(lines).strip()
            level, title, lines = len(heading[1]), heading[2], []
            continue
        lines.append(line)
    yield level, title, "\n".join(lines).strip()
