"""Numbers, sizes, times and dates as people say them, in the units that a command wants."""

from __future__ import annotations

import re

from rust_agent_lsp.matching.slot_tokens import Reading, Token
from rust_agent_lsp.matching.slot_words import words_of
from rust_agent_lsp.model.command import Command, Slot, SlotKind

_ONES = words_of(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = words_of("twenty thirty forty fifty sixty seventy eighty ninety")
_WORDS = (
    {word: n for n, word in enumerate(_ONES)}
    | {word: 20 + 10 * n for n, word in enumerate(_TENS)}
    | {"couple": 2, "dozen": 12}
)
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
ORDINALS = {
    word: place
    for place, word in enumerate(
        words_of("first second third fourth fifth sixth seventh eighth ninth tenth"), start=1
    )
}
_ONE_OF = words_of("last past every each a an this one")
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
TIME = {
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
    text = tokens[at].text
    if found := re.fullmatch(r"HEAD~(\d+)|stash@\{(\d+)\}|%(\d+)|:(\d+)", text):
        return Reading(next(g for g in found.groups() if g), at, at + 1, 4)
    if slot.kind is SlotKind.NUMBER and re.fullmatch(r"0x[0-9a-fA-F]+|-?\d+\.\d+|\d+-\d+", text):
        return Reading(text, at, at + 1, 1)
    unit = _unit_of(slot)
    if unit and (span := _one_span(tokens, at)):
        return _converted(*span, unit, at, at + 1)
    number = number_at(tokens, at)
    if number is None:
        return _ordinal(tokens, at, slot, command)
    value, end, _ = number
    behind = tokens[end].word if end < len(tokens) else ""
    if behind in TIME and len(behind) > 2 and behind not in slot.before:
        return _converted(value, TIME[behind], unit, at, end + 1) if unit else None
    if _counts_something_else(slot, tokens, at, number):
        return None
    if text.startswith("#"):
        return Reading(str(value), at, end, 4)
    free = slot.kind in (SlotKind.PID, SlotKind.PORT) and text.isdigit()
    return Reading(str(value), at, end, 2 if free else 1)


def _one_span(tokens: list[Token], at: int) -> tuple[int, str] | None:
    """Return a span of time that one token says: `90m`, `last week`."""
    text, before = tokens[at].text.lower(), tokens[at - 1].word if at else ""
    if (found := re.fullmatch(r"(\d+)([a-z]+)", text)) and found[2] in TIME:
        return int(found[1]), TIME[found[2]]
    if tokens[at].word in TIME and len(text) > 2 and not text.endswith("s") and before in _ONE_OF:
        return 1, TIME[text]
    return None


def _counts_something_else(
    slot: Slot, tokens: list[Token], at: int, number: tuple[int, int, bool]
) -> bool:
    """Say whether a number is no value of the slot: bytes, `two fields`, `one file`, a signal."""
    value, end, said = number
    behind = tokens[end].word if end < len(tokens) else ""
    if slot.kind is SlotKind.PID and at and tokens[at - 1].word == "signal":
        return True
    if behind in _BYTES and len(behind) > 1 and behind not in slot.before:
        return True
    if slot.kind is SlotKind.NUMBER and said and behind.endswith("s"):
        return True
    if said and value == 1 and (not at or tokens[at - 1].word not in slot.after):
        return True
    return slot.kind is SlotKind.PORT and value > 65535


def _unit_of(slot: Slot) -> str:
    """Return the unit of time that a slot counts in, by the words behind its values."""
    return next((TIME[word] for word in slot.before if word in TIME), "")


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
    if word not in ORDINALS or slot.kind is not SlotKind.NUMBER:
        return None
    stash = f"stash@{{<{slot.name}>}}" in command.command
    return Reading(str(ORDINALS[word] - stash), at, at + 1, 1)


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
        one = tokens[at].word in ("a", "one", "an") and end < len(tokens)
        if one and _BYTES.get(tokens[end].word):
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
    if (found := re.fullmatch(r"(\d+(?:\.\d+)?)([a-z]+)", text)) and found[2] in TIME:
        return Reading(_span(found[1], TIME[found[2]]), at, at + 1, 4)
    words = [token.word for token in tokens[at : at + 3]]
    if words == ["half", "an", "hour"]:
        return Reading("30m", at, at + 3, 4)
    number = number_at(tokens, at)
    if number and number[1] < len(tokens) and tokens[number[1]].word in TIME:
        unit = TIME[tokens[number[1]].word]
        return Reading(_span(str(number[0]), unit), at, number[1] + 1, 4)
    if len(words) > 1 and words[0] in ("a", "an", "one") and words[1] in TIME:
        return Reading(_span("1", TIME[words[1]]), at, at + 2, 4)
    if number and not number[2] and text.isdigit():
        return Reading(f"{number[0]}s", at, number[1], 1)
    return None


def _span(value: str, unit: str) -> str:
    days = {"week": 7, "month": 30, "year": 365}
    if unit in days and value.isdigit():
        return f"{int(value) * days[unit]}d"
    return value + unit[0]
