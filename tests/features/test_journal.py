"""A fix is found again after the user's own edits, and taken back; or refused, never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from rust_agent_lsp.features.journal import applied, as_markdown, undo_edits
from rust_agent_lsp.fixes.rank import make_fix
from rust_agent_lsp.model.diagnostic import Diagnostic, Label, Severity
from rust_agent_lsp.model.events import AppliedFix, JournalRecord
from rust_agent_lsp.model.fix import Candidate, Verdict, Verification
from rust_agent_lsp.model.text import Edit, FileEdit, Location, Span, apply_edits
from rust_agent_lsp.syntax.tree import SourceFile

KEY = b"k" * 32
ROOT = Path("/w")
HERE = ROOT / "src/main.rs"

BEFORE = """\
use std::fmt;

fn helper(count: usize) -> usize {
    count + 1
}

fn main() {
    let names = vec!["ada".to_string()];
    let total = consume(names);
    println!("{total} {names:?}");
}

fn consume(names: Vec<String>) -> usize {
    helper(names.len())
}
"""


def span(text: str, part: str) -> Span:
    start = len(text[: text.index(part)].encode())
    return Span(start, start + len(part.encode()))


def record(
    *edits: Edit, before: str = BEFORE, message: str = "m", title: str = "t"
) -> tuple[JournalRecord, str]:
    """Return what the journal keeps of edits to `before`, and the text after them."""
    place = Span(0, 1)
    label = Label(Location(HERE, place), message, primary=True)
    diagnostic = Diagnostic("E0382", Severity.ERROR, message, HERE, place, (label,))
    candidate = Candidate("a_rule", title, (FileEdit(HERE, edits),))
    fix = make_fix(diagnostic, candidate, Verdict(Verification.PASSED), lambda _c, _r: 0.0)
    after = apply_edits(before.encode(), edits)
    made = applied(fix, ROOT, {HERE: (before.encode(), after)}, KEY)
    return JournalRecord(1, "2026-01-01 00:00:00", made, ""), after.decode()


def taken_back(kept: JournalRecord, now: str, path: Path = HERE) -> str | None:
    edits = undo_edits(kept, SourceFile.parse(path, now.encode()), ROOT, KEY)
    return None if edits is None else apply_edits(now.encode(), edits).decode()


CLONE = Edit.insert(span(BEFORE, "names);").start + 5, ".clone()")
BORROW = (
    Edit.insert(span(BEFORE, "names);").start, "&"),
    Edit.insert(span(BEFORE, "Vec<String>) -> usize").start, "&"),
)
RENAME = Edit(span(BEFORE, "helper(names.len())"), "names.len() + 1")
DELETE = Edit(span(BEFORE, "use std::fmt;\n\n"), "")
LITERAL = Edit(span(BEFORE, '"ada".to_string()'), 'String::from("ada")')
ALL = {
    "insert": (CLONE,),
    "two": BORROW,
    "replace": (RENAME,),
    "delete": (DELETE,),
    "literal": (LITERAL,),
}


@pytest.mark.parametrize("edits", ALL.values(), ids=ALL.keys())
def test_untouched_text_is_as_it_was(edits: Sequence[Edit]) -> None:
    kept, after = record(*edits)
    assert taken_back(kept, after) == BEFORE


@pytest.mark.parametrize("edits", ALL.values(), ids=ALL.keys())
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("use std", "// one line more\nuse std"),
        ("count + 1\n", "count\n"),
        ("count + 1", "count + 1 /* é𝕏 */"),
        ("println!", "// later\n    println!"),
        ('    println!("{total} {names:?}");\n', ""),
    ],
    ids=["first line", "shorter", "wide", "after", "line gone"],
)
def test_the_users_edits_before_and_after_stay(edits: Sequence[Edit], old: str, new: str) -> None:
    kept, after = record(*edits)
    if old in after:
        assert taken_back(kept, after.replace(old, new)) == BEFORE.replace(old, new)


def test_an_edit_right_beside_the_fix_stays() -> None:
    kept, after = record(CLONE)
    now = after.replace("let total = consume", "let the_total = consume")
    assert taken_back(kept, now) == BEFORE.replace("let total =", "let the_total =")


def test_edits_on_both_sides_of_a_fix_that_stands_nowhere_else_stay() -> None:
    kept, after = record(CLONE)
    now = after.replace("consume(names.clone());", "swallow(&names.clone(), 1);")
    assert taken_back(kept, now) == now.replace(".clone()", "")


def test_a_fix_that_was_edited_itself_is_refused() -> None:
    kept, after = record(CLONE)
    assert taken_back(kept, after.replace(".clone()", ".to_vec()")) is None


def test_a_deleted_text_whose_place_is_gone_is_not_put_anywhere() -> None:
    """Nothing was inserted that could be found; only the surroundings tell the place."""
    kept, _ = record(DELETE)
    assert taken_back(kept, "fn other() {}\n" * 5) is None


def test_a_short_text_whose_surroundings_are_gone_is_refused() -> None:
    kept, after = record(BORROW[0])
    assert taken_back(kept, "&" + "x" * 200) is None
    rewritten = after.replace("    let total = consume(&names);", "    let n = f(&names, &total);")
    assert taken_back(kept, rewritten) is None


def test_of_two_places_alike_none_is_guessed() -> None:
    lines = ("let data = make_some_data_here();", "take(data);", "take_again(data);")
    text = 3 * ("fn f() {\n" + "".join(f"    {line}\n" for line in lines) + "}\n")
    at = span(text, "take(data").end
    kept, after = record(Edit.insert(at, ".clone()"), before=text)
    assert taken_back(kept, after) == text
    twice = after.replace("take(data)", "take(data.clone())")
    assert taken_back(kept, twice.replace("fn f", "\n\nfn f", 1)) is None


def test_a_literal_that_is_gone_is_not_invented() -> None:
    kept, after = record(LITERAL)
    assert taken_back(kept, after.replace('"ada"', '"bob"')) is None


def test_line_ends_are_kept() -> None:
    before = BEFORE.replace("\n", "\r\n")
    at = span(before, "let total").start
    kept, after = record(Edit.insert(at, "let copy = names.clone();\r\n    "), before=before)
    now = "// mine\r\n" + after
    assert taken_back(kept, now) == "// mine\r\n" + before


def test_other_files_are_left_alone() -> None:
    kept, after = record(CLONE)
    assert taken_back(kept, after, ROOT / "src/other.rs") == after


def test_the_record_holds_no_literal_and_no_comment() -> None:
    before = 'fn main() { let s = f("hunter2 of 735018", 735018); /* hunter2 */ }\n'
    inside = span(before, "hunter2")
    kept, _ = record(
        Edit(Span(inside.start + 2, inside.end + 3), "{}"),
        Edit(span(before, "735018);"), "735018u8);"),
        Edit(span(before, "/* hunter2 */"), "// hunter2 too\n"),
        before=before,
        message='no `"hunter2 of 735018"`',
        title="Write `735018u8`",
    )
    assert "735018" not in repr(kept) and "unter" not in repr(kept)
    assert "735018" not in as_markdown([kept], ROOT)


def test_the_journal_tells_problem_cause_fix_and_verdict() -> None:
    kept, _ = record(CLONE, message="borrow of moved value: `names`", title="Clone `names`")
    text = as_markdown([kept], ROOT)
    for wanted in ("E0382", "`names`", "a_rule", "safe", "passed", "src/main.rs", ".clone()"):
        assert wanted in text
    undone = JournalRecord(kept.id, kept.timestamp, kept.fix, "2026-01-02 00:00:00")
    assert "taken back 2026-01-02" in as_markdown([undone], ROOT)
    assert "Nothing has been applied" in as_markdown([], ROOT)


def test_foreign_text_cannot_become_markdown() -> None:
    fix = record(CLONE, message="[x](http://e.vil) <b>", title="![i](http://e.vil)")[0].fix
    assert isinstance(fix, AppliedFix)
    text = as_markdown([JournalRecord(1, "now", fix, "")], ROOT)
    assert "](http" not in text and "<b>" not in text
