"""Which names can be seen at a place, and which of them the user may have meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tree_sitter import Node

from rust_agent_lsp.fixes.std_names import words
from rust_agent_lsp.syntax.tree import ancestors, descendants, text_of

_BINDING_HOSTS = ("let_declaration", "let_condition", "for_expression", "match_arm", "parameter")
_PRIMITIVES = words(
    "i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64 bool char str String Vec Option"
    " Result Box"
)


_MISSING = (
    r"cannot find (?P<what>[\w ,-]+?) `(?P<name>[^`]+)` in (?P<where>.+)$",
    r"(?P<what>unresolved import) `(?P<name>[^`]+)`",
    r"(?P<what>)cannot find `(?P<name>\w+)` in (?P<where>`\w+`)$",
    r"no (?P<what>[\w ,]+?) named `(?P<name>[^`]+)` (?:found|exists) for .+? `(?P<where>[^`]+)`",
    r"(?P<what>method|type|const) `(?P<name>[^`]+)` is not a member of trait `(?P<where>[^`]+)`",
    r"use of undeclared (?P<what>label|lifetime name) `(?P<name>[^`]+)`",
    r"associated (?P<what>type|constant) `(?P<name>[^`]+)` not found for `(?P<where>[^`]+)`",
)


@dataclass(frozen=True, slots=True)
class Missing:
    """A name that cannot be found: what it should be ("type"), and where it was looked for."""

    what: str
    name: str
    where: str


def missing(message: str) -> Missing | None:
    """Read a headline of the kind "cannot find …"; None when it is of another kind."""
    found = next((m for p in _MISSING if (m := re.search(p, message))), None)
    if found is None:
        return None
    groups = found.groupdict()
    return Missing(groups["what"] or "module", groups["name"], groups.get("where") or "")


def near(name: str, choices: Iterable[str], limit: int = 3) -> list[str]:
    """Return the `choices` that `name` may be a slip of, the nearest first."""
    allowed = max(1, len(name) // 3) if len(name) > 1 else 0
    letters = set(name)
    ranked = []
    for choice in dict.fromkeys(choices):
        if choice == name or not choice:
            continue
        if _folded(choice) == _folded(name):
            ranked.append((0.0, choice))
            continue
        strange = len(letters - set(choice)) > allowed
        far = float(allowed + 1 if strange else distance(name, choice, allowed + 1))
        words, others = _words(name), _words(choice)
        if words == others:
            far = 0.5
        elif (
            name[:1].isupper() == choice[:1].isupper()
            and min(len(name), len(choice)) > 3
            and (set(words) < set(others) or set(others) < set(words))
        ):
            far = min(far, allowed)
        if min(len(name), len(choice)) > 2 and (name.startswith(choice) or choice.startswith(name)):
            far = min(far, allowed)
        if len(name) == 2 and choice[:1] != name[:1]:
            continue
        if far <= allowed:
            ranked.append((far, choice))
    return [choice for _, choice in sorted(ranked, key=lambda pair: pair[0])][:limit]


def is_slip(name: str, choice: str) -> bool:
    """Say whether the two differ by a slip of the finger alone: case, underscores, a letter."""
    last = choice.rpartition("::")[2]
    allowed = max(1, len(name) // 4)
    return _folded(name) == _folded(last) or distance(name, last, allowed + 1) <= allowed


def is_far(name: str, choice: str) -> bool:
    """Say whether likeness means nothing here: a lone letter, or names that differ in a number."""
    if _folded(name) == _folded(choice):
        return False
    return min(len(name), len(choice)) < 2 or re.sub(r"\d", "", name) == re.sub(r"\d", "", choice)


def _folded(name: str) -> str:
    return name.lower().replace("_", "")


def _words(name: str) -> list[str]:
    return sorted(w.lower() for w in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", name))


def distance(left: str, right: str, limit: int) -> int:
    """Return the edit distance (a swap of neighbours counts one), or `limit` if it is larger."""
    if abs(len(left) - len(right)) >= limit:
        return limit
    older: list[int] = []
    old = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        new = [i]
        for j, b in enumerate(right, 1):
            cost = min(old[j] + 1, new[j - 1] + 1, old[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and b == left[i - 2]:
                cost = min(cost, older[j - 2] + 1)
            new.append(cost)
        older, old = old, new
    return min(old[-1], limit)


def bound_names(pattern: Node) -> Iterator[Node]:
    """Yield the identifiers that a pattern binds; constants and constructors are left out."""
    if pattern.type in ("identifier", "shorthand_field_identifier"):
        if not text_of(pattern)[:1].isupper():
            yield pattern
        return
    if pattern.type in ("scoped_identifier", "macro_invocation", "range_pattern"):
        return
    apart = [pattern.child_by_field_name(field) for field in ("type", "condition")]
    for child in pattern.named_children:
        if child not in apart:
            yield from bound_names(child)


def locals_at(node: Node) -> list[Node]:
    """Return the binding identifiers in scope at `node`, the innermost first."""
    found: list[Node] = []
    inner = node
    for outer in ancestors(node):
        found += _bound_by(outer, inner, node)
        if outer.type == "function_item":
            break
        inner = outer
    return found


def _bound_by(outer: Node, inner: Node, node: Node) -> Iterator[Node]:
    """Yield what `outer` binds for `node`, which lies in its child `inner`."""
    if outer.type == "block":
        before = [c for c in outer.named_children if c.end_byte <= inner.start_byte]
        for child in (c for c in reversed(before) if c.type == "let_declaration"):
            yield from _bound(child)
    elif outer.type in ("for_expression", "match_arm"):
        if outer.child_by_field_name("pattern") != inner:
            yield from _bound(outer)
    elif outer.type == "match_pattern":
        if outer.child_by_field_name("condition") == inner:
            yield from bound_names(outer)
    elif outer.type in ("if_expression", "while_expression", "let_chain"):
        condition = outer.child_by_field_name("condition")
        for part in descendants(condition, "let_condition") if condition is not None else ():
            if part.end_byte <= node.start_byte:
                yield from _bound(part)
    elif outer.type in ("closure_expression", "function_item"):
        parameters = outer.child_by_field_name("parameters")
        for part in parameters.named_children if parameters is not None else ():
            yield from bound_names(part.child_by_field_name("pattern") or part)


def _bound(host: Node) -> Iterator[Node]:
    pattern = host.child_by_field_name("pattern")
    if pattern is not None:
        yield from bound_names(pattern)


def local_names(node: Node) -> list[str]:
    """Return the names of the variables in scope at `node`, the innermost first."""
    return list(dict.fromkeys(text_of(n) for n in locals_at(node)))


def is_out_of_scope(node: Node, name: str) -> bool:
    """Say whether the function around `node` has a `let` of that very name where `node` cannot
    see it, in a block that has ended or in a loop's body.
    """
    function = next((a for a in ancestors(node) if a.type == "function_item"), None)
    patterns = (
        pattern
        for let in (descendants(function, "let_declaration") if function is not None else ())
        if (pattern := let.child_by_field_name("pattern")) is not None
    )
    return any(text_of(n) == name for pattern in patterns for n in bound_names(pattern))


def generic_names(node: Node) -> list[str]:
    """Return the type and const parameters of the items around `node`."""
    names = []
    for outer in ancestors(node):
        parameters = outer.child_by_field_name("type_parameters")
        for part in parameters.named_children if parameters is not None else ():
            name = part.child_by_field_name("name")
            if name is not None and name.type != "lifetime":
                names.append(text_of(name))
    return names


def imported_names(root: Node) -> dict[str, str]:
    """Return what the file's `use` declarations bring in: name -> full path; `*` is left out."""
    found: dict[str, str] = {}
    for use in descendants(root, "use_declaration"):
        argument = use.child_by_field_name("argument")
        if argument is not None:
            found.update(_used(argument, ""))
    return found


def _used(node: Node, prefix: str) -> Iterator[tuple[str, str]]:
    if node.type == "use_as_clause":
        path, alias = node.child_by_field_name("path"), node.child_by_field_name("alias")
        if path is not None and alias is not None:
            yield text_of(alias), prefix + text_of(path)
    elif node.type in ("scoped_use_list", "use_list"):
        path = node.child_by_field_name("path")
        inside = node.child_by_field_name("list") or node
        base = f"{prefix}{text_of(path)}::" if path is not None else prefix
        for part in inside.named_children:
            if part != path:
                yield from _used(part, base)
    elif node.type == "self":
        yield prefix.rstrip(":").rpartition("::")[2], prefix.rstrip(":")
    elif node.type in ("identifier", "scoped_identifier", "crate"):
        yield text_of(node).rpartition("::")[2], prefix + text_of(node)


def primitive_names() -> tuple[str, ...]:
    """Return the types that need no import."""
    return _PRIMITIVES


def words_of(type_text: str) -> list[str]:
    """Return the names in a type, its own first: `RefMut<'_, Bank>` -> RefMut, Bank."""
    return re.findall(r"(?<!')\b[A-Za-z_]\w*", type_text)


def base_name(type_text: str) -> str:
    """Return the bare name of a type: `&mut geo::Shape<T>` -> `Shape`."""
    bare = re.sub(
        r"^(?:&\s*(?:'\w+\s+)?(?:mut\s+)?|\*(?:const|mut)\s+|dyn\s+|impl\s+)+", "", type_text
    )
    return bare.partition("<")[0].strip().rpartition("::")[2]
