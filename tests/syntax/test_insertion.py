"""Code put into a file: imports merged, place kept, names changed where both have them."""

from __future__ import annotations

from pathlib import Path

import pytest

from rust_agent_lsp.model.text import apply_edits
from rust_agent_lsp.syntax.imports import Import, imports_of
from rust_agent_lsp.syntax.insertion import (
    in_module,
    insert_code,
    names_of,
    renamed,
    without_declarations,
)
from rust_agent_lsp.syntax.tree import SourceFile

CODE = "use std::fmt;\nuse std::io::{self, Read};\n\nstruct New;\n\nimpl New {}\n"
FILE = """\
//! About.
#![allow(dead_code)]

use std::fmt;
use std::io;

mod other;

/// One.
#[derive(Debug)]
struct One {
    id: u8,
}

fn two() {}

#[cfg(test)]
mod tests {}
"""


def file(text: str) -> SourceFile:
    return SourceFile.parse(Path("main.rs"), text.encode())


def put(text: str, code: str = CODE, offset: int | None = None) -> str:
    made = insert_code(file(text), code.encode(), offset)
    return apply_edits(text.encode(), made.edits).decode()


def test_imports_join_the_files_own_and_items_stand_before_the_tests() -> None:
    wanted = FILE.replace("use std::io;\n", "use std::io;\nuse std::io::Read;\n")
    wanted = wanted.replace("#[cfg(test)]", "struct New;\n\nimpl New {}\n\n#[cfg(test)]")
    assert put(FILE) == wanted


@pytest.mark.parametrize("needle", ["id: u8", "One.", "#[derive"])
def test_no_item_is_torn_apart(needle: str) -> None:
    after = put(FILE, "struct New;\n", FILE.index(needle))
    assert "}\n\nstruct New;\n\nfn two" in after


def test_a_place_before_the_imports_is_after_them() -> None:
    after = put(FILE, "struct New;\n", 0)
    assert after.index("use std::io;") < after.index("struct New;") < after.index("struct One")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "use std::fmt;\nuse std::io::{self, Read};\n\nstruct New;\n\nimpl New {}\n"),
        ("fn a() {}", "use std::fmt;\nuse std::io::{self, Read};\n\nfn a() {}\n\nstruct New;"),
        ("//! A.\n", "//! A.\n\nuse std::fmt;\nuse std::io::{self, Read};\n\nstruct New;"),
        ("use std::fmt;\nuse std::io::{self, Read};\n", "Read};\n\nstruct New;\n\nimpl New {}\n"),
    ],
)
def test_files_without_imports(text: str, wanted: str) -> None:
    assert wanted in put(text)


def test_line_ends_are_the_files() -> None:
    after = put(FILE.replace("\n", "\r\n"))
    assert after.count("\n") == after.count("\r\n")


def test_imports_are_read_one_by_one() -> None:
    text = "use a::{self, b::*, c as d, e::{f, g as _}};"
    assert imports_of(file(text).tree.root_node.named_children[0]) == [
        Import("a", "a"),
        Import("a::b::*", ""),
        Import("a::c", "d"),
        Import("a::e::f", "f"),
        Import("a::e::g", ""),
    ]


def test_a_file_tells_its_names() -> None:
    names = names_of(file(FILE))
    assert names.taken == {"fmt", "io", "other", "One", "two", "tests"}
    assert names.structs == {"One": (("id", "u8"),)}


def test_names_are_changed_but_not_those_of_members_and_variants() -> None:
    code = "enum Go { Up }\nstruct Up { Go: u8 }\nfn f(u: Up) -> Go { let _ = u.Go; Go::Up }\n"
    assert renamed(code, {"Go": "Come", "Up": "Higher"}) == (
        "enum Come { Up }\nstruct Higher { Go: u8 }\n"
        "fn f(u: Higher) -> Come { let _ = u.Go; Come::Up }\n"
    )


def test_a_type_that_the_file_has_is_left_out() -> None:
    code = "/// A.\n#[derive(Debug)]\nstruct One {\n    a: u8,\n}\n\nstruct Two;\n"
    assert without_declarations(code, ["One"]) == "struct Two;\n"


def test_a_module_of_its_own() -> None:
    assert in_module("fn a() {\n    1\n}\n", "m") == (
        "pub mod m {\n    fn a() {\n        1\n    }\n}\n"
    )
