"""What new arms of a `match` look like: their patterns, their place, their plain bodies."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, node_name, variants
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.fixes.values import plain_value
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tree import (
    SourceFile,
    ancestor,
    ancestors,
    descendants,
    span_of,
    text_of,
)

_PASSED_ON = (
    *("expression_statement", "return_expression", "match_arm", "if_expression", "else_clause"),
    *("match_block", "match_expression"),
)
_UNIT_MACROS = ("println", "print", "eprintln", "eprint", "assert", "assert_eq", "writeln")
_LITERALS = (
    (r'(?:String::(?:from|new)\(|format!|".*"\.(?:to_string|into|to_owned)\(\)$)', "String::new()"),
    (r'"', '""'),
    (r"-?[\d_]+(?:_?[iu](?:8|16|32|64|128|size))?$", "0"),
    (r"-?[\d_]+\.[\d_]*(?:f32|f64)?$", "0.0"),
    (r"(?:true|false)$", "false"),
    (r"(?:None$|Some\()", "None"),
    (r"(?:vec!|Vec::new)", "Vec::new()"),
    (r"Ok\(\(\)\)$", "Ok(())"),
)


@dataclass(frozen=True, slots=True)
class Gap:
    """A `match` that leaves patterns out, and these patterns as they can be written there."""

    node: Node
    arms: tuple[Node, ...]
    patterns: tuple[str, ...]


def find_gap(site: Site) -> Gap | None:
    """Return the `match` of an E0004 with its missing patterns (perhaps only `_`)."""
    node = next(
        (
            n
            for n in (site.node, *ancestors(site.node))
            if n.type == "match_expression"
            and (value := n.child_by_field_name("value")) is not None
            and span_of(value).contains(site.diagnostic.span)
        ),
        None,
    )
    told = re.search(r"non-exhaustive patterns: (.+?) not covered", site.diagnostic.message)
    if node is None or not told:
        return None
    arms = tuple(n for n in _body(node).named_children if n.type == "match_arm")
    named = re.findall(r"`([^`]+)`", told[1])
    if " more" in told[1]:
        named = _all_missing(site, named[0], arms) or ["_"]
    if not any(text_of(arm).startswith("&") for arm in arms):
        named = [name.lstrip("&") for name in named]
    return Gap(node, arms, tuple(_as_written(name, arms) for name in named))


def _body(node: Node) -> Node:
    return node.child_by_field_name("body") or node


def _all_missing(site: Site, sample: str, arms: tuple[Node, ...]) -> list[str]:
    path = re.match(r"&?((?:\w+::)+)\w+", sample)
    item = find_item(site, path[1].rstrip(":"), "type") if path else None
    if path is None or item is None:
        return []
    patterns = [arm.child_by_field_name("pattern") for arm in arms]
    covered = {
        text_of(n)
        for p in patterns
        if p is not None and p.child_by_field_name("condition") is None
        for n in descendants(p, "identifier", "type_identifier")
    }
    shapes = {"ordered_field_declaration_list": "(..)", "field_declaration_list": " { .. }"}
    missing = []
    for variant in variants(item.node):
        if node_name(variant) not in covered:
            body = variant.child_by_field_name("body")
            shape = shapes.get(body.type, "") if body is not None else ""
            missing.append(f"{path[1]}{node_name(variant)}{shape}")
    return missing


def _as_written(pattern: str, arms: tuple[Node, ...]) -> str:
    """Return the pattern with the path before its variants that the other arms use."""
    owner = re.search(r"(\w+)::\w+(?!\w|::)", pattern)
    if owner is None:
        return pattern
    for arm in arms:
        name = arm.child_by_field_name("pattern")
        text = text_of(name) if name is not None else ""
        used = re.search(rf"((?:\w+::)*(?:{owner[1]}|Self)::)\w+", text)
        if used:
            return re.sub(rf"(?:\w+::)*{owner[1]}::", used[1], pattern)
        if re.match(r"&?[A-Z]\w*\s*(?:\(|\{|$)", text) and "::" not in text:
            return re.sub(rf"(?:\w+::)*{owner[1]}::", "", pattern)
    return pattern


def insert_arms(
    file: SourceFile, gap: Gap, patterns: tuple[str, ...], body: str
) -> tuple[Edit, ...]:
    """Return the edits that write `pattern => body` for each of the patterns behind the arms."""
    lines = [f"{pattern} => {body}" + ("" if body == "{}" else ",") for pattern in patterns]
    block = _body(gap.node)
    outer = file.indent_at(gap.node.start_byte)
    if not gap.arms:
        inner = "".join(f"\n{outer}    {line}" for line in lines)
        return (Edit(_inside(block), f"{inner}\n{outer}"),)
    last = gap.arms[-1]
    value = last.child_by_field_name("value")
    lacks = not text_of(last).endswith(",") and (value is None or value.type != "block")
    # One edit: two at the same place may be put in another order.
    comma = "," if lacks else ""
    if last.start_point.row == block.end_point.row:
        joined = "".join(f" {line}" for line in lines).rstrip(",")
        return (Edit.insert(last.end_byte, comma + joined),)
    indent = file.indent_at(last.start_byte)
    written = "".join(f"\n{indent}{line}" for line in lines)
    return (Edit.insert(last.end_byte, comma + written),)


def _inside(block: Node) -> Span:
    return Span(block.start_byte + 1, block.end_byte - 1)


def plain_body(site: Site, gap: Gap) -> str | None:
    """Return what an arm may give that does nothing: `{}`, or the plainest value of the type."""
    values = [v for arm in gap.arms if (v := arm.child_by_field_name("value")) is not None]
    if _is_statement(gap.node) or (values and all(_is_unit(v) for v in values)):
        return "{}"
    for value in values:
        text = text_of(_tail(value))
        for pattern, plain in _LITERALS:
            if re.match(pattern, text):
                return plain
    kind = expected_type(gap.node)
    if kind == "":
        return "{}"
    return plain_value(site, kind) if kind else None


def _tail(value: Node) -> Node:
    if value.type == "block" and value.named_children:
        return value.named_children[-1]
    return value


def _is_unit(value: Node) -> bool:
    tail = _tail(value)
    if tail.type == "block" or text_of(tail) == "()":
        return True
    if tail.type == "expression_statement":
        return text_of(tail).endswith(";")
    if tail.type == "macro_invocation":
        macro = tail.child_by_field_name("macro")
        return macro is not None and text_of(macro) in _UNIT_MACROS
    return tail.type in ("assignment_expression", "compound_assignment_expr", "let_declaration")


def _is_statement(node: Node) -> bool:
    parent = node.parent
    if parent is None or parent.type != "expression_statement":
        return False
    return text_of(parent).endswith(";") or parent.next_named_sibling is not None


def expected_type(node: Node) -> str | None:
    """Return the type that the expression must have, if it is written: `let x: T =`, `-> T`.

    The empty string stands for a function without a return type; None for unknown.
    """
    inner = node
    for outer in ancestors(node):
        if outer.type == "let_declaration":
            kind = outer.child_by_field_name("type")
            return text_of(kind) if kind is not None else None
        if outer.type in ("function_item", "closure_expression"):
            kind = outer.child_by_field_name("return_type")
            if kind is not None:
                return text_of(kind)
            return "" if outer.type == "function_item" else None
        if outer.type == "block":
            if outer.named_children[-1] != inner:
                return None
        elif outer.type not in _PASSED_ON:
            return None
        inner = outer
    return None


def function_type(node: Node) -> str | None:
    """Return what the function around `node` gives ('' for nothing; None in a closure)."""
    function = ancestor(node, "function_item", "closure_expression", "async_block")
    if function is None or function.type != "function_item":
        return None
    kind = function.child_by_field_name("return_type")
    return text_of(kind) if kind is not None else ""
