"""Whether a text changes a variable, judged by its words, because the text may not parse."""

from __future__ import annotations

import re

_GROWING = (
    "append|clear|drain|entry|extend|insert|iter_mut|pop|pop_back|pop_front|push|push_back"
    "|push_front|push_str|remove|resize|retain|reverse|sort|sort_by|sort_by_key|sort_unstable"
    "|swap|truncate"
)


def is_assigned(name: str, text: str) -> bool:
    """Say whether `text` assigns to the variable itself or counts it up or down."""
    word = rf"(?<![\w.])(?<!let )(?<!mut ){re.escape(name)}"
    after = r"\s*(?:(?:[-+*/%&|^]|<<|>>)?=(?![=>])|\+\+|--)"
    return re.search(rf"{word}{after}|(?:\+\+|--){re.escape(name)}\b", text) is not None


def is_changed(name: str, text: str) -> bool:
    """Say whether `text` assigns to the variable or a part of it, lends it mutably or grows it."""
    word = rf"(?<![\w.]){re.escape(name)}"
    part = r"(?:\.\w+|\[[^\]]*\])+\s*(?:[-+*/%&|^]|<<|>>)?=(?!=)"
    return (
        is_assigned(name, text)
        or re.search(rf"{word}{part}|&mut\s+{re.escape(name)}\b", text) is not None
        or re.search(rf"{word}(?:\[[^\]]*\])*\.(?:{_GROWING})\(", text) is not None
    )
