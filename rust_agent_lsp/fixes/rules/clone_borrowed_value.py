"""Keeps an owned copy instead of a borrow that is in the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import earlier_borrow
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit
from rust_agent_lsp.syntax.calls import call_of
from rust_agent_lsp.syntax.expressions import is_mutable_reference, short_text, suffix
from rust_agent_lsp.syntax.names import uses_of
from rust_agent_lsp.syntax.tree import ancestor, span_of, text_of

# Methods that give an `Option` of a reference into their receiver.
_OPTIONS = {"get", "first", "last", "peek", "max", "min", "find"}
# An iterator has these too; on that a copy of the items is no help, which the check shows.
_MAYBE_OPTIONS = ("map", "and_then", "filter", "or")
_TEXTS = {"as_str", "trim", "trim_start", "trim_end", "strip_prefix"}
_SLICES = {"as_slice", "chunks", "as_bytes"}
_HANDED_ON = ("arguments", "binary_expression", "block", "for_expression")


class CloneBorrowedValue(FixRule):
    """Turns `let first = &v[0];` into `let first = v[0];` or `v[0].clone()`, so nothing is held.

    The copy does not see later changes of the original.
    """

    codes: ClassVar = ("E0502", "E0499", "E0505", "E0506", "E0597", "E0503")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="""\
fn main() {
    let mut v = vec![1, 2];
    let first = &v[0];
    v.push(3);
    println!("{first}");
}
""",
            after="""\
fn main() {
    let mut v = vec![1, 2];
    let first = v[0];
    v.push(3);
    println!("{first}");
}
""",
            code="E0502",
        ),
        Example(
            before="""\
fn main() {
    let mut text = String::from("ab cd");
    let word = text.trim();
    text.push('!');
    println!("{word}");
}
""",
            after="""\
fn main() {
    let mut text = String::from("ab cd");
    let word = text.trim().to_string();
    text.push('!');
    println!("{word}");
}
""",
            code="E0502",
        ),
        Example(
            before="""\
fn main() {
    let mut v = vec![String::new()];
    let last = v.last();
    v.push(String::from("x"));
    println!("{last:?}");
}
""",
            after="""\
fn main() {
    let mut v = vec![String::new()];
    let last = v.last().cloned();
    v.push(String::from("x"));
    println!("{last:?}");
}
""",
            code="E0502",
        ),
        Example(
            before="""\
fn main() {
    let mut ages = vec![("Ida", String::from("x")), ("Max", String::from("y"))];
    let last = ages.iter().max_by_key(|a| a.0).map(|a| &a.1);
    ages.clear();
    println!("{last:?}");
}
""",
            after="""\
fn main() {
    let mut ages = vec![("Ida", String::from("x")), ("Max", String::from("y"))];
    let last = ages.iter().max_by_key(|a| a.0).map(|a| &a.1).cloned();
    ages.clear();
    println!("{last:?}");
}
""",
            code="E0502",
        ),
    )
    refuses: ClassVar = (
        """\
fn main() {
    let mut n = 1;
    let a = &mut n;
    let b = &mut n;
    *a += 1;
    *b += 1;
}
""",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = earlier_borrow(site)
        let = ancestor(site.node_of(label), "let_declaration") if label else None
        if let is None:
            return
        value = let.child_by_field_name("value")
        pattern = let.child_by_field_name("pattern")
        kind = let.child_by_field_name("type")
        if value is None or pattern is None or pattern.type != "identifier" or kind is not None:
            return
        if label is not None and re.match(r"(?:first )?mutable borrow", label.text):
            return  # What is written through it would go to the copy.
        if value.type == "reference_expression" and is_mutable_reference(value):
            return
        name = text_of(pattern)
        scope = ancestor(let, "block")
        derefs = _dereferences(scope, name) if scope else []
        by_reference = scope is not None and _wants_reference(scope, name)
        for what, edits, copied in _copies(site, value):
            if what.startswith("&") != by_reference and not copied:
                continue
            held = "Let `{0}` refer to a copy: `{1}`" if what.startswith("&") else "{1} into `{0}`"
            yield site.candidate(
                self.id,
                held.format(name, what),
                *edits,
                *(() if what.startswith("&") else derefs),
                safety=Safety.CHANGES_BEHAVIOUR,
                cost="" if copied else "Copies the value each time.",
            )


def _dereferences(scope: Node, name: str) -> list[Edit]:
    """Drop the `*` of each `*name`, which holds the value itself now."""
    found = []
    for use in uses_of(scope, name):
        parent = use.parent
        star = use.prev_sibling
        if parent is None or star is None or text_of(star) != "*":
            continue
        if parent.type in ("unary_expression", "token_tree"):
            found.append(Edit.delete(star.start_byte, use.start_byte))
    return found


def _wants_reference(scope: Node, name: str) -> bool:
    """Say whether `name` is handed on as the reference that it is, so that `&T` must stay."""
    for use in uses_of(scope, name):
        parent = use.parent
        if parent is not None and parent.type in _HANDED_ON:
            return True
    return False


def _copies(site: Site, value: Node) -> Iterator[tuple[str, tuple[Edit, ...], bool]]:
    """Yield (what is done, the edits at the value, whether a plain copy)."""
    inner = value.child_by_field_name("value") if value.type == "reference_expression" else None
    if inner is not None:
        text = text_of(inner)
        drop = Edit.delete(value.start_byte, inner.start_byte)
        if re.search(r"\[[^\]]*\.\.[^\]]*\]$", text):
            for owned in (".to_vec()", ".to_string()"):
                yield f"Copy `{text}`", (drop, *suffix(site.source, span_of(inner), owned)), False
            return
        if inner.type != "identifier":
            yield f"Copy `{text}`", (drop,), True
        clone = suffix(site.source, span_of(inner), ".clone()")
        yield f"Clone `{text}`", (drop, *clone), False
        yield f"&{text}.clone()", clone, False
        return
    call = call_of(value)
    if call is None:
        return
    calls = [".clone()", ".to_owned()"]
    if call.name in _OPTIONS:
        calls = [".copied()", ".cloned()"]
    elif call.name in _MAYBE_OPTIONS:
        calls = [".cloned()", ".clone()"]
    elif call.name in _TEXTS:
        calls = [".to_string()"]
    elif call.name in _SLICES:
        calls = [".to_vec()"]
    text = short_text(value)
    for wanted in calls:
        yield f"Copy `{text}{wanted}`", suffix(site.source, span_of(value), wanted), False
    if call.name not in _OPTIONS:
        clone = suffix(site.source, span_of(value), ".clone()")
        yield f"&{text}.clone()", (Edit.insert(value.start_byte, "&"), *clone), False
