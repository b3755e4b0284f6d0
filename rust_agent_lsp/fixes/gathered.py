"""Which collection is meant where an iterator is gathered: told by later calls, imports, names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tree_sitter import Node

from rust_agent_lsp.fixes.std_names import PATHS, words
from rust_agent_lsp.syntax.names import binding_of, uses_of
from rust_agent_lsp.syntax.tree import SourceFile, ancestor, descendants, text_of

INDEX = "[]"
"""Stands for `list[0]` among the methods."""

_METHODS = {
    "Vec": "push sort sort_by sort_by_key sort_unstable sort_unstable_by dedup dedup_by_key swap"
    " reverse windows chunks join concat truncate binary_search split_at resize swap_remove"
    " extend_from_slice first_mut last_mut rotate_left rotate_right as_slice " + INDEX,
    "set": "union intersection difference symmetric_difference is_subset is_superset is_disjoint",
    "map": "entry contains_key keys values values_mut into_keys into_values get_key_value"
    " remove_entry",
    "String": "push_str chars trim as_str to_uppercase to_lowercase lines bytes split_whitespace"
    " char_indices as_bytes split parse",
    "VecDeque": "push_front push_back pop_front pop_back front back",
    "BinaryHeap": "peek into_sorted_vec",
}
FAMILY = {name: family for family, names in _METHODS.items() for name in words(names)}
"""Method -> the only family of collections that has it."""
ORDERED = words("range first_key_value last_key_value pop_first pop_last first last")
"""What of the sets and maps the ordered ones alone can do."""

_MEMBERS = {"set": ("HashSet", "BTreeSet"), "map": ("HashMap", "BTreeMap")}
# What gives the same answer whatever the order of the items.
_UNORDERED = words(
    "len is_empty contains contains_key get get_mut insert remove entry is_subset is_superset"
    " is_disjoint"
)
_SAME_IN_ALL = words("contains is_empty")
_UNIQUE = words("unique uniq distinct set seen dedup deduped deduplicated deduplicate uniques")
_SORTED = words("sorted ordered ranked")
_PAIRS = re.compile(
    r"\.(?:map|filter_map|flat_map)\(\s*\|[^|]*\|\s*(?:\{.*[;{]\s*)?(?:Some\()?\(", re.S
)


@dataclass(frozen=True, slots=True)
class Meant:
    """A collection that may be meant: its type, if that is sure, and what has to be imported."""

    kind: str
    sure: bool
    path: str | None = None


def calls_on(use: Node) -> tuple[str, list[str]] | None:
    """Return the method that is called on a variable, with its arguments; `[]` for an index."""
    parent = use.parent
    if parent is None:
        return None
    if parent.type == "token_tree":
        return _token_call(use)
    if parent.type == "index_expression" and parent.named_children[:1] == [use]:
        return INDEX, []
    call = parent.parent
    field = parent.child_by_field_name("field") if parent.type == "field_expression" else None
    if field is None or call is None or call.type != "call_expression":
        return None
    arguments = call.child_by_field_name("arguments")
    listed = arguments.named_children if arguments is not None else []
    return text_of(field), [text_of(n) for n in listed]


def _token_call(use: Node) -> tuple[str, list[str]] | None:
    after = use.next_sibling
    if after is not None and after.type == "token_tree" and text_of(after).startswith("["):
        return INDEX, []
    name = after.next_sibling if after is not None and text_of(after) == "." else None
    group = name.next_sibling if name is not None else None
    if name is None or group is None or group.type != "token_tree":
        return None
    inside = text_of(group)[1:-1].strip()
    return text_of(name), [part.strip() for part in inside.split(",")] if inside else []


def family_of(method: str, arguments: list[str]) -> str | None:
    """Return the family of collections that a call speaks for, or None if several have it."""
    if method in FAMILY:
        return FAMILY[method]
    given = arguments[0] if arguments else ""
    by_number = re.fullmatch(r"\d+|\w*(?:index|idx|pos|position)|i|j|k", given) is not None
    if method == "insert":
        if len(arguments) == 1:
            return "set"
        return None if by_number or len(arguments) != 2 else "map"
    if method in ("get", "get_mut") and given:
        return "map" if given.startswith(("&", '"')) else "Vec" if by_number else None
    return None


def meant_by(source: SourceFile, value: Node, name: Node | None) -> list[Meant]:
    """Return what `value`, which ends with `.collect()`, may gather into, the likeliest first.

    `name` is the variable that it is bound to; else what is called on it at once tells.
    """
    calls = list(_calls(value, name))
    told = {family for m, a in calls if (family := family_of(m, a)) is not None}
    if len(told) == 1:
        return list(_of_family(source, told.pop(), value, name, calls))
    if told:
        return [Meant("Vec<_>", sure=False)]
    return list(_unsaid(source, value, name, calls))


def _calls(value: Node, name: Node | None) -> Iterator[tuple[str, list[str]]]:
    if name is None:
        found = calls_on(value)
        if found is not None:
            yield found
        return
    scope = ancestor(name, "block")
    for use in uses_of(scope, text_of(name)) if scope is not None else ():
        binding = binding_of(use, text_of(name))
        if binding is None or binding.node != name:
            continue
        found = calls_on(use)
        yield found if found is not None else ("", [])


def _of_family(
    source: SourceFile,
    family: str,
    value: Node,
    name: Node | None,
    calls: list[tuple[str, list[str]]],
) -> Iterator[Meant]:
    """Yield the collections of a family that the calls leave no doubt of."""
    if family not in _MEMBERS:
        arguments = "" if family == "String" else "<_>"
        yield Meant(f"{family}{arguments}", sure=True, path=missing_import(source, family))
        return
    members = _MEMBERS[family]
    any_order = all(method in _UNORDERED for method, _ in calls)
    present = [m for m in members if m in _imported(source)]
    unused = [m for m in present if not _is_used(source, m)]
    first = _preferred(name, present, unused, calls)
    settled = any_order or len(present) == 1 or len(unused) == 1
    for member in sorted(members, key=lambda m: m != first):
        if present and member not in present and member != first:
            continue
        sure = settled and member == first
        yield Meant(_with_holes(member), sure, missing_import(source, member))


def _preferred(
    name: Node | None, present: list[str], unused: list[str], calls: list[tuple[str, list[str]]]
) -> str | None:
    ordered = any(m in ORDERED for m, _ in calls) or bool(_words_near(name) & set(_SORTED))
    among = unused or present
    if ordered:
        among = [m for m in among if m.startswith("BTree")] or among
    return among[0] if among else None


def _unsaid(
    source: SourceFile, value: Node, name: Node | None, calls: list[tuple[str, list[str]]]
) -> Iterator[Meant]:
    """Yield what may be meant where every collection has the methods that are called."""
    imported = _imported(source)
    pairs = _gives_pairs(value)
    family = "map" if pairs else "set"
    plausible = [m for m in _MEMBERS[family] if m in imported]
    unused = [m for m in plausible if not _is_used(source, m)]
    unique = not pairs and bool(_words_near(name) & set(_UNIQUE))
    any_order = all(method in _UNORDERED for method, _ in calls)
    same = not pairs and bool(calls) and all(method in _SAME_IN_ALL for method, _ in calls)
    spoken = (unique and any_order) or (unique and len(plausible) == 1) or len(unused) == 1
    if spoken or unique:
        first = _preferred(name, plausible, unused, calls) or _MEMBERS[family][0]
        for member in sorted(plausible or [first], key=lambda m: m != first):
            yield Meant(
                _with_holes(member), spoken and member == first, missing_import(source, member)
            )
        yield Meant("Vec<_>", sure=False)
        return
    yield Meant("Vec<_>", sure=same or not plausible)
    for member in plausible:
        yield Meant(_with_holes(member), sure=False)


def _gives_pairs(value: Node) -> bool:
    """Say whether the items that are gathered look like pairs, which a map can be made of."""
    before = re.split(r"\.collect\b", text_of(value))[0].rstrip()
    steps = re.findall(r"\.(\w+)\(", before)
    if not steps:
        return False
    if re.search(r"\.(?:zip\(.*\)|enumerate\(\))$", before, re.S):
        return True
    found = list(_PAIRS.finditer(before))
    return bool(found) and "," in before[found[-1].end() :]


def _words_near(name: Node | None) -> set[str]:
    """Return the words of the variable's name and of the function around it."""
    if name is None:
        return set()
    function = ancestor(name, "function_item")
    own = function.child_by_field_name("name") if function is not None else None
    around = set(text_of(own).split("_") if own is not None else ())
    return set(text_of(name).split("_")) | around - {"set"}  # `set_scores` sets them.


def _imported(source: SourceFile) -> set[str]:
    """Return the collections of the standard library that a `use` of the file names."""
    text = " ".join(map(text_of, descendants(source.tree.root_node, "use_declaration")))
    return {name for name in re.findall(r"\w+", text) if _is_collection(name)}


def _is_collection(name: str) -> bool:
    return any(path.startswith("std::collections::") for path in PATHS.get(name, ()))


def _is_used(source: SourceFile, name: str) -> bool:
    """Say whether the file names a type outside of its imports."""
    return any(
        text_of(node) == name and ancestor(node, "use_declaration") is None
        for node in descendants(source.tree.root_node, "type_identifier", "identifier")
    )


def missing_import(source: SourceFile, name: str) -> str | None:
    """Return the path that has to be imported before `name` can be written."""
    return PATHS[name][0] if _is_collection(name) and name not in _imported(source) else None


def _with_holes(name: str) -> str:
    return f"{name}<_, _>" if name.endswith("Map") else f"{name}<_>"


def families(calls: Iterable[tuple[str, list[str]]]) -> set[str]:
    """Return the families that the calls speak for."""
    return {family for m, a in calls if (family := family_of(m, a)) is not None}
