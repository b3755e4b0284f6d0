"""Holds every command entry to knowledge/SCHEMA.md, with messages that say what to change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rust_agent_lsp.ingest.shell_lines import simple_commands
from rust_agent_lsp.model.command import PLACEHOLDER, Command, SlotKind, Tool
from rust_agent_lsp.model.errors import KnowledgeError
from rust_agent_lsp.model.template import pattern
from rust_agent_lsp.stores.commands import SCENARIO, parse_command, scenarios_of
from rust_agent_lsp.stores.knowledge import split_entry

MAX_BODY_LINES = 30
MIN_UTTERANCES = 8
VERIFIED = re.compile(r"scenario|options|help|reason:\s*[a-z].{10,}")
_KINDS = "|".join(SlotKind)
_PREFIXES = {Tool.CARGO: ("cargo-", "rustup-")}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class SlotHeader(_Strict):
    """One `[[slots]]` table."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    kind: str = Field(pattern=rf"^({_KINDS})$")
    after: list[str] = []
    before: list[str] = []
    quoted: bool = False
    many: bool = False
    optional: bool = False
    default: str = ""


class StepHeader(_Strict):
    """One `[[steps]]` table."""

    command: str = Field(min_length=2, pattern=r"^[^\n]+$")
    note: str = ""


class NeedsHeader(_Strict):
    """What must be there."""

    version: str = Field(default="", pattern=r"^$|^\S+ \d+(\.\d+)*$")
    package: str = ""
    platform: str = ""


class CommandHeader(_Strict):
    """The TOML header of a command entry."""

    title: str = Field(min_length=3, max_length=80, pattern=r"[^.]$")
    tool: Tool = Field(strict=False)
    category: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    utterances: list[str] = Field(min_length=MIN_UTTERANCES)
    purpose: str = Field(min_length=10, max_length=200, pattern=r"\.$")
    use_cases: list[str] = Field(min_length=2)
    flags: dict[str, str] = {}
    dangers: list[str]
    destructive: bool
    safe_alternatives: list[str]
    preview: str
    undo: str
    needs: NeedsHeader = NeedsHeader()
    docs: list[str] = Field(min_length=1)
    related: list[str]
    errors: list[str] = []
    verified_by: str
    slots: list[SlotHeader] = []
    steps: list[StepHeader] = Field(min_length=1)


def lint_command(path: Path, text: str) -> list[str]:
    """Return the complaints about one command entry file, each beginning with `file:line`."""
    try:
        raw, body, first = split_entry(path, text)
        CommandHeader.model_validate(raw)
        command = parse_command(path, text)
    except KnowledgeError as error:
        return [str(error)]
    except ValidationError as error:
        return [f"{path}:2: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
    complaints = [f"{path}:2: {c}" for c in (*_names(path, command), *_safety(command))]
    complaints += [f"{path}:2: {c}" for c in (*_slots(command), *_flags(command))]
    return complaints + [f"{path}:{first}: {c}" for c in _body(command, body, text)]


def lint_together(commands: Iterable[Command], other_ids: Iterable[str] = ()) -> Iterator[str]:
    """Yield what is wrong between entries: the same title or question twice, dead `related` ids."""
    commands = list(commands)
    counts = Counter(command.id for command in commands)
    known = counts.keys() | set(other_ids)
    yield from (f"{name}: two entries have this id" for name, n in counts.items() if n > 1)
    owner: dict[str, str] = {}
    for command in commands:
        for text in {normal(t) for t in (command.title, *command.utterances)}:
            first = owner.setdefault(text, command.id)
            if first != command.id:
                yield f"{command.id}: {first} has the same title or question: {text!r}"
        for other in command.related:
            if other not in known or other == command.id:
                yield f"{command.id}: related: there is no {other}"


def normal(text: str) -> str:
    """Return a question's words alone, so that two alike are seen to be the same."""
    return " ".join(re.findall(r"[\w.~@^/-]+", text.lower()))


def all_lines(command: Command) -> list[str]:
    """Return every command line of an entry: steps, alternatives, preview, undo."""
    lines = [step.command for step in command.steps]
    lines += [*command.safe_alternatives, *command.preview.splitlines(), *command.undo.splitlines()]
    return [line for line in lines if not line.lstrip().startswith("#")]


def _names(path: Path, command: Command) -> Iterator[str]:
    prefixes = _PREFIXES.get(command.tool, (f"{command.tool}-",))
    if not command.id.startswith(prefixes) or not re.fullmatch(r"[a-z0-9-]+", command.id):
        yield f"the file's name must begin with {' or '.join(prefixes)}, in lower case and hyphens"
    if path.parent.name != command.tool:
        yield f"tool: an entry of {command.tool} lies in commands/{command.tool}/"
    if not VERIFIED.fullmatch(command.verified_by):
        yield "verified_by: scenario, options, help, or reason: and why it is not checked"
    asked = Counter(map(normal, command.utterances))
    yield from (f"utterances: twice: {text!r}" for text, count in asked.items() if count > 1)
    shown = normal(command.command)
    if any(normal(text) == shown for text in command.utterances):
        yield "utterances: a question, not the command itself"
    for message in command.errors:
        try:
            pattern(message)
        except re.error as error:
            yield f"errors: {message!r}: {error}"


def _safety(command: Command) -> Iterator[str]:
    if command.destructive and not command.dangers:
        yield "dangers: say what a destructive command loses"
    if command.destructive and not (command.safe_alternatives or command.preview):
        yield "safe_alternatives, preview: a destructive command needs one of them"
    for sentence in (*command.dangers, command.purpose, *filter(None, _notes(command))):
        if not sentence.rstrip().endswith((".", "?")):
            yield f"not a whole sentence: {sentence!r}"


def _notes(command: Command) -> list[str]:
    return [step.note for step in command.steps]


def _slots(command: Command) -> Iterator[str]:
    declared = [slot.name for slot in command.slots]
    used = set(PLACEHOLDER.findall(command.command))
    for slot in command.slots:
        if slot.optional and (slot.default or f" <{slot.name}>" not in command.command):
            yield f"slots: the optional <{slot.name}> is a word of its own without a default"
    yield from (f"slots: <{name}> twice" for name, n in Counter(declared).items() if n > 1)
    yield from (f"slots: <{name}> of a step is not declared" for name in used - set(declared))
    later = "\n".join((*command.safe_alternatives, command.preview, command.undo))
    elsewhere = set(PLACEHOLDER.findall(later))
    for name in set(declared) - used - elsewhere:
        yield f"slots: <{name}> is used nowhere"
    for name in elsewhere - set(declared) - set(SlotKind):
        yield f"slots: <{name}> is neither declared nor the name of a kind"
    for line in all_lines(command):
        try:
            if not list(simple_commands(line)):
                yield f"not a command: {line!r}"
        except ValueError as error:
            yield f"{line!r}: {error}"


def _flags(command: Command) -> Iterator[str]:
    known = {key.partition("=")[0].split()[0] for key in command.flags}
    letters = {key[1] for key in known if re.fullmatch(r"-[A-Za-z]", key)}
    for step in command.steps:
        for words in simple_commands(step.command):
            for word in words[1:]:
                option = word.partition("=")[0]
                if word == "--":
                    break
                if not re.match(r"--?[A-Za-z]", word) or option in known:
                    continue
                cluster = re.fullmatch(r"-([A-Za-z]+)\d*", option)
                if not cluster or not set(cluster[1]) <= letters:
                    yield f"flags: explain {option}"


def _body(command: Command, body: str, text: str) -> Iterator[str]:
    shown = SCENARIO.sub("", body).strip()
    opening = shown.partition("\n\n")[0]
    if opening.startswith(("#", "```")) or not opening.rstrip().endswith("."):
        yield "body: open with one or two plain sentences"
    if shown.count("\n") + 1 > MAX_BODY_LINES:
        yield f"body: more than {MAX_BODY_LINES} lines beside the scenario"
    if re.search(r"^```(?!sh,scenario$|sh$|text$|toml$|yaml$|rust$|$)", body, re.M):
        yield "body: fence blocks with ```sh, ```text, ```toml, ```yaml or ```sh,scenario"
    if bool(scenarios_of(text)) != (command.verified_by == "scenario"):
        yield 'body: verified_by = "scenario" and a block ```sh,scenario belong together'
