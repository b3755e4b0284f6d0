"""Where a lint is silenced, and in which form: the compiler has the last word on both."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rust_agent_lsp.fixes.suppress import (
    HAS_EXPECT,
    Form,
    Suppression,
    find,
    places,
)
from rust_agent_lsp.fixes.workshop import Workshop
from rust_agent_lsp.model.settings import Settings
from rust_agent_lsp.model.text import apply_edits
from rust_agent_lsp.syntax.tree import SourceFile
from rust_agent_lsp.toolchain.check import Status
from tests.fixes.texts import HERE, error, span

Silence = Callable[..., str | None]
MANIFEST = '[package]\nname = "ws"\nversion = "0.1.0"\nedition = "2021"\n'
ATTRIBUTE = '#[expect({}, reason = "why")]'


@pytest.fixture
def silence(tmp_path: Path) -> Iterator[Silence]:
    """Return a library's text with its first `lint` silenced because of "why", or None."""
    root, cancel = tmp_path / "ws", threading.Event()
    (root / "src").mkdir(parents=True)
    (root / "Cargo.toml").write_text(MANIFEST)
    workshop = Workshop(root, tmp_path / "cache", Settings())

    def run(text: str, lint: str, *, with_expect: bool = True) -> str | None:
        main = root / "src/lib.rs"
        main.write_bytes(text.encode())
        clippy = lint.startswith("clippy::")
        before = workshop.check({}, cancel, clippy=clippy)
        assert before.status is Status.OK, before.detail
        target = next(d for d in before.diagnostics if d.code == lint)
        way = find(
            target,
            SourceFile.parse(main, text.encode()),
            before.diagnostics,
            lambda texts: workshop.check(texts, cancel, clippy=clippy),
            with_expect=with_expect,
        )
        if way is None:
            return None
        (file,) = way.candidate("why").edits
        after = apply_edits(text.encode(), file.edits).decode()
        again = workshop.check({main: after.encode()}, cancel, clippy=clippy)
        assert len(again.diagnostics) < len(before.diagnostics), again.diagnostics
        return after

    yield run
    workshop.close()


# Each with the place before which the attribute belongs, marked by a ¤.
SHAPES = {
    "let": ("unused_variables", "pub fn f() {\n    ¤let x = 1;\n}\n"),
    "parameter": ("unused_variables", "pub fn f(a: u8, ¤x: u8) -> u8 {\n    a\n}\n"),
    "arm": (
        "unused_variables",
        "pub fn f(a: u8) {\n    match a {\n        0 => {}\n        ¤n => {}\n    }\n}\n",
    ),
    "expression statement": (
        "unused_must_use",
        'pub fn f() {\n    ¤std::fs::read("a");\n}\n',
    ),
    "field": ("dead_code", "struct S {\n    ¤a: u8,\n}\npub fn f() {\n    S { a: 1 };\n}\n"),
    "function": ("dead_code", "/// Helps.\n#[inline]\n¤fn help() {}\n"),
    "method": ("dead_code", "pub struct S;\nimpl S {\n    ¤fn help(&self) {}\n}\n"),
    "import": ("unused_imports", "¤use std::fmt;\npub fn f() {}\n"),
    "variant": ("dead_code", "enum E {\n    A,\n    ¤B,\n}\npub fn f() {\n    let _ = E::A;\n}\n"),
    "type": ("non_camel_case_types", "¤pub struct lower;\n"),
    "assignment, which takes none": (
        "unused_assignments",
        "¤pub fn f() -> u8 {\n    let mut x;\n    x = 1;\n    x = 2;\n    x\n}\n",
    ),
    "macro call, which takes none": (
        "unused_variables",
        '¤pub fn f() {\n    println!("{}", { let x = 1; 2 });\n}\n',
    ),
    "code before it on the line": ("unused_variables", "pub fn f() { ¤let x = 1; }\n"),
    "module's name": ("non_snake_case", "¤pub mod Upper {\n    pub fn f() {}\n}\n"),
    "clippy": (
        "clippy::len_zero",
        "pub fn f(a: &[u8]) {\n    ¤if a.len() == 0 {\n        println!();\n    }\n}\n",
    ),
}


@pytest.mark.parametrize(("lint", "marked"), SHAPES.values(), ids=SHAPES.keys())
def test_the_smallest_place_that_the_compiler_accepts(
    silence: Silence, lint: str, marked: str
) -> None:
    text, at = marked.replace("¤", ""), marked.index("¤")
    line = marked[:at].rpartition("\n")[2]
    gap = " " if line.strip() else "\n" + line
    wanted = text[:at] + ATTRIBUTE.format(lint) + gap + text[at:]
    assert silence(text, lint) == wanted


def test_line_ends_are_kept(silence: Silence) -> None:
    after = silence("pub fn f() {\r\n    let x = 1;\r\n}\r\n", "unused_variables")
    assert after is not None and "\n" not in after.replace("\r\n", "")


def test_what_only_one_target_has_is_allowed(silence: Silence) -> None:
    """In the test build the function is used, so that nothing fulfils an expectation."""
    test = "#[cfg(test)]\nmod tests {\n    #[test]\n    fn helps() { super::help(); }\n}\n"
    after = silence("fn help() {}\n" + test, "dead_code")
    assert after == '#[allow(dead_code, reason = "why")]\nfn help() {}\n' + test


def test_what_is_forbidden_cannot_be_silenced(silence: Silence) -> None:
    text = "#![forbid(unused_variables)]\npub fn f() {\n    let x = 1;\n}\n"
    assert silence(text, "unused_variables") is None


def test_what_a_macro_wrote_cannot_be_silenced_where_it_is_not(silence: Silence) -> None:
    text = (
        "macro_rules! m {\n    () => {\n        let x = 1;\n    };\n}\npub fn f() {\n    m!();\n}\n"
    )
    assert silence(text, "unused_variables") is None


def test_an_older_rust_gets_a_comment(silence: Silence) -> None:
    after = silence("pub fn f() {\n    let x = 1;\n}\n", "unused_variables", with_expect=False)
    assert after == "pub fn f() {\n    // why\n    #[allow(unused_variables)]\n    let x = 1;\n}\n"
    after = silence("pub fn f() { let x = 1; }\n", "unused_variables", with_expect=False)
    assert after == "pub fn f() { /* why */ #[allow(unused_variables)] let x = 1; }\n"


def test_no_place_goes_beyond_the_first_item() -> None:
    text = "mod m {\n    impl S {\n        fn f() {\n            let x = 1;\n        }\n    }\n}\n"
    source = SourceFile.parse(HERE, text.encode())
    assert [n.type for n in places(source, span(text, "x"))] == ["let_declaration", "function_item"]


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("reason", ['"', "\\", '\\"', "*/ fn x() {} /*", "a\nfn x() {}", "\x1b[1m"])
def test_no_reason_breaks_out(form: Form, reason: str) -> None:
    text = "fn f() { let x = 1; }\n"
    lint = error(text, "x", "unused_variables")
    for indent in (None, ""):
        way = Suppression(lint, form, 0, indent, "\n")
        (file,) = way.candidate(reason).edits
        source = SourceFile.parse(HERE, apply_edits(text.encode(), file.edits))
        assert not source.tree.root_node.has_error
        kinds = [node.type for node in source.tree.root_node.named_children]
        assert kinds.count("function_item") == 1


def test_an_error_is_no_lint() -> None:
    text = "fn f() { let x = 1; }\n"
    source = SourceFile.parse(HERE, text.encode())
    target = error(text, "x", "E0382")
    assert find(target, source, [target], None, with_expect=True) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("manifest", "old"),
    [
        (MANIFEST, False),
        (MANIFEST + 'rust-version = "1.81"\n', False),
        (MANIFEST + 'rust-version = "1.80.1"\n', True),
        (
            MANIFEST + "rust-version.workspace = true\n[workspace.package]\nrust-version='1.70'\n",
            True,
        ),
    ],
)
def test_the_oldest_rust_of_the_package_counts(tmp_path: Path, manifest: str, old: bool) -> None:
    (tmp_path / "Cargo.toml").write_text(manifest)
    workshop = Workshop(tmp_path, tmp_path / "cache", Settings())
    assert workshop.has_rust(HAS_EXPECT, tmp_path / "src/lib.rs") is not old
    assert not workshop.has_rust((99, 0), tmp_path / "src/lib.rs")
