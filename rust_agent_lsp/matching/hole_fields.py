"""Lists in a template's holes: fields and names, as the description or a struct of the file has
them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rust_agent_lsp.matching.wish import Fields, Wish, is_name
from rust_agent_lsp.model.pattern import Hole, items, recase

_KINDS = (
    (r"(is|has|can|with)_\w+|verbose|enabled|disabled|active|done|debug|dry_run", "bool"),
    (r"port", "u16"),
    (r"(max_|min_)?(count|size|limit|retries|attempts|workers)", "u32"),
    (r"age|level|width|height|depth", "u32"),
    (r"threads|capacity|length|len|index|offset", "usize"),
    (r"(user_|order_)?id|timestamp|timeout_(ms|secs|seconds)", "u64"),
    (r"price|amount|score|weight|ratio|rate|x|y|z|lat|lon|latitude|longitude", "f64"),
    (r"meters?|metres?|seconds|kilomet(er|re)s|miles|celsius|fahrenheit|degrees|radians", "f64"),
    (r"email|address|name|url|uri|path|title|token|key|password|slug|phone|text|code", "String"),
    (r"tags|names|items|headers|args|arguments|values|labels", "Vec<String>"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """The fields that must be given, and the others."""

    required: Fields
    others: Fields


def split_required(wish: Wish, struct: Fields) -> Given:
    """Return the fields that a description names, or those of a struct of the file.

    Without a word on which are required, the first one is.
    """
    plain = wish.plain if len(wish.plain) > 1 or any(kind for _, kind in wish.plain) else ()
    named = dict((*wish.required, *wish.optional))
    if struct:
        known = dict(struct)
        required = tuple((name, known[name]) for name, _ in wish.required if name in known)
        required = required or struct[:1]
        return Given(required, tuple(f for f in struct if f not in required))
    others = wish.optional + tuple(f for f in plain if f[0] not in named and f[0] != "required")
    if wish.required:
        return Given(wish.required, others)
    return Given(others[:1], others[1:])


def list_value(fields: Sequence[tuple[str, str]], hole: Hole, *, typed: bool) -> str:
    """Return fields as the value of a hole; empty where there are none.

    A field without a type gets that of all fields of the default where they share one.
    """
    kinds = {item["type"] for item in items(hole.default) if "type" in item}
    shared = kinds.pop() if len(kinds) == 1 and kinds != {"String"} else ""
    found = []
    for name, kind in fields:
        if is_name(name) and name == name.lower():
            chosen = kind if kind and typed else shared or usual_type(name) or "String"
            found.append(f"{name}: {chosen}")
    return ", ".join(dict.fromkeys(found))


def named_items(text: str, hole: Hole) -> str:
    """Return the names that stand beside the hole's own: `states Open, Closed and Locked`."""
    word = hole.name.rstrip("s")
    one = r"[A-Za-z_][A-Za-z0-9_]*"
    listed = rf"({one}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+){one})+)"
    found = re.search(rf"\b{word}s?:?\s+{listed}", text) or re.search(
        rf"{listed}\s+{word}s\b", text
    )
    words = re.findall(one, found[1]) if found else []
    pascal = hole.default[:1].isupper()
    names = [recase(w, "pascal") if pascal else w for w in words if w not in ("and", "with")]
    return ", ".join(dict.fromkeys(names)) if all(map(is_name, names)) else ""


def usual_type(name: str) -> str:
    """Return the type that a thing of this name, in snake case, has as a rule; empty: who knows."""
    last = name.rpartition("_")[2]
    for pattern, kind in _KINDS:
        if re.fullmatch(pattern, name) or re.fullmatch(pattern, last):
            return kind
    return ""
