"""Takes shell lines apart as far as the checker needs it: simple commands, and filled templates."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator

from rust_agent_lsp.model.command import PLACEHOLDER, Slot

FILLED = "0"
"""What stands for a placeholder where a line is taken apart."""
# What may come before a command on its line: nothing, the end of another one, variables.
_BEFORE = r"(?:^|[;&|({]|\b(?:not|if|do|then|else)(?=\s))\s*(?:\w+=(?:'[^']*'|\"[^\"]*\"|\S*)\s+)*"
_AFTER = r"(?=\s*(?:$|[;&|)}]|\d?>|<|\s#))"
_VALUE = r"""(?:'[^']*'|"[^"]*"|[^\s'"();&|<>])+"""
_COMMENT = re.compile(r"\s+#\s.*$")
_RESERVED = {"if", "then", "else", "elif", "fi", "while", "until", "do", "done", "!", "{", "}"}
_RESERVED |= {"for", "in", "case", "esac", "not", "time"}
# Programs that start another one, and their options that take a value.
_STARTERS = {
    "sudo": {"-u", "-g"}, "env": {"-u"}, "nohup": set(), "nice": {"-n"}, "ionice": {"-c", "-n"},
    "timeout": {"-s", "-k"}, "xargs": {"-I", "-n", "-P", "-d", "-L", "-a"}, "setsid": set(),
    "command": set(), "exec": set(), "watch": {"-n"}, "stdbuf": {"-o", "-i", "-e"},
    "chronic": set(), "strace": {"-e", "-o", "-p", "-s"}, "unbuffer": set(),
}  # fmt: skip


def uncommented(command: str) -> str:
    """Return a command line without the comment at its end."""
    return _COMMENT.sub("", command)


def filled_form(template: str, slots: Iterable[Slot] = ()) -> re.Pattern[str]:
    """Return what finds `template` on a shell line, its placeholders filled with any value.

    `slots` says which may hold several values, or be left out. The match's group `command` is
    the command itself.
    """
    many = {slot.name for slot in slots if slot.many}
    optional = {slot.name for slot in slots if slot.optional}
    template = uncommented(template)
    out, at = [], 0
    for hole in PLACEHOLDER.finditer(template):
        out.append(re.escape(template[at : hole.start()]))
        before = template[: hole.start()]
        if before.count('"') % 2:
            out.append('[^"]*')
        elif before.count("'") % 2:
            out.append("[^']*")
        else:
            value = rf"{_VALUE}(?:\s{_VALUE})*" if hole[1] in many else _VALUE
            if hole[1] in optional:
                out[-1] = out[-1].removesuffix("\\ ")
                value = rf"(?:\s{value})?"
            out.append(value)
        at = hole.end()
    out.append(re.escape(template[at:]))
    return re.compile(f"{_BEFORE}(?P<command>{''.join(out)}){_AFTER}")


def simple_commands(line: str) -> Iterator[list[str]]:
    """Yield the words of each simple command of a line; placeholders become `FILLED`.

    A program that another one starts (`sudo`, `xargs`, `find -exec`) is a command of its own.
    Raises `ValueError` when a quote is not closed.
    """
    text = uncommented(PLACEHOLDER.sub(FILLED, line)).replace("$(", " ; ").replace("`", " ; ")
    lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    words: list[str] = []
    target = False
    for token in lexer:
        if token and set(token) <= set("();<>|&"):
            target = bool(set(token) & set("<>")) and "(" not in token
            if not target:
                yield from _started(words)
                words = []
        elif target:
            target = False
        elif words or token not in _RESERVED:
            words.append(token)
    yield from _started(words)


def _started(words: list[str]) -> Iterator[list[str]]:
    words = _without_variables(words)
    if not words:
        return
    if words[0] == "find":
        yield from _of_find(words)
        return
    values = _STARTERS.get(words[0])
    if values is None:
        yield words
        return
    at = 1
    while at < len(words) and words[at].startswith("-"):
        at += 2 if words[at] in values else 1
    if words[0] == "timeout":
        at += 1
    yield words[:at]
    yield from _started(words[at:])


def _of_find(words: list[str]) -> Iterator[list[str]]:
    own: list[str] = []
    inner: list[str] | None = None
    for word in words:
        if inner is None:
            own.append(word)
            inner = [] if word in ("-exec", "-execdir", "-ok", "-okdir") else None
        elif word in ("\\", "+", ";"):
            yield from _started(inner)
            inner = None
        else:
            inner.append(word)
    yield own
    if inner:
        yield from _started(inner)


def _without_variables(words: list[str]) -> list[str]:
    at = 0
    while at < len(words) and re.match(r"\w+=", words[at]):
        at += 1
    return words[at:]
