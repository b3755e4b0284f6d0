"""Errors that people repair in several ways, as programs with other names and types each time."""

from __future__ import annotations

import random
from dataclasses import dataclass

HOLE = "HOLE"


@dataclass(frozen=True, slots=True)
class Family:
    """One error and its repairs: `shapes` are programs of different types and layout.

    `v000` is the name in question, HOLE the place of the repair, `broken` what stands there at
    first; `ways` are what people write there instead.
    """

    name: str
    code: str
    shapes: tuple[str, ...]
    ways: tuple[str, ...]
    broken: str = "v000"


@dataclass(frozen=True, slots=True)
class Program:
    """One program with this family's error, under names of its own."""

    family: Family
    shape: str
    names: dict[str, str]

    def text(self, way: str | None = None) -> str:
        """Return the program, broken or repaired in one way."""
        text = self.shape.replace(HOLE, self.family.broken if way is None else way)
        for old, new in self.names.items():
            text = text.replace(old, new)
        return text


def program(family: Family, chance: random.Random, shape: str = "") -> Program:
    """Return a program of the family; its names, and without `shape` that too, drawn by chance."""
    shape = shape or chance.choice(family.shapes)
    numbers = chance.sample(range(1, 900), 4)
    olds = ("v000", "v009", "f000", "f009")
    return Program(family, shape, {o: f"{o[0]}{n:03d}" for o, n in zip(olds, numbers, strict=True)})


MOVED = Family(
    "moved",
    "E0382",
    (
        "fn f000(v009: impl AsRef<[i32]>) -> usize {\n    v009.as_ref().len()\n}\n\n"
        "pub fn f009() -> usize {\n    let v000 = vec![1, 2, 3];\n    let v009 = f000(HOLE);\n"
        "    v009 + v000.len()\n}\n",
        "fn f000(v009: impl AsRef<[u8]>) -> bool {\n    v009.as_ref().is_empty()\n}\n\n"
        "pub fn f009(v000: Vec<u8>) -> usize {\n    if f000(HOLE) {\n        return 0;\n    }\n"
        "    v000.len()\n}\n",
        "// What is left of it.\nfn f000(v009: impl AsRef<[char]>) -> usize {\n"
        "    v009.as_ref().len()\n}\n\npub struct Held(pub usize);\n\n"
        "pub fn f009() -> Held {\n    let v000 = vec!['a'];\n    let v009 = f000(HOLE);\n\n"
        "    Held(v009 + v000.capacity())\n}\n",
    ),
    ("v000.clone()", "&v000", "v000.to_vec()"),
)
TEXT = Family(
    "text",
    "E0308",
    (
        "pub fn f000(v000: &str) -> String {\n    HOLE\n}\n",
        "pub struct Named {\n    pub name: String,\n}\n\n"
        "pub fn f000(v000: &str) -> Named {\n    Named { name: HOLE }\n}\n",
        "pub fn f000(v000: &str, v009: u8) -> String {\n    let f009: String = HOLE;\n"
        "    if v009 > 3 {\n        return String::new();\n    }\n    f009\n}\n",
    ),
    ("v000.to_owned()", "v000.to_string()", "v000.into()", "String::from(v000)"),
)
NUMBER = Family(
    "number",
    "E0308",
    (
        "pub fn f000(v000: usize) -> u32 {\n    HOLE\n}\n",
        "pub fn f000(v000: i64) -> u8 {\n    let v009: u8 = HOLE;\n    v009 / 2\n}\n",
        "fn f009(v009: u16) -> u16 {\n    v009 / 2\n}\n\n"
        "pub fn f000(v000: u32) -> u16 {\n    f009(HOLE)\n}\n",
    ),
    ("v000.try_into().unwrap()", "v000.try_into().unwrap_or_default()"),
)
LOOP = Family(
    "loop",
    "E0382",
    (
        "pub fn f000(v000: Vec<usize>) -> usize {\n    let mut v009 = 0;\n"
        "    for f009 in HOLE {\n        v009 += f009;\n    }\n    v009 + v000.len()\n}\n",
        "pub fn f000(v000: Vec<String>) -> usize {\n    let mut v009 = 1;\n"
        "    for f009 in HOLE {\n        v009 += f009.len();\n    }\n    v009 * v000.len()\n}\n",
    ),
    ("&v000", "v000.iter()", "v000.clone()"),
)
ABSENT = Family(
    "absent",
    "E0308",
    (
        "pub fn f000(v000: Option<i32>) -> i32 {\n    HOLE\n}\n",
        "pub fn f000(v000: Option<String>) -> usize {\n    let v009: String = HOLE;\n"
        "    v009.len()\n}\n",
        "fn f009(v009: u64) -> u64 {\n    v009 + 1\n}\n\n"
        "pub fn f000(v000: Option<u64>) -> u64 {\n    f009(HOLE)\n}\n",
    ),
    ("v000.unwrap_or_default()", "v000.unwrap()"),
)
ARGUMENT = Family(
    "argument",
    "E0308",
    (
        "fn f000(v009: &str) -> usize {\n    v009.len()\n}\n\n"
        "pub fn f009(v000: String) -> usize {\n    f000(HOLE)\n}\n",
        "pub fn f009(v000: String, v009: fn(&str) -> bool) -> bool {\n    v009(HOLE)\n}\n",
    ),
    ("&v000", "v000.as_str()", "v000.as_ref()"),
)
FAMILIES = (MOVED, TEXT, NUMBER, LOOP, ABSENT, ARGUMENT)
BORROWED, TYPED = (MOVED, LOOP), (TEXT, NUMBER, ABSENT, ARGUMENT)
"""Those of one error code each."""
