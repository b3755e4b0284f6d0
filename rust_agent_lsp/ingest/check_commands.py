"""Proves a command entry: runs its scenario, or holds its options against the installed manual."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from rust_agent_lsp.ingest.command_form import all_lines, lint_command
from rust_agent_lsp.ingest.installed_options import (
    NotInstalled,
    manual,
    page_of,
    unknown_options,
)
from rust_agent_lsp.ingest.scenarios import (
    LIMIT_SECONDS,
    PRELUDE,
    Run,
    dangers_of,
    lines_with,
    run_scenario,
    without,
)
from rust_agent_lsp.ingest.shell_lines import FILLED, simple_commands, uncommented
from rust_agent_lsp.ingest.style import style_complaints
from rust_agent_lsp.model.command import Command, Tool
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.model.template import pattern
from rust_agent_lsp.stores.commands import parse_command, scenarios_of
from rust_agent_lsp.stores.knowledge import parse_entry
from rust_agent_lsp.toolchain.locate import default_docs_root

FORMAT = 4
"""Changed with the checker, so that verdicts kept from before are not believed."""


@dataclass(frozen=True, slots=True)
class CommandProof:
    """What the check of one entry showed.

    `how` is `scenario`, `options`, `help` or `reason`; `skipped` says what this machine lacked,
    empty where all was checked.
    """

    complaints: tuple[str, ...]
    how: str = ""
    skipped: str = ""


def check_command(path: Path, text: str, cache_folder: Path | None = None) -> CommandProof:
    """Check form, style and truth of one command entry file.

    With `cache_folder`, an entry that passed whole on this machine is not run again.
    """
    if complaints := lint_command(path, text):
        return CommandProof(tuple(complaints))
    command = parse_command(path, text)
    how = command.verified_by.partition(":")[0]
    kept = cache_folder / _key(path, text) if cache_folder else None
    if kept is not None and kept.is_file():
        return CommandProof((), how)
    unknown, missing = _options(command)
    complaints = _style(path, command, text)
    complaints += [f"{path}:2: {c}" for c in (*unknown, *_dead_docs(command))]
    skipped = ", ".join(missing) if how in ("options", "help") else ""
    if how == "scenario":
        skipped = _lacking(command)
        if not skipped:
            for scenario in scenarios_of(text):
                complaints += [f"{path}: scenario: {c}" for c in _prove(command, scenario)]
    if kept is not None and not complaints and not skipped:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch()
    return CommandProof(tuple(complaints), how, skipped)


def _key(path: Path, text: str) -> str:
    git = _version("git")
    parts = (str(FORMAT), path.name, text, PRELUDE.read_text(encoding="utf-8"), git)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _style(path: Path, command: Command, text: str) -> list[str]:
    prose = [command.purpose, *command.use_cases, *command.dangers, *command.flags.values()]
    entry = parse_entry(path, EntryKind.COMMAND, text)
    entry = replace(entry, body="\n\n".join((command.body, *prose)))
    try:
        official = page_of(command.steps[0].command)
    except NotInstalled:
        official = None
    return style_complaints(path, entry, text, official)


def _options(command: Command) -> tuple[list[str], list[str]]:
    """Return the options that no manual has, and the manuals that are not installed here."""
    unknown: dict[str, None] = {}
    missing: dict[str, None] = {}
    for line in all_lines(command):
        try:
            for complaint in unknown_options(line):
                # A subcommand may be a package of its own, which need not be installed.
                own = command.needs.package and "has no subcommand" in complaint
                (missing if own else unknown)[complaint] = None
        except NotInstalled as reason:
            missing[str(reason)] = None
    starts = [
        words
        for step in command.steps
        for words in simple_commands(step.command)
        # A bare `sudo` has no option here, and what the question names no manual.
        if words != ["sudo"] and words[0] != FILLED
    ]
    # What follows -- is for the program that cargo starts.
    passed_on = {w for words in starts if "--" in words for w in words[words.index("--") :]}
    for flag in command.flags:
        option = flag.partition("=")[0].split()[0]
        if re.match(r"--?[A-Za-z]", option) and option not in passed_on and not missing:
            try:
                said = _flag_of_none(starts, option)
            except NotInstalled as reason:
                missing[str(reason)] = None
                continue
            if said:
                unknown[f"flags: {said}"] = None
    return list(unknown), list(missing)


def _flag_of_none(starts: Iterable[Sequence[str]], option: str) -> str:
    """Return the complaint when no command that a step starts has `option`, empty when one has.

    Raises `NotInstalled` when it may belong to one without a manual here.
    """
    said, missing = [], None
    for words in starts:
        try:
            complaints = list(unknown_options(_with_option(words, option)))
        except NotInstalled as reason:
            missing = reason
            continue
        if not complaints:
            return ""
        said += complaints
    if missing:
        raise missing
    return said[0] if said else ""


def _dead_docs(command: Command) -> Iterator[str]:
    """Yield the pages that should be there: Git's own, and those of the installed documentation."""
    root = default_docs_root()
    for page in command.docs:
        man = re.fullmatch(r"([\w.+-]+)\(\d\w*\)", page)
        if man and command.tool is Tool.GIT:
            try:
                manual("git")
            except NotInstalled:
                continue
            try:
                manual(man[1])
            except NotInstalled as missing:
                yield f"docs: {missing}"
        elif not man and root is not None and not (root / page.partition("#")[0]).is_file():
            yield f"docs: {page} is neither name(section) nor in the installed documentation"


def _with_option(words: Sequence[str], option: str) -> str:
    bare = [word for word in words[1:4] if re.fullmatch(r"[a-z][a-z-]*", word)]
    grouped = words[0] in ("gh", "cargo", "rustup")
    return " ".join((words[0], *(bare if grouped else bare[:1]), option))


def _lacking(command: Command) -> str:
    """Return what this machine lacks to run the entry's scenario, empty when nothing."""
    for step in command.steps:
        for words in simple_commands(step.command):
            if command.needs.package and not shutil.which(words[0]) and "/" not in words[0]:
                return f"{words[0]} is not installed"
    program, _, wanted = command.needs.version.partition(" ")
    if wanted and _number(_version(program)) < _number(wanted):
        return f"{command.needs.version} is not installed"
    return ""


@cache
def _version(program: str) -> str:
    if not shutil.which(program):
        return ""
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    return done.stdout


def _number(text: str) -> tuple[int, ...]:
    found = re.search(r"\d+(?:\.\d+)*", text)
    return tuple(map(int, found[0].split("."))) if found else (0,)


def _prove(command: Command, scenario: str) -> Iterator[str]:
    """Yield what a scenario fails to show; it is run whole, then without the command itself."""
    if refused := dangers_of(scenario):
        yield from refused
        return
    steps = [step.command for step in command.steps]
    undo, preview = _real(command.undo), _real(command.preview)
    places = {t: lines_with(scenario, t, command.slots) for t in (*steps, *undo, *preview)}
    if absent := [template for template, lines in places.items() if not lines]:
        yield from (
            f"does not run {template!r} with its placeholders filled" for template in absent
        )
        return
    run = run_scenario(scenario)
    if run.code != 0:
        yield _failure(scenario, run)
        return
    for template, lines in places.items():
        if not run.lines & set(lines):
            yield f"never reached {template!r} on line {lines[0]}"
    said = run.output.splitlines()
    for message in command.errors:
        if not any(pattern(message).fullmatch(line.strip()) for line in said):
            yield f"errors: nothing said {message!r}"
    for what, templates in (("steps", steps), ("undo", undo)):
        if templates and run_scenario(without(scenario, templates, command.slots)).code == 0:
            yield f"passes without the {what} too: assert what they change or print"


def _real(lines: str) -> list[str]:
    """Return the commands among the lines of `undo` or `preview`, without comments."""
    return [c for line in lines.splitlines() if (c := uncommented(line)) and c[0] != "#"]


def _failure(scenario: str, run: Run) -> str:
    if run.timed_out:
        return f"took more than {LIMIT_SECONDS} seconds"
    line = max(run.lines, default=0)
    shown = scenario.splitlines()[line - 1].strip() if line else "(nothing ran)"
    tail = " | ".join(run.output.strip().splitlines()[-4:])
    return f"failed on line {line}, `{shown}`: {tail}"
