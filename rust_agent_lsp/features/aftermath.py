"""Whether the user soon changed by hand what a fix had put there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from rust_agent_lsp.model.text import Span, common_length

MOST = 10_000
"""In bytes: where more than this lies between the first and the last change, nothing is said."""

_TOKEN = re.compile(rb"[\w\x80-\xff]+|[^\w\s]")


def is_edited(after: bytes, places: Sequence[Span], now: bytes) -> bool:
    """Say whether something within `places` of the text right `after` a fix is otherwise `now`.

    White space does not count, so formatting is no change.
    """
    if after == now:
        return False
    head = after.rfind(b"\n", 0, common_length(after, now)) + 1
    tail = common_length(after[head:][::-1], now[head:][::-1])
    newline = after.find(b"\n", len(after) - tail)
    tail = 0 if newline < 0 else len(after) - newline
    if max(len(after), len(now)) - head - tail > MOST:
        return False
    old = [*_TOKEN.finditer(after, head, len(after) - tail)]
    new = [found[0] for found in _TOKEN.finditer(now, head, len(now) - tail)]
    words = [found[0] for found in old]
    for tag, first, last, _, _ in SequenceMatcher(None, words, new, autojunk=False).get_opcodes():
        if tag == "insert":
            at = old[first - 1].end() if first else head
            changed = any(place.start < at < place.end for place in places)
        else:
            start, end = old[first].start(), old[last - 1].end()
            changed = any(start < place.end and end > place.start for place in places)
        if tag != "equal" and changed:
            return True
    return False
