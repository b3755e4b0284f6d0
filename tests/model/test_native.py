"""rust-analyzer's own diagnostics get the compiler's codes, and lists become one label."""

from __future__ import annotations

from pathlib import Path

import pytest

from rust_agent_lsp.model.diagnostic import Diagnostic, Forwarded, Severity, Source
from rust_agent_lsp.model.entry import Template
from rust_agent_lsp.model.native import LONGEST_HERE, ORIGIN, from_native
from rust_agent_lsp.model.template import fill
from rust_agent_lsp.model.text import Span

HERE = Path("/w/src/main.rs")


def native(code: str, message: str, text: str = "", severity: int = 1) -> Diagnostic:
    item = Forwarded(HERE, Span(0, 4), severity, code, ORIGIN, message, text=text)
    return from_native(item, Source.FORWARDED)


@pytest.mark.parametrize(
    ("code", "message", "ours"),
    [
        ("E0107", "expected 1 argument, found 2", "E0061"),
        ("E0107", "this struct takes 1 generic argument but 2 were supplied", "E0107"),
        ("E0559", "no field `x` on type `S`", "E0609"),
        ("E0559", "no such field", "E0559"),
        ("E0210", "cannot define inherent `impl` for foreign type", "E0116"),
        ("undeclared-label", "use of undeclared label `'a`", "E0426"),
        ("unlinked-file", "This file is not included", "unlinked-file"),
    ],
)
def test_the_code_is_the_compilers(code: str, message: str, ours: str) -> None:
    assert native(code, message).code == ours


def test_a_list_below_the_headline_is_one_label() -> None:
    found = native("E0063", "missing structure fields:\n- pages\n- title\n")
    assert found.message == "missing structure fields:"
    assert [label.text for label in found.labels] == ["pages, title"]


def test_what_is_unknown_is_written_as_in_rust() -> None:
    found = native("E0282", "type annotations needed\nfull type: `Bag<{unknown}>`\n")
    assert [label.text for label in found.labels] == ["full type: `Bag<_>`"]


def test_a_hint_keeps_its_severity() -> None:
    assert native("inactive-code", "code is inactive", severity=4).severity is Severity.HELP


@pytest.mark.parametrize(
    ("text", "here"),
    [
        ("price", "price"),
        (")", ""),
        ("impl A for B {\n}", "impl A for B"),
        ("{\n}", ""),
        ("", ""),
        ("x" * (LONGEST_HERE + 1), ""),
    ],
)
def test_only_what_a_sentence_can_quote_is_kept(text: str, here: str) -> None:
    assert native("E0425", "no such value in this scope", text).here == here


def test_a_native_template_is_for_native_diagnostics_alone() -> None:
    template = Template("expected {one}, found {other}", says=("`{here}` is both.",), native=True)
    own = native("E0308", "expected u8, found char", "'a'")
    filled = fill(template, own, lambda place: 1)
    assert filled is not None
    assert filled.sentences == ("`'a'` is both.",)
    rustcs = Diagnostic(None, Severity.ERROR, own.message, HERE, own.span)
    assert fill(template, rustcs, lambda place: 1) is None
