"""Holds the options of a command against the installed man pages and `--help` texts."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from rust_agent_lsp.ingest.shell_lines import FILLED, simple_commands

_MAN_FOLDERS = (Path("/usr/share/man"), Path("/usr/local/share/man"))
_HELPED = ("gh", "cargo", "rustup")
_OF_THE_SHELL = (
    "alias bg cd command declare disown echo eval exec exit export false fg getopts hash help "
    "history jobs kill let local printf pwd read readonly return set shift shopt source test "
    "times trap true type typeset ulimit umask unalias unset wait [ [[ . :"
)
_BUILTINS = frozenset(_OF_THE_SHELL.split())
_ALSO = {"apt": ("apt-get", "apt-cache")}
"""Whose options a program has too, as its page says instead of listing them."""
_SUBCOMMAND = re.compile(r"[a-z][a-z0-9_-]*")
_NEWER = re.compile(r"-newer[aBcm][aBcmt]$")
_GIT_WITH_VALUE = ("-C", "-c", "--git-dir", "--work-tree")


class NotInstalled(Exception):
    """There is nothing on this machine to hold a command against; the message says what."""


def unknown_options(line: str) -> Iterator[str]:
    """Yield a complaint for each option of a command line that its manual does not know.

    Raises `NotInstalled` when there is no manual, after the complaints about the other commands.
    """
    missing = None
    for words in simple_commands(line):
        try:
            yield from _unknown(words)
        except NotInstalled as reason:
            missing = reason
    if missing:
        raise missing


def _unknown(words: Sequence[str]) -> Iterator[str]:
    program, rest = words[0], words[1:]
    if program in _HELPED:
        yield from _against_help(program, list(rest))
    elif program == "git":
        yield from _of_git(rest)
    elif rest and program != FILLED:
        page = manual("bash") if program in _BUILTINS else _with_subcommand(program, rest)
        yield from _missing(rest, page, program)


def _with_subcommand(program: str, words: Sequence[str]) -> str:
    """Return the manual of a program, with the page of its own that its subcommand has."""
    name = Path(program).name
    pages = []
    for page in (name, *(f"{name}-{word}" for word in words if _SUBCOMMAND.fullmatch(word))):
        try:
            pages.append(manual(page))
        except NotInstalled:
            if page == name:
                raise
        if len(pages) == 2:
            break
    return "\n".join((*pages, *map(manual, _ALSO.get(name, ()))))


def page_of(line: str) -> str:
    """Return the manual of a line's first command; raises `NotInstalled` without one."""
    for words in simple_commands(line):
        if words[0] in _HELPED:
            return _help(words[0], ())
        if words[0] == "git" and len(words) > 1 and not words[1].startswith("-"):
            return manual(f"git-{words[1]}")
        return manual("bash" if words[0] in _BUILTINS else words[0])
    raise NotInstalled("no command")


@cache
def manual(name: str) -> str:
    """Return the text of the installed man page `name`; raises `NotInstalled`."""
    for folder in _MAN_FOLDERS:
        # A command is in section 1 or 8; `mount` is a system call as well.
        found = folder.glob(f"man[1-8]/{name}.[1-8]*")
        for path in sorted(found, key=lambda path: (path.parent.name[-1] not in "18", path)):
            raw = path.read_bytes()
            source = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode(
                errors="replace"
            )
            if other := re.match(r"\s*\.so (?:man\d/)?([\w.+-]+)\.\d", source):
                return manual(other[1])
            return _plain(source)
    raise NotInstalled(f"no man page {name}")


def _plain(roff: str) -> str:
    text = re.sub(r'^\.\\".*$', "", roff, flags=re.M)
    # `\*=` is `--` by convention of GNU's pages.
    text = text.replace("\\*=", "--")
    text = re.sub(r"\\f(?:\(..|\[\w*\]|.)|\\&|\\[|/,%:^]|\\c$|\\s[+-]?\d", "", text, flags=re.M)
    text = re.sub(r"\\-|\\\(hy|\\N'45'|\\\[u002D\]", "-", text).replace("\\e", "\\")
    # mdoc pages mark an option `Fl x`.
    text = re.sub(r"\bFl (-?\w)", r"-\1", text)
    return text + text.replace("[no-]", "no-") + text.replace("[no-]", "")


def _of_git(words: Sequence[str]) -> Iterator[str]:
    at = 0
    while at < len(words) and words[at].startswith("-"):
        yield from _missing(words[at : at + 1], manual("git"), "git")
        at += 2 if words[at] in _GIT_WITH_VALUE else 1
    if at < len(words):
        rest = list(words[at + 1 :])
        if words[at] == "bisect" and "run" in rest:
            rest = rest[: rest.index("run")]
        page = manual("git" if words[at] == "help" else f"git-{words[at]}")
        yield from _missing(rest, page, f"git {words[at]}", negated=True)


def _missing(
    words: Sequence[str], page: str, program: str, *, negated: bool = False
) -> Iterator[str]:
    for word in words:
        if word == "--":
            return
        if not re.match(r"--?[A-Za-z]", word):
            continue
        option = _NEWER.sub("-newerXY", word.partition("=")[0])
        if _has(page, option) or (negated and _has(page, option.replace("--no-", "--", 1))):
            continue
        letters = [] if option.startswith("--") else _cluster(option)
        if not letters or not all(_has(page, f"-{letter}") for letter in letters):
            yield f"{program} has no option {option}"


def _cluster(option: str) -> list[str]:
    """Return the letters of `-xzf`; those before a value for `-n5`."""
    return list(re.match(r"-([A-Za-z]+)", option)[1])  # type: ignore[index]


def _has(page: str, option: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", page) is not None


def _against_help(program: str, words: list[str]) -> Iterator[str]:
    words = [word for word in words if not word.startswith("+")]
    path: list[str] = []
    text = _help(program, ())
    while words and re.match(r"[a-z]", words[0]):
        listed = re.search(rf"^ +(?:[\w-]+, )*{re.escape(words[0])}(?:[:,\s]|$)", text, re.M)
        # gh and rustup name the groups of their commands, cargo lists all of them elsewhere.
        if not listed and re.search(r"^[\w ]*commands:?$", text, re.M | re.I):
            yield f"{' '.join((program, *path))} has no subcommand {words[0]}"
            return
        if not listed:
            break
        path.append(words.pop(0))
        text = _help(program, tuple(path))
    yield from _missing(words, text, " ".join((program, *path)))


@cache
def _help(program: str, path: tuple[str, ...]) -> str:
    found = tool_path(program)
    if found is None:
        raise NotInstalled(f"{program} is not installed")
    if (program, path) == ("cargo", ()):
        # `cargo --help` leaves most subcommands out.
        return f"{_said(found, '--help')}\nCommands:\n{_said(found, '--list')}"
    # `cargo build --help` opens a manual.
    text = _said(found, *path, "-h" if program == "cargo" else "--help")
    if "is not installed for the toolchain" in text or "no such command" in text:
        raise NotInstalled(f"{program} {' '.join(path)} is not installed")
    return text


def _said(*command: str) -> str:
    with tempfile.TemporaryDirectory(prefix="rust-agent-") as folder:
        done = subprocess.run(
            command,
            cwd=folder,
            env=os.environ | {"GH_CONFIG_DIR": folder, "GH_NO_UPDATE_NOTIFIER": "1"},
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    return done.stdout + done.stderr


def is_builtin(program: str) -> bool:
    """Say whether bash itself is what runs `program`."""
    return program in _BUILTINS


def tool_path(program: str) -> str | None:
    """Return where a program is, the folder of the end-to-end tests' tools included."""
    tools = Path(os.environ.get("RUST_AGENT_TOOLS") or Path(__file__).parents[2] / ".tools")
    return shutil.which(program) or shutil.which(str(tools / "bin" / program))
