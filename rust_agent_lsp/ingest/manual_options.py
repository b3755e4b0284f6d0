"""What the installed manuals say of programs and their options, each page read once and kept."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rust_agent_lsp.ingest.installed_options import is_builtin, tool_path

READER = 1
"""Counts the changes of what is read from the same pages."""

_HELPED = ("gh", "cargo", "rustup")
_MAN_FOLDERS = (Path("/usr/share/man"), Path("/usr/local/share/man"))
_SECTIONS = ("1", "8", "6")
_SECONDS = 20
_LONGEST = 300
_NAME = re.compile(r"[A-Za-z0-9][\w.+-]*")
_SUMMARY = re.compile(r"^NAME\n\s+\S.*?\s[-\u2010-\u2015]+\s+(.+?)(?:\n\s*\n|\n\S)", re.S | re.M)
_HEADER = re.compile(r"(?P<indent>\s*)(?P<names>[-+]\S?.*?)(?:(?:\s{2,}|\t)\s*(?P<says>\S.*))?$")
_OPTION = re.compile(r"(?<![\w\]=-])--?[A-Za-z0-9?#@][\w?-]*")
_SENTENCE = re.compile(r"(?<!e\.g)(?<!i\.e)\.(?=\s)")
_VALUE = re.compile(r"[\w?](?:=|\s+)[<A-Za-z{(\"'\[]")


@dataclass(frozen=True, slots=True)
class Option:
    """What a page says of an option; `names` are all of its spellings, the first stands for it.

    `takes_value` when the next word may be its value.
    """

    names: tuple[str, ...]
    says: str
    takes_value: bool


@dataclass(frozen=True, slots=True)
class ManualPage:
    """A page: what the program is for, its options by each of their names; `source` names it."""

    source: str
    summary: str = ""
    options: dict[str, Option] = field(default_factory=dict)


class Manuals:
    """The pages of this machine, kept below a cache folder; safe for any thread."""

    def __init__(self, cache: Path) -> None:
        """Nothing is read before it is asked for."""
        self._folder = cache / "manuals"

    def page(self, program: str, *subcommands: str) -> ManualPage | None:
        """Return the page of a program, or of its subcommand; None where there is none.

        Nothing but `man` and bash's `help` is run, and `--help` of cargo, gh and rustup.
        """
        if not all(map(_NAME.fullmatch, (program, *subcommands))):
            return None
        if program in _HELPED:
            found = tool_path(program)
            file = Path(found) if found else None
        elif is_builtin(program) and not subcommands:
            file = Path(found) if (found := tool_path("bash")) else None
        else:
            file = _man_file("-".join((program, *subcommands)))
        if file is None:
            return None
        key = f"{READER} {file} {file.stat().st_mtime_ns}"
        kept = self._folder / f"{'-'.join((program, *subcommands))}.json"
        page = _kept(kept, key)
        if page is None:
            page = _read(file, program, subcommands)
            if page is not None:
                _keep(kept, key, page)
        return page


def _man_file(name: str) -> Path | None:
    for folder in _MAN_FOLDERS:
        for section in _SECTIONS:
            for suffix in (".gz", ""):
                file = folder / f"man{section}" / f"{name}.{section}{suffix}"
                if file.is_file():
                    return file
    return None


def _kept(file: Path, key: str) -> ManualPage | None:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        if data["key"] != key:
            return None
        options: dict[str, Option] = {}
        for row in data["options"]:
            option = Option(tuple(row["names"]), row["says"], row["takes_value"])
            options |= {name: option for name in option.names if name not in options}
        return ManualPage(data["source"], data["summary"], options)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(file: Path, key: str, page: ManualPage) -> None:
    options = {id(option): asdict(option) for option in page.options.values()}
    data = {"key": key, "source": page.source, "summary": page.summary}
    with suppress(OSError):  # Only a short cut.
        file.parent.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(f".{os.getpid()}")
        partial.write_text(json.dumps(data | {"options": list(options.values())}), encoding="utf-8")
        partial.replace(file)


def _read(file: Path, program: str, subcommands: Sequence[str]) -> ManualPage | None:
    name = " ".join((program, *subcommands))
    if program in _HELPED:
        # `cargo build --help` opens a manual.
        text = _said(str(file), *subcommands, "-h" if program == "cargo" else "--help")
        first = next((line for line in text.splitlines() if line.strip()), "")
        return read_page(text, f"{name} --help", first.strip()) if text else None
    if is_builtin(program):
        text = _said(str(file), "-c", 'help -- "$1"', "bash", program)
        lines = text.splitlines()
        return read_page(text, f"help {name}", lines[1].strip()) if len(lines) > 1 else None
    text = _said("man", "--no-hyphenation", "--no-justification", str(file))
    section = file.name.removesuffix(".gz").rpartition(".")[2]
    return read_page(text, f"{'-'.join((program, *subcommands))}({section})") if text else None


def _said(*command: str) -> str:
    """Return what a command prints; empty when it fails."""
    width = {"MANWIDTH": "120", "MANPAGER": "cat", "PAGER": "cat", "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(
            command, env=os.environ | width | {"GH_NO_UPDATE_NOTIFIER": "1"}, cwd="/",
            stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
            timeout=_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return re.sub(r".\x08", "", done.stdout) if done.returncode == 0 else ""


def read_page(text: str, source: str, summary: str = "") -> ManualPage:
    """Read a manual as it is shown: an option stands before, or above, what is said of it."""
    if not summary and (named := _SUMMARY.search(text)):
        summary = " ".join(named[1].split())
    options: dict[str, Option] = {}
    for option in _options(text.expandtabs().splitlines()):
        for name in option.names:
            options.setdefault(name, option)
    return ManualPage(source, summary, options)


def _options(lines: Sequence[str]) -> Iterator[Option]:
    heads: list[str] = []
    at = 0
    while at < len(lines):
        found = _HEADER.match(lines[at]) if lines[at].lstrip().startswith(("-", "+")) else None
        at += 1
        if found is None:
            if at and lines[at - 1].strip():
                heads = []
            continue
        heads.append(found["names"])
        indent = len(found["indent"])
        said = [found["says"]] if found["says"] else []
        # Beside an option its text has a column of its own, left of which the next one begins.
        column = found.start("says") if said else 10_000
        while at < len(lines) and lines[at].strip():
            own = len(lines[at]) - len(lines[at].lstrip())
            if own <= indent or (_is_header(lines[at]) and own < column):
                break
            said.append(lines[at].strip())
            at += 1
        if said:
            yield from _option(heads, " ".join(" ".join(said).split()))
            heads = []


def _is_header(line: str) -> bool:
    return re.match(r"\s*--?[A-Za-z]", line) is not None


def _option(heads: Sequence[str], says: str) -> Iterator[Option]:
    names: dict[str, None] = {}
    for head in heads:
        whole = head.replace("[no-]", "")
        names |= dict.fromkeys(_OPTION.findall(whole))
        if whole != head:
            names |= dict.fromkeys(_OPTION.findall(head.replace("[no-]", "no-")))
    if names:
        takes_value = any(_VALUE.search(head) for head in heads)
        yield Option(tuple(names), _shortened(says), takes_value)


def _shortened(says: str) -> str:
    """Return the first sentences of a text, as many as are short together."""
    if len(says) <= _LONGEST:
        return says
    ends = [found.end() for found in _SENTENCE.finditer(says, 0, _LONGEST)]
    return says[: ends[-1]] if ends else says[: says.rfind(" ", 0, _LONGEST)] + " …"
