"""Generates the crates that are measured: broken functions of known codes, and many sound ones."""

from __future__ import annotations

from pathlib import Path

MANIFEST = '[package]\nname = "measured"\nversion = "0.1.0"\nedition = "2021"\n'

_BROKEN = (
    """\
pub fn moved_{n}() -> usize {{
    let data_{n} = vec![1, 2, 3];
    let kept_{n} = data_{n};
    data_{n}.len() + kept_{n}.len()
}}
""",
    """\
pub fn assigned_twice_{n}() -> u32 {{
    let total_{n} = 1;
    total_{n} += 1;
    total_{n}
}}
""",
    """\
pub fn mismatched_{n}(wide_{n}: u64) -> u32 {{
    let narrow_{n}: u32 = wide_{n};
    narrow_{n}
}}
""",
    """\
pub fn borrowed_{n}() -> usize {{
    let mut items_{n} = vec![1, 2, 3];
    let first_{n} = &items_{n}[0];
    items_{n}.push(4);
    *first_{n} as usize
}}
""",
    """\
pub fn not_mutable_{n}() -> Vec<u32> {{
    let list_{n} = Vec::new();
    list_{n}.push({n});
    list_{n}
}}
""",
)

_SOUND = """\
#[derive(Debug, Clone, PartialEq)]
pub struct Record{n} {{
    pub name: String,
    pub values: Vec<u32>,
}}

impl Record{n} {{
    pub fn new(name: &str) -> Self {{
        Self {{ name: name.to_string(), values: Vec::new() }}
    }}

    pub fn total(&self) -> u32 {{
        self.values.iter().copied().filter(|value| value % 2 == {odd}).sum()
    }}

    pub fn longest<'a>(&'a self, other: &'a Self) -> &'a str {{
        if self.name.len() >= other.name.len() {{ &self.name }} else {{ &other.name }}
    }}

    pub fn describe(&self) -> String {{
        match self.total() {{
            0 => format!("{{}} is empty", self.name),
            n if n > {n} => format!("{{}} holds much: {{n}}", self.name),
            n => format!("{{}} holds {{n}}", self.name),
        }}
    }}
}}
"""


def sound(lines: int, first: int = 0) -> str:
    """Return at least `lines` lines of Rust without an error."""
    each = _SOUND.count("\n") + 1
    count = -(-lines // each)
    return "\n".join(_SOUND.format(n=n, odd=n % 2) for n in range(first, first + count))


def broken(functions: int) -> str:
    """Return that many functions with one error each, five codes in turn."""
    return "\n".join(_BROKEN[n % len(_BROKEN)].format(n=n) for n in range(functions))


def small_crate(folder: Path, functions: int = 5, lines: int = 0) -> Path:
    """Write a crate of one file and return that file; `lines` of sound code come first."""
    return write_crate(folder, {"lib": sound(lines) + "\n" + broken(functions)})


def large_crate(folder: Path, lines: int = 20_000, modules: int = 100) -> Path:
    """Write a crate of many modules and return the file with its two errors."""
    each = lines // modules
    texts = {f"part_{n:03}": sound(each, n * each) for n in range(modules)}
    texts["middle"] = sound(each, lines) + "\n" + broken(2)
    texts["lib"] = "".join(f"pub mod {name};\n" for name in texts)
    write_crate(folder, texts)
    return folder / "src" / "middle.rs"


def write_crate(folder: Path, texts: dict[str, str]) -> Path:
    (folder / "src").mkdir(parents=True)
    (folder / "Cargo.toml").write_text(MANIFEST, encoding="utf-8")
    for name, text in texts.items():
        (folder / "src" / f"{name}.rs").write_text(text, encoding="utf-8")
    return folder / "src" / "lib.rs"
