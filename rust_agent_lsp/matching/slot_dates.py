"""Dates and times as people say them, in words that Git, `date -d` and journalctl understand."""

from __future__ import annotations

import re

from rust_agent_lsp.matching.slot_numbers import ORDINALS, TIME, number_at
from rust_agent_lsp.matching.slot_tokens import Reading, Token
from rust_agent_lsp.matching.slot_words import words_of
from rust_agent_lsp.model.command import Command, Slot

_DAYS = words_of("monday tuesday wednesday thursday friday saturday sunday")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?|\d{1,2}(?::\d{2})?(?:am|pm)|noon|midnight|teatime")
_CALENDAR = re.compile(r"\d{4}-\d{2}-\d{2}(?:T[\d:]+Z?)?|\d{1,2}[./]\d{1,2}[./]\d{4}|@\d{9,}")
_MONTH = re.compile(
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|ust|t?ember|ober)?"
)


def read_date(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading | None:
    """Read a date or a time that `date -d`, Git, at and journalctl understand."""
    token = tokens[at]
    if token.quoted:
        return Reading(token.text, at, at + 1, 3 if slot.quoted else 2)
    words = [t.word for t in tokens[at : at + 8]]
    before = tokens[at - 1].word if at else ""
    text, length = _date_words(words, before)
    if not length:
        return None
    follows = words[length:]
    if follows[:1] == ["at"] and len(follows) > 1 and _CLOCK.fullmatch(follows[1]):
        follows, length = follows[1:], length + 1
    if follows and not _CLOCK.fullmatch(text) and _CLOCK.fullmatch(follows[0]):
        text, length = f"{text} {_clock(follows[0])}", length + 1
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
    if word.isdigit() and words[1:2] in (["am"], ["pm"]):
        return _clock(word + words[1]), 2
    if _CALENDAR.fullmatch(word) or _CLOCK.fullmatch(word):
        return _clock(word), 1
    if word in ("last", "past", "next") and len(words) > 1:
        unit = TIME.get(words[1], "")
        if unit and not words[1].endswith("s"):
            return (f"next {unit}" if word == "next" else f"1 {unit} ago"), 2
        if words[1] in _DAYS:
            return f"{word} {words[1]}", 2
    return _counted(words, before)


def _clock(word: str) -> str:
    """Return a time of 12 hours as one of 24, which all programs understand."""
    found = re.fullmatch(r"(1[0-2]|0?[1-9])(?::(\d{2}))?(am|pm)", word)
    if found is None:
        return word
    hour = int(found[1]) % 12 + (12 if found[3] == "pm" else 0)
    return f"{hour:02}:{found[2] or '00'}"


def _counted(words: list[str], before: str) -> tuple[str, int]:
    """Return a date that begins with a number or a month: `3 days ago`, `may 5`."""
    word = words[0]
    number = number_at([Token(word) for word in words], 0)
    follows = words[number[1]] if number and number[1] < len(words) else ""
    if number and follows in TIME:
        unit = follows if len(follows) > 2 else f"{TIME[follows]}s"
        if words[number[1] + 1 : number[1] + 2] == ["ago"]:
            return f"{number[0]} {unit} ago", number[1] + 2
        if before in ("last", "past", "than"):
            return f"{number[0]} {unit} ago", number[1] + 1
    if number and _MONTH.fullmatch(follows):
        return _with_year(f"{number[0]} {follows}", words, number[1] + 1)
    if word in ORDINALS and words[1:2] == ["of"] and _MONTH.fullmatch(" ".join(words[2:3])):
        return _with_year(f"{ORDINALS[word]} {words[2]}", words, 3)
    day = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", " ".join(words[1:2]))
    if day and word != "may" and _MONTH.fullmatch(word):
        return _with_year(f"{day[1]} {word}", words, 2)
    return "", 0


def _with_year(date: str, words: list[str], length: int) -> tuple[str, int]:
    if words[length : length + 1] and re.fullmatch(r"(?:19|20)\d\d", words[length]):
        return f"{date} {words[length]}", length + 1
    return date, length
