"""Questions with answers that the user has on disk: a dump, JSON Lines, or a folder of Markdown."""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any

from rust_agent_lsp.ingest.asked import Asked, concept_of
from rust_agent_lsp.ingest.given_books import find_book
from rust_agent_lsp.ingest.posts_xml import MOST, read_posts, site_of
from rust_agent_lsp.ingest.question_pages import read_page
from rust_agent_lsp.model.concept import Concept
from rust_agent_lsp.model.errors import KnowledgeError, RustAgentError

_log = logging.getLogger(__name__)

POSTS = "Posts.xml"
"""The file of a Stack Exchange dump that holds the questions and answers."""

_LARGEST_LINE = 4 << 20
_LARGEST_PAGE = 4 << 20
_MOST_PAGES = 50_000
_TITLE = ("title", "question_title", "question", "query", "instruction", "prompt", "q")
_QUESTION = ("question_body", "body", "question_text", "question", "context", "input", "details")
_ANSWER = ("accepted_answer", "best_answer", "answer", "answer_body", "response", "output", "a")
_TEXT = ("answer_body", "body", "text", "answer", "content")
_SCORE = ("answer_score", "score", "votes", "upvotes", "pm_score")
_ACCEPTED = ("is_accepted", "accepted", "selected", "is_best")
_URL = ("url", "link", "permalink", "source_url")
_NUMBER = ("id", "question_id", "qid", "Id", "post_id")
_LICENCE = ("license", "licence", "content_license")
_BY = ("author", "answer_author", "user", "by", "owner")


class Form(StrEnum):
    """How the questions are written."""

    POSTS = "posts"
    LINES = "lines"
    PAGES = "pages"


@dataclass(frozen=True, slots=True)
class Dump:
    """A file or folder with questions: `slug` begins the ids of its concepts."""

    slug: str
    title: str
    path: Path
    form: Form


def find_dump(path: Path, taken: Iterable[str] = ()) -> Dump | None:
    """Return the questions at `path`, None where a folder holds something else, such as a book.

    The slug is none of those that are `taken`. Raises `KnowledgeError` for a file of no known form.
    """
    found = _form_of(path)
    if found is None:
        return None
    file, form = found
    title = site_of(file) if form is Form.POSTS else ""
    title = title or path.resolve().name.partition(".")[0] or "questions"
    plain = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "questions"
    slug, number = f"asked-{plain}", 2
    while slug in set(taken):
        slug, number = f"asked-{plain}-{number}", number + 1
    return Dump(slug, title, file, form)


def read_dump(dump: Dump) -> Iterator[Concept]:
    """Yield the questions that have a good answer, each id once, at most `MOST` of them.

    Raises `KnowledgeError` where the dump cannot be read.
    """
    read = {Form.POSTS: read_posts, Form.LINES: _read_lines, Form.PAGES: _read_pages}[dump.form]
    seen = set[str]()
    for asked in read(dump.path):
        concept = concept_of(asked, dump.slug, dump.title) if asked.is_good else None
        if concept is not None and concept.id not in seen:
            seen.add(concept.id)
            yield concept
            if len(seen) == MOST:
                return


def dump_state(dump: Dump) -> str:
    """Return what changes when the dump does."""
    files = _pages(dump.path) if dump.form is Form.PAGES else [dump.path]
    stats = [file.stat() for file in files]
    newest = max((stat.st_mtime_ns for stat in stats), default=0)
    return f"{dump.path} {dump.slug} {len(stats)} {sum(s.st_size for s in stats)} {newest}"


def dumps_in(paths: Sequence[Path]) -> list[Dump]:
    """Return the dumps among what was given; what is none, or is gone, is left out."""
    dumps: list[Dump] = []
    for path in paths:
        try:
            dump = find_dump(path, [dump.slug for dump in dumps])
        except RustAgentError as error:
            _log.warning("left out: %s", error)
            continue
        dumps += [dump] if dump else []
    return dumps


def read_dumps(dumps: Iterable[Dump]) -> Iterator[Concept]:
    """Yield the concepts of all dumps; one that cannot be read now is left out from there on."""
    for dump in dumps:
        try:
            yield from read_dump(dump)
        except RustAgentError as error:
            _log.warning("left out: %s", error)


def _form_of(path: Path) -> tuple[Path, Form] | None:
    if path.is_dir():
        if (path / POSTS).is_file():
            return path / POSTS, Form.POSTS
        try:
            find_book(path)
        except KnowledgeError:
            return (path, Form.PAGES) if any(_read_pages(path)) else None
        return None
    if not path.is_file():
        return None
    if path.suffix.lower() == ".xml":
        return path, Form.POSTS
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return path, Form.LINES
    raise KnowledgeError(
        f"{path}: neither Posts.xml nor JSON Lines (.jsonl, .ndjson); a folder may hold a book,"
        " or Markdown pages with questions"
    )


def _read_lines(path: Path) -> Iterator[Asked]:
    try:
        with path.open("rb") as file:
            number = 0
            while line := file.readline(_LARGEST_LINE):
                number += 1
                if len(line) == _LARGEST_LINE:
                    raise KnowledgeError(f"{path}:{number}: longer than {len(line) >> 20} MB")
                if asked := _asked(line, number):
                    yield asked
    except OSError as error:
        raise KnowledgeError(f"{path}: {error.strerror}") from error


def _asked(line: bytes, number: int) -> Asked | None:
    """Return the question of a line; None for one that holds none."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(row, dict):
        return None
    title, question = _text(row, _TITLE), _text(row, _QUESTION)
    if len(title) > 200 or "\n" in title:
        question, title = title, re.split(r"(?<=[.?!])\s|\n", title.strip(), maxsplit=1)[0]
    answer, score, accepted = _best_answer(row)
    tags = row.get("tags", ())
    return Asked(
        re.sub(r"[^\w.-]", "-", _text(row, _NUMBER))[:80] or str(number),
        title,
        question,
        answer,
        score,
        accepted,
        tuple(map(str, tags)) if isinstance(tags, list) else (),
        url if re.match(r"https?://[^\s<>]+\Z", url := _text(row, _URL)) else "",
        _text(row, _BY),
        _text(row, _LICENCE),
    )


def _best_answer(row: Mapping[str, Any]) -> tuple[str, int | None, bool]:
    given = row.get("answers", row.get("responses"))
    if isinstance(given, dict) and isinstance(texts := given.get("text"), list):
        scores = given.get("score")
        scores = scores if isinstance(scores, list) else [None] * len(texts)
        given = [{"text": t, "score": s} for t, s in zip(texts, scores, strict=False)]
    best: tuple[str, int | None, bool] = ("", None, False)
    for one in given if isinstance(given, list) else ():
        fields = one if isinstance(one, dict) else {"text": one}
        accepted = any(fields.get(name) is True for name in _ACCEPTED)
        found = (_text(fields, _TEXT), _score(fields), accepted)
        if found[0] and (not best[0] or (accepted, found[1] or 0) > (best[2], best[1] or 0)):
            best = found
    if best[0]:
        return best
    accepted = any(row.get(name) is True for name in _ACCEPTED)
    return _text(row, _ANSWER), _score(row), accepted


def _text(row: Mapping[str, Any], names: Sequence[str]) -> str:
    """Return the first of the fields that holds a text, be it inside of a field of its own."""
    for name in names:
        value = row.get(name)
        if isinstance(value, dict):
            value = next((value[inner] for inner in _TEXT if inner in value), None)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def _score(row: Mapping[str, Any]) -> int | None:
    found = (row.get(name) for name in _SCORE)
    return next((int(v) for v in found if isinstance(v, (int, float)) and abs(v) < 1e9), None)


def _read_pages(folder: Path) -> Iterator[Asked]:
    for page in _pages(folder):
        try:
            if page.stat().st_size <= _LARGEST_PAGE:
                name = page.relative_to(folder).with_suffix("").as_posix()
                yield from read_page(name, page.read_text(encoding="utf-8", errors="replace"))
        except OSError as error:
            raise KnowledgeError(f"{page}: {error.strerror}") from error


def _pages(folder: Path) -> list[Path]:
    """Return the Markdown files below a folder in order, none by a link, none hidden."""
    return sorted(islice(_walk(folder), _MOST_PAGES))


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            page = Path(root, name)
            if name.endswith(".md") and not name.startswith(".") and not page.is_symlink():
                yield page
