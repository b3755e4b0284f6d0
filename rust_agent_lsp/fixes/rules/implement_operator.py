"""Gives a type of this crate the operator that is used on it, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.items import (
    Item,
    derives,
    find_item,
    named_fields,
    node_name,
    tuple_fields,
    variants,
)
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, FileEdit
from rust_agent_lsp.syntax.types import NUMBERS, plain

_BINARY = {
    "add": ("Add", "+"),
    "subtract": ("Sub", "-"),
    "multiply": ("Mul", "*"),
    "divide": ("Div", "/"),
}
_BEHIND = {"add": (2, 1), "subtract": (2, 1), "multiply": (1, 2), "divide": (1, 2)}
_OPEN = ("Mul", "Div", "MulAssign", "DivAssign")
_OPERATION = re.compile(
    r"cannot (add|subtract|multiply|divide) `([^`]+)` (?:to|from|by) `([^`]+)`$"
)
_ASSIGNED = re.compile(r"operation `([-+*/])=` cannot be applied to type `([^`]+)`$")


class ImplementOperator(FixRule):
    """Writes the impl of `Add`, `Sub`, `Mul`, `Div`, `Neg` or `Not` that the operator needs.

    It works on each field alone; where the operator is to mean something else, the body is to be
    changed; for `*` and `/` between two such types that is a guess. `!` on a type with two cases
    gives the other one.
    """

    codes: ClassVar = ("E0369", "E0368", "E0600")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before="""\
struct Point {
    x: i32,
    y: i32,
}
fn main() {
    let p = Point { x: 1, y: 2 } + Point { x: 2, y: 3 };
    println!("{} {}", p.x, p.y);
}
""",
            after="""\
struct Point {
    x: i32,
    y: i32,
}

impl std::ops::Add for Point {
    type Output = Point;

    fn add(self, other: Point) -> Point {
        Point { x: self.x + other.x, y: self.y + other.y }
    }
}
fn main() {
    let p = Point { x: 1, y: 2 } + Point { x: 2, y: 3 };
    println!("{} {}", p.x, p.y);
}
""",
            code="E0369",
        ),
        Example(
            before="enum Answer {\n    Yes,\n    No,\n}\n"
            "fn main() {\n    if let Answer::No = !Answer::Yes {}\n}\n",
            after="enum Answer {\n    Yes,\n    No,\n}\n\nimpl std::ops::Not for Answer {\n"
            "    type Output = Answer;\n\n    fn not(self) -> Answer {\n        match self {\n"
            "            Answer::Yes => Answer::No,\n            Answer::No => Answer::Yes,\n"
            "        }\n    }\n}\nfn main() {\n    if let Answer::No = !Answer::Yes {}\n}\n",
            code="E0600",
        ),
        Example(
            before="""\
struct Speed(f64);
fn main() {
    let twice = Speed(1.5) * 2.0;
    println!("{}", twice.0);
}
""",
            after="""\
struct Speed(f64);

impl std::ops::Mul<f64> for Speed {
    type Output = Speed;

    fn mul(self, other: f64) -> Speed {
        Speed(self.0 * other)
    }
}
fn main() {
    let twice = Speed(1.5) * 2.0;
    println!("{}", twice.0);
}
""",
            code="E0369",
        ),
        Example(
            before="""\
struct Purse {
    coins: u32,
}
fn main() {
    let mut purse = Purse { coins: 1 };
    purse += Purse { coins: 2 };
    println!("{}", purse.coins);
}
""",
            after="""\
struct Purse {
    coins: u32,
}

impl std::ops::AddAssign for Purse {
    fn add_assign(&mut self, other: Purse) {
        self.coins += other.coins;
    }
}
fn main() {
    let mut purse = Purse { coins: 1 };
    purse += Purse { coins: 2 };
    println!("{}", purse.coins);
}
""",
            code="E0368",
        ),
    )
    refuses: ClassVar = (
        "struct Name {\n    text: String,\n}\nfn main() {\n"
        "    let _ = Name { text: String::new() } - Name { text: String::new() };\n}\n",
        "enum Color {\n    Red,\n    Green,\n    Blue,\n}\nfn main() {\n    !Color::Red;\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        written = _binary(site) or _assigned(site) or _unary(site)
        if written is None:
            return
        item, trait, code = written
        # The product of two vectors or matrices is seldom the product of their fields.
        guess = (
            trait in _OPEN and f"impl std::ops::{trait} for" in code and len(_parts(item.node)) > 1
        )
        yield Candidate(
            self.id,
            f"Implement `{trait}` for `{item.name}`, field by field",
            (FileEdit(item.file.path, (Edit.insert(item.node.end_byte, f"\n\n{code}"),)),),
            Safety.GUESS if guess else Safety.API_CHANGE,
            "What the operator means is a guess."
            if guess
            else f"`{item.name}` gets the operator everywhere.",
        )


def _type(site: Site, kind: str) -> Item | None:
    """Return the type of this crate with that name, if it is not generic."""
    item = find_item(site, plain(kind), "type") if re.fullmatch(r"[\w:]+", kind) else None
    if item is None or item.node.child_by_field_name("type_parameters") is not None:
        return None
    return item


def _parts(node: Node) -> list[tuple[str, str]]:
    """Return the fields of a struct, (name or number, type)."""
    named = list(named_fields(node).items())
    return named or [(str(i), kind) for i, kind in enumerate(tuple_fields(node))]


def _made(node: Node, values: list[tuple[str, str]]) -> str:
    name = node_name(node)
    if named_fields(node):
        return f"{name} {{ {', '.join(f'{field}: {value}' for field, value in values)} }}"
    return f"{name}({', '.join(value for _, value in values)})"


def _binary(site: Site) -> tuple[Item, str, str] | None:
    found = _OPERATION.search(site.diagnostic.message)
    if found is None:
        return None
    places = _BEHIND[found[1]]
    left, right = found[places[0] + 1], found[places[1] + 1]
    item = _type(site, left)
    parts = _parts(item.node) if item is not None else []
    if item is None or not parts:
        return None
    trait, sign = _BINARY[found[1]]
    right = {"{integer}": "i32", "{float}": "f64"}.get(right, right)
    if right == left:
        argument, other = "", "other.{}"
        if not all(_is_number(site, kind, trait) for _, kind in parts):
            return None
    elif right in NUMBERS and trait in ("Mul", "Div"):
        kinds = {kind for _, kind in parts}
        if len(kinds) != 1 or not kinds <= set(NUMBERS):
            return None
        # A literal takes the fields' type.
        right = right if "{" not in found[0] else kinds.pop()
        argument, other = f"<{right}>", "other"
        if "{" not in found[0] and right not in {kind for _, kind in parts}:
            return None
    else:
        return None
    values = [(field, f"self.{field} {sign} {other.format(field)}") for field, _ in parts]
    name, method = item.name, trait.lower()
    kind = name if right == left else right
    code = (
        f"impl std::ops::{trait}{argument} for {name} {{\n    type Output = {name};\n\n"
        f"    fn {method}(self, other: {kind}) -> {name} {{\n"
        f"        {_made(item.node, values)}\n    }}\n}}"
    )
    return item, trait, code


def _assigned(site: Site) -> tuple[Item, str, str] | None:
    found = _ASSIGNED.search(site.diagnostic.message)
    item = _type(site, found[2]) if found is not None else None
    parts = _parts(item.node) if item is not None else []
    if found is None or item is None or not parts:
        return None
    trait = next(trait for trait, sign in _BINARY.values() if sign == found[1])
    # The right side is not named; it is taken for the same type unless it is a number.
    right = site.enclosing("compound_assignment_expr")
    value = right.child_by_field_name("right") if right is not None else None
    if value is None or value.type.endswith("_literal"):
        return None
    if not all(_is_number(site, kind, trait) for _, kind in parts):
        return None
    lines = "".join(f"        self.{f} {found[1]}= other.{f};\n" for f, _ in parts)
    code = (
        f"impl std::ops::{trait}Assign for {item.name} {{\n"
        f"    fn {trait.lower()}_assign(&mut self, other: {item.name}) {{\n{lines}    }}\n}}"
    )
    return item, f"{trait}Assign", code


def _unary(site: Site) -> tuple[Item, str, str] | None:
    found = re.search(r"unary operator `([-!])` to type `([^`]+)`", site.diagnostic.message)
    item = _type(site, found[2]) if found is not None else None
    if found is None or item is None:
        return None
    trait = "Neg" if found[1] == "-" else "Not"
    name, body = item.name, None
    if item.node.type == "enum_item":
        cases = variants(item.node)
        if len(cases) == 2 and not any(c.child_by_field_name("body") for c in cases):
            one, two = (f"{name}::{node_name(case)}" for case in cases)
            arms = f"            {one} => {two},\n            {two} => {one},\n"
            body = f"match self {{\n{arms}        }}"
    else:
        parts = _parts(item.node)
        fit: tuple[str, ...] = ("i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64")
        fit = fit if trait == "Neg" else ("bool",)
        if parts and all(kind in fit for _, kind in parts):
            body = _made(item.node, [(field, f"{found[1]}self.{field}") for field, _ in parts])
    if body is None:
        return None
    code = (
        f"impl std::ops::{trait} for {name} {{\n    type Output = {name};\n\n"
        f"    fn {trait.lower()}(self) -> {name} {{\n        {body}\n    }}\n}}"
    )
    return item, trait, code


def _is_number(site: Site, kind: str, trait: str) -> bool:
    """Say whether two values of a field's type can be combined by the trait's operator."""
    item = _type(site, kind)
    if item is None or derives(item.node) is None:
        return kind in NUMBERS
    return f"{trait} for {item.name}" in site.source.text.decode(errors="replace")
