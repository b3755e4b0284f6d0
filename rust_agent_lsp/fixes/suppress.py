"""Silences one lint at one place, with a reason: no repair, so never among the fixes.

The attribute goes on the smallest statement, field, arm, parameter or item around the lint on
which the compiler takes it; which that is, only the compiler can say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tree_sitter import Node

from rust_agent_lsp.fixes.compare import compare
from rust_agent_lsp.fixes.rank import fix_id
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.fix import Candidate, Fix, Safety, Verdict, Verification
from rust_agent_lsp.model.text import Edit, FileEdit, Span, apply_edits
from rust_agent_lsp.syntax.tree import SourceFile, ancestors, span_of
from rust_agent_lsp.toolchain.check import CheckResult, Status

RULE = "suppress"
HAS_EXPECT = (1, 81)
COST = "Silences the lint and repairs nothing."
READY_REASONS = (
    "It is needed later",
    "It is clearer this way",
    "Checked by hand, it is fine",
)
MAX_REASON = 200
MAX_PLACES = 4

# A compiler's word on the attribute depends on where it stands, never on the reason in it.
_ANY_REASON = "checked"
_UNFULFILLED = "unfulfilled_lint_expectations"
_STATEMENTS = ("let_declaration", "expression_statement")
_ITEMS = (
    "associated_type",
    "const_item",
    "enum_item",
    "extern_crate_declaration",
    "foreign_mod_item",
    "function_item",
    "function_signature_item",
    "impl_item",
    "static_item",
    "struct_item",
    "trait_item",
    "type_item",
    "union_item",
    "use_declaration",
)
_PARTS = ("enum_variant", "field_declaration", "match_arm", "parameter")

Check = Callable[[Mapping[Path, bytes]], CheckResult]


class Form(StrEnum):
    """How the lint is silenced."""

    EXPECT = "expect"
    ALLOW = "allow"
    # Before Rust 1.81 an attribute holds no reason.
    ALLOW_WITH_COMMENT = "allow with comment"


@dataclass(frozen=True, slots=True)
class Suppression:
    """A place before which the compiler accepts an attribute that silences `diagnostic`.

    `at` is a byte offset, `indent` stands before it on its line, or is None where code does.
    """

    diagnostic: Diagnostic
    form: Form
    at: int
    indent: str | None
    newline: str

    @property
    def title(self) -> str:
        """What is done, with the plain word that it silences."""
        verb = "Expect" if self.form is Form.EXPECT else "Allow"
        return f"{verb} `{self.diagnostic.code}` here, with a reason (silences it)"

    def candidate(self, reason: str) -> Candidate:
        """Return the edit that puts the attribute with `reason` there."""
        gap = " " if self.indent is None else self.newline + self.indent
        text = "".join(f"{line}{gap}" for line in self._lines(_plain(reason)))
        edit = FileEdit(self.diagnostic.path, (Edit.insert(self.at, text),))
        return Candidate(RULE, self.title, (edit,), Safety.SAFE, COST)

    def fix(self, reason: str) -> Fix:
        """Return the accepted fix with `reason` in it."""
        candidate = self.candidate(reason)
        verdict = Verdict(Verification.PASSED)
        return Fix(fix_id(self.diagnostic, candidate), self.diagnostic, candidate, verdict)

    def _lines(self, reason: str) -> tuple[str, ...]:
        lint = self.diagnostic.code
        if self.form is not Form.ALLOW_WITH_COMMENT:
            quoted = reason.replace("\\", "\\\\").replace('"', '\\"')
            return (f'#[{self.form}({lint}, reason = "{quoted}")]',)
        comment = f"// {reason}"
        if self.indent is None:
            comment = f"/* {reason.replace('*/', '* /').replace('/*', '/ *')} */"
        return comment, f"#[allow({lint})]"


def find(
    lint: Diagnostic,
    source: SourceFile,
    before: Sequence[Diagnostic],
    check: Check,
    *,
    with_expect: bool,
) -> Suppression | None:
    """Return a way to silence `lint` that the compiler accepts, at the smallest place that does.

    `lint` must be one of `before`, the very object; `check` lays texts over those of `before`.
    """
    if not lint.is_lint:
        return None
    first = Form.EXPECT if with_expect else Form.ALLOW_WITH_COMMENT
    for node in places(source, lint.span)[:MAX_PLACES]:
        way = _at(lint, source, node, first)
        new = _new(way, source, before, check)
        if new is None:
            continue
        if not new:
            return way
        # One target of the package has the lint and another has not, such as its tests.
        if all(d.code == _UNFULFILLED for d in new):
            way = _at(lint, source, node, Form.ALLOW)
            if _new(way, source, before, check) == ():
                return way
    return None


def places(source: SourceFile, span: Span) -> list[Node]:
    """Return the nodes around `span` that may take an attribute, the smallest first.

    The first item is the last of them: on more than that, too much would be silenced.
    """
    found = []
    for node in _around(source, span):
        if node.type in (*_STATEMENTS, *_ITEMS, *_PARTS) or _names_module(node, span):
            found.append(node)
        if node.type in _ITEMS or node.type == "mod_item":
            break
    return found


def _around(source: SourceFile, span: Span) -> Iterator[Node]:
    node = source.node_at(span)
    yield node
    yield from ancestors(node)


def _names_module(node: Node, span: Span) -> bool:
    """Say whether the lint is about a module's name, rather than about something in it."""
    name = node.child_by_field_name("name") if node.type == "mod_item" else None
    return name is not None and span_of(name).contains(span)


def _at(lint: Diagnostic, source: SourceFile, node: Node, form: Form) -> Suppression:
    at = node.start_byte
    before = source.slice(Span(source.line_start(at), at))
    newline = "\r\n" if b"\r\n" in source.text else "\n"
    return Suppression(lint, form, at, None if before.strip() else before, newline)


def _new(
    way: Suppression, source: SourceFile, before: Sequence[Diagnostic], check: Check
) -> tuple[Diagnostic, ...] | None:
    """Return what the compiler has to say against it; None where that does not help at all."""
    edits = way.candidate(_ANY_REASON).edits
    after = check({source.path: apply_edits(source.text, edits[0].edits)})
    if after.status is not Status.OK:
        return None
    comparison = compare(before, after.diagnostics, edits)
    if comparison.still_there(way.diagnostic) or comparison.new_errors:
        return None
    return comparison.new_warnings


def _plain(reason: str) -> str:
    """Return a reason in one line without control characters."""
    words = "".join(c if c.isprintable() else " " for c in reason).split()
    return " ".join(words)[:MAX_REASON].rstrip()
