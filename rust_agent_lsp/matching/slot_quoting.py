"""Putting values into a command so that they stay values, whatever they hold.

A placeholder stands bare, between quotes, in `$( … )`, or in a small program of sed, awk, jq or
perl; each place has its own way out, and a value that would need one is left visible as `<name>`.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rust_agent_lsp.model.command import PLACEHOLDER, SlotKind

_SAFE = re.compile(r"(?:~(?=/|\Z))?(?:[\w@%+=:,./^-]|(?<!\A)~|@\{(?:\d+|u|upstream)\})+", re.A)
_GLOB = re.compile(r"(?:~/)?[\w./*?-]*[*?][\w./*?-]*", re.A)
_IDENTIFIER = re.compile(r"[A-Za-z_][\w.]*", re.A)
_ARITHMETIC = re.compile(r"[\d.+*/()%^ -]+")
_NUMERIC = re.compile(r"[+-]?(?:0[xX])?[\da-fA-F][\da-fA-F.,-]*")
_NUMBERS = (SlotKind.NUMBER, SlotKind.COUNT, SlotKind.PORT, SlotKind.PID)


@dataclass(frozen=True, slots=True)
class Value:
    """What goes into a slot; `trusted` is a default of the entry, which is put in as it stands."""

    parts: tuple[str, ...]
    kind: SlotKind
    many: bool = False
    trusted: bool = False

    @property
    def text(self) -> str:
        """Return the value as somebody would say it."""
        return " ".join(self.parts)


def render(template: str, values: Mapping[str, Value], dropped: Collection[str] = ()) -> str:
    """Put `values` into a command and leave out the placeholders of `dropped`."""
    out: list[str] = []
    places: list[str] = [""]
    at = 0
    while at < len(template):
        found = PLACEHOLDER.match(template, at)
        if found:
            name, before = found[1], template[:at]
            if name in values:
                filled = _placed(values[name], before, template[found.end() :], places)
                out.append(found[0] if filled is None else filled)
            elif name in dropped:
                if out and out[-1].endswith(" "):
                    out[-1] = out[-1][:-1]
            else:
                out.append(found[0])
            at = found.end()
            continue
        length = _step(template, at, places)
        out.append(template[at : at + length])
        at += length
    return "".join(out)


def _step(template: str, at: int, places: list[str]) -> int:
    """Follow the shell's quoting over the next characters; return how many they are."""
    char, place = template[at], places[-1]
    if place in ("#", "'"):
        if char == {"#": "\n", "'": "'"}[place]:
            places.pop()
        return 1
    if char == "\\":
        return 2
    if template.startswith("$(", at):
        places.append(")")
        return 2
    if place == char and char in '")':
        places.pop()
    elif char == '"':
        places.append('"')
    elif place != '"' and (char in "'(" or _begins_comment(template, at)):
        places.append(")" if char == "(" else char)
    return 1


def _begins_comment(template: str, at: int) -> bool:
    return template[at] == "#" and (at == 0 or template[at - 1].isspace())


def _placed(value: Value, before: str, behind: str, places: list[str]) -> str | None:
    """Return the value as it must be written in its place; None if it must not stand there."""
    place = places[-1]
    if value.trusted or place == "#":
        return value.text
    if not _admissible(value, before):
        return None
    if place == "'":
        inner = _in_script(value, before, behind)
        return None if inner is None else inner.replace("'", "'\\''")
    if place == '"':
        text = _bare(value) if value.kind is SlotKind.PROGRAM else value.text
        return _in_double(text, inside_braces=bool(re.search(r"\$\{[^}]*\Z", before)))
    return _bare(value)


def _admissible(value: Value, before: str) -> bool:
    """Refuse what no quoting makes harmless: options, names that are programs, no numbers."""
    if value.text.startswith("-") and re.search(r"(?:\A|\s)[\"']?\Z", before):
        return False
    if value.kind is SlotKind.VARIABLE and not re.fullmatch(r"[A-Za-z_]\w*", value.text, re.A):
        return False
    if value.kind in _NUMBERS:
        return bool(_NUMERIC.fullmatch(value.text))
    if re.search(r"\(\((?:(?!\$\(|\)\)).)*\Z", before):
        return bool(_ARITHMETIC.fullmatch(value.text))
    return True


def _bare(value: Value) -> str:
    if value.kind is SlotKind.PROGRAM:
        try:
            words = shlex.split(value.text)
        except ValueError:
            words = value.text.split()
        return " ".join(_quoted(word, glob=False) for word in words)
    return " ".join(_quoted(part, glob=value.many) for part in value.parts)


def _quoted(word: str, *, glob: bool) -> str:
    """Quote a word for the shell; `~/` keeps its meaning, and a pattern of file names if asked."""
    if _SAFE.fullmatch(word) or (glob and _GLOB.fullmatch(word)):
        return word
    if word.startswith("~/"):
        return "~/" + shlex.quote(word[2:])
    return shlex.quote(word)


def _in_double(text: str, *, inside_braces: bool) -> str:
    if text.startswith("~/"):
        return "$HOME/" + _in_double(text[2:], inside_braces=inside_braces)
    special = r'([\\"$`}/])' if inside_braces else r'([\\"$`])'
    text = re.sub(special, r"\\\1", text)
    return re.sub(r"!(?=[^\s=(])", "\"'!'\"", text)


def _in_script(value: Value, before: str, behind: str) -> str | None:
    """Escape a value for the program between single quotes, which may be in a language itself."""
    text = _bare(value) if value.kind is SlotKind.PROGRAM else value.text
    languages = re.findall(r"(?<![\w/.-])(sed|awk|jq|perl|csplit)(?=\s)", before)
    language = languages[-1] if languages and "|" not in _since(before, languages[-1]) else ""
    if value.kind in _NUMBERS:
        return text
    if language in ("sed", "perl", "csplit"):
        return _in_regex(text, before, behind, language)
    script = before[before.rfind("'") + 1 :]
    if language in ("awk", "jq"):
        if not script and behind.startswith("'"):
            return text  # a word of its own, as behind -F
        if script.endswith('"'):
            return text.replace("\\", "\\\\").replace('"', '\\"')
        allowed = _IDENTIFIER if language == "jq" else _ARITHMETIC
        return text if allowed.fullmatch(text) else None
    return text


def _since(before: str, language: str) -> str:
    """Return what stands between the program's name and its script, quoted parts left out."""
    tail = before[before.rfind(language) :]
    return re.sub(r"'[^']*'|\"[^\"]*\"|'.*\Z", "", tail)


def _in_regex(text: str, before: str, behind: str, language: str) -> str | None:
    """Keep a value inside the two delimiters of a pattern or of what replaces it."""
    if language == "perl":
        if "(?" in text:
            return None
        return _escaped(text, "/$@")
    delimiter = before[-1:] if before[-1:] in "/|" else behind[:1]
    script = before[before.rfind("'") + 1 :]
    if delimiter not in ("/", "|"):
        return _escaped(text, "")
    replaces = re.search(r"s([/|])(?:(?!\1).)*\1\Z", script)
    return _escaped(text, delimiter + ("&" if replaces else ""))


def _escaped(text: str, special: str) -> str:
    r"""Put a backslash before `special`, leave pairs as `\n` alone, and let none stand last."""

    def written(found: re.Match[str]) -> str:
        if len(found[0]) == 2:
            return found[0]
        return "\\" + found[0] if found[0] == "\\" or found[0] in special else found[0]

    return re.sub(r"\\?.", written, text)
