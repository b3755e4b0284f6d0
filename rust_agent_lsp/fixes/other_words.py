"""Words that programs use for the same thing, for a name that was remembered wrongly."""

from __future__ import annotations

import re

_GROUPS = (
    "count quantity amount number num qty total units stock size length len",
    "name title label caption text",
    "id identifier key code",
    "price cost value amount worth",
    "owner holder author user",
    "balance amount funds money",
    "message text content body msg",
    "items elements entries values list contents data",
    "score points mark grade",
    "kind type category class variant",
    "start begin from first lower",
    "end stop to last finish upper",
    "width w",
    "height h",
    "position pos location place point",
    "speed velocity",
    "weight mass",
    "date day time timestamp",
    "duration time seconds length",
    "max maximum limit most capacity",
    "min minimum least",
    "mail email address",
    "phone telephone",
    "state status",
    "done finished completed complete",
    "enabled active on",
    "next following successor",
    "prev previous",
    "left_child left",
    "right_child right",
    "children kids nodes",
    "parent owner",
    "colour color",
    "path file filename",
    "description details summary info text",
    "level depth rank",
    "health hp life lives",
    "salary wage pay income",
    "age years",
)
_SAME = [frozenset(group.split()) for group in _GROUPS]


def means_the_same(name: str, other: str) -> bool:
    """Say whether two names differ in one word only, and these two say the same."""
    left, right = _words(name), _words(other)
    if len(left) != len(right):
        return False
    different = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    return len(different) == 1 and any(set(different[0]) <= group for group in _SAME)


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+|[A-Z][a-z0-9]*", name)
