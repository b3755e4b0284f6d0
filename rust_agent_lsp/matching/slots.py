"""A command with the values of the question in it, so that it can be typed as it stands.

Each value goes to the one slot that it fits best: by its form, and by the words of the slot right
beside it. What the question does not say stays `<name>`; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rust_agent_lsp.matching.slot_context import MEASURES, PLACES, score_of, words_beside
from rust_agent_lsp.matching.slot_quoting import Value, render
from rust_agent_lsp.matching.slot_tokens import Reading, Token, tokens_of
from rust_agent_lsp.matching.slot_values import readings
from rust_agent_lsp.matching.slot_words import KNOWN, STOP, is_plain, is_slip
from rust_agent_lsp.model.command import Command, Slot, SlotKind

_NOTHING: Mapping[str, str] = MappingProxyType({})


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


def fill_slots(command: Command, question: str, known: Mapping[str, str] = _NOTHING) -> Filled:
    """Fill the placeholders of `command` with what `question` holds.

    `known` are values that are certain, by the slot's name; they serve no other slot.
    """
    found = _assigned(command, tokens_of(command, question), known)
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


def _assigned(
    command: Command, tokens: list[Token], known: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Give each slot its best reading, the clearest first, so that no token serves twice."""
    offers = []
    lists = any(slot.many for slot in command.slots)
    for order, slot in enumerate(command.slots):
        for reading in readings(tokens, slot, command):
            score = score_of(command, slot, reading, tokens)
            if score and not (
                lists and slot.kind in PLACES and _is_list_item(slot, reading, tokens)
            ):
                offers.append((-score, order, reading.start, slot, reading))
    taken = {at for at, token in enumerate(tokens) if token.text in known.values()}
    chosen: dict[str, Reading] = {}
    for _, _, _, slot, reading in sorted(offers, key=lambda offer: offer[:3]):
        span = range(reading.start, reading.end)
        if slot.name not in (*chosen, *known) and taken.isdisjoint(span):
            chosen[slot.name] = reading
            taken.update(span)
    _pair_up(command, tokens, chosen, taken)
    said = {slot.name: (known[slot.name],) for slot in command.slots if slot.name in known}
    return said | {
        slot.name: _all(slot, chosen[slot.name], command, tokens, taken)
        for slot in command.slots
        if slot.name in chosen and slot.name not in known
    }


def _is_list_item(slot: Slot, reading: Reading, tokens: list[Token]) -> bool:
    """Say whether a value of no slot in particular may belong to a slot that takes many."""
    return (
        not slot.many and not tokens[reading.start].role and not words_beside(slot, reading, tokens)
    )


def _pair_up(
    command: Command, tokens: list[Token], chosen: dict[str, Reading], taken: set[int]
) -> None:
    """Take a plain word that a preposition ties to a value found: `rename origin to github`."""
    for slot in command.slots:
        if slot.name in chosen or slot.kind in MEASURES:
            continue
        for reading in readings(tokens, slot, command):
            at = reading.start
            if at < 2 or at in taken or at - 2 not in taken or tokens[at - 2].ends:
                continue
            last = tokens[at].ends or at + 1 == len(tokens) or tokens[at + 1].word in STOP
            if tokens[at - 1].word in slot.after and last and tokens[at].word not in STOP:
                name = tokens[at].text
                sure = name in KNOWN[SlotKind.FOLDER] or not is_plain(name)
                sure = sure or re.search(r"[-_\d]", name) is not None
                if slot.kind not in PLACES or (sure and not is_slip(name)):
                    chosen[slot.name] = reading
                    taken.add(at)
                    break


def _is_listed(slot: Slot, reading: Reading, tokens: list[Token], beside: int) -> bool:
    """Say whether a reading goes on with a list: by its form, or as a name behind `and` or `,`."""
    if reading.look >= 2:
        return True
    name = tokens[reading.start].text
    listed = tokens[beside].word in ("and", "&") or tokens[min(beside, reading.start)].ends == ","
    usual = name in KNOWN.get(slot.kind, ())
    return listed and (usual or not (is_plain(name) or is_slip(name)))


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
            if at in others and _is_listed(slot, others[at], tokens, at - step):
                found[at] = others[at].text
                taken.add(at)
            elif tokens[at].word not in ("and", "or", "&"):
                break
            at += step
    return tuple(found[at] for at in sorted(found))
