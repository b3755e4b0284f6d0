"""Every pattern keeps to its form, its template compiles, its programs run and hold."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from rust_agent_lsp.ingest.check_patterns import (
    Workbench,
    check_pattern,
    formatting,
    with_formatting,
)
from rust_agent_lsp.ingest.coverage import larger_templates
from rust_agent_lsp.ingest.lint_patterns import library_complaints, lint_pattern
from rust_agent_lsp.ingest.style import style_complaints
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.model.errors import KnowledgeError, ToolchainError
from rust_agent_lsp.model.pattern import Competency, fill, items, recase
from rust_agent_lsp.stores.knowledge import Knowledge, knowledge_root, parse_entry
from rust_agent_lsp.stores.patterns import (
    Patterns,
    known_crates,
    parse_pattern,
    pattern_files,
)
from rust_agent_lsp.toolchain.crates import registry
from rust_agent_lsp.toolchain.locate import default_docs_root

ROOT = knowledge_root()
FILES = pattern_files(ROOT)
CRATES = known_crates(ROOT)
BENCH = Workbench(CRATES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_pattern(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    complaints = lint_pattern(path, text, default_docs_root(), CRATES)
    complaints += style_complaints(path, parse_entry(path, EntryKind.PATTERN, text), text, None)
    assert not complaints, "\n".join(complaints)
    proof = check_pattern(path, text, BENCH)
    assert not proof.complaints, "\n".join(proof.complaints)
    if proof.skipped:
        pytest.skip(proof.skipped)


def test_ids_are_single_questions_are_single_and_links_lead_somewhere() -> None:
    patterns = {p: parse_pattern(p, p.read_text(encoding="utf-8"), CRATES) for p in FILES}
    assert library_complaints(patterns) == []


def test_every_competency_has_patterns() -> None:
    found = Counter(p.category for p in Patterns().all().values())
    assert [c for c in Competency if not found[c]] == []


def test_there_are_templates_of_whole_programs_and_modules() -> None:
    patterns = Patterns().all()
    larger = larger_templates(patterns.values())
    assert len(larger) >= 60
    assert {"http-server-std", "clap-subcommands", "criterion-benchmark"} <= {*larger}
    assert "newtype" not in larger and "env-logger-setup" not in larger


def test_a_pattern_is_found_by_its_id() -> None:
    newtype = Patterns().get("newtype")
    assert newtype is not None and newtype.category is Competency.TRAITS
    assert newtype.template and newtype.example and newtype.when_not
    assert Patterns().get("no-such-pattern") is None
    assert Knowledge().get(EntryKind.PATTERN, "newtype") is not None


def test_holes_are_filled() -> None:
    template = (
        "struct ⟨name⟩ {\n    ⟨each fields⟩\n    ⟨field⟩: ⟨type⟩,\n    ⟨end⟩\n}\n"
        "fn ⟨name|snake⟩(⟨each fields⟩_⟨field⟩: ⟨type⟩, ⟨end⟩) {}\n// ⟨unknown⟩\n"
    )
    filled = fill(
        template, {"name": "TcpPool", "fields": "map: HashMap<u8, Vec<u8>>, f: fn(u8) -> u8"}
    )
    assert filled == (
        "struct TcpPool {\n    map: HashMap<u8, Vec<u8>>,\n    f: fn(u8) -> u8,\n}\n"
        "fn tcp_pool(_map: HashMap<u8, Vec<u8>>, _f: fn(u8) -> u8) {}\n// ⟨unknown⟩\n"
    )


def test_lists_are_read() -> None:
    assert items("a: (u8, u8), b: [u8; 2],") == [
        {"field": "a", "type": "(u8, u8)"},
        {"field": "b", "type": "[u8; 2]"},
    ]
    assert items("Open, Closed") == [{"item": "Open"}, {"item": "Closed"}]
    assert items("") == []


@pytest.mark.parametrize(
    ("name", "case", "wanted"),
    [
        ("HTTPServer2", "snake", "http_server2"),
        ("user_name", "pascal", "UserName"),
        ("UserName", "screaming", "USER_NAME"),
        ("UserName", "kebab", "user-name"),
        ("UserName", "", "UserName"),
    ],
)
def test_names_change_their_case(name: str, case: str, wanted: str) -> None:
    assert recase(name, case) == wanted


GOOD = """\
+++
title = "A title"
kind = "idiom"
level = 1
since = "1.0.0"
aliases = []
utterances = ["a", "b", "c", "d", "e", "f"]
when = ["Now."]
dependencies = []
antipatterns = []
repairs = []
related = []
concepts = ["book/index.html"]
lints = []

[[holes]]
name = "name"
kind = "type"
default = "Meters"
description = "the type"
+++

One sentence.

## Why

So.

## Template

```rust,template
pub struct ⟨name⟩(pub f64);
```

## Example

```rust,example
struct Meters(f64);

fn main() {
    assert_eq!(Meters(1.0).0, 1.0);
}
```

## When not

Never.
"""
PATH = Path("patterns/traits/good.md")


def test_a_good_pattern_gets_no_complaint() -> None:
    assert lint_pattern(PATH, GOOD, None, CRATES) == []
    assert check_pattern(PATH, GOOD, BENCH).complaints == ()


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("+++\n", "", "begin with a TOML header"),
        ('"e", "f"', '"e"', "utterances"),
        ('"e", "f"', '"e", "E"', "there twice"),
        ("## Why", "## Because", "headings of this kind"),
        ("One sentence.", "No full stop", "open with one plain"),
        ("rust,template", "rust", "is marked `template`"),
        ("⟨name⟩", "⟨other⟩", "⟨other⟩ is not declared"),
        ("⟨name⟩", "Meters", "name is declared and not used"),
        ("assert_eq!(Meters(1.0).0, 1.0);", "", "with an assert"),
        ("dependencies = []", 'dependencies = ["left-pad"]', "not in crates.toml"),
        ('kind = "idiom"', 'kind = "habit"', "kind"),
        ('kind = "type"', 'kind = "hole"', "kind"),
        ('["Now."]', '["now"]', "whole sentence"),
    ],
)
def test_the_linter_says_what_is_wrong(old: str, new: str, complaint: str) -> None:
    assert old in GOOD
    complaints = lint_pattern(PATH, GOOD.replace(old, new, 1), None, CRATES)
    assert any(re.search(complaint, c) for c in complaints), complaints


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("pub f64", "pub f65", "should compile clean: E0425"),
        ("0, 1.0);", "0, 2.0);", "exit code 101, wanted 0"),
        ("    assert_eq!", "    assert_eq!(1, 1);\n    loop {}\n    assert_eq!", "exit code 124"),
        (
            "    assert_eq!",
            '    std::fs::write("/tmp/x", "").unwrap();\n    assert_eq!',
            "code 101",
        ),
        ("    assert_eq!", "  assert_eq!", "rustfmt writes"),
    ],
    ids=["template", "assert", "endless", "outside", "format"],
)
def test_the_checker_bites(old: str, new: str, complaint: str) -> None:
    assert old in GOOD
    found = check_pattern(PATH, GOOD.replace(old, new, 1), BENCH).complaints
    assert any(complaint in c for c in found), found


ANTI = (
    GOOD[: GOOD.index("[[holes]]")].replace("idiom", "anti-pattern")
    + "+++\n\nOne.\n\n## Why\n\nSo.\n\n## Bad\n\n```rust,bad\nBAD```\n\n## Better\n\n"
    "```rust,better\nfn main() {\n    assert!([0u8; 0].is_empty());\n}\n```\n\n"
    "## When not\n\nNever.\n"
)


@pytest.mark.parametrize(
    ("marks", "code", "complaint"),
    [
        ("", "fn main() {}\n", ""),
        (",panics", "fn main() {\n    panic!();\n}\n", ""),
        (",panics", "fn main() {}\n", "exit code 0, wanted 101"),
        (",no_run", "fn main() {\n    loop {}\n}\n", ""),
        (",E0382", "pub fn f(s: String) -> (String, String) {\n    (s, s)\n}\n", ""),
        (",E0382", "pub fn f() {}\n", "should fail with E0382"),
        (",clippy::len_zero", "pub fn f(s: &str) -> bool {\n    s.len() == 0\n}\n", ""),
        (",clippy::len_zero", "pub fn f() {}\n", "does not fire"),
    ],
)
def test_a_bad_block_does_what_its_fence_says(marks: str, code: str, complaint: str) -> None:
    text = ANTI.replace("rust,bad\nBAD", f"rust,bad{marks}\n{code}")
    found = check_pattern(PATH, text, BENCH).complaints
    assert any(complaint in c for c in found) if complaint else found == ()


PROJECT = GOOD.replace("idiom", "template").replace(
    "```rust,template\npub struct ⟨name⟩(pub f64);\n",
    '```toml,template,file=Cargo.toml\n[package]\nname = "good"\nedition = "2024"\n```\n\n'
    "```rust,template,file=src/main.rs\nstruct ⟨name⟩;\n\nfn main() {\n    BODY\n}\n",
)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("BODY", "let _ = Meters;", ""),
        ("BODY", "panic!();", "exit code 101"),
        ("BODY", "let _ = Feet;", "E0425"),
        ('name = "good"', 'name = "other"', "must be called good"),
        ("[package]", "[package", "Cargo.toml"),
        ('edition = "2024"', 'edition = "2024"\n[dependencies]\nlog = "0.4"', "log is not among"),
    ],
)
def test_a_project_is_built_and_run(old: str, new: str, complaint: str) -> None:
    try:
        registry()
    except ToolchainError as reason:
        pytest.skip(str(reason))
    text = PROJECT.replace(old, new).replace("BODY", "let _ = Meters;")
    assert lint_pattern(PATH, text, None, CRATES) == []
    found = check_pattern(PATH, text, BENCH).complaints
    assert any(complaint in c for c in found) if complaint else found == ()


@pytest.mark.parametrize(("text", "complaint"), [("a: [1, 2]", ""), ("a: [1, 2", "ci.yml: ")])
def test_yaml_is_parsed(text: str, complaint: str) -> None:
    pytest.importorskip("yaml")
    block = GOOD[GOOD.index("```rust,template") : GOOD.index("## Example")]
    fenced = f"```yaml,template,file=ci.yml\n# ⟨name⟩\n{text}\n```\n\n"
    found = check_pattern(PATH, GOOD.replace(block, fenced), BENCH).complaints
    assert any(complaint in c for c in found) if complaint else found == ()


def test_programs_are_formatted_and_templates_left_alone() -> None:
    ugly = GOOD.replace("    assert_eq!", "  assert_eq!").replace("(pub f64)", "( pub f64 )")
    better = with_formatting(ugly)
    assert "    assert_eq!" in better and "( pub f64 )" in better
    assert formatting("fn f() {}\n") == ""


def test_the_library_is_held_together(tmp_path: Path) -> None:
    first = tmp_path / "traits" / "one.md"
    second = tmp_path / "async" / "one.md"
    one = parse_pattern(first, GOOD, CRATES)
    two = parse_pattern(second, GOOD.replace("related = []", 'related = ["none"]'), CRATES)
    said = "\n".join(library_complaints({first: one, second: two}))
    assert "is taken by" in said and "no other pattern is called none" in said


def test_a_malformed_pattern_is_named() -> None:
    with pytest.raises(KnowledgeError, match=r"good\.md"):
        parse_pattern(PATH, GOOD.replace("level = 1", ""), CRATES)
