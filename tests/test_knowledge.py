"""Every entry keeps to its form, every block does what its fence says, every template fits."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from rust_agent_lsp.fixes.registry import all_rules
from rust_agent_lsp.ingest.check_blocks import check_entry, with_exemplars
from rust_agent_lsp.ingest.fences import blocks
from rust_agent_lsp.ingest.lint_entries import lint_entry
from rust_agent_lsp.ingest.native_blocks import Said, is_native, native_diagnostics
from rust_agent_lsp.ingest.style import style_complaints
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.model.errors import KnowledgeError, ToolchainError
from rust_agent_lsp.stores.commands import find_command
from rust_agent_lsp.stores.concepts import asked_of, elsewhere_of
from rust_agent_lsp.stores.knowledge import Knowledge, entry_files, knowledge_root, parse_entry
from rust_agent_lsp.stores.patterns import Patterns
from rust_agent_lsp.toolchain.locate import default_docs_root
from rust_agent_lsp.toolchain.own_text import own_text

# Patterns and commands have forms and tests of their own: test_patterns.py, test_commands.py.
OWN_FORM = (EntryKind.PATTERN, EntryKind.COMMAND)
ENTRIES = [e for e in entry_files(knowledge_root()) if e[0] not in OWN_FORM]
RETRIEVAL = Path(__file__).parent / "bench" / "retrieval"
PROMISED = (
    "E0382 E0499 E0502 E0505 E0506 E0507 E0515 E0597 E0716 E0373 E0308 E0277 E0599 E0282 "
    "E0283 E0106 E0107 E0425 E0432 E0433 E0422 E0423 E0369 E0384 E0596 E0594 E0004 E0023 "
    "E0026 E0027 E0040 E0046 E0050 E0053 E0061 E0063 E0072 E0117 E0119 E0133 E0252 E0255 "
    "E0261 E0392 E0267 E0268 E0271 E0310 E0364 E0403 E0404 E0405 E0407 E0408 E0416 E0424 "
    "E0428 E0434 E0435 E0603"
)


@pytest.fixture(scope="module")
def native() -> Said | str:
    """What a real rust-analyzer says of all blocks for it, or why it was not asked."""
    texts = [(path, path.read_text(encoding="utf-8")) for _, path in ENTRIES]
    try:
        return native_diagnostics(block for path, text in texts for block in blocks(path, text))
    except ToolchainError as reason:
        return str(reason)


@pytest.mark.parametrize(("kind", "path"), ENTRIES, ids=lambda value: getattr(value, "stem", ""))
def test_entry(kind: EntryKind, path: Path, native: Said | str) -> None:
    text = path.read_text(encoding="utf-8")
    complaints = lint_entry(path, kind, text, default_docs_root())
    assert not complaints, "\n".join(complaints)
    entry = parse_entry(path, kind, text)
    official = own_text(entry.codes[0]) if entry.codes else None
    complaints = style_complaints(path, entry, text, official)
    assert not complaints, "\n".join(complaints)
    proof = check_entry(path, kind, text, native=None if isinstance(native, str) else native)
    assert not proof.complaints, "\n".join(proof.complaints)
    if isinstance(native, str) and any(map(is_native, blocks(path, text))):
        pytest.skip(native)


def test_the_promised_entries_are_there() -> None:
    knowledge = Knowledge()
    assert [code for code in PROMISED.split() if knowledge.by_code(code) is None] == []


def test_the_ways_out_name_rules_that_exist() -> None:
    known = {*all_rules(), "rustc"}
    unknown = {
        (entry.id, rule)
        for entry in Knowledge().load_all()
        for way in entry.ways_out
        for rule in way.rules
        if rule not in known
    }
    assert unknown == set()


def entry_text(block: str, message: str = "mismatched types") -> str:
    return (
        '+++\ntitle = "A title"\ncodes = ["E0308"]\nsince = "1.0.0"\ndocs = []\nrelated = []\n'
        'patterns = []\nutterances = ["a", "b", "c", "d"]\nexemplars = []\n\n[[templates]]\n'
        f'message = "{message}"\nsays = ["Line {{line}}."]\n\n[[ways]]\ntitle = "Way"\n'
        'cost = "None."\nrules = []\n+++\n\nOne sentence.\n\n## Why\n\nSo.\n\n'
        f"## Fails\n\n{block}\n"
        "## Ways out\n\n### Way\n\n```rust\npub fn f() {}\n```\n"
    )


GOOD = entry_text('```rust,compile_fail,E0308\npub fn f() -> u8 {\n    "a"\n}\n```\n')


def test_a_good_entry_gets_no_complaint() -> None:
    assert lint_entry(Path("errors/E0308.md"), EntryKind.ERROR, GOOD, None) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("+++\n", "", "begin with a TOML header"),
        ('title = "A title"', "title = ", "header:"),
        ('since = "1.0.0"', 'since = "1"', "since"),
        ("## Why", "## Because", "headings must be"),
        ("### Way", "### Other", "must equal the titles"),
        ('"a", "b", "c", "d"', '"a"', "utterances"),
        ('"a", "b"', '"why E0308?", "b"', "no error code"),
        ("One sentence.", "No full stop", "open with one plain sentence"),
        ('says = ["Line {line}."]', 'says = ["{who}."]', "captured nowhere"),
    ],
)
def test_the_linter_says_what_is_wrong(old: str, new: str, complaint: str) -> None:
    assert old in GOOD
    broken = GOOD.replace(old, new, 1)
    complaints = lint_entry(Path("errors/E0308.md"), EntryKind.ERROR, broken, None)
    assert any(re.search(complaint, c) for c in complaints), complaints


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("So.", "It is trivially so.", "'trivially'"),
        ("So.", "So " + "and so " * 20 + ".", "words in one sentence"),
        ("So.", "This error occurs when the wrong sort of thing turned up here.", "own words"),
    ],
)
def test_the_style_is_held(old: str, new: str, complaint: str) -> None:
    text = GOOD.replace(old, new, 1)
    path = Path("errors/E0308.md")
    entry = parse_entry(path, EntryKind.ERROR, text)
    official = "Alas, this error occurs when the wrong sort of thing turned up."
    assert any(complaint in c for c in style_complaints(path, entry, text, official))
    good = parse_entry(path, EntryKind.ERROR, GOOD)
    assert style_complaints(path, good, GOOD, official) == []


def test_the_toolchain_is_asked_for_its_own_text() -> None:
    assert "moved" in (own_text("E0382") or "")
    assert "mut" in (own_text("unused_mut") or "")
    assert "is_empty" in (own_text("clippy::len_zero") or "")
    assert own_text("E0000") is None
    assert own_text("no_such_lint") is None


@pytest.mark.parametrize(
    ("block", "message", "complaint"),
    [
        (
            "```rust,compile_fail,E0308\npub fn f() {}\n```\n",
            "mismatched types",
            "should fail with",
        ),
        (
            '```rust,compile_fail,E0308\npub fn f() -> u8 {\n    "a"\n}\n```\n',
            "something else",
            "no template matches",
        ),
        ("```rust\npub fn f() -> u8 {\n    true\n}\n```\n", "mismatched types", "compile clean"),
    ],
)
def test_the_checker_bites(block: str, message: str, complaint: str) -> None:
    text = entry_text(block, message)
    found = check_entry(Path("errors/E0308.md"), EntryKind.ERROR, text).complaints
    assert any(complaint in c for c in found), found


CONCEPT = (
    '+++\ntitle = "A title"\nlevel = 2\ndocs = ["book/x.html"]\nrelated = []\npatterns = []\n'
    'utterances = ["a", "b", "c", "d", "e", "f", "g", "h"]\n+++\n\n'
    "One sentence.\n\n## Why\n\nSo.\n\n"
    '## Example\n\n```rust,compile_fail,E0308\npub fn f() -> u8 {\n    "a"\n}\n```\n\n'
    "## When not\n\nNever.\n"
)


def test_a_concept_shows_what_fails_without_a_template() -> None:
    path = Path("concepts/own-idea.md")
    assert lint_entry(path, EntryKind.CONCEPT, CONCEPT, None) == []
    assert check_entry(path, EntryKind.CONCEPT, CONCEPT).complaints == ()
    wrong = CONCEPT.replace('"a"\n}', "1\n}")
    found = check_entry(path, EntryKind.CONCEPT, wrong).complaints
    assert any("should fail with E0308" in c for c in found), found


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("level = 2", "level = 6", "level"),
        ('["book/x.html"]', "[]", "docs"),
        ('"a", "b"', '"a"', "utterances"),
        ('"a", "b"', '"a", "A"', "comes twice"),
        ('"A title"', '"A title."', "no full stop"),
        ("One sentence.", "No full stop", "open with one plain sentence"),
        ("## When not", "## Never", "headings must be"),
        ("```rust,compile_fail,E0308", "```python", "fence blocks with"),
        ("```", "", "a block under Example"),
        ("So.", "So.\n" * 120, "lines, at most"),
    ],
)
def test_the_linter_holds_concepts_to_their_form(old: str, new: str, complaint: str) -> None:
    assert old in CONCEPT
    broken = CONCEPT.replace(old, new)
    found = lint_entry(Path("concepts/own-idea.md"), EntryKind.CONCEPT, broken, None)
    assert any(complaint in c for c in found), found


def test_concepts_lead_to_entries_that_exist_and_are_asked_once() -> None:
    entries = Knowledge().load_all()
    ids = {entry.id for entry in entries}
    concepts = [entry for entry in entries if entry.kind is EntryKind.CONCEPT]
    assert [(e.id, r) for e in concepts for r in (*e.related, *e.patterns) if r not in ids] == []
    asked = Counter(_words(u) for e in entries for u in e.utterances)
    asked.update(_words(u) for place in asked_of(knowledge_root()).values() for u in place)
    twice = {(e.id, u) for e in concepts for u in e.utterances if asked[_words(u)] > 1}
    assert twice == set()


def test_what_belongs_elsewhere_is_asked_of_nothing_here() -> None:
    elsewhere = [_words(q) for q in elsewhere_of(knowledge_root())]
    assert len(set(elsewhere)) == len(elsewhere) > 2_500
    asked = {_words(u) for entry in Knowledge().load_all() for u in entry.utterances}
    asked |= {_words(u) for place in asked_of(knowledge_root()).values() for u in place}
    assert asked.isdisjoint(elsewhere)
    measured = tomllib.loads((RETRIEVAL / "concepts.toml").read_text("utf-8"))["questions"]
    assert {_words(q["ask"]) for q in measured}.isdisjoint(elsewhere)


def _words(question: str) -> str:
    return " ".join(re.findall(r"\w+", question.lower()))


NATIVE = entry_text(
    '```rust,rust-analyzer,E0308\npub fn f() -> u8 {\n    "a"\n}\n```\n', "expected {a}, found {b}"
).replace("says =", "native = true\nsays =", 1)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("E0308\npub", "E0308\npub", ""),
        ('"a"', "1", "does not say E0308"),
        ("pub fn f() -> u8", "extern crate gone;\npub fn f() -> u8", "finds other errors"),
        ("expected {a}", "wanted {a}", "no template matches"),
        ("analyzer,E0308", "analyzer,unlinked-file", "no template matches"),
    ],
)
def test_rust_analyzer_bites(old: str, new: str, complaint: str, native: Said | str) -> None:
    if isinstance(native, str):
        pytest.skip(native)
    path, text = Path("errors/E0308.md"), NATIVE.replace(old, new)
    said = native_diagnostics(blocks(path, text))
    found = check_entry(path, EntryKind.ERROR, text, native=said).complaints
    assert any((complaint or "exemplars: run") in c for c in found), found


def test_without_rust_analyzer_its_blocks_prove_and_break_nothing() -> None:
    path, text = Path("errors/E0308.md"), NATIVE.replace("exemplars = []", 'exemplars = ["kept"]')
    assert lint_entry(path, EntryKind.ERROR, text, None) == []
    proof = check_entry(path, EntryKind.ERROR, text)
    assert proof.complaints == ()
    assert proof.exemplars == ("kept",)


def test_exemplars_are_written_back() -> None:
    text = entry_text('```rust,compile_fail,E0308\npub fn f() -> u8 {\n    "a"\n}\n```\n')
    proof = check_entry(Path("errors/E0308.md"), EntryKind.ERROR, text)
    again = with_exemplars(text, proof.exemplars)
    assert check_entry(Path("errors/E0308.md"), EntryKind.ERROR, again).complaints == ()


def test_an_id_cannot_leave_the_folder() -> None:
    assert Knowledge().get(EntryKind.LINT, "../errors/E0382") is None
    assert Knowledge().by_code("x" * 3000) is None
    assert find_command("x" * 3000) is None and Patterns().get("x" * 3000) is None


def test_a_malformed_entry_is_named() -> None:
    with pytest.raises(KnowledgeError, match=r"E1\.md"):
        parse_entry(Path("E1.md"), EntryKind.ERROR, "no header")
