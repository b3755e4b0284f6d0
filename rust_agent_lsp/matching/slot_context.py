"""How well a piece of a question fits a slot, by its form and by the words beside it."""

from __future__ import annotations

import re

from rust_agent_lsp.matching.slot_tokens import Reading, Token
from rust_agent_lsp.matching.slot_words import (
    FILLERS,
    GENERIC,
    KNOWN,
    NAMING,
    PLAIN_NAMES,
    STOP,
    WEAK,
    is_plain,
    is_program,
    is_slip,
)
from rust_agent_lsp.model.command import Command, Slot, SlotKind

_NAMED, _TIED, _BESIDE, _NEAR = 6, 5, 4, 2
"""How much words beside a value count: `called x`, `to branch x`, `branch x`, `to x`."""

MEASURES = frozenset(
    {
        SlotKind.COUNT,
        SlotKind.NUMBER,
        SlotKind.PORT,
        SlotKind.PID,
        SlotKind.SIZE,
        SlotKind.DURATION,
        SlotKind.DATE,
    }
)
PLACES = frozenset({SlotKind.FILE, SlotKind.FOLDER, SlotKind.PATH, SlotKind.ARCHIVE})
_WORDY = frozenset({SlotKind.TEXT, SlotKind.NAME, SlotKind.KEY, SlotKind.LABEL, SlotKind.PATTERN})
_REFS = frozenset({SlotKind.BRANCH, SlotKind.COMMIT, SlotKind.TAG, SlotKind.REMOTE})
_SAID_TO_BE = MEASURES | _WORDY | {SlotKind.VARIABLE, SlotKind.HOST, SlotKind.ADDRESS}
_PREPOSITIONS = frozenset(
    ["in", "into", "onto", "from", "on", "with", "to", "of", "than", "against", "for", "at", "by"]
)
_TYING = frozenset(
    ["to", "into", "from", "in", "on", "onto", "under", "below", "as", "with", "except"]
)
_OWNING = frozenset(["belongs", "belong", "belonging", "owned"])
_ACTORS = frozenset(
    {SlotKind.USER, SlotKind.GROUP, SlotKind.HOST, SlotKind.SERVICE, SlotKind.PACKAGE}
)
_NO_NAMES = frozenset(["wrong", "something", "differently", "nothing", "anything"])
_NO_WORDS = frozenset(
    [
        "count",
        "separator",
        "names",
        "values",
        "boundary",
        "file",
        "files",
        "editor",
        "lookup",
        "occur",
        "appear",
        "stand",
        "takes",
        "tabs",
        "spaces",
        "slashes",
        "newlines",
        "interface",
    ]
)


def score_of(command: Command, slot: Slot, reading: Reading, tokens: list[Token]) -> int:
    """Return how well a reading fits a slot; 0: not at all."""
    token = tokens[reading.start]
    beside = words_beside(slot, reading, tokens)
    if token.role:
        return reading.look
    if reading.look == 1 and not _may_stand(slot, reading, tokens, beside):
        return 0
    if token.quoted and token.text.lower() in STOP and slot.kind not in _WORDY:
        return 0
    if not token.quoted and reading.end - reading.start == 1:
        if reading.text.lower() in STOP or (
            _is_of_the_entry(command, slot.kind, token) and beside < _BESIDE
        ):
            return 0
        loose = slot.kind in _REFS and reading.look == 2 and not beside and reading.start
        if loose and tokens[reading.start - 1].word in _PREPOSITIONS:
            return 0
    return reading.look * 2 + beside * 2 + _named_after(slot, token)


def _named_after(slot: Slot, token: Token) -> int:
    """Return 1 if a file's name ends in the slot's, or as its default: `fix.patch` for `patch`."""
    ending = token.text.rpartition(".")[2]
    return int("." in token.text and ending in (slot.name, slot.default.rpartition(".")[2]))


def _is_of_the_entry(command: Command, kind: SlotKind, token: Token) -> bool:
    """Say whether a name is one that the entry itself speaks of, as `.gitignore` or `xclip`."""
    if (
        token.word in PLAIN_NAMES
        or token.text in KNOWN.get(kind, ())
        or not re.search(r"[a-z]", token.word)
    ):
        return False
    said = f"{command.command} {command.title} {command.purpose}"
    return bool(re.search(rf"(?<![\w/.<-]){re.escape(token.text)}(?![\w/>-])", said))


def _may_stand(slot: Slot, reading: Reading, tokens: list[Token], beside: int) -> bool:
    """Say whether something without a form of its own is a value there."""
    token = tokens[reading.start]
    own = {*slot.after, *slot.before, slot.name, slot.kind.value}
    if token.quoted or not beside or slot.kind in MEASURES:
        return bool(beside)
    if token.word in STOP or any(sorted(token.word) == sorted(word) for word in own):
        return False
    if beside == _NAMED:
        return token.word not in _NO_NAMES
    if token.text in KNOWN.get(slot.kind, ()):
        return _is_usual(slot, reading, tokens, beside)
    if re.search(r"\w[-_]\w", token.text) and _is_compound_name(slot, reading, tokens, beside):
        return True
    if slot.kind in PLACES and (beside < _BESIDE - 1 or is_slip(token.text)):
        return False
    if slot.kind is SlotKind.PROGRAM and is_program(token.text):
        return True
    if is_plain(token.text):
        return slot.kind in _WORDY and _is_pointed_at(slot, reading, tokens)
    if beside < _BESIDE and slot.kind in _ACTORS and _belongs_to_another(slot, token):
        return False
    if beside >= _BESIDE and slot.kind in _ACTORS:
        return not is_slip(token.text, swapped_only=True)
    return (beside >= _BESIDE and slot.kind is SlotKind.BRANCH) or not is_slip(token.text)


def _is_compound_name(slot: Slot, reading: Reading, tokens: list[Token], beside: int) -> bool:
    """Say whether words joined by hyphens are a name: `branch login-form`, `to fast-parser`."""
    if beside >= _BESIDE:
        noun = tokens[reading.start - 2].word if reading.start > 1 else ""
        return slot.kind not in PLACES or noun in ("the", "my")
    last = bool(tokens[reading.start].ends) or reading.end == len(tokens)
    if slot.kind in PLACES:
        return last and bool(re.search(r"\d", tokens[reading.start].text))
    return last and slot.kind in (_WORDY | _REFS) - {SlotKind.TEXT}


def _is_usual(slot: Slot, reading: Reading, tokens: list[Token], beside: int) -> bool:
    """Say whether a usual name is meant as one: `folder data`, `into photos`, not `in data`."""
    if (
        beside >= _BESIDE
        or slot.kind is SlotKind.FEATURE
        or tokens[reading.start].text not in GENERIC
    ):
        return True
    word = tokens[reading.start - 1].word if reading.start else ""
    if slot.kind not in PLACES:
        return False
    if beside == _BESIDE - 1:
        return True
    return word in ("into", "under", "below") or reading.end == len(tokens)


def _belongs_to_another(slot: Slot, token: Token) -> bool:
    return any(token.text in KNOWN[kind] for kind in _ACTORS if kind in KNOWN and kind != slot.kind)


def _is_pointed_at(slot: Slot, reading: Reading, tokens: list[Token]) -> bool:
    """Say whether a plain word is meant as a word: `the field version of`, `the word error`."""
    at, behind = reading.start, tokens[reading.end : reading.end + 1]
    if at < 2 or tokens[at - 1].word not in slot.after or tokens[at - 1].word in WEAK:
        return False
    if tokens[at - 2].word not in ("the", "my", "only") or tokens[at].word in _NO_WORDS:
        return False
    if tokens[at].word.endswith(("ed", "ing")):
        return False
    return bool(tokens[at].ends) or not behind or behind[0].word in _PREPOSITIONS | {"and", "or"}


def words_beside(slot: Slot, reading: Reading, tokens: list[Token]) -> int:
    """Return how strongly the words around a reading point to the slot."""
    return max(_before(slot, reading, tokens), _behind(slot, reading, tokens))


def _before(slot: Slot, reading: Reading, tokens: list[Token]) -> int:
    start, named, noun, found = reading.start, False, False, 0
    nouns = (slot.kind.value, slot.name, "directory", f"{slot.kind.value}s")
    if start and tokens[start - 1].word in ("a", "an") and slot.kind not in MEASURES:
        return 0
    for at in range(start - 1, max(-1, start - 6), -1):
        word, earlier = tokens[at].word, tokens[at - 1].word if at else ""
        if tokens[at].ends not in ("", ":"):
            return found
        if _is_after(slot, word) and not (noun and word in STOP - _TYING):
            if noun or word not in nouns or earlier not in slot.after:
                return _strength(word, earlier, named=named, noun=noun)
            noun, found = True, _BESIDE
        elif word in nouns and not noun:
            noun = True
        elif word == "to" and earlier == slot.name and slot.kind in _WORDY and at > 1:
            if tokens[at - 2].word not in ("the", "my"):
                return 0
        elif word not in FILLERS or (word == "is" and not named and slot.kind not in _SAID_TO_BE):
            return found
        named = named or word in NAMING
    return found


def _is_after(slot: Slot, word: str) -> bool:
    """Say whether `word` announces the slot's value, in the plural too where it takes many."""
    said = {word, word.removesuffix("s"), f"{word}s"} if slot.many else {word}
    return not said.isdisjoint(slot.after)


def _strength(word: str, earlier: str, *, named: bool, noun: bool) -> int:
    """Return how much a word of the slot says about what follows it."""
    if word in NAMING or named:
        return _NAMED
    if earlier in _OWNING:
        return 0
    if noun:
        return _TIED
    return _NEAR if word in WEAK or word in FILLERS else _BESIDE


def _behind(slot: Slot, reading: Reading, tokens: list[Token]) -> int:
    end = reading.end
    if slot.kind in MEASURES:
        ordinal = re.fullmatch(r"\d+(?:st|nd|rd|th)|[a-z]+(?:t|rd|nd|th)", tokens[end - 1].word)
        if ordinal and end < len(tokens) and tokens[end].word in set(slot.after) - STOP:
            return _BESIDE
        for at in range(end, min(end + 4, len(tokens))):
            if tokens[at].word in slot.before:
                return _BESIDE - (at > end)
            if tokens[at].word in STOP - {"most", "the", "my"} or tokens[at - 1].ends:
                break
        return 0
    if end == len(tokens) or tokens[end - 1].ends or tokens[end].word not in slot.before:
        return 0
    if reading.start and tokens[reading.start - 1].word in ("a", "an", "another", "any"):
        return 0 if tokens[reading.start].word not in PLAIN_NAMES else _NEAR
    return _NEAR if tokens[end].word in WEAK else _BESIDE - 1
