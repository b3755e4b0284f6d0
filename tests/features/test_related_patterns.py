"""Errors lead to patterns by where they stand, and every link leads to something that exists."""

from __future__ import annotations

from pathlib import Path

import pytest

from rust_agent_lsp.features.related_patterns import MOST, RelatedPatterns
from rust_agent_lsp.matching.error_patterns import PLACES, link_of, links
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.stores.knowledge import Knowledge
from rust_agent_lsp.stores.patterns import Patterns
from rust_agent_lsp.syntax.tree import SourceFile
from rust_agent_lsp.toolchain.snippet import check_snippet

PATTERNS = Patterns()
RELATED = RelatedPatterns(PATTERNS)
PATH = Path("snippet.rs")

LOOP = """\
fn main() {
    let mut items = vec![1, 2];
    for item in &items {
        if *item > 1 {
            items.push(3);
        }
    }
}
"""
METHOD = """\
struct S { items: Vec<u8>, n: usize }
impl S {
    fn bump(&mut self) { self.n += 1; }
    fn go(&mut self) { let a = &self.items; self.bump(); assert!(a.is_empty()); }
}
"""
PLAIN = """\
fn main() {
    let mut items = vec![1];
    let first = &items[0];
    items.push(2);
    println!("{first}");
}
"""
THREAD = """\
use std::rc::Rc;
fn main() {
    let count = Rc::new(1);
    std::thread::spawn(move || println!("{count}"));
}
"""
BORROWING_THREAD = """\
fn main() {
    let name = String::from("a");
    std::thread::spawn(|| println!("{name}"));
}
"""


def first(code: str) -> tuple[Diagnostic, SourceFile]:
    errors = [d for d in check_snippet(code, path=PATH) if d.severity is Severity.ERROR and d.code]
    return errors[0], SourceFile.parse(PATH, code.encode())


def test_every_link_leads_somewhere() -> None:
    rows = [(code, row) for code, each in links().items() for row in each]
    assert [row.pattern for _, row in rows if PATTERNS.get(row.pattern) is None] == []
    assert [row.within for _, row in rows if row.within and row.within not in PLACES] == []
    knowledge = Knowledge()
    assert [code for code in links() if knowledge.by_code(code) is None] == []


@pytest.mark.parametrize(
    ("code", "error", "within", "pattern"),
    [
        (LOOP, "E0502", "loop", "split-borrow"),
        (METHOD, "E0502", "method", "split-borrow"),
        (PLAIN, "E0502", "", "non-lexical-lifetimes-scope"),
        (THREAD, "E0277", "", "arc-mutex-shared-state"),
        (BORROWING_THREAD, "E0373", "thread", "scoped-thread-mutex"),
    ],
)
def test_the_place_and_the_message_decide(code: str, error: str, within: str, pattern: str) -> None:
    diagnostic, source = first(code)
    link = link_of(diagnostic, source)
    assert link is not None
    assert (diagnostic.code, link.within, link.pattern) == (error, within, pattern)


def test_a_closure_within_a_loop_is_in_the_loop_and_its_head_is_not() -> None:
    text = "fn f() { for x in head() { let g = || inside(); } }"
    source = SourceFile.parse(PATH, text.encode())

    def where(word: str) -> str:
        at = text.index(word)
        node = source.tree.root_node.named_descendant_for_byte_range(at, at + 1)
        assert node is not None
        diagnostic = first(LOOP)[0]
        moved = Diagnostic(
            diagnostic.code,
            diagnostic.severity,
            diagnostic.message,
            PATH,
            type(diagnostic.span)(node.start_byte, node.end_byte),
        )
        link = link_of(moved, source)
        assert link is not None
        return link.within

    assert where("inside") == "loop"
    assert where("head") == ""


def test_the_hovers_line_says_where_the_error_stands() -> None:
    diagnostic, source = first(LOOP)
    line = RELATED.line(diagnostic, source)
    assert (
        line.startswith("**Pattern** This is E0502 inside a loop: *") and "`split-borrow`" in line
    )
    without = RELATED.line(diagnostic, None)
    assert "inside" not in without and "`non-lexical-lifetimes-scope`" in without
    unknown = Diagnostic("E9999", Severity.ERROR, "so", PATH, diagnostic.span)
    assert RELATED.line(unknown, source) == ""


def test_a_lesson_names_the_patterns_that_know_the_error() -> None:
    entry = Knowledge().by_code("E0502")
    assert entry is not None
    section = RELATED.section(entry)
    assert section.startswith("## Patterns\n\n- *") and "`split-borrow`" in section
    assert 2 < section.count("\n- *") <= MOST
    unknown = Knowledge().by_code("E0001")
    assert unknown is not None and RELATED.section(unknown) == ""
