"""The text of an entry file put together from plain values."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any


def questions(topic: str, more: Sequence[str], least: int) -> list[str]:
    """Return how people may ask; without an error code, which nobody asks with."""
    asked = (topic, *more, *(form.format(topic) for form in _ASKED))
    told = (re.sub(r"\b[EC]\d{4}\b:? ?", "", text).strip() for text in asked)
    found: dict[str, str] = {}
    for text in told:
        found.setdefault(" ".join(re.findall(r"[\w.~@^/-]+", text.lower())), text)
    found.pop("", None)
    return list(found.values())[: max(least, len(more) + 4)]


_ASKED = (
    "how do I {}",
    "what is {}",
    "{} example",
    "when do I need {}",
    "show me {}",
    "help with {}",
    "explain {}",
    "how does one {}",
)


def opening(text: str) -> tuple[str, str]:
    """Return the first sentence and what follows it."""
    found = re.match(r"(.+?[.!?])(?:\s+|\Z)(.*)", text.strip(), re.S)
    first, rest = (found[1], found[2]) if found else (text, "")
    return sentence(" ".join(first.split())), rest.strip()


def sentence(text: str) -> str:
    """Return a text as a whole sentence."""
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?")) else text.rstrip("!…") + "."


def entry_text(header: Sequence[str], body: str) -> str:
    """Return the text of an entry file from the parts of its header and its body."""
    return "+++\n" + "\n\n".join(header) + "\n+++\n\n" + body.strip() + "\n"


def toml(**fields: Any) -> str:
    """Return fields as TOML, a line each."""
    return "\n".join(f"{name} = {quoted(value)}" for name, value in fields.items())


def quoted(value: Any) -> str:
    """Return a value as TOML."""
    # What JSON writes of texts, numbers, truths and lists of texts is TOML as well.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
