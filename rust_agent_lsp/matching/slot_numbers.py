"""Numbers, sizes, times and dates as people say them, in the units that a command wants."""

from __future__ import annotations

import re

from rust_agent_lsp.matching.slot_tokens import Reading, Token
from rust_agent_lsp.model.command import Command, Slot, SlotKind

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = (
    {word: n for n, word in enumerate(_ONES)}
    | {word: 20 + 10 * n for n, word in enumerate(_TENS)}
    | {"couple": 2, "dozen": 12}
)
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_ORDINALS = {
    word: n + 1
    for n, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
        ]
    )
}
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_TIME = {
    "s": "second", "sec": "second", "secs": "second", "second": "second", "seconds": "second",
    "m": "minute", "min": "minute", "mins": "minute", "minute": "minute", "minutes": "minute",
    "h": "hour", "hr": "hour", "hrs": "hour", "hour": "hour", "hours": "hour",
    "d": "day", "day": "day", "days": "day", "w": "week", "week": "week", "weeks": "week",
    "month": "month", "months": "month", "year": "year", "years": "year",
}  # fmt: skip
_BYTES = {
    "b": "", "byte": "", "bytes": "", "k": "K", "kb": "K", "kib": "K", "kilobyte": "K",
    "kilobytes": "K", "m": "M", "mb": "M", "mib": "M", "megabyte": "M", "megabytes": "M",
    "meg": "M", "megs": "M", "g": "G", "gb": "G", "gib": "G", "gig": "G", "gigs": "G",
    "gigabyte": "G", "gigabytes": "G", "t": "T", "tb": "T", "tib": "T", "terabyte": "T",
    "terabytes": "T",
}  # fmt: skip
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?|\d{1,2}(?:am|pm)|noon|midnight|teatime")
_CALENDAR = re.compile(r"\d{4}-\d{2}-\d{2}(?:T[\d:]+Z?)?|\d{1,2}[./]\d{1,2}[./]\d{4}|@\d{9,}")
_MONTH = re.compile(
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|t?ember|ober)?"
)


def number_at(tokens: list[Token], at: int) -> tuple[int, int, bool] | None:
    """Return the whole number that begins at a token, where it ends, and whether it is a word."""
    word = tokens[at].text.lower()
    if re.fullmatch(r"#?\d+|\d{1,3}(?:,\d{3})+", word):
        value, end = int(word.lstrip("#").replace(",", "")), at + 1
        if end < len(tokens) and tokens[end].word in _SCALES:
            return value * _SCALES[tokens[end].word], end + 1, False
        return value, end, False
    if found := re.fullmatch(r"(\d+)(?:st|nd|rd|th)", word):
        return int(found[1]), at + 1, False
    if word in ("a", "an") and at + 1 < len(tokens):
        after = tokens[at + 1].word
        if after in _SCALES or after in ("couple", "dozen"):
            at, word = at + 1, after
    if word in _SCALES:
        return _SCALES[word], at + 1, True
    parts = word.split("-")
    if not tokens[at].quoted and all(part in _WORDS for part in parts):
        value, end = sum(_WORDS[part] for part in parts), at + 1
        if value >= 20 and end < len(tokens) and tokens[end].word in _ONES[1:10]:
            value, end = value + _WORDS[tokens[end].word], end + 1
        if end < len(tokens) and tokens[end].word in _SCALES:
            value, end = value * _SCALES[tokens[end].word], end + 1
        if end < len(tokens) and tokens[end].word == "of" and word in ("couple", "dozen"):
            end += 1
        return value, end, True
    return None


def read_number(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading | None:
    """Read a whole number; times become the unit that the slot counts in."""
    token = tokens[at]
    text = token.text
    if found := re.fullmatch(r"HEAD~(\d+)|stash@\{(\d+)\}|%(\d+)|:(\d+)", text):
        return Reading(next(g for g in found.groups() if g), at, at + 1, 4)
    if slot.kind is SlotKind.NUMBER and re.fullmatch(r"0x[0-9a-fA-F]+|-?\d+\.\d+|\d+-\d+", text):
        return Reading(text, at, at + 1, 1)
    unit = _unit_of(slot)
    if unit and (found := re.fullmatch(r"(\d+)([a-z]+)", text.lower())) and found[2] in _TIME:
        return _converted(int(found[1]), _TIME[found[2]], unit, at, at + 1)
    if unit and token.word in _TIME and len(text) > 2 and at and not text.endswith("s"):
        if tokens[at - 1].word in ("last", "past", "every", "each", "a", "an", "this", "one"):
            return _converted(1, _TIME[token.word], unit, at, at + 1)
    number = number_at(tokens, at)
    if number is None:
        return _ordinal(tokens, at, slot, command)
    if slot.kind is SlotKind.PID and at and tokens[at - 1].word == "signal":
        return None
    value, end, said = number
    behind = tokens[end].word if end < len(tokens) else ""
    if behind in _TIME and len(behind) > 2 and behind not in slot.before:
        return _converted(value, _TIME[behind], unit, at, end + 1) if unit else None
    if behind in _BYTES and len(behind) > 1 and behind not in slot.before:
        return None
    if slot.kind is SlotKind.PORT and value > 65535:
        return None
    if said and value == 1 and behind not in slot.before and slot.kind is SlotKind.COUNT:
        return None
    free = slot.kind in (SlotKind.PID, SlotKind.PORT) and not said
    return Reading(str(value), at, end, 2 if free else 1)


def _unit_of(slot: Slot) -> str:
    """Return the unit of time that a slot counts in, by the words behind its values."""
    return next((_TIME[word] for word in slot.before if word in _TIME), "")


def _converted(value: int, given: str, wanted: str, at: int, end: int) -> Reading | None:
    days = {"month": 30, "year": 365}
    if given in days and wanted == "day":
        return Reading(str(value * days[given]), at, end, 3)
    if given not in _SECONDS or wanted not in _SECONDS:
        return None
    whole, rest = divmod(value * _SECONDS[given], _SECONDS[wanted])
    return None if rest else Reading(str(whole), at, end, 3)


def _ordinal(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading | None:
    """Read `second`, `third` as the place of a column or of a stash, which counts from 0."""
    word = tokens[at].word
    if word not in _ORDINALS or slot.kind is not SlotKind.NUMBER:
        return None
    stash = f"stash@{{<{slot.name}>}}" in command.command
    return Reading(str(_ORDINALS[word] - stash), at, at + 1, 1)


def read_size(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading | None:
    """Read a size with its unit, as `10M`; in plain bytes where the default is."""
    text = tokens[at].text
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([a-zA-Z]+)", text)
    end = at + 1
    if found and found[2].lower() in _BYTES:
        value, unit = found[1], _BYTES[found[2].lower()]
        return _size(value, unit, slot, command, at, end)
    if re.fullmatch(r"\d+\.\d+", text) and end < len(tokens) and tokens[end].word in _BYTES:
        return _size(text, _BYTES[tokens[end].word], slot, command, at, end + 1)
    number = number_at(tokens, at)
    if number is None:
        if tokens[at].word in ("a", "one", "an") and end < len(tokens):
            if _BYTES.get(tokens[end].word):
                return _size("1", _BYTES[tokens[end].word], slot, command, at, end + 1)
        return None
    value, end = str(number[0]), number[1]
    if end < len(tokens) and tokens[end].word in _BYTES:
        return _size(value, _BYTES[tokens[end].word], slot, command, at, end + 1)
    return Reading(value, at, end, 1)


def _size(value: str, unit: str, slot: Slot, command: Command, at: int, end: int) -> Reading | None:
    powers = {"": 0, "K": 1, "M": 2, "G": 3, "T": 4}
    start = at
    if "." in value and unit:
        scaled = float(value) * 1024
        if scaled != int(scaled):
            return None
        value, unit = str(int(scaled)), "_KMGT"[powers[unit] - 1].replace("_", "")
    plain = slot.default.isdigit() or "RUST_MIN_STACK" in command.command
    if plain:
        return Reading(str(int(value) * 1024 ** powers[unit]), start, end, 4)
    if re.search(rf"\bfind\b.*-size \S*<{slot.name}>", command.command):
        unit = {"": "c", "K": "k"}.get(unit, unit)
    return Reading(value + unit, start, end, 4)


def read_duration(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading | None:
    """Read a span of time as one word, `90s`, `2h` or `14d`."""
    text = tokens[at].text.lower()
    if (found := re.fullmatch(r"(\d+(?:\.\d+)?)([a-z]+)", text)) and found[2] in _TIME:
        return Reading(_span(found[1], _TIME[found[2]]), at, at + 1, 4)
    words = [token.word for token in tokens[at : at + 3]]
    if words == ["half", "an", "hour"]:
        return Reading("30m", at, at + 3, 4)
    number = number_at(tokens, at)
    if number and number[1] < len(tokens) and tokens[number[1]].word in _TIME:
        unit = _TIME[tokens[number[1]].word]
        return Reading(_span(str(number[0]), unit), at, number[1] + 1, 4)
    if len(words) > 1 and words[0] in ("a", "an", "one") and words[1] in _TIME:
        return Reading(_span("1", _TIME[words[1]]), at, at + 2, 4)
    if number and not number[2] and text.isdigit():
        return Reading(f"{number[0]}s", at, number[1], 1)
    return None


def _span(value: str, unit: str) -> str:
    days = {"week": 7, "month": 30, "year": 365}
    if unit in days and value.isdigit():
        return f"{int(value) * days[unit]}d"
    return value + unit[0]


def read_date(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading | None:
    """Read a date or a time that `date -d`, Git, at and journalctl understand."""
    token = tokens[at]
    if token.quoted:
        return Reading(token.text, at, at + 1, 3 if slot.quoted else 2)
    words = [t.word for t in tokens[at:]]
    before = tokens[at - 1].word if at else ""
    text, length = _date_words(words, before)
    if not length:
        return None
    follows = words[length:]
    if follows[:1] == ["at"] and len(follows) > 1 and _CLOCK.fullmatch(follows[1]):
        follows, length = follows[1:], length + 1
    if follows and not _CLOCK.fullmatch(text) and _CLOCK.fullmatch(follows[0]):
        text, length = f"{text} {follows[0]}", length + 1
    elif _CLOCK.fullmatch(text) and follows[:1] in (["today"], ["tomorrow"], ["yesterday"]):
        if command.command.split()[0] == "at":
            return Reading(f"{text} {follows[0]}", at, at + length + 1, 4)
        return Reading(f"{follows[0]} {text}", at, at + length + 1, 4)
    return Reading(text, at, at + length, 4)


def _date_words(words: list[str], before: str) -> tuple[str, int]:
    """Return a date at the head of the words, and how many of them it takes."""
    word = words[0]
    if word in ("yesterday", "today", "tomorrow", "now", *_DAYS):
        return word, 1
    if _CALENDAR.fullmatch(word) or _CLOCK.fullmatch(word):
        return word, 1
    if word in ("last", "past", "next") and len(words) > 1:
        unit = _TIME.get(words[1], "")
        if unit and not words[1].endswith("s"):
            return (f"next {unit}" if word == "next" else f"1 {unit} ago"), 2
        if words[1] in _DAYS:
            return f"{word} {words[1]}", 2
    number = number_at([Token(word) for word in words], 0)
    if number and number[1] < len(words) and words[number[1]] in _TIME:
        unit = words[number[1]] if len(words[number[1]]) > 2 else f"{_TIME[words[number[1]]]}s"
        if words[number[1] + 1 : number[1] + 2] == ["ago"]:
            return f"{number[0]} {unit} ago", number[1] + 2
        if before in ("last", "past"):
            return f"{number[0]} {unit} ago", number[1] + 1
    if number and number[1] < len(words) and _MONTH.fullmatch(words[number[1]]):
        return _with_year(f"{number[0]} {words[number[1]]}", words, number[1] + 1)
    if word in _ORDINALS and words[1:2] == ["of"] and len(words) > 2 and _MONTH.fullmatch(words[2]):
        return _with_year(f"{_ORDINALS[word]} {words[2]}", words, 3)
    if _MONTH.fullmatch(word) and word != "may" and len(words) > 1:
        if found := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", words[1]):
            return _with_year(f"{found[1]} {word}", words, 2)
    return "", 0


def _with_year(date: str, words: list[str], length: int) -> tuple[str, int]:
    if words[length : length + 1] and re.fullmatch(r"(?:19|20)\d\d", words[length]):
        return f"{date} {words[length]}", length + 1
    return date, length
