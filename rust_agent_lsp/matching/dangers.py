"""What a shell command loses, whatever entry it comes from: the rows of `dangers.toml` held to it.

A row knows which options take its danger away (`unless`) and, where its words do not say enough,
what one of the arguments looks like (`where`), or must not (`spares`).
"""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from rust_agent_lsp.matching.command_fit import CommandBook, Fit
from rust_agent_lsp.matching.command_line import Program, Spellings, is_option, program_of
from rust_agent_lsp.model.command import PLACEHOLDER, Command, Step, Tool
from rust_agent_lsp.syntax.shell import Shell, ShellCommand, parse_shell

_ROWS = Path(__file__).with_name("dangers.toml")
_REHEARSALS = ("--dry-run", "--help", "--version", "--simulate", "--no-act")
_SHELLS = ("sh", "bash", "zsh", "dash", "fish", "ash")
_INTERPRETERS = (*_SHELLS, "python", "python3", "perl", "ruby", "node")
_FETCHERS = ("curl", "wget", "fetch")
_WRITES = re.compile(r"(?:\d|&)?>\|?(?![>&])\s*(?P<file>(?!>\().*)|>&\s*(?P<both>[^\d-].*)")
# A here-document's redirection holds the rest of its line.
_BEHIND_TEXT = re.compile(r"<<.*?\s(>[^>&(].*)")
# Nothing is lost in what the system makes, nor in a file that bears the second.
_SPARED = re.compile(
    r"""["']?/(?:dev/(?:null|std\w+|tty|fd/\S+)|proc/|sys/).*|.*\$\(date .*%[ST].*"""
)
PIPES = ("|", "|&")
"""The operators by which one command reads what another prints."""

# Of two rows the one that names the program is nearer than what any line can have.
_ANY_LINE = -9.0
_DEEPEST = 3
_OPEN = re.compile(r"OPEN_([a-z][a-z0-9-]*)_")


@dataclass(frozen=True, slots=True)
class _Row:
    """What a row asks for beside its words; an empty `where` is met, an empty `spares` never."""

    unless: tuple[str, ...]
    where: str
    spares: str

    def holds(self, program: Program, spellings: Spellings) -> bool:
        if any(_holds(option, program, spellings) for option in self.unless):
            return False
        words = [word for word in program.rest if not is_option(word)]
        if self.spares and any(re.fullmatch(self.spares, word) for word in words):
            return False
        return not self.where or any(re.fullmatch(self.where, word) for word in words)


@dataclass(frozen=True)
class Dangers:
    """The lines of the table as entries, and what each asks for beside its words, by the line."""

    commands: dict[str, Command]
    rows: dict[str, _Row]


@cache
def dangers() -> Dangers:
    """Read `dangers.toml`, once."""
    read = tomllib.loads(_ROWS.read_text(encoding="utf-8"))["danger"]
    commands, rows = {}, {}
    for row in read:
        known = _Row(tuple(row.get("unless", ())), row.get("where", ""), row.get("spares", ""))
        for line in row["lines"]:
            rows[line] = known
            commands[line] = Command(
                id=f"danger-{line}", tool=Tool.LINUX, category="danger", title=row["does"],
                purpose=row["does"], body="", content_hash="", utterances=(), verified_by="",
                steps=(Step(line),), dangers=(row["says"],), destructive=True,
                safe_alternatives=tuple(row["safer"]), undo=row.get("undo", ""),
            )  # fmt: skip
    return Dangers(commands, rows)


@cache
def _book(name: str) -> CommandBook:
    """Take apart the lines of one program: all of them would take too long for one answer."""
    return CommandBook(c for line, c in dangers().commands.items() if line.split()[0] == name)


def is_rehearsal(program: Program) -> bool:
    """Say whether a command only shows what it would do, or only speaks of itself."""
    return any(word in _REHEARSALS for word in program.rest)


def loss_of(
    command: ShellCommand, spellings: Callable[[Program], Spellings], before: str = ""
) -> Fit | None:
    """Return the danger of one simple command, None where no row knows one.

    `before` is the program whose output it reads, empty for none. A program that it starts, by
    `find -exec`, `sh -c` or `ssh`, is looked at too.
    """
    return next(_losses(command, spellings, before, 0), None)


def losses_in(shell: Shell, spellings: Callable[[Program], Spellings]) -> list[Fit]:
    """Return the dangers of a whole line, one a command at the most."""
    found, before = [], ""
    for command in shell.commands:
        reads = before if command.after in PIPES else ""
        if loss := loss_of(command, spellings, reads):
            found.append(loss)
        path = _program(command).path
        before = path[0] if path else ""
    return found


def losses_of_text(text: str) -> list[Fit]:
    """Return the dangers of lines in which placeholders may still be open."""
    closed = PLACEHOLDER.sub(r"OPEN_\1_", text)
    return [
        replace(loss, values={name: _open(value) for name, value in loss.values.items()})
        for loss in losses_in(parse_shell(closed.encode()), lambda _: _AsWritten())
    ]


def _open(value: str) -> str:
    return _OPEN.sub(r"<\1>", value)


class _AsWritten:
    """Options as they stand there, where no manual says which are the same."""

    def same(self, option: str) -> str:
        return option

    def takes_value(self, option: str) -> bool:
        return False


def _losses(
    command: ShellCommand, spellings: Callable[[Program], Spellings], before: str, depth: int
) -> Iterator[Fit]:
    program = _program(command)
    if program.path and not is_rehearsal(program):
        if before in _FETCHERS and _is_unread(program):
            yield _plain("curl <url> | sh")
        yield from _rows_for(program, spellings(program))
    if name := next(filter(None, map(overwritten, command.redirects)), ""):
        yield _plain("<program> > <file>", {"file": name})
    for inner in _started(program) if depth < _DEEPEST else ():
        for part in parse_shell(inner.encode()).commands:
            yield from _losses(part, spellings, "", depth + 1)


def _rows_for(program: Program, spellings: Spellings) -> Iterator[Fit]:
    """Yield the rows that fit a program, the nearest first; `mkfs.ext4` is `mkfs` too."""
    rows = dangers().rows
    plain = program.path[0].partition(".")[0]
    for path in dict.fromkeys((program.path, (plain, *program.path[1:]))):
        asked = Program(program.starters, path, program.before, program.rest)
        for fit in _book(path[0]).fits(asked, spellings):
            if rows[fit.command.command].holds(program, spellings):
                yield fit


def _holds(option: str, program: Program, spellings: Spellings) -> bool:
    """Say whether a line has an option, alone or among the letters of another."""
    given = set()
    for word in filter(is_option, program.rest):
        name = word.partition("=")[0]
        letters = re.fullmatch(r"-([A-Za-z]+)", name)
        given |= {name, *(f"-{letter}" for letter in (letters[1] if letters else ""))}
    return spellings.same(option) in {spellings.same(name) for name in given}


def overwritten(redirect: str) -> str:
    """Return the file that a redirection empties, empty for none."""
    text = redirect.strip()
    if behind := _BEHIND_TEXT.fullmatch(text):
        text = behind[1]
    found = _WRITES.fullmatch(text)
    name = (found["file"] or found["both"] or "<file>").strip() if found else ""
    return "" if _SPARED.fullmatch(name) else name


def _is_unread(program: Program) -> bool:
    """Say whether a program runs what it reads: a shell that is given no script of its own."""
    if program.path[0] not in _INTERPRETERS:
        return False
    given = [word for word in program.rest if not is_option(word)]
    return not given or any(word in ("-s", "-") for word in program.rest)


def _plain(line: str, values: dict[str, str] | None = None) -> Fit:
    return Fit(dangers().commands[line], 0, _ANY_LINE, values or {}, {})


def _started(program: Program) -> Iterator[str]:
    """Yield the shell text of what a program starts."""
    name, words = program.path[0] if program.path else "", program.rest
    if name == "find":
        for at, word in enumerate(words):
            if word in ("-exec", "-execdir", "-ok", "-okdir"):
                yield shlex.join(_until_end(words[at + 1 :]))
    elif name in (*_SHELLS, "su"):
        yield from (words[at + 1] for at, w in enumerate(words[:-1]) if re.fullmatch(r"-\w*c", w))
    elif name in ("eval", "trap"):
        yield " ".join(words) if name == "eval" else "".join(words[:1])
    elif name == "ssh":
        yield from (word for word in words if " " in word)


def _until_end(words: tuple[str, ...]) -> Iterator[str]:
    for word in words:
        if word in (";", "+", "\\;"):
            return
        yield word


def _program(command: ShellCommand) -> Program:
    return program_of([word.text for word in command.words])
