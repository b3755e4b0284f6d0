"""A shell line explained: each program, each flag, what may be lost, and how one goes back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from rust_agent_lsp.features.command_parts import Options, Part, words_in
from rust_agent_lsp.ingest.manual_options import Manuals
from rust_agent_lsp.matching.command_fit import CommandBook, Fit
from rust_agent_lsp.matching.command_line import Program, program_of
from rust_agent_lsp.matching.dangers import PIPES, is_rehearsal, loss_of
from rust_agent_lsp.matching.shell_words import joint, redirect, starter
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.stores.commands import commands_mentioning
from rust_agent_lsp.syntax.shell import ShellCommand, parse_shell

_LOWEST_FIT = -1.0


@dataclass(frozen=True, slots=True)
class Explained:
    """One simple command in words; `source` is an entry's id or a manual page.

    `after` says how it hangs on what stands before it. `known` is false where neither an entry nor
    a manual knows the program.
    """

    text: str
    span: Span
    after: str
    what: str
    source: str
    parts: tuple[Part, ...]
    destructive: bool = False
    dangers: tuple[str, ...] = ()
    preview: str = ""
    safe_alternatives: tuple[str, ...] = ()
    undo: str = ""
    known: bool = True

    @property
    def unknown(self) -> tuple[str, ...]:
        """The flags of which nothing is known."""
        return tuple(part.text for part in self.parts if part.is_flag and not part.meaning)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A line in words; `what` is said of the line as a whole, where an entry has it so, and
    `dangers` are there what it may destroy.

    `broken`: it is no complete shell, such as one with an open quote.
    """

    line: str
    commands: tuple[Explained, ...]
    what: str = ""
    broken: bool = False
    dangers: tuple[str, ...] = ()

    @property
    def destructive(self) -> bool:
        """Whether any of its commands may lose something for good."""
        return bool(self.dangers) or any(command.destructive for command in self.commands)

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain values."""
        commands = []
        for command in self.commands:
            row = asdict(command)
            del row["span"]
            commands.append({**row, "unknown": list(command.unknown)})
        return {
            "line": self.line, "destructive": self.destructive, "what": self.what,
            "broken": self.broken, "dangers": self.dangers, "commands": commands,
        }  # fmt: skip


class Explainer:
    """Explains lines from the entries below `root` and the manuals. Safe for any thread."""

    def __init__(self, root: Path, manuals: Manuals) -> None:
        """Nothing is read before it is asked for."""
        self._root = root
        self._manuals = manuals
        self._book = lru_cache(maxsize=64)(self._read_book)

    def line(self, line: str) -> Explanation:
        """Explain a whole line. Raises `KnowledgeError` when an entry is malformed."""
        shell = parse_shell(line.encode())
        programs = [_program(command) for command in shell.commands]
        explained = []
        for number, command in enumerate(shell.commands):
            before = programs[number - 1].path[:1] if command.after in PIPES and number else ()
            explained.append(self.command(command, "".join(before)))
        whole = None
        if len(programs) > 1:
            names = tuple(sorted({p.path[0] for p in programs if p.path}))
            whole = self._book(names).whole(programs, self._spellings)
        what = whole.command.purpose if whole else ""
        lost = whole.command.dangers if whole and whole.command.destructive else ()
        return Explanation(line, tuple(explained), what, shell.broken, lost)

    def command(self, command: ShellCommand, piped_from: str = "") -> Explained:
        """Explain one simple command; `piped_from` is the program whose output it reads."""
        program = _program(command)
        options = self._spellings(program)
        book = self._book(program.path)
        fits = [f for f in book.fits(program, options) if f.score >= _LOWEST_FIT]
        fits = [f for f in fits if len(f.command.steps) == 1 or f.score >= _several(program)]
        fit = fits[0] if fits else None
        danger = self._danger(command, program, fits, piped_from)
        said = fit or danger
        dangers = danger.command.dangers if danger else ()
        if fit and fit is not danger:
            dangers = (*dangers, *fit.command.dangers)
        helper = danger or fit
        safer = tuple(map(helper.filled, helper.command.safe_alternatives)) if helper else ()
        page = options.page
        if fit and danger and danger.score > fit.score:
            said = danger
        if page and said is danger and danger and danger.score < _LOWEST_FIT:
            said = None  # a row that any program's line may fit says nothing of the program
        what = said.command.purpose if said else (page.summary if page else "")
        if danger and said is not danger and not danger.command.verified_by:
            what += f" {danger.command.purpose}"
        own = said.command.id if said and said.command.verified_by else ""
        return Explained(
            text=_text(command),
            span=command.span,
            after=joint(command.after),
            what=what,
            source=own or (page.source if page else ""),
            parts=tuple(self._parts(command, program, fit, options)),
            destructive=danger is not None,
            dangers=tuple(dict.fromkeys(dangers)),
            preview=helper.filled(helper.command.preview) if helper else "",
            safe_alternatives=safer,
            undo=helper.filled(helper.command.undo) if helper else "",
            known=said is not None or page is not None or not program.path,
        )

    def _danger(
        self, command: ShellCommand, program: Program, fits: Sequence[Fit], piped_from: str
    ) -> Fit | None:
        """Return what a command may lose: its entry's word, else that of the table."""
        if is_rehearsal(program):
            return None
        if fits and fits[0].command.destructive:
            return fits[0]
        found = loss_of(command, self._spellings, piped_from)
        # An entry that the line is only a part of counts where it shares an option with it.
        partly = (f for f in fits if f.command.destructive and f.score >= 2)
        return found or next(partly, None)

    def _read_book(self, words: tuple[str, ...]) -> CommandBook:
        return CommandBook(commands_mentioning(words, self._root) if words else ())

    def _spellings(self, program: Program) -> Options:
        if not program.path:
            return Options(None)
        name, *below = program.path
        page = None
        if below:
            deeper = [w for w in program.rest[:1] if re.fullmatch(r"[a-z][a-z-]*", w)]
            if name in ("gh", "rustup") and deeper:
                page = self._manuals.page(name, *below, *deeper)
            page = page or self._manuals.page(name, *below)
        if page is None and not (below and name in ("git", "cargo", "gh", "rustup")):
            page = self._manuals.page(name)
        return Options(page)

    def _parts(
        self, command: ShellCommand, program: Program, fit: Fit | None, options: Options
    ) -> Iterator[Part]:
        for variable in command.variables:
            name = variable.partition("=")[0]
            yield Part(variable, f"sets the variable {name} for this command only")
        for words in program.starters:
            yield Part(" ".join(words), starter(words[0]))
        if program.before:
            own = Options(self._manuals.page(program.path[0]))
            yield from words_in(program.before, {}, own, {}, is_git=False)
        flags = dict(fit.command.flags) if fit else {}
        # Next to the entry itself the manual: another entry may speak of another use.
        others = self._book(program.path).flags(program.path)
        known = options.page.options if options.page else {}
        flags |= {f: said for f, said in others.items() if f not in flags and f not in known}
        slots = {word: slot.kind.value for word, slot in fit.slots.items()} if fit else {}
        is_git = program.path[:1] == ("git",)
        yield from words_in(program.rest, flags, options, slots, is_git=is_git)
        for written in command.redirects:
            yield Part(written, redirect(written))


def _several(program: Program) -> float:
    """Return how well one step of several must fit for the whole intent to be told of it."""
    return 0.0 if len(program.path) > 1 else 3.0


def _program(command: ShellCommand) -> Program:
    return program_of([word.text for word in command.words])


def _text(command: ShellCommand) -> str:
    return " ".join((*command.variables, *(w.raw for w in command.words), *command.redirects))


def as_markdown(command: Explained) -> str:
    """Return one command as the text of a hover: its danger first."""
    lines = [f"**Careful:** {danger}" for danger in command.dangers if command.destructive]
    title = f"**`{command.text.replace('`', chr(39))[:120]}`**"
    lines.append(f"{title} — {command.what or 'nothing is known of this program.'}")
    told = [part for part in command.parts if part.meaning or part.is_flag]
    if told:
        lines.append("\n".join(f"- `{p.text}`: {p.meaning or 'unknown'}" for p in told))
    if not command.destructive:
        lines += [f"*Note:* {danger}" for danger in command.dangers]
    for title, said in (
        ("See first", [command.preview]),
        ("Safer", list(command.safe_alternatives)),
        ("Take it back", command.undo.splitlines()),
    ):
        if given := "\n".join(filter(None, said)):
            lines.append(f"{title}:\n```sh\n{given}\n```")
    if command.source:
        lines.append(f"*{command.source}*")
    return "\n\n".join(lines)
