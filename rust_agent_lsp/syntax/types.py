"""Reads types as the compiler writes them: their head, arguments and numbers."""

from __future__ import annotations

import re

SIGNED = ("i8", "i16", "i32", "i64", "i128", "isize")
UNSIGNED = ("u8", "u16", "u32", "u64", "u128", "usize")
FLOATS = ("f32", "f64")
NUMBERS = (*SIGNED, *UNSIGNED, *FLOATS)

_BITS = {"f32": 24, "f64": 53}


def plain(text: str) -> str:
    """Return `text` without lifetimes and paths: `&'a std::string::String` → `&String`."""
    text = re.sub(r"'\w+ ", "", text)
    text = re.sub(r"<'\w+>", "", text)
    text = re.sub(r"'\w+, ", "", text)
    return re.sub(r"\b(?:\w+::)+(?=\w)", "", text)


def split_generic(text: str) -> tuple[str, list[str]]:
    """Return the head and the arguments: `Result<Vec<u8>, E>` → (`Result`, [`Vec<u8>`, `E`])."""
    head, mark, rest = text.partition("<")
    if not mark or not rest.endswith(">"):
        return text.strip(), []
    arguments, depth, start = [], 0, 0
    rest = rest[:-1]
    for at, character in enumerate(rest):
        if character in "<([":
            depth += 1
        elif character in ")]" or (character == ">" and rest[at - 1 : at] != "-"):
            depth -= 1
        elif character == "," and depth == 0:
            arguments.append(rest[start:at].strip())
            start = at + 1
    arguments.append(rest[start:].strip())
    return head.strip(), arguments


def referent(text: str) -> str | None:
    """Return `T` of `&T` or `&mut T`; None for other types."""
    found = re.fullmatch(r"&(?:'\w+ )?(?:mut )?(.+)", text.strip(), re.S)
    return found[1] if found else None


def width(number: str) -> int:
    """Return how many bits of a whole number a numeric type holds exactly."""
    if number in _BITS:
        return _BITS[number]
    size = number[1:]
    bits = 64 if size == "size" else int(size)
    return bits - 1 if number in SIGNED else bits


def is_lossless(found: str, wanted: str) -> bool:
    """Say whether `From` turns every value of the number type `found` into one of `wanted`."""
    if "size" in found or "size" in wanted:
        return (found, wanted) in {
            ("u8", "usize"), ("u16", "usize"), ("u8", "isize"), ("i16", "isize"), ("i8", "isize")
        }  # fmt: skip
    if found in FLOATS:
        return (found, wanted) == ("f32", "f64")
    if found in SIGNED and wanted in UNSIGNED:
        return False
    return found != wanted and width(wanted) >= width(found)


def literal_type(text: str) -> str | None:
    """Return the type that a literal's text tells: its suffix, or rustc's word for it."""
    found = re.fullmatch(r"[\d_]+(?P<dot>\.[\d_]*)?(?P<kind>[iuf](?:\d+|size))?", text)
    if found is None:
        return None
    return found["kind"] or ("floating-point number" if found["dot"] else "integer")
