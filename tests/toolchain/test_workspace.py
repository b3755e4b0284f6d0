from __future__ import annotations

from pathlib import Path

import pytest

from rust_agent_lsp.toolchain.workspace import find_workspace

PACKAGE = '[package]\nname = "p"\n'

CASES = {
    "alone": ({"a/Cargo.toml": PACKAGE}, "a/src/lib.rs", "a"),
    "none": ({}, "a/lone.rs", None),
    "member": (
        {"Cargo.toml": '[workspace]\nmembers = ["a"]', "a/Cargo.toml": PACKAGE},
        "a/src/lib.rs",
        ".",
    ),
    "nested root": (
        {"Cargo.toml": "[workspace]", "a/Cargo.toml": PACKAGE + "[workspace]"},
        "a/src/lib.rs",
        "a",
    ),
    "excluded": (
        {"Cargo.toml": '[workspace]\nexclude = ["a"]', "a/b/Cargo.toml": PACKAGE},
        "a/b/lib.rs",
        "a/b",
    ),
    "listed and excluded": (
        {
            "Cargo.toml": '[workspace]\nexclude = ["a"]\nmembers = ["a/b"]',
            "a/b/Cargo.toml": PACKAGE,
        },
        "a/b/lib.rs",
        ".",
    ),
    "named": (
        {"w/Cargo.toml": "[workspace]", "a/Cargo.toml": PACKAGE + 'workspace = "../w"'},
        "a/lib.rs",
        "w",
    ),
    "package in between": (
        {"Cargo.toml": "[workspace]", "a/Cargo.toml": PACKAGE, "a/b/Cargo.toml": PACKAGE},
        "a/b/lib.rs",
        ".",
    ),
    "half-typed": ({"a/Cargo.toml": "[package"}, "a/lib.rs", "a"),
}


@pytest.mark.parametrize("name", CASES)
def test_find_workspace(tmp_path: Path, name: str) -> None:
    files, start, expected = CASES[name]
    for file, text in files.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text)
    found = find_workspace(tmp_path / start)
    assert found == (None if expected is None else tmp_path / expected)
