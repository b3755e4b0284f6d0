"""Demands of a type parameter the trait that the code uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.generics import bound_edit, declaring_item
from rust_agent_lsp.syntax.tree import descendants, text_of

_ARITHMETIC = {
    "add": "Add",
    "subtract": "Sub",
    "multiply": "Mul",
    "divide": "Div",
    "remainder": "Rem",
    "add-assign": "AddAssign",
    "subtract-assign": "SubAssign",
    "multiply-assign": "MulAssign",
    "divide-assign": "DivAssign",
}
_METHODS = {
    "clone": "Clone",
    "cmp": "Ord",
    "partial_cmp": "PartialOrd",
    "to_string": "std::fmt::Display",
    "hash": "std::hash::Hash",
    "default": "Default",
    "next": "Iterator",
    "map": "Iterator",
    "into_iter": "IntoIterator",
    "as_ref": "AsRef<str>",
}
_PATHS = {
    "Display": "std::fmt::Display",
    "Debug": "std::fmt::Debug",
    "Hash": "std::hash::Hash",
    "Sum": "std::iter::Sum",
    "Add": "std::ops::Add",
    "Mul": "std::ops::Mul",
    "Sub": "std::ops::Sub",
    "FromStr": "std::str::FromStr",
    "Error": "std::error::Error",
    "LowerHex": "std::fmt::LowerHex",
    "Write": "std::fmt::Write",
}


class AddTraitBound(FixRule):
    """Adds `T: Trait` where the parameter is declared.

    Callers may then only use types that have the trait.
    """

    codes: ClassVar = ("E0277", "E0369", "E0599", "E0382", "E0507", "E0508", "E0368", "E0600")
    safety: ClassVar = Safety.API_CHANGE
    examples: ClassVar = (
        Example(
            before='fn show<T>(v: T) {\n    println!("{v}");\n}\nfn main() {\n    show(1);\n}\n',
            after='fn show<T: std::fmt::Display>(v: T) {\n    println!("{v}");\n}\n'
            "fn main() {\n    show(1);\n}\n",
            code="E0277",
        ),
        Example(
            before="""\
fn add<T: Copy>(a: T, b: T) -> T {
    a + b
}
fn main() {
    add(1, 2);
}
""",
            after="""\
fn add<T: Copy + std::ops::Add<Output = T>>(a: T, b: T) -> T {
    a + b
}
fn main() {
    add(1, 2);
}
""",
            code="E0369",
        ),
        Example(
            before="""\
trait Area {
    fn area(&self) -> f64;
}
fn total<T>(all: &[T]) -> f64 {
    all.iter().map(|s| s.area()).sum()
}
impl Area for f64 {
    fn area(&self) -> f64 {
        *self
    }
}
fn main() {
    total(&[1.0]);
}
""",
            after="""\
trait Area {
    fn area(&self) -> f64;
}
fn total<T: Area>(all: &[T]) -> f64 {
    all.iter().map(|s| s.area()).sum()
}
impl Area for f64 {
    fn area(&self) -> f64 {
        *self
    }
}
fn main() {
    total(&[1.0]);
}
""",
            code="E0599",
        ),
        Example(
            before="""\
fn twice<T>(v: T) -> (T, T)
where
    T: PartialEq,
{
    (v, v)
}
fn main() {
    twice(1);
}
""",
            after="""\
fn twice<T>(v: T) -> (T, T)
where
    T: PartialEq + Copy,
{
    (v, v)
}
fn main() {
    twice(1);
}
""",
            code="E0382",
        ),
    )
    refuses: ClassVar = ('struct Point;\nfn main() {\n    println!("{}", Point);\n}\n',)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        for name, bound in dict.fromkeys(_missing(site)):
            declared = _declared(site, name)
            edit = _edit(declared, name, bound) if declared is not None else None
            if edit is not None:
                yield site.candidate(
                    self.id, f"Demand `{name}: {bound}`", edit, safety=Safety.API_CHANGE
                )


def _declared(site: Site, name: str) -> tuple[Node, Node] | None:
    """Return (item, parameter) of `name`; an `impl Trait` type stands for itself."""
    if name.startswith("impl "):
        function = site.enclosing("function_item", "function_signature_item")
        for kind in descendants(function, "abstract_type") if function else []:
            if text_of(kind) == name:
                return kind, kind
        return None
    return declaring_item(site.node, name)


def _edit(declared: tuple[Node, Node], name: str, bound: str) -> Edit | None:
    if name.startswith("impl "):
        return Edit.insert(declared[1].end_byte, f" + {bound}")
    return bound_edit(*declared, bound)


def _missing(site: Site) -> Iterator[tuple[str, str]]:
    """Yield (parameter, bound) that the diagnostic asks for, the mildest bound first."""
    message = site.diagnostic.message
    if site.diagnostic.code in ("E0382", "E0507", "E0508"):
        found = site.match(r"has type `(impl [^`]+|\w+)`, which does not implement the `Copy`")
        if found is not None:
            yield found[1], "Copy"
        return
    for pattern in (
        r"`(?P<n>&?(?:impl [^`]+|\w+))` doesn't implement `(?P<t>[^`]+)`",
        r"the trait bound `(?P<n>&?(?:impl [^`:]+|[\w]+)): (?P<t>[^`]+)` is not satisfied",
        r"the trait `(?P<t>[^`]+)` is not implemented for `(?P<n>&?\w+)`",
    ):
        found = site.match(pattern)
        if found is not None:
            yield found["n"].lstrip("&"), _path(site, found["t"])
    unsafe = re.match(r"`(impl [^`]+|\w+)` cannot be (sent|shared) between threads", message)
    if unsafe is not None:
        yield unsafe[1], "Send" if unsafe[2] == "sent" else "Sync"
    compared = re.match(r"can't compare `&*(\w+)` with `", message)
    if compared is not None:
        yield compared[1], "PartialEq"
    if re.match(r"`?(\w+)`? is not an iterator", message.strip("`")):
        yield message.strip("`").split("`")[0], "Iterator"
    yield from _operator(message)
    yield from _method(site)


def _path(site: Site, trait: str) -> str:
    """Return how to name `trait` here: by its path unless it is in the prelude or imported."""
    last = trait.rpartition("::")[2] if "<" not in trait else trait
    name = last.partition("<")[0]
    imported = re.search(
        rf"\buse [^;]*\b{re.escape(name)}\b", site.source.text.decode(errors="replace")
    )
    return last if imported or name not in _PATHS else _PATHS[name]


def _operator(message: str) -> Iterator[tuple[str, str]]:
    found = re.search(
        r"operation `([^`]+)` cannot be applied to type `&*(impl [^`]+|\w+)`", message
    )
    if found is not None:
        operators = {"==": "PartialEq", "!=": "PartialEq"}
        bitwise = {"&": "BitAnd", "|": "BitOr", "^": "BitXor", "<<": "Shl", ">>": "Shr"}
        if found[1] in ("<", ">", "<=", ">="):
            yield found[2], "PartialOrd"
        elif found[1] in operators:
            yield found[2], operators[found[1]]
        elif found[1] in bitwise:
            yield found[2], f"std::ops::{bitwise[found[1]]}<Output = {found[2]}>"
        elif found[1] in ("+=", "-=", "*=", "/="):
            names = {"+=": "AddAssign", "-=": "SubAssign", "*=": "MulAssign", "/=": "DivAssign"}
            yield found[2], f"std::ops::{names[found[1]]}"
        return
    unary = re.match(r"cannot apply unary operator `([-!])` to type `&*(\w+)`", message)
    if unary is not None:
        yield unary[2], f"std::ops::{'Neg' if unary[1] == '-' else 'Not'}<Output = {unary[2]}>"
        return
    found = re.match(
        r"cannot (?:calculate the )?([\w-]+) (?:of )?`(&*\w+)` (?:to|from|by|divided by) `(&*\w+)`",
        message,
    )
    if found is None or found[1] not in _ARITHMETIC:
        return
    left, right = found[2], found[3]
    if found[1] in ("add", "subtract"):
        left, right = right, left
    name = left.lstrip("&")
    trait = f"std::ops::{_ARITHMETIC[found[1]]}"
    if found[1].endswith("-assign"):
        yield name, trait
    elif left == name and right in (name, "{integer}", "{float}"):
        yield name, f"{trait}<Output = {name}>"
        yield name, f"{trait}<Output = {name}> + Copy"


def _method(site: Site) -> Iterator[tuple[str, str]]:
    message = site.diagnostic.message
    found = re.match(
        r"no (?:\w+ )*?(?:or associated \w+ )?named `(\w+)` found for "
        r"(?:type parameter|reference|mutable reference) `&?(?:mut )?(\w+)`",
        message,
    )
    if found is None:
        return
    for trait in descendants(site.source.tree.root_node, "trait_item"):
        body, name = trait.child_by_field_name("body"), trait.child_by_field_name("name")
        if body is None or name is None:
            continue
        for method in descendants(body, "function_signature_item", "function_item", "const_item"):
            own = method.child_by_field_name("name")
            if own is not None and text_of(own) == found[1]:
                generic = trait.child_by_field_name("type_parameters") is not None
                if not generic:
                    yield found[2], text_of(name)
    if found[1] in _METHODS:
        yield found[2], _METHODS[found[1]]
