"""The required items of well-known traits, with bodies made from a type's own fields."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FMT = "fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result"
_ORDERING = "std::cmp::Ordering"

# `{A}` stands for the trait's type argument (`Self` where it has none), `{S}` for the type itself.
SIGNATURES: dict[str, dict[str, str]] = {
    "Display": {"fmt": _FMT},
    "Debug": {"fmt": _FMT},
    "LowerHex": {"fmt": _FMT},
    "UpperHex": {"fmt": _FMT},
    "Binary": {"fmt": _FMT},
    "Iterator": {"Item": "type Item = ()", "next": "fn next(&mut self) -> Option<Self::Item>"},
    "DoubleEndedIterator": {"next_back": "fn next_back(&mut self) -> Option<Self::Item>"},
    "IntoIterator": {
        "Item": "type Item = ()",
        "IntoIter": "type IntoIter = std::vec::IntoIter<Self::Item>",
        "into_iter": "fn into_iter(self) -> Self::IntoIter",
    },
    "FromIterator": {
        "from_iter": "fn from_iter<I: IntoIterator<Item = {A}>>(iter: I) -> Self",
    },
    "Extend": {"extend": "fn extend<I: IntoIterator<Item = {A}>>(&mut self, iter: I)"},
    "From": {"from": "fn from(value: {A}) -> Self"},
    "Into": {"into": "fn into(self) -> {A}"},
    "TryFrom": {
        "Error": "type Error = String",
        "try_from": "fn try_from(value: {A}) -> Result<Self, Self::Error>",
    },
    "TryInto": {
        "Error": "type Error = String",
        "try_into": "fn try_into(self) -> Result<{A}, Self::Error>",
    },
    "FromStr": {
        "Err": "type Err = String",
        "from_str": "fn from_str(s: &str) -> Result<Self, Self::Err>",
    },
    "Deref": {"Target": "type Target = {F}", "deref": "fn deref(&self) -> &Self::Target"},
    "DerefMut": {"deref_mut": "fn deref_mut(&mut self) -> &mut Self::Target"},
    "Drop": {"drop": "fn drop(&mut self)"},
    "Clone": {"clone": "fn clone(&self) -> Self"},
    "Default": {"default": "fn default() -> Self"},
    "PartialEq": {"eq": "fn eq(&self, other: &{A}) -> bool"},
    "PartialOrd": {"partial_cmp": f"fn partial_cmp(&self, other: &{{A}}) -> Option<{_ORDERING}>"},
    "Ord": {"cmp": f"fn cmp(&self, other: &Self) -> {_ORDERING}"},
    "Hash": {"hash": "fn hash<H: std::hash::Hasher>(&self, state: &mut H)"},
    "Hasher": {"finish": "fn finish(&self) -> u64", "write": "fn write(&mut self, bytes: &[u8])"},
    "Neg": {"Output": "type Output = Self", "neg": "fn neg(self) -> Self::Output"},
    "Not": {"Output": "type Output = Self", "not": "fn not(self) -> Self::Output"},
    "Index": {
        "Output": "type Output = {E}",
        "index": "fn index(&self, index: {A}) -> &Self::Output",
    },
    "IndexMut": {"index_mut": "fn index_mut(&mut self, index: {A}) -> &mut Self::Output"},
    "AsRef": {"as_ref": "fn as_ref(&self) -> &{A}"},
    "AsMut": {"as_mut": "fn as_mut(&mut self) -> &mut {A}"},
    "Borrow": {"borrow": "fn borrow(&self) -> &{A}"},
    "ToString": {"to_string": "fn to_string(&self) -> String"},
    "Read": {"read": "fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize>"},
    "Write": {
        "write": "fn write(&mut self, buf: &[u8]) -> std::io::Result<usize>",
        "flush": "fn flush(&mut self) -> std::io::Result<()>",
        "write_str": "fn write_str(&mut self, s: &str) -> std::fmt::Result",
    },
    "Future": {
        "Output": "type Output = ()",
        "poll": "fn poll(self: std::pin::Pin<&mut Self>, cx: &mut std::task::Context<'_>)"
        " -> std::task::Poll<Self::Output>",
    },
}
_PLAIN = re.compile(r"[iu](?:8|16|32|64|128|size)|f32|f64|bool|char|String")
_OPERATORS = {
    "Add": "+",
    "Sub": "-",
    "Mul": "*",
    "Div": "/",
    "Rem": "%",
    "BitAnd": "&",
    "BitOr": "|",
    "BitXor": "^",
    "Shl": "<<",
    "Shr": ">>",
}
_METHODS = {
    "Add": "add",
    "Sub": "sub",
    "Mul": "mul",
    "Div": "div",
    "Rem": "rem",
    "BitAnd": "bitand",
    "BitOr": "bitor",
    "BitXor": "bitxor",
    "Shl": "shl",
    "Shr": "shr",
}
for _trait, _method in _METHODS.items():
    SIGNATURES[_trait] = {
        "Output": "type Output = Self",
        _method: f"fn {_method}(self, rhs: {{A}}) -> Self::Output",
    }
    SIGNATURES[f"{_trait}Assign"] = {
        f"{_method}_assign": f"fn {_method}_assign(&mut self, rhs: {{A}})"
    }


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of the type that gets the trait: its fields or its unit variants.

    `named` tells `S { x }` from `S(…)`; `fields` are pairs of name (or number) and type.
    """

    name: str
    fields: tuple[tuple[str, str], ...]
    named: bool
    variants: tuple[str, ...] = ()


def body_of(trait: str, item: str, shape: Shape, argument: str = "Self") -> str | None:
    """Return a body for a method of a well-known trait, made from the fields, or None.

    `argument` is the trait's type argument: `f64` in `impl Mul<f64> for Point`.
    """
    names = [name for name, _ in shape.fields]
    own = argument in ("Self", shape.name)
    if item == "fmt":
        return _shown(trait, shape)
    if item == "drop" or (item == "flush" and trait == "Write"):
        return "" if item == "drop" else "Ok(())"
    if shape.variants or (not names and item not in ("clone", "default", "eq")):
        return None
    base, assign = trait.removesuffix("Assign"), trait.endswith("Assign")
    if base in _OPERATORS and item == _METHODS[base] + ("_assign" if assign else ""):
        sign = _OPERATORS[base]
        right = {n: f"rhs.{n}" if own else "rhs" for n in names}
        if assign:
            return "\n".join(f"self.{n} {sign}= {right[n]};" for n in names)
        return _made(shape, [f"self.{n} {sign} {right[n]}" for n in names])
    if item == "from" and argument.startswith("(") and argument.count(",") == len(names) - 1 > 0:
        return _made(shape, [f"value.{i}" for i in range(len(names))])
    plain = {
        "neg": lambda: _made(shape, [f"-self.{n}" for n in names]),
        "not": lambda: _made(shape, [f"!self.{n}" for n in names]),
        "clone": lambda: _made(shape, [f"self.{n}.clone()" for n in names]),
        "default": lambda: _made(shape, ["Default::default()" for _ in names]),
        "eq": lambda: " && ".join(f"self.{n} == other.{n}" for n in names) or "true",
        "cmp": lambda: _compared("cmp", names),
        "partial_cmp": lambda: _compared("partial_cmp", names),
        "hash": lambda: "\n".join(f"std::hash::Hash::hash(&self.{n}, state);" for n in names),
    }
    if item in plain:
        return plain[item]()
    return _of_single_field(item, shape) if len(names) == 1 else None


def _of_single_field(item: str, shape: Shape) -> str | None:
    name, kind = shape.fields[0]
    if item in ("next", "into_iter", "extend", "index", "index_mut") and _PLAIN.fullmatch(kind):
        return None
    bodies = {
        "deref": f"&self.{name}",
        "deref_mut": f"&mut self.{name}",
        "as_ref": f"&self.{name}",
        "as_mut": f"&mut self.{name}",
        "borrow": f"&self.{name}",
        "index": f"&self.{name}[index]",
        "index_mut": f"&mut self.{name}[index]",
        "into": f"self.{name}",
        "into_iter": f"self.{name}.into_iter()",
        "next": f"self.{name}.next()",
        "from": _made(shape, ["value"]),
        "from_iter": _made(shape, ["iter.into_iter().collect()"]),
        "extend": f"self.{name}.extend(iter);",
        "to_string": f"self.{name}.to_string()",
    }
    return bodies.get(item)


def _made(shape: Shape, values: list[str]) -> str:
    if not shape.fields:
        return "Self"
    if not shape.named:
        return f"Self({', '.join(values)})"
    pairs = zip((n for n, _ in shape.fields), values, strict=True)
    return "Self { " + ", ".join(f"{n}: {v}" for n, v in pairs) + " }"


def _compared(method: str, names: list[str]) -> str:
    if len(names) == 1:
        return f"self.{names[0]}.{method}(&other.{names[0]})"
    mine, theirs = (", ".join(f"&{who}.{n}" for n in names) for who in ("self", "other"))
    return f"({mine}).{method}(&({theirs}))"


def _shown(trait: str, shape: Shape) -> str | None:
    if trait not in ("Display", "Debug"):
        return None
    mark = "{:?}" if trait == "Debug" else "{}"
    if shape.variants:
        arms = "".join(f'    Self::{v} => write!(f, "{v}"),\n' for v in shape.variants)
        return f"match self {{\n{arms}}}"
    if not shape.fields:
        return f'write!(f, "{shape.name}")'
    holes = " ".join([mark] * len(shape.fields))
    values = ", ".join(f"self.{n}" for n, _ in shape.fields)
    return f'write!(f, "{holes}", {values})'
