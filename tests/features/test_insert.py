"""From hits to candidates: ranked, filled for a file, judged, falling back to what compiles."""

from __future__ import annotations

from pathlib import Path

import pytest

from rust_agent_lsp.features.draft import Draft, Place, drafts
from rust_agent_lsp.features.insert import CHECKED, Suggestions, ranked, suggest
from rust_agent_lsp.features.insert_check import check_alone, wanting
from rust_agent_lsp.features.program import crate_name, program_files
from rust_agent_lsp.matching.wish import read_wish
from rust_agent_lsp.model.diagnostic import Severity
from rust_agent_lsp.model.fix import Verdict, Verification
from rust_agent_lsp.model.pattern import PatternKind
from rust_agent_lsp.model.text import apply_edits
from rust_agent_lsp.stores.index_client import Hit
from rust_agent_lsp.stores.patterns import Patterns
from rust_agent_lsp.syntax.tree import SourceFile
from rust_agent_lsp.toolchain.snippet import check_snippet

GOOD, FAIR, POOR = (2.0, *(1.0,) * 7, 0.0), (*(0.6,) * 8, 0.0), (0.0,) * 9
CROWDED = """\
use std::io::Error;
use std::fmt::{self, Display};

pub enum Command {
    Go,
}

pub struct Gone;

impl Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("go")
    }
}

pub fn run() -> Result<(), Error> {
    Ok(())
}

fn main() {
    let _ = run();
}
"""


@pytest.fixture(scope="module")
def patterns() -> Patterns:
    return Patterns()


def hit(name: str, features: tuple[float, ...] = GOOD) -> Hit:
    return Hit("patterns", name, "title", 1.0, "text", features)


def crowded() -> Place:
    return Place(SourceFile.parse(Path("src/main.rs"), CROWDED.encode()))


def inserted(draft: Draft) -> str:
    assert draft.insertion is not None
    return apply_edits(CROWDED.encode(), draft.insertion.edits).decode()


def refused(_: Draft) -> Verdict:
    return Verdict(Verification.REFUSED, reason="It does not compile here: no.")


def suggested(patterns: Patterns, text: str, *hits: Hit) -> Suggestions:
    found = suggest(text, patterns, lambda _: hits, refused)
    assert found is not None
    return found


def test_nothing_is_suggested_before_the_index_answers(patterns: Patterns) -> None:
    assert suggest("newtype", patterns, lambda _: None, refused) is None
    assert suggested(patterns, "newtype") == Suggestions((), confident=False)


def test_a_bad_practice_leads_to_what_repairs_it(patterns: Patterns) -> None:
    bad = next(
        p
        for p in patterns.all().values()
        if p.kind is PatternKind.ANTI_PATTERN
        and any((good := patterns.get(name)) and good.template for name in p.repairs)
    )
    names = [p.id for p, _ in ranked(read_wish("x"), [hit(bad.id)], patterns)]
    assert names and set(names) <= set(bad.repairs)


def test_a_pattern_that_is_named_stands_first(patterns: Patterns) -> None:
    hits = [hit("validation-newtype"), hit("newtype")]
    found = suggested(patterns, "newtype for an email address", *hits)
    assert [c.pattern.id for c in found.candidates] == ["newtype", "validation-newtype"]
    assert found.confident


def test_many_required_fields_need_a_builder_that_takes_them(patterns: Patterns) -> None:
    hits = [hit("typestate-builder"), hit("builder")]
    one = suggested(patterns, "typestate builder with required url", *hits)
    two = suggested(patterns, "builder with required url and method", *hits)
    assert one.candidates[0].pattern.id == "typestate-builder"
    assert two.candidates[0].pattern.id == "builder"


def test_what_is_far_off_is_not_shown(patterns: Patterns) -> None:
    assert suggested(patterns, "a cake", hit("newtype", POOR)).candidates == ()
    assert not suggested(patterns, "a cake", hit("newtype", FAIR)).confident


def test_only_the_first_few_are_compiled(patterns: Patterns) -> None:
    names = ("newtype", "builder", "actor-std-thread", "lru-cache", "typestate")
    found = suggested(patterns, "one of these", *map(hit, names))
    verdicts = [c.verdict.verification for c in found.candidates]
    assert verdicts[:CHECKED] == [Verification.REFUSED] * CHECKED
    assert set(verdicts[CHECKED:]) == {Verification.PENDING}
    row = found.as_json()["candidates"][0]
    assert {"id", "title", "code", "dependencies", "score"} <= row.keys()


@pytest.mark.parametrize("name", ["actor-std-thread", "error-struct-with-kind", "result-from-main"])
def test_names_that_the_file_has_are_changed(patterns: Patterns, name: str) -> None:
    pattern = patterns.get(name)
    assert pattern is not None
    for draft in drafts(pattern, read_wish("it"), crowded()):
        said = check_snippet(inserted(draft))
        assert [d.message for d in said if d.severity is Severity.ERROR] == []


def test_the_last_way_is_a_module_of_its_own(patterns: Patterns) -> None:
    pattern = patterns.get("actor-std-thread")
    assert pattern is not None
    *_, last = drafts(pattern, read_wish("it"), crowded())
    text = inserted(last)
    assert "pub mod actor_std_thread {\n    use std::sync::mpsc" in text
    assert check_snippet(text) == []


def test_a_snippet_reads_like_the_text(patterns: Patterns) -> None:
    pattern = patterns.get("newtype")
    assert pattern is not None
    draft = next(iter(drafts(pattern, read_wish("newtype Id around u8"), crowded())))
    assert draft.insertion is not None
    assert "struct ${1:Id}(${2:u8});" in draft.snippet and "impl ${1} {" in draft.snippet
    plain = draft.snippet.replace("${1:Id}", "Id").replace("${2:u8}", "u8")
    plain = plain.replace("${1}", "Id").replace("${2}", "u8").replace("\\}", "}")
    assert plain == draft.insertion.body.text


def test_what_needs_crates_or_files_is_not_compiled_alone(patterns: Patterns) -> None:
    for name, word in (("tokio-tcp-echo", "tokio"), ("github-actions-ci", "not Rust")):
        pattern = patterns.get(name)
        assert pattern is not None
        verdict = check_alone(next(iter(drafts(pattern, read_wish("it"), None))))
        assert verdict.verification is Verification.UNAVAILABLE and word in verdict.reason
    clap = patterns.get("clap-cli")
    assert clap is not None
    assert "cargo add clap@4 --features derive" in wanting(clap.dependencies)


def test_a_program_has_a_manifest_and_its_folders_name(patterns: Patterns) -> None:
    single, project = patterns.get("tokio-tcp-echo"), patterns.get("thread-worker-pool")
    assert single is not None and project is not None
    files = program_files(next(iter(drafts(single, read_wish("it"), None))), "echo")
    assert [f.path for f in files] == ["Cargo.toml", "src/lib.rs"]
    assert 'name = "echo"' in files[0].text
    assert 'tokio = { version = "1", features = ["full"] }' in files[0].text
    files = program_files(next(iter(drafts(project, read_wish("it"), None))), "my-pool")
    assert 'name = "my-pool"' in files[0].text
    assert [crate_name(n) for n in ("My App", "9", "test", "fn", "a_b")] == [
        "my-app",
        "",
        "",
        "",
        "a_b",
    ]
