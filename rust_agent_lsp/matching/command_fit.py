"""A line that somebody typed → the command entry that it is an instance of, with its values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rust_agent_lsp.matching.command_line import Program, Spellings, is_option, program_of
from rust_agent_lsp.model.command import PLACEHOLDER, Command, Slot, SlotKind
from rust_agent_lsp.syntax.shell import parse_shell

_HOLE = "Qhole{}Q"
_IS_HOLE = re.compile(r"Qhole(\d+)Q")
_NUMBER = frozenset({SlotKind.COUNT, SlotKind.NUMBER, SlotKind.PORT, SlotKind.PID})
# What an entry would say something untrue of where it has another look.
_NEEDED = {SlotKind.TAG: r".*\d.*", SlotKind.DEVICE: r"/dev/.*"}
_LOOKS = {
    SlotKind.FILE: r".*[./].*", SlotKind.PATH: r".*[./].*", SlotKind.FOLDER: r".*/.*|\.+",
    SlotKind.COMMIT: r"[0-9a-f]{7,40}|HEAD.*|@.*|.*[~^].*", SlotKind.URL: r".*://.*|\S+@\S+:.*",
    SlotKind.REMOTE: r"origin|upstream", SlotKind.BRANCH: r"main|master|[a-z]+[/-].*",
    SlotKind.DEVICE: r"/dev/.*", SlotKind.VERSION: r"v?\d+(\.\d+)*", SlotKind.TAG: r"v\d.*",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fit:
    """An entry whose template the words fill; `values` are those of its placeholders.

    `slots` holds what a word of the line was taken for, by the word.
    """

    command: Command
    step: int
    score: float
    values: dict[str, str]
    slots: dict[str, Slot]

    def filled(self, text: str) -> str:
        """Return a text of the entry with the line's values; what has none stays visible."""
        return PLACEHOLDER.sub(lambda hole: self.values.get(hole[1], hole[0]), text)


@dataclass(slots=True)
class _Template:
    """One simple command of an entry's step; `alone`: it is the whole step."""

    command: Command
    step: int
    options: list[re.Pattern[str]] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    positional: list[tuple[re.Pattern[str], Slot | None, bool]] = field(default_factory=list)
    holes: list[str] = field(default_factory=list)
    alone: bool = True
    variables: bool = False


class CommandBook:
    """The templates of entries by program and subcommand."""

    def __init__(self, commands: Iterable[Command]) -> None:
        """Take the steps of `commands` apart."""
        self._alone: dict[tuple[str, ...], list[_Template]] = {}
        self._lines: list[list[tuple[tuple[str, ...], _Template]]] = []
        self._flags: dict[tuple[str, ...], dict[str, str]] = {}
        for command in commands:
            for number, step in enumerate(command.steps):
                parts = list(_templates(command, number, step.command))
                if len(parts) > 1:
                    self._lines.append(parts)
                for path, template in parts:
                    if not template.alone:
                        break
                    self._alone.setdefault(path, []).append(template)
                    for flag, says in command.flags.items() if len(command.steps) == 1 else ():
                        self._flags.setdefault(path, {}).setdefault(flag, says)

    def flags(self, path: tuple[str, ...]) -> dict[str, str]:
        """Return what the entries of a program, or its subcommand, say of its options."""
        return self._flags.get(path, {})

    def fits(self, program: Program, spellings: Spellings) -> list[Fit]:
        """Return the entries that the command does everything of, the nearest first."""
        found: dict[str, Fit] = {}
        for template in self._alone.get(program.path, ()):
            fit = _fit(template, program, spellings)
            known = found.get(template.command.id)
            if fit is not None and (known is None or fit.score > known.score):
                found[template.command.id] = fit
        return sorted(found.values(), key=lambda fit: (-fit.score, fit.command.id))

    def whole(
        self, programs: Sequence[Program], spellings: Callable[[Program], Spellings]
    ) -> Fit | None:
        """Return the entry whose line of several commands is this one, or None."""
        best: Fit | None = None
        for parts in self._lines:
            if [path for path, _ in parts] != [program.path for program in programs]:
                continue
            fits = [
                _fit(template, program, spellings(program))
                for (_, template), program in zip(parts, programs, strict=True)
            ]
            kept = [fit for fit in fits if fit is not None]
            if len(kept) == len(fits):
                values = {name: value for fit in kept for name, value in fit.values.items()}
                score = sum(fit.score for fit in kept)
                if score > (best.score if best else 0):
                    best = Fit(kept[0].command, kept[0].step, score, values, {})
        return best


def _templates(
    command: Command, number: int, line: str
) -> Iterator[tuple[tuple[str, ...], _Template]]:
    slots = {slot.name: slot for slot in command.slots}
    holes: list[str] = []

    def hide(hole: re.Match[str]) -> str:
        holes.append(hole[1])
        return _HOLE.format(len(holes) - 1)

    shell = parse_shell(PLACEHOLDER.sub(hide, line).encode())
    for part in shell.commands:
        program = program_of([word.text for word in part.words])
        if not program.path or _IS_HOLE.search(program.path[0]):
            continue
        template = _Template(
            command, number, holes=holes, alone=len(shell.commands) == 1,
            variables=bool(part.variables),
        )  # fmt: skip
        literal = True
        for word in program.rest:
            literal = literal and word != "--"
            if literal and is_option(word):
                template.options.append(_pattern(word))
                template.letters.append(word)
            else:
                hole = _IS_HOLE.search(word)
                slot = slots.get(holes[int(hole[1])]) if hole else None
                template.positional.append((_pattern(word), slot, hole is None))
        yield program.path, template


def _pattern(word: str) -> re.Pattern[str]:
    out, at = [], 0
    for hole in _IS_HOLE.finditer(word):
        out.append(re.escape(word[at : hole.start()]))
        out.append(f"(?P<h{hole[1]}>.+)" if f"<h{hole[1]}>" not in "".join(out) else ".+")
        at = hole.end()
    return re.compile("".join((*out, re.escape(word[at:]))), re.S)


def _fit(template: _Template, program: Program, spellings: Spellings) -> Fit | None:
    """Hold a template against the words after the program; None when it asks for more."""
    command = template.command
    options = [word for word in program.rest if is_option(word)]
    values: dict[str, str] = {}
    # What repairs a failure, and what is a part of several steps, says less of the line alone.
    score = 1.0 - 1.5 * (len(command.steps) > 1) - bool(command.errors) - template.variables
    for pattern, word in zip(template.options, template.letters, strict=True):
        # `find -empty` is one option, not five.
        clusters = program.path[:1] != ("find",)
        found = _option(pattern, word, options, spellings.same, clusters=clusters)
        if found is None:
            return None
        used, groups = found
        options = [o for o in options if o != used] if used else options
        values |= _named(template, groups)
        score += 3
    own = {spellings.same(flag.partition("=")[0]) for flag in command.flags}
    named = [spellings.same(option.partition("=")[0]) for option in options]
    known = {spellings.same(letter) for letter in template.letters}
    score -= sum(0.0 if n in known else 0.25 if n in own else 1 for n in named)
    placed = _placed(template, _arguments(program.rest, known, spellings))
    if placed is None:
        return None
    more, groups, slots = placed
    return Fit(command, template.step, score + more, values | _named(template, groups), slots)


def _arguments(words: Sequence[str], known: set[str], spellings: Spellings) -> list[str]:
    """Return the words that are no options, without the values of those not in `known`."""
    found, value = [], False
    for word in words:
        if is_option(word):
            takes = "=" not in word and spellings.takes_value(word)
            value = takes and spellings.same(word) not in known
        elif value:
            value = False
        else:
            found.append(word)
    return found


def _option(
    pattern: re.Pattern[str],
    word: str,
    options: Sequence[str],
    same: Callable[[str], str],
    *,
    clusters: bool,
) -> tuple[str, dict[str, str]] | None:
    """Return the word of the line that is this option, empty for one of several letters."""
    for option in options:
        if found := pattern.fullmatch(option):
            return option, found.groupdict()
    name = word.partition("=")[0]
    for option in options:
        if same(option.partition("=")[0]) == same(name) and "Qhole" not in name:
            return option, {}
    if not clusters:
        return None
    given = {same(f"-{x}") for o in options if re.fullmatch(r"-\w+", o) for x in o[1:]}
    given |= {same(o) for o in options}
    wanted = {same(f"-{x}") for x in word[1:]} if re.fullmatch(r"-\w+", word) else {same(name)}
    return ("", {}) if "Qhole" not in word and wanted <= given else None


def _placed(
    template: _Template, words: list[str]
) -> tuple[float, dict[str, str], dict[str, Slot]] | None:
    """Lay the template's other words over those of the line, in order."""
    score, groups, slots, at = 0.0, dict[str, str](), dict[str, Slot](), 0
    for place, (pattern, slot, literal) in enumerate(template.positional):
        if literal or not _is_bare(pattern):
            # The first word may be a subcommand; before the later ones others may stand.
            found = next((n for n in range(at, len(words)) if pattern.fullmatch(words[n])), None)
            if found is None or (literal and place == 0 and found != at):
                return None
            match = pattern.fullmatch(words[found])
            own = match.groupdict() if match else {}
            if not all(_may_be(slot, value) for value in own.values()):
                return None
            groups |= own
            score += 2 - 0.5 * (found - at)
            at = found + 1
            continue
        if at >= len(words) or not _may_be(slot, words[at]):
            if slot is not None and (slot.optional or slot.default) and at >= len(words):
                continue
            return None
        groups |= dict.fromkeys(pattern.groupindex, words[at])
        if slot is not None:
            slots[words[at]] = slot
            score += 1.0 if _looks_like(slot, words[at]) else 0.5
        at += 1
        while slot and slot.many and len(words) - at > len(template.positional) - place - 1:
            slots[words[at]] = slot
            at += 1
    return score - 0.5 * (len(words) - at), groups, slots


def _is_bare(pattern: re.Pattern[str]) -> bool:
    return re.fullmatch(r"\(\?P<h\d+>\.\+\)", pattern.pattern) is not None


def _may_be(slot: Slot | None, word: str) -> bool:
    if word == "--":
        return False
    needed = (
        r".*\d.*" if slot and slot.kind in _NUMBER else _NEEDED.get(slot.kind) if slot else None
    )
    return needed is None or word.startswith("$") or re.fullmatch(needed, word) is not None


def _looks_like(slot: Slot, word: str) -> bool:
    looks = r"\d+" if slot.kind in _NUMBER else _LOOKS.get(slot.kind)
    return looks is not None and re.fullmatch(looks, word) is not None


def _named(template: _Template, groups: dict[str, str]) -> dict[str, str]:
    return {template.holes[int(name[1:])]: value for name, value in groups.items()}
