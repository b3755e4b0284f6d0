"""Follows the links of a list or tree in a loop that holds no borrow when it ends."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from tree_sitter import Node

from rust_agent_lsp.fixes.labels import earlier_borrow
from rust_agent_lsp.fixes.names import bound_names
from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site, replace_node
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.names import mentions
from rust_agent_lsp.syntax.statements import statements
from rust_agent_lsp.syntax.tree import SourceFile, ancestors, descendants, span_of, text_of

_PLACE = r"(?P<place>(?P<root>\w+)(?:\.\w+)*)"
_LENT = re.compile(
    rf"\*?{_PLACE}|&mut \*?(?P<lent>\w+(?:\.\w+)*)|(?P<called>\w+(?:\.\w+)*)\.as_(?:deref_)?mut\(\)"
)
_SOME = re.compile(r"Some\((?:ref mut )?(\w+)\)")
_LOOPS = ("while_expression", "loop_expression")
_EXITS = ("break_expression", "return_expression")
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


@dataclass(frozen=True)
class _Walk:
    """A loop that looks at the link `place` (in `value`) and moves the cursor `root` on."""

    loop: Node
    value: Node
    place: str
    root: str


class FollowLinks(FixRule):
    """Looks at a link as a place (`while let Some(n) = link`) instead of lending it each time.

    What is lent by `as_mut()` counts as lent after the loop, too. Where the loop may end in the
    middle, its condition asks first, by a shared reference, and only then goes on.
    """

    codes: ClassVar = ("E0499", "E0506", "E0503")
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub struct Song {\n    next: Option<Box<Song>>,\n}\n"
            "pub fn append(head: &mut Option<Box<Song>>, song: Box<Song>) {\n"
            "    let mut slot = head;\n    while let Some(current) = slot.as_mut() {\n"
            "        slot = &mut current.next;\n    }\n    *slot = Some(song);\n}\n",
            after="pub struct Song {\n    next: Option<Box<Song>>,\n}\n"
            "pub fn append(head: &mut Option<Box<Song>>, song: Box<Song>) {\n"
            "    let mut slot = head;\n    while let Some(current) = slot {\n"
            "        slot = &mut current.next;\n    }\n    *slot = Some(song);\n}\n",
            code="E0506",
        ),
        Example(
            before="pub struct Song {\n    next: Option<Box<Song>>,\n}\n"
            "pub fn append(first: &mut Song, song: Box<Song>) {\n"
            "    let mut last = first;\n    while let Some(song) = &mut last.next {\n"
            "        last = song;\n    }\n    last.next = Some(song);\n}\n",
            after="pub struct Song {\n    next: Option<Box<Song>>,\n}\n"
            "pub fn append(first: &mut Song, song: Box<Song>) {\n"
            "    let mut last = first;\n    while let Some(ref mut song) = last.next {\n"
            "        last = song;\n    }\n    last.next = Some(song);\n}\n",
            code="E0506",
        ),
        Example(
            before="pub struct Song {\n    year: u16,\n    next: Option<Box<Song>>,\n}\n"
            "pub fn remove(head: &mut Option<Box<Song>>, year: u16) -> bool {\n"
            "    let mut slot = head;\n    while let Some(song) = slot {\n"
            "        if song.year == year {\n            *slot = song.next.take();\n"
            "            return true;\n        }\n        slot = &mut song.next;\n    }\n"
            "    false\n}\n",
            after="pub struct Song {\n    year: u16,\n    next: Option<Box<Song>>,\n}\n"
            "pub fn remove(head: &mut Option<Box<Song>>, year: u16) -> bool {\n"
            "    let mut slot = head;\n"
            "    while slot.as_ref().is_some_and(|song| song.year != year) {\n"
            "        if let Some(song) = slot {\n            slot = &mut song.next;\n        }\n"
            "    }\n    if let Some(song) = slot {\n        *slot = song.next.take();\n"
            "        return true;\n    }\n    false\n}\n",
            code="E0506",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(mut slot: Option<String>) {\n    while let Some(name) = slot.as_mut() {\n"
        "        slot = None;\n        name.clear();\n    }\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        label = earlier_borrow(site)
        walk = _walk(site, label.location.span) if label is not None else None
        if walk is None:
            return
        plain = _as_place(walk)
        if plain:
            title = f"Match on `{walk.place}` itself, so that nothing stays borrowed"
            yield site.candidate(self.id, title, *plain)
        asked = _ask_first(site.source, walk) if walk.place == walk.root else None
        if asked is not None:
            title = f"Ask `{walk.place}` before the loop goes on to the next link"
            yield site.candidate(self.id, title, asked)


def _walk(site: Site, borrow: Span) -> _Walk | None:
    """Return the loop around `borrow` that moves the cursor on to a part of what it looks at."""
    node = site.source.node_at(borrow)
    loop = next((a for a in (node, *ancestors(node)) if a.type in _LOOPS), None)
    if loop is None:
        return None
    for holder in descendants(loop, "let_condition", "match_expression"):
        value = holder.child_by_field_name("value")
        found = _LENT.fullmatch(text_of(value)) if value is not None else None
        if value is None or found is None:
            continue
        place = found["place"] or found["lent"] or found["called"]
        root = place.partition(".")[0]
        if any(_moves_on(n, root, loop) for n in descendants(loop, "assignment_expression")):
            return _Walk(loop, value, place, root)
    return None


def _moves_on(assignment: Node, root: str, loop: Node) -> bool:
    """Say whether `root` is set to a part of what a pattern of the loop gives a name."""
    left, right = (assignment.child_by_field_name(f) for f in ("left", "right"))
    if left is None or right is None or text_of(left) != root:
        return False
    patterns = descendants(loop, "tuple_struct_pattern")
    return any(mentions(right, text_of(n)) for p in patterns for n in bound_names(p))


def _as_place(walk: _Walk) -> list[Edit]:
    """Return the edits that look at the place without lending it, where that is new."""
    if text_of(walk.value) in (walk.place, f"*{walk.place}"):
        return []
    edits = [replace_node(walk.value, walk.place)]
    if walk.place == walk.root:
        return edits
    # The place is no reference: its parts are lent by `ref mut`.
    holder = walk.value.parent
    pattern = holder.child_by_field_name("pattern") if holder is not None else None
    some = _SOME.fullmatch(text_of(pattern)) if pattern is not None else None
    if pattern is None or some is None or "ref mut" in text_of(pattern):
        return []
    return [*edits, replace_node(pattern, f"Some(ref mut {some[1]})")]


def _ask_first(source: SourceFile, walk: _Walk) -> Edit | None:
    """Return the edit that puts the condition under which the loop's body ends it into its head."""
    holder, body = walk.value.parent, walk.loop.child_by_field_name("body")
    pattern = holder.child_by_field_name("pattern") if holder is not None else None
    some = _SOME.fullmatch(text_of(pattern)) if pattern is not None else None
    if some is None or body is None or walk.loop.child_by_field_name("condition") != holder:
        return None
    branch = _branch(body)
    if branch is None or next(descendants(branch.condition, "let_condition"), None) is not None:
        return None
    name, place = some[1], walk.place
    condition = _opposite(branch.condition) if branch.leaves else text_of(branch.condition)
    asked = f"{place}.as_ref().is_some_and(|{name}| {condition})"
    if not mentions(branch.condition, name):
        asked = f"{place}.is_some() && {condition}"
    comments = descendants(walk.loop, "line_comment", "block_comment")
    if any(not _within(c, [*branch.going, *branch.ending]) for c in comments):
        return None
    lines = [f"while {asked} {{", f"    if let Some({name}) = {place} {{"]
    for statement in branch.going:
        lines += textwrap.indent(_dedented(source, statement), " " * 8).splitlines()
    lines += ["    }", "}"]
    ending = [s for s in branch.ending if text_of(s).rstrip(";") != "break"]
    if ending:
        used = any(mentions(s, name) for s in ending)
        lines.append(f"if let Some({name}) = {place} {{" if used else f"if {place}.is_some() {{")
        for statement in ending:
            lines += textwrap.indent(_dedented(source, statement), " " * 4).splitlines()
        lines.append("}")
    indent = source.indent_at(walk.loop.start_byte)
    return replace_node(walk.loop, f"\n{indent}".join(lines))


@dataclass(frozen=True)
class _Branch:
    """The `if` that a loop's body begins with: what goes on, what ends the loop, and when.

    `leaves` says that the loop ends where the condition holds.
    """

    condition: Node
    leaves: bool
    going: list[Node]
    ending: list[Node]


def _branch(body: Node) -> _Branch | None:
    listed = statements(body)
    first = listed[0] if listed else None
    if first is not None and first.type == "expression_statement":
        first = first.named_children[0]
    if first is None or first.type != "if_expression":
        return None
    parts = [first.child_by_field_name(f) for f in ("condition", "consequence", "alternative")]
    condition, then, other = parts
    if condition is None or then is None:
        return None
    block = next((c for c in other.named_children if c.type == "block"), None) if other else None
    if other is not None and block is None:
        return None
    when, otherwise = statements(then), statements(block) if block is not None else []
    if _ends(when):
        return _Branch(condition, True, [*otherwise, *listed[1:]], when)
    if _ends(otherwise):
        return _Branch(condition, False, [*when, *listed[1:]], otherwise)
    return None


def _ends(listed: list[Node]) -> bool:
    """Say whether the statements end in a `break` of this loop or a `return`."""
    last = listed[-1] if listed else None
    if last is not None and last.type == "expression_statement":
        last = last.named_children[0]
    return last is not None and last.type in _EXITS and "'" not in text_of(last)


def _opposite(condition: Node) -> str:
    """Return the condition's opposite; a comparison is turned, where no float can be in it."""
    operator = condition.child_by_field_name("operator")
    left, right = (condition.child_by_field_name(f) for f in ("left", "right"))
    word = text_of(operator) if operator is not None else ""
    text = text_of(condition)
    if condition.type == "unary_expression" and text.startswith("!"):
        return text[1:]
    if left is None or right is None or word not in _OPPOSITE:
        loose = condition.type in ("binary_expression", "type_cast_expression")
        return f"!({text})" if loose else f"!{text}"
    whole = condition
    while whole.parent is not None:
        whole = whole.parent
    if word not in ("==", "!=") and re.search(r"\bf(?:32|64)\b|\d\.\d", text_of(whole)):
        return f"!({text})"
    return f"{text_of(left)} {_OPPOSITE[word]} {text_of(right)}"


def _dedented(source: SourceFile, statement: Node) -> str:
    indent = source.indent_at(statement.start_byte)
    text = source.slice(span_of(statement))
    return textwrap.dedent(indent + text)


def _within(comment: Node, kept: list[Node]) -> bool:
    return any(n.start_byte <= comment.start_byte < n.end_byte for n in kept)
