"""Foreign text that would like to be a link, an image or HTML; a judge that knows CommonMark."""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from rust_agent_lsp.features import journal
from rust_agent_lsp.features.answer import Library, answer_of, as_markdown
from rust_agent_lsp.features.lesson import lesson_page
from rust_agent_lsp.learning import redact
from rust_agent_lsp.matching import explain
from rust_agent_lsp.matching.match import By, Match, best_fill
from rust_agent_lsp.model.answer import Answers
from rust_agent_lsp.model.command import Command
from rust_agent_lsp.model.diagnostic import Diagnostic, Label, Note, Severity
from rust_agent_lsp.model.entry import Entry, EntryKind
from rust_agent_lsp.model.events import AppliedEdit, AppliedFix, Confusion, JournalRecord
from rust_agent_lsp.model.text import Location, Span
from rust_agent_lsp.stores.commands import load_commands
from rust_agent_lsp.stores.knowledge import Knowledge, entry_files, knowledge_root

FILE = Path("/w/src/main.rs")
_HOSTILE = (
    "[x](command:evil)", "[x](<command:evil>)", "![x](http://evil/a.png)", "<command:evil>",
    "<a href='command:evil'>x</a>", "<img src=x onerror=y>", "<script>evil()</script>", "<b>x",
    "[x][y]\n\n[y]: command:evil", "[y]: command:evil", "<!-- x", "<?php x ?>", "<![CDATA[x]]>",
    "<http://evil>", "<me@evil.example>", "[x](command:evil 'y')", "[![x](a)](command:evil)",
    "\\[x](command:evil)", "[x](command&#58;evil)", "&lt;b&gt;<b>", "**[x](command:evil)**",
    "```\n[x](command:evil)\n```", "~~~\n<b>\n~~~", "    [x](command:evil)", "> <b>x</b>",
    "# [x](command:evil)", "- [x](command:evil)", "1. <b>", "x\n===\n<b>", "| a |\n|---|\n| <b> |",
    "[x](\ncommand:evil\n)", "[\u202ex](command:evil)", "<\u0000b>", "[x](command:evil?%22a%22)",
)  # fmt: skip
_AROUND = (
    "{}", "`{}`", "``{}``", "`{}", "{}`", "``` {} ```", "\n{}\n", "\n\n{}\n\n", "'{}'", '"{}"',
    '`a"b` {} `c"d`', "`a'b` {} 'c`d'", "`// {}` x", "// ` {} ` //", "\\{}", "{}\\", "\\`{}\\`",
    "*{}*", "$({})", "\t{}", "{} \r\n {}", "`\n`{}`\n`", "\u2028{}\u0085", "9{}", '"`{}`', "`\"{}",
    "/* ` */ {} /* ` */", "a" * 50 + "{}", "{}'\\", "'\\ {}", "{}\"", "// {}",
    "{}" + "`" * 40, "\x1b[31m{}",
)  # fmt: skip
_CAPTURE = re.compile(r"\{(\w+)\}")

Say = Callable[[random.Random, Entry], str]


class Rendered(Exception):
    """Something foreign became a link, an image or HTML."""


def payload(rng: random.Random) -> str:
    """Make one hostile text."""
    text = rng.choice(_HOSTILE)
    for _ in range(rng.randint(1, 2)):
        text = rng.choice(_AROUND).replace("{}", text)
    return text


def judge(markdown: str) -> None:
    """Render as an editor would; raises `Rendered`."""
    for token in _tokens(MarkdownIt("commonmark").enable("table").parse(markdown)):
        if token.type in ("html_block", "html_inline", "image"):
            raise Rendered(f"{token.type}: {token.content!r} in {markdown!r}")
        if token.type == "link_open":
            raise Rendered(f"{token.attrs} in {markdown!r}")


@functools.cache
def entries() -> list[Entry]:
    """Every entry with wordings, whose own text is sound."""
    root = knowledge_root()
    knowledge = Knowledge(root)
    found = (knowledge.get(kind, path.stem) for kind, path in entry_files(root))
    return [entry for entry in found if entry is not None and entry.codes]


def diagnostic(rng: random.Random, entry: Entry, code: str | None = None) -> Diagnostic:
    """An error as an entry's template expects it, with hostile text in each of its names."""
    template = rng.choice(entry.templates) if entry.templates else None
    place = Location(FILE, Span(0, 1))
    wordings = list(template.labels.values()) if template else []
    labels = [*(_filled(rng, w) for w in wordings), payload(rng), payload(rng)]
    notes = [payload(rng), f"required by `{payload(rng)}`", f"required for {payload(rng)}"]
    others = f"the following other types implement trait `{payload(rng)}`:\n  {payload(rng)}"
    return Diagnostic(
        code=code,
        severity=Severity.ERROR,
        message=_filled(rng, template.message) if template else payload(rng),
        path=FILE,
        span=place.span,
        labels=tuple(Label(place, text, primary=not n) for n, text in enumerate(labels)),
        notes=tuple(Note(Severity.NOTE, text) for text in (*notes, others)),
        here=payload(rng),
    )


def a_hover(rng: random.Random, entry: Entry) -> str:
    found = diagnostic(rng, entry, entry.codes[0])
    match = Match(entry, By.CODE, best_fill(entry, found, lambda _: 7))
    numbers = iter(range(1, 1000))
    return explain.explain(found, match, line_at=lambda _: (next(numbers), payload(rng))).markdown


def an_unknown_error(rng: random.Random, entry: Entry) -> str:
    return explain.explain(diagnostic(rng, entry, payload(rng)), None).markdown


def a_lesson(rng: random.Random, entry: Entry) -> str:
    cases = [
        Confusion(entry.id, "/w", payload(rng), _story(rng, entry), "2026-01-01") for _ in range(3)
    ]
    # What comes before is ours, and sound by itself.
    page = lesson_page(entry, None, "", cases)
    return page[page.index("## Your own cases") :].partition("## Exercise")[0]


def a_journal(rng: random.Random, entry: Entry) -> str:
    code = code_with(rng)
    hidden = redact.redact(code, b"k" * 32)
    fix = AppliedFix(
        fix_id="f",
        rule="rule",
        title=redact.redact_prose(payload(rng)),
        safety="safe",
        verification="passed",
        code=payload(rng),
        message=redact.redact_prose(payload(rng)),
        cause=redact.redact_prose(payload(rng)),
        workspace="/w",
        edits=(AppliedEdit(payload(rng), 0, hidden, payload(rng), "", ""),),
    )
    record = JournalRecord(1, "2026-01-01", fix, "")
    return journal.as_markdown([record], Path(f"/w/{payload(rng)}"))


def code_with(rng: random.Random) -> str:
    """Rust, more or less, with hostile text in it."""
    return f'/// {payload(rng)}\nfn f() {{ let x = "{payload(rng)}"; {payload(rng)} }}'


def an_answer(rng: random.Random, _: Entry) -> str:
    """The answer to a hostile question, whose words fill the holes of a command."""
    command = rng.choice(_commands())
    question = f'{command.title} {payload(rng)} "{payload(rng)}"'
    first = answer_of(EntryKind.COMMAND, command.id, question, _library())
    assert first is not None
    found = Answers((first, replace(first, title=payload(rng))), confident=rng.random() < 0.5)
    return as_markdown(rng.choice((question, payload(rng))), found, None)


SAYINGS: tuple[Say, ...] = (a_hover, an_unknown_error, a_lesson, a_journal, an_answer)


@functools.cache
def _library() -> Library:
    return Library(Knowledge(knowledge_root()))


@functools.cache
def _commands() -> list[Command]:
    return [command for command in load_commands() if command.slots]


def _story(rng: random.Random, entry: Entry) -> str:
    """What is kept of an error that was explained, as `server.lessons` makes it."""
    found = diagnostic(rng, entry, entry.codes[0])
    filled = best_fill(entry, found, lambda _: 7)
    return redact.redact_prose(" ".join(filled.sentences if filled else (entry.summary,)))


def _filled(rng: random.Random, wording: str) -> str:
    return _CAPTURE.sub(lambda _: payload(rng), wording)


def _tokens(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _tokens(token.children or [])
