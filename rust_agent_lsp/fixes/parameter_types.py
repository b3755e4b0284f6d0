"""The type of a parameter that was written without one, from its uses and from the calls."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from rust_agent_lsp.fixes.result_types import value_type
from rust_agent_lsp.fixes.values import type_of
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.calls import argument_at, call_of, calls_of, parameter_of_argument
from rust_agent_lsp.syntax.expressions import exact_node, is_mutable_reference
from rust_agent_lsp.syntax.names import binding_of, uses_of
from rust_agent_lsp.syntax.returns import returned
from rust_agent_lsp.syntax.tree import SourceFile, ancestor, descendants, span_of, text_of
from rust_agent_lsp.syntax.types import FLOATS, NUMBERS, plain, referent, split_generic

_TEXT = re.compile(
    r"chars|trim\w*|to_uppercase|to_lowercase|split\w*|lines|starts_with|ends_with|parse|bytes"
    r"|char_indices|eq_ignore_ascii_case|as_bytes"
)
_FLOAT = re.compile(r"sqrt|powi|powf|sin|cos|tan|exp|ln|log10|floor|ceil|round|to_radians|hypot")
_LETTER = re.compile(r"is_alphabetic|is_alphanumeric|is_whitespace|is_ascii_\w+|to_digit|len_utf8")
_PUTTING = ("push", "push_back", "push_front", "insert", "contains", "extend")
_LITERALS = (
    "integer_literal",
    "float_literal",
    "string_literal",
    "char_literal",
    "boolean_literal",
)
_ARITHMETIC = re.compile(r"[-+*/%]")


def parameter_types(
    source: SourceFile, function: Node | None, called: str, name: str, index: int
) -> list[str]:
    """Return the types that the parameter `name` may have, the likeliest first.

    `function` declares it, as far as the broken code shows; `called` is the function's name,
    `index` the parameter's place without `self`.
    """
    strong, weak, prefixes = _from_calls(source, called, index)
    found = list(strong)
    body = function.child_by_field_name("body") if function is not None else None
    if function is not None and body is not None:
        found += _from_uses(source, function, body, name)
        owner = _with_fields(source, body, name)
        if owner is not None:
            lent = prefixes[0] if prefixes else "&"
            found += [lent + owner, "&" + owner, owner]
        # What is used alike is of the same type, as in `a.x - b.x`.
        if not found:
            found += _of_twins(source, function, called, name, index)
    return list(dict.fromkeys(_as_parameter(kind) for kind in (*found, *weak) if _is_plain(kind)))


def _is_plain(kind: str) -> bool:
    return re.search(r"\bimpl\b|\bdyn\b|\b_\b|None", kind) is None


def _as_parameter(kind: str) -> str:
    """Return how a parameter of the type is written: `&String` is `&str`, without lifetimes."""
    bare = re.sub(r"&'\w+ ", "&", kind.strip())
    lent = re.fullmatch(r"&Vec<(.+)>", bare)
    return f"&[{lent[1]}]" if lent else "&str" if bare == "&String" else bare


def _from_calls(
    source: SourceFile, called: str, index: int
) -> tuple[list[str], list[str], list[str]]:
    """Return the arguments' types, those of bare numbers apart, and `&` for each borrowed one."""
    strong: list[str] = []
    weak: list[str] = []
    prefixes: list[str] = []
    for call in calls_of(source, called):
        if not 0 <= index < len(call.arguments):
            continue
        span, lent = call.arguments[index], ""
        # In a macro there are only tokens.
        sign = re.fullmatch(r"(&(?:mut\s+)?)[a-z_]\w*", source.slice(span))
        node = exact_node(source, span)
        if node is None and sign is not None:
            lent = "&mut " if "mut" in sign[1] else "&"
            prefixes.append(lent)
            node = exact_node(source, Span(span.start + len(sign[1]), span.end))
        if node is None:
            continue
        if node.type == "reference_expression":
            lent = "&mut " if is_mutable_reference(node) else "&"
            node = node.child_by_field_name("value") or node
            prefixes.append(lent)
        kind = value_type(source, node) or _list_type(node)
        if kind is not None:
            number = text_of(node).lstrip("-").replace("_", "").replace(".", "").isdigit()
            (weak if number else strong).append(lent + kind)
    return strong, weak, prefixes


def _list_type(node: Node) -> str | None:
    """Return the type of a name that was given a list of literals: `vec![1.5]` → `Vec<f64>`."""
    binding = binding_of(node, text_of(node)) if node.type == "identifier" else None
    value = binding.value if binding is not None else None
    text = text_of(value) if value is not None else ""
    first = next(descendants(value, *_LITERALS), None) if value is not None else None
    kind = type_of(first) if first is not None else None
    if value is None or kind is None or not re.match(r"(?:vec!\s*)?\[\s*[-\d\"']", text):
        return None
    kind = kind.replace("'static ", "")
    if text.startswith("vec!"):
        return f"Vec<{kind}>"
    return f"[{kind}; {len(value.named_children)}]" if value.type == "array_expression" else None


def _matched(whole: Node) -> str | None:
    """Return the type that the first patterns of a `match` or `matches!` tell."""
    after = text_of(whole).partition("{" if whole.type == "match_expression" else ",")[2]
    path = re.match(r"\s*([A-Z]\w*)::[A-Z]", after)
    if path is not None:
        return path[1] if path[1] != "Self" else None
    literal = re.match(
        r"""\s*(?:(?P<str>")|(?P<char>'(?:\\.|[^'\\])')|(?P<bool>true|false))""", after
    )
    kinds = {"str": "&str", "char": "char", "bool": "bool"}
    return kinds[str(literal.lastgroup)] if literal is not None else None


def _from_uses(source: SourceFile, function: Node, body: Node, name: str) -> Iterator[str]:
    result = function.child_by_field_name("return_type")
    made = text_of(result) if result is not None else ""
    ends = {span_of(value) for value in returned(function)}
    for use in uses_of(body, name):
        at, parent = use, use.parent
        if parent is not None and parent.type == "reference_expression":
            at, parent = parent, parent.parent
        if parent is None or use.type == "string_content":
            continue
        lent = at != use
        whole = ancestor(use, "match_expression", "macro_invocation", "block")
        if whole is not None and (
            whole.child_by_field_name("value") == use
            or re.match(rf"matches!\(\s*\*?{re.escape(name)}\s*,", text_of(whole))
        ):
            kind = _matched(whole)
            if kind is not None:
                yield kind
        if not lent and span_of(use) in ends and made and made != "Self":
            yield made
        elif parent.type == "arguments":
            yield from _as_argument(source, at, lent=lent)
        elif parent.type in ("field_initializer", "shorthand_field_initializer"):
            yield from _as_field(source, parent)
        elif parent.type == "binary_expression":
            yield from _in_operation(source, parent, at, made)
        elif parent.type == "field_expression" and not lent:
            yield from _as_receiver(parent)
        elif at == parent.child_by_field_name("condition") or (
            parent.type == "unary_expression" and text_of(parent).startswith("!")
        ):
            yield "bool"


def _as_argument(source: SourceFile, at: Node, *, lent: bool) -> Iterator[str]:
    found = argument_at(source, span_of(at))
    if found is None or found[0].arguments[found[1]] != span_of(at):
        return
    call, index = found
    target = parameter_of_argument(source, call, index)
    kind = target[1].child_by_field_name("type") if target is not None else None
    inner = text_of(kind) if kind is not None else ""
    if inner:
        own = referent(inner) if lent else inner
        if own:
            yield own
    elif call.receiver is not None and call.name in _PUTTING:
        holder = value_type(source, call.receiver)
        parts = split_generic(holder.lstrip("&").removeprefix("mut "))[1] if holder else []
        if parts and index < len(parts) and call.name != "extend":
            yield parts[index] if call.name != "contains" or lent else f"&{parts[index]}"


def _as_field(source: SourceFile, given: Node) -> Iterator[str]:
    literal = ancestor(given, "struct_expression")
    head = literal.child_by_field_name("name") if literal is not None else None
    named = given.child_by_field_name("field") or given
    owner = text_of(head) if head is not None else ""
    block = ancestor(given, "impl_item")
    own = block.child_by_field_name("type") if block is not None else None
    if owner == "Self" and own is not None:
        owner = text_of(own)
    fields = _structs(source).get(split_generic(owner)[0], {})
    if text_of(named) in fields:
        yield fields[text_of(named)]


def _in_operation(source: SourceFile, whole: Node, at: Node, made: str) -> Iterator[str]:
    sign = whole.child_by_field_name("operator")
    sides = [whole.child_by_field_name(field) for field in ("left", "right")]
    other = next((side for side in sides if side is not None and side != at), None)
    if sign is None or other is None:
        return
    if text_of(sign) in ("&&", "||"):
        yield "bool"
        return
    if _ARITHMETIC.fullmatch(text_of(sign)) and made in NUMBERS:
        yield made
    kind = value_type(source, other)
    if kind is None:
        return
    if other.type == "integer_literal":
        return
    if other.type == "float_literal" and made in FLOATS:
        yield made
    yield kind if "str" in kind else kind.lstrip("&")


def _as_receiver(access: Node) -> Iterator[str]:
    call = call_of(access.parent) if access.parent is not None else None
    field = access.child_by_field_name("field")
    if call is None or field is None or access.parent != call.node:
        return
    if call.receiver != access.child_by_field_name("value"):
        return
    if call.name == "push_str":
        yield "&mut String"
    for known, kind in ((_TEXT, "&str"), (_FLOAT, "f64"), (_LETTER, "char")):
        if known.fullmatch(call.name):
            yield kind


def _structs(source: SourceFile) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for item in descendants(source.tree.root_node, "struct_item"):
        own = item.child_by_field_name("name")
        if own is None or item.child_by_field_name("type_parameters") is not None:
            continue
        fields = found.setdefault(text_of(own), {})
        for part in descendants(item, "field_declaration"):
            field, kind = part.child_by_field_name("name"), part.child_by_field_name("type")
            if field is not None and kind is not None:
                fields[text_of(field)] = text_of(kind)
    return found


def _with_fields(source: SourceFile, body: Node, name: str) -> str | None:
    """Return the one struct of the file that has all fields that are used of `name`."""
    used = set()
    for access in descendants(body, "field_expression"):
        value, field = access.child_by_field_name("value"), access.child_by_field_name("field")
        around = access.parent
        called = around is not None and around.child_by_field_name("function") == access
        if value is not None and field is not None and text_of(value) == name and not called:
            used.add(text_of(field))
    owners = [own for own, fields in _structs(source).items() if used and used <= set(fields)]
    return owners[0] if len(owners) == 1 else None


def _of_twins(
    source: SourceFile, function: Node, called: str, name: str, index: int
) -> Iterator[str]:
    """Yield the types of parameters that stand on the other side of an operator, used alike."""
    body, listed = (function.child_by_field_name(f) for f in ("body", "parameters"))
    if body is None or listed is None:
        return
    members = [n for n in listed.named_children if n.type != "self_parameter"]
    texts = [text_of(n.child_by_field_name("pattern") or n) for n in members]
    word = re.compile(rf"(?<![\w.]){re.escape(name)}\b")
    for whole in descendants(body, "binary_expression"):
        sides = [whole.child_by_field_name(field) for field in ("left", "right")]
        left, right = (text_of(side) if side is not None else "" for side in sides)
        for place, twin in enumerate(texts):
            other = re.compile(rf"(?<![\w.]){re.escape(twin)}\b")
            pairs = ((left, right), (right, left))
            if place == index or not any(
                word.search(a) and other.search(b) and word.sub("_", a) == other.sub("_", b)
                for a, b in pairs
            ):
                continue
            kind = members[place].child_by_field_name("type")
            if kind is not None:
                yield plain(text_of(kind))
            else:
                yield from _from_calls(source, called, place)[0]
