"""A simple command taken apart: what starts it, the program with its subcommand, the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

STARTERS = {
    "sudo": {"-u", "-g", "-h", "-p"}, "doas": {"-u"}, "env": {"-u", "-C"}, "nohup": set(),
    "nice": {"-n"}, "ionice": {"-c", "-n"}, "timeout": {"-s", "-k"}, "time": set(),
    "xargs": {"-I", "-n", "-P", "-d", "-L", "-a", "-s"}, "setsid": set(), "command": set(),
    "exec": set(), "watch": {"-n"}, "stdbuf": {"-o", "-i", "-e"}, "builtin": set(),
}  # fmt: skip
"""Programs that start another one, and their options that take a value."""

_GIT_WITH_VALUE = ("-C", "-c", "--git-dir", "--work-tree", "--namespace")
_WITH_SUBCOMMANDS = (
    "git", "gh", "cargo", "rustup", "apt", "apt-get", "dnf", "systemctl", "docker", "podman", "ip",
    "nmcli", "snap", "flatpak", "kubectl", "pip", "npm",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Program:
    """A simple command without what starts it: `path` is the program with its subcommand.

    `before` are the words in front of the subcommand that belong to the program alone.
    """

    starters: tuple[tuple[str, ...], ...]
    path: tuple[str, ...]
    before: tuple[str, ...]
    rest: tuple[str, ...]


class Spellings(Protocol):
    """What is known of a program's options."""

    def same(self, option: str) -> str:
        """Return the one name of an option's spellings (`--force` for `-f`)."""

    def takes_value(self, option: str) -> bool:
        """Say whether the word after the option is its value."""


def program_of(words: Sequence[str]) -> Program:
    """Take the words of a simple command apart: `sudo git -C x log -3` is `git log` by `sudo`."""
    starters = []
    while words and words[0] in STARTERS and (end := _end_of_starter(words)) < len(words):
        starters.append(tuple(words[:end]))
        words = words[end:]
    if not words:
        return Program(tuple(starters), (), (), ())
    name = words[0].rpartition("/")[2]
    if name == "tar" and len(words) > 1 and re.fullmatch("[A-Za-z]*[cxtru][A-Za-z]*", words[1]):
        words = [name, f"-{words[1]}", *words[2:]]  # the old form, without the dash
    at = 1
    if name in _WITH_SUBCOMMANDS:
        while at < len(words) and words[at].startswith(("-", "+")):
            at += 2 if name == "git" and words[at] in _GIT_WITH_VALUE else 1
        if at < len(words) and re.fullmatch(r"[a-z][\w-]*", words[at]):
            return Program(
                tuple(starters), (name, words[at]), tuple(words[1:at]), tuple(words[at + 1 :])
            )
    return Program(tuple(starters), (name,), (), tuple(words[1:]))


def _end_of_starter(words: Sequence[str]) -> int:
    values, at = STARTERS[words[0]], 1
    while at < len(words) and (words[at].startswith("-") or re.match(r"\w+=", words[at])):
        at += 2 if words[at] in values else 1
    return at + 1 if words[0] == "timeout" else at


def is_option(word: str) -> bool:
    """Say whether a word is an option by its form."""
    return re.match(r"-[^-]|--.", word) is not None
