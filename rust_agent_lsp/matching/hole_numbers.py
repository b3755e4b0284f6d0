"""Numbers in a template's holes: which of a description's is meant, which types take which."""

from __future__ import annotations

import re

from rust_agent_lsp.matching.wish import PRIMITIVES, Wish
from rust_agent_lsp.model.pattern import Hole, HoleKind

_NUMBER = re.compile(r"\d[\d_]*(?:\.\d+)?")
_ADDRESS = re.compile(r"\d+(?:\.\d+){3}:(\d+)")


def number_value(hole: Hole, wish: Wish) -> str:
    """Return the number or address of a description that a hole means; empty where there is none.

    A number counts by the words beside it, which are those of the hole: `4 threads`.
    """
    if hole.kind not in (HoleKind.LITERAL, HoleKind.EXPR):
        return ""
    if found := _ADDRESS.fullmatch(hole.default):
        return wish.address or (hole.default[: found.start(1)] + wish.port if wish.port else "")
    if hole.name == "port" and wish.port:
        return wish.port
    if not _NUMBER.fullmatch(hole.default):
        return ""
    words = {hole.name, *re.findall(r"[a-z]+", hole.description.lower())}
    singular = {word.rstrip("s") for word in words if len(word) > 3}
    for number in wish.numbers:
        if number.around & singular and ("." in number.text) == ("." in hole.default):
            return number.text
    return ""


def fits(kind: str, default: str) -> bool:
    """Say whether a type may stand for a default: numbers only for numbers of their sort."""
    for sort in ("iu", "f"):
        if default in PRIMITIVES and default[0] in sort:
            return kind in PRIMITIVES and kind[0] in sort
    return True
