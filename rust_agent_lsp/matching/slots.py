"""A command with the values of the question in it, so that it can be typed as it stands.

Each value goes to the one slot that it fits best: by its form, and by the words of the slot right
beside it. What the question does not say stays `<name>`; nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rust_agent_lsp.matching.slot_quoting import Value, render
from rust_agent_lsp.matching.slot_tokens import Reading, Token, tokens_of
from rust_agent_lsp.matching.slot_values import readings
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

_MEASURES = frozenset(
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
_PLACES = frozenset({SlotKind.FILE, SlotKind.FOLDER, SlotKind.PATH, SlotKind.ARCHIVE})
_WORDY = frozenset({SlotKind.TEXT, SlotKind.NAME, SlotKind.KEY, SlotKind.LABEL, SlotKind.PATTERN})
_REFS = frozenset({SlotKind.BRANCH, SlotKind.COMMIT, SlotKind.TAG, SlotKind.REMOTE})
_SAID_TO_BE = _MEASURES | _WORDY | {SlotKind.VARIABLE, SlotKind.HOST, SlotKind.ADDRESS}
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


@dataclass(frozen=True, slots=True)
class Filled:
    """A command entry's texts with their placeholders filled as far as the question goes.

    `values` holds what was found or is the default, by the slot's name, as somebody would say it.
    """

    command: str
    preview: str
    undo: str
    safe_alternatives: tuple[str, ...]
    values: dict[str, str]


def fill_slots(command: Command, question: str) -> Filled:
    """Fill the placeholders of `command` with what `question` holds."""
    found = _assigned(command, tokens_of(command, question))
    values: dict[str, Value] = {}
    dropped = set()
    for slot in command.slots:
        if slot.name in found:
            values[slot.name] = Value(found[slot.name], slot.kind, slot.many)
        elif slot.default:
            values[slot.name] = Value((slot.default,), slot.kind, trusted=True)
        elif slot.optional:
            dropped.add(slot.name)

    def filled(text: str) -> str:
        return render(text, values, dropped)

    return Filled(
        "\n".join(filled(step.command) for step in command.steps),
        filled(command.preview),
        filled(command.undo),
        tuple(filled(text) for text in command.safe_alternatives),
        {name: value.text for name, value in values.items()},
    )


def _assigned(command: Command, tokens: list[Token]) -> dict[str, tuple[str, ...]]:
    """Give each slot its best reading, the clearest first, so that no token serves twice."""
    offers = []
    lists = any(slot.many for slot in command.slots)
    for order, slot in enumerate(command.slots):
        for reading in readings(tokens, slot, command):
            score = _score(command, slot, reading, tokens)
            if score and not (
                lists and slot.kind in _PLACES and _is_list_item(slot, reading, tokens)
            ):
                offers.append((-score, order, reading.start, slot, reading))
    taken: set[int] = set()
    chosen: dict[str, Reading] = {}
    for _, _, _, slot, reading in sorted(offers, key=lambda offer: offer[:3]):
        span = range(reading.start, reading.end)
        if slot.name not in chosen and taken.isdisjoint(span):
            chosen[slot.name] = reading
            taken.update(span)
    _pair_up(command, tokens, chosen, taken)
    return {
        slot.name: _all(slot, chosen[slot.name], command, tokens, taken)
        for slot in command.slots
        if slot.name in chosen
    }


def _is_list_item(slot: Slot, reading: Reading, tokens: list[Token]) -> bool:
    """Say whether a value of no slot in particular may belong to a slot that takes many."""
    return not slot.many and not tokens[reading.start].role and not _beside(slot, reading, tokens)


def _pair_up(
    command: Command, tokens: list[Token], chosen: dict[str, Reading], taken: set[int]
) -> None:
    """Take a plain word that a preposition ties to a value found: `rename origin to github`."""
    for slot in command.slots:
        if slot.name in chosen or slot.kind in _MEASURES:
            continue
        for reading in readings(tokens, slot, command):
            at = reading.start
            if at < 2 or at in taken or at - 2 not in taken or tokens[at - 2].ends:
                continue
            last = tokens[at].ends or at + 1 == len(tokens) or tokens[at + 1].word in STOP
            if tokens[at - 1].word in slot.after and last and tokens[at].word not in STOP:
                name = tokens[at].text
                sure = re.search(r"[-_\d]", name) or name in KNOWN[SlotKind.FOLDER]
                if slot.kind not in _PLACES or (sure and not is_slip(name)):
                    chosen[slot.name] = reading
                    taken.add(at)
                    break


def _all(
    slot: Slot, first: Reading, command: Command, tokens: list[Token], taken: set[int]
) -> tuple[str, ...]:
    """Return the first value and, where a slot takes many, those listed beside it."""
    if not slot.many:
        return (first.text,)
    others = {r.start: r for r in readings(tokens, slot, command) if r.start not in taken}
    found = {first.start: first.text}
    for step in (1, -1):
        at = first.start + step
        while 0 <= at < len(tokens):
            if at in others and others[at].look >= 2:
                found[at] = others[at].text
                taken.add(at)
            elif tokens[at].word not in ("and", "or", "&"):
                break
            at += step
    return tuple(found[at] for at in sorted(found))


def _score(command: Command, slot: Slot, reading: Reading, tokens: list[Token]) -> int:
    """Return how well a reading fits a slot; 0: not at all."""
    token = tokens[reading.start]
    beside = _beside(slot, reading, tokens)
    if token.role:
        return reading.look
    if reading.look == 1 and not _may_stand(slot, reading, tokens, beside):
        return 0
    if not token.quoted and reading.end - reading.start == 1:
        if token.word in STOP or (_is_of_the_entry(command, token) and beside < _BESIDE):
            return 0
        if slot.kind in _REFS and reading.look == 2 and not beside and reading.start:
            if tokens[reading.start - 1].word in _PREPOSITIONS:
                return 0
    return reading.look * 2 + beside * 2 + _named_after(slot, token)


def _named_after(slot: Slot, token: Token) -> int:
    """Return 1 if a file's name ends in the slot's, or as its default: `fix.patch` for `patch`."""
    ending = token.text.rpartition(".")[2]
    return int("." in token.text and ending in (slot.name, slot.default.rpartition(".")[2]))


def _is_of_the_entry(command: Command, token: Token) -> bool:
    """Say whether a name is one that the entry itself speaks of, as `.gitignore` or `xclip`."""
    if token.word in PLAIN_NAMES or not re.search(r"[a-z]", token.word):
        return False
    said = f"{command.command} {command.title} {command.purpose}"
    return bool(re.search(rf"(?<![\w/.<-]){re.escape(token.text)}(?![\w/>-])", said))


def _may_stand(slot: Slot, reading: Reading, tokens: list[Token], beside: int) -> bool:
    """Say whether something without a form of its own is a value there."""
    token = tokens[reading.start]
    own = {*slot.after, *slot.before, slot.name, slot.kind.value}
    if token.quoted or not beside or slot.kind in _MEASURES:
        return bool(beside)
    if token.word in STOP or any(sorted(token.word) == sorted(word) for word in own):
        return False
    if beside == _NAMED:
        return token.word not in _NO_NAMES
    if token.text in KNOWN.get(slot.kind, ()):
        return _is_usual(slot, reading, tokens, beside)
    if slot.kind in _PLACES and (beside < _BESIDE - 1 or is_slip(token.text)):
        return False
    if slot.kind is SlotKind.PROGRAM and is_program(token.text):
        return True
    if is_plain(token.text):
        return slot.kind in _WORDY and _is_pointed_at(slot, reading, tokens)
    if beside < _BESIDE and slot.kind in _ACTORS and _belongs_to_another(slot, token):
        return False
    return (beside >= _BESIDE and slot.kind is SlotKind.BRANCH) or not is_slip(token.text)


def _is_usual(slot: Slot, reading: Reading, tokens: list[Token], beside: int) -> bool:
    """Say whether a usual name is meant as one: `folder data`, `into photos`, not `in data`."""
    if beside >= _BESIDE or tokens[reading.start].text not in GENERIC:
        return True
    word = tokens[reading.start - 1].word if reading.start else ""
    if slot.kind not in _PLACES or beside < _NEAR:
        return beside == _BESIDE - 1
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


def _beside(slot: Slot, reading: Reading, tokens: list[Token]) -> int:
    """Return how strongly the words around a reading point to the slot."""
    return max(_before(slot, reading, tokens), _behind(slot, reading, tokens))


def _before(slot: Slot, reading: Reading, tokens: list[Token]) -> int:
    at, named, noun = reading.start - 1, False, False
    if at >= 0 and tokens[at].word in ("a", "an") and slot.kind not in _MEASURES:
        return 0
    for at in range(at, max(-1, at - 5), -1):
        word = tokens[at].word
        if tokens[at].ends not in ("", ":"):
            break
        if word in slot.after and not (noun and word in STOP - _TYING):
            if word in NAMING or named:
                return _NAMED
            if at and tokens[at - 1].word in _OWNING:
                return 0
            if noun:
                return _TIED
            if word in (slot.kind.value, "directory") and at and tokens[at - 1].word in slot.after:
                noun = True
                continue
            return _NEAR if word in WEAK or word in FILLERS else _BESIDE
        if word in (slot.kind.value, "directory") and not noun:
            noun = True
            continue
        if noun and word in FILLERS:
            continue
        if word not in FILLERS or (word == "is" and not named and slot.kind not in _SAID_TO_BE):
            break
        named = named or word in NAMING
    return 0


def _behind(slot: Slot, reading: Reading, tokens: list[Token]) -> int:
    end = reading.end
    if slot.kind in _MEASURES and end < len(tokens) and tokens[end].word in slot.after:
        if re.search(r"[a-z]", tokens[reading.start].word) and tokens[end].word not in STOP:
            return _BESIDE
    if slot.kind in _MEASURES:
        for at in range(end, min(end + 3, len(tokens))):
            if tokens[at].word in slot.before:
                return _BESIDE - (at > end)
            if tokens[at].word in STOP - {"most"} or tokens[at - 1].ends:
                break
        return 0
    if end == len(tokens) or tokens[end - 1].ends or tokens[end].word not in slot.before:
        return 0
    if reading.start and tokens[reading.start - 1].word in ("a", "an", "another", "any"):
        return 0 if tokens[reading.start].word not in PLAIN_NAMES else _NEAR
    return _NEAR if tokens[end].word in WEAK else _BESIDE - 1
