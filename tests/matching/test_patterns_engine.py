"""How clues are read, and what the engine promises of any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rust_agent_lsp.features.recognize import recognize
from rust_agent_lsp.matching.patterns.clue import compiled, words_of
from rust_agent_lsp.matching.patterns.engine import hits
from rust_agent_lsp.matching.patterns.registry import read_rules

TALLY = """\
async fn add(total: &std::sync::Mutex<u32>) {
    let mut guard = total.lock().unwrap();
    pause().await;
    *guard += 1;
}
"""
SPREAD = """\
async fn add(total: &std::sync::Mutex<u32>)
{
    let mut guard /* held */ = total
        // so it goes
        .lock( )
        .unwrap();
    pause()
        . await;
    *guard += 1;
}
"""


@pytest.mark.parametrize("text", [TALLY, SPREAD, TALLY.replace("guard", "held")])
def test_names_and_formatting_do_not_matter(text: str) -> None:
    assert recognize(text.encode())[0].id == "mutex-guard-across-await"


def test_a_dropped_guard_is_no_guard_across_an_await() -> None:
    dropped = TALLY.replace("    pause()", "    drop(guard);\n    pause()")
    inner = TALLY.replace("let mut guard", "{ let mut guard").replace("unwrap();", "unwrap(); }")
    for text in (dropped, inner):
        assert "mutex-guard-across-await" not in {p.id for p in recognize(text.encode())}


def test_the_place_is_given_in_bytes_of_the_source() -> None:
    text = f"// Grüße 🦀\n\n\n{SPREAD}".encode()
    first = recognize(text)[0]
    place = text[first.span.start : first.span.end]
    assert place.startswith(b"let mut guard") and place.endswith(b".unwrap();")
    assert "`guard`" in first.reason


def test_comments_and_strings_are_not_code() -> None:
    text = 'fn f() -> &\'static str { /* static mut X: u8 = 0; */ "static mut Y: u8 = 0;" }'
    assert recognize(text.encode()) == []


def test_anti_patterns_of_tests_are_left_alone() -> None:
    loop = "fn f(r: Rules, w: &[u8]) { for x in w { g(r.clone(), x); } }"
    assert [hit.id for hit in hits(loop.encode())] == ["clone-in-loop"]
    assert hits(f"#[cfg(test)]\nmod tests {{ {loop} }}".encode()) == [
        hit for hit in hits(f"#[cfg(test)]\nmod tests {{ {loop} }}".encode()) if not hit.bad
    ]


@given(st.text(alphabet="fn struct{}()<>[];:&|'\"#!.,=$ab0\n", max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    source = text.encode()
    for pattern in recognize(source):
        assert 0 <= pattern.span.start <= pattern.span.end <= len(source)


@pytest.mark.parametrize(
    ("clue", "text", "names"),
    [
        ("impl¤ Drop for $t", "impl<T: Clone>\n Drop for Held<T>", {"t": "Held"}),
        ("$x = $x + 1", "count = count + 1", {"x": "count"}),
        ("$x = $x + 1", "count = other + 1", None),
        ("static mut $s:", "static  mut S : u8", {"s": "S"}),
        ("static mut $s:", "staticmut S: u8", None),
        ("drop(¶);", "drop(f(a, (b)));", {}),
    ],
)
def test_a_clue_is_rust_with_gaps(clue: str, text: str, names: dict[str, str] | None) -> None:
    found = compiled(clue).search(text)
    assert (found.groupdict() if found else None) == names


def test_a_bound_name_is_looked_for_as_it_is() -> None:
    clue = compiled("$c.borrow_mut()", (("c", "cell"),))
    assert clue.search("cell.borrow_mut()")
    assert not clue.search("other.borrow_mut()")


def test_the_words_of_a_clue_are_those_without_which_it_is_not_there() -> None:
    assert words_of("Mutex<⟨bool|u8⟩> $x.lock()") == {"Mutex", "lock"}
    assert words_of("Atomic⟨U|I⟩ x⟨y⟩") == set()


def test_a_rule_file_is_read_and_refused() -> None:
    text = "# About.\n\nidiom entry-api | file | entry\n    One look.\n    0.88  .entry(¶)\n"
    (rule,) = read_rules(text)
    assert (rule.id, rule.over, rule.needs, rule.bad) == ("entry-api", "file", "entry", False)
    with pytest.raises(ValueError, match="not a rule"):
        list(read_rules("pattern x | file | y\n    Why.\n    0.8  z\n"))
