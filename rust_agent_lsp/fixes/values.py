"""The plainest value of a type, for a place that needs some value."""

from __future__ import annotations

import re

from tree_sitter import Node

from rust_agent_lsp.fixes.items import find_item, implements
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.syntax.tree import text_of

_FIXED = {
    "bool": "false",
    "char": "'\\0'",
    "String": "String::new()",
    "()": "()",
    "PathBuf": "PathBuf::new()",
}
_EMPTY = ("Vec", "HashMap", "HashSet", "BTreeMap", "BTreeSet", "VecDeque", "BinaryHeap")
_WRAPPERS = ("Box", "Rc", "Arc", "Cell", "RefCell", "Mutex", "RwLock")


def plain_value(site: Site, kind: str) -> str | None:
    """Return an expression of the type `kind` that says "nothing yet", or None if none is known."""
    kind = kind.strip()
    if kind in _FIXED:
        return _FIXED[kind]
    if re.fullmatch(r"[iu](?:8|16|32|64|128|size)", kind):
        return "0"
    if kind in ("f32", "f64"):
        return "0.0"
    if re.fullmatch(r"&\s*('\w+\s+)?str", kind):
        return '""'
    if re.fullmatch(r"&\s*('\w+\s+)?\[.*\]", kind):
        return "&[]"
    compound = _compound(site, kind)
    if compound is not None:
        return compound
    item = find_item(site, kind, "type")
    if item is not None and implements(site, item, "Default"):
        return f"{item.name}::default()"
    return None


def _compound(site: Site, kind: str) -> str | None:
    generic = re.fullmatch(r"([\w:]+)\s*<(.*)>", kind, re.S)
    if generic:
        head, inside = generic[1].rpartition("::")[2], split_top(generic[2])
        if head == "Option":
            return "None"
        if head in _EMPTY:
            return f"{generic[1]}::new()"
        inner = plain_value(site, inside[0]) if inside else None
        if inner is not None and head in _WRAPPERS:
            return f"{generic[1]}::new({inner})"
        return f"Ok({inner})" if inner is not None and head == "Result" else None
    if kind.startswith("(") and kind.endswith(")"):
        parts = [plain_value(site, part) for part in split_top(kind[1:-1])]
        if all(part is not None for part in parts):
            return "(" + ", ".join(str(part) for part in parts) + ")"
    array = re.fullmatch(r"\[(.*);\s*(\w+)\]", kind, re.S)
    if array:
        inner = plain_value(site, array[1])
        return f"[{inner}; {array[2]}]" if inner is not None else None
    return None


def split_top(text: str) -> list[str]:
    """Split at the commas that stand outside all brackets."""
    parts, depth, at = [], 0, 0
    for i, char in enumerate(text):
        if char in "(<[{":
            depth += 1
        elif char in ")]}" or (char == ">" and text[i - 1 : i] not in ("-", "=")):
            depth -= 1
        elif char == "," and depth == 0:
            parts.append(text[at:i].strip())
            at = i + 1
    parts.append(text[at:].strip())
    return [part for part in parts if part]


def type_of(value: Node) -> str | None:
    """Return the type of an expression as far as its own text tells: literals, constructors."""
    text = text_of(value)
    plain = {"integer_literal": "i32", "float_literal": "f64", "boolean_literal": "bool"}
    suffix = re.search(r"(?<=\d)_?((?:[iu](?:8|16|32|64|128|size))|f32|f64)$", text)
    if suffix and value.type in plain:
        return suffix[1]
    if value.type in plain:
        return plain[value.type]
    if value.type == "char_literal":
        return "char"
    if value.type in ("string_literal", "raw_string_literal"):
        return "&'static str"
    if re.match(r'(?:String::|format!)|"[^"]*"\.(?:to_string|to_owned)\(\)$', text):
        return "String"
    if value.type == "struct_expression" or re.match(r"[A-Z]\w*::new\(", text):
        return re.split(r"\s*[{:]", text)[0]
    if value.type == "unary_expression" and value.named_children:
        return type_of(value.named_children[0])
    if value.type == "tuple_expression":
        parts = [type_of(part) for part in value.named_children]
        return f"({', '.join(map(str, parts))})" if all(parts) else None
    return None
