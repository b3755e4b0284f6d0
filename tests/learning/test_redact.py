"""Nothing of the user's literals, numbers and comments is ever written down; it can be put back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rust_agent_lsp.learning.redact import redact, redact_part, redact_prose, restore
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.tree import SourceFile

KEY = b"k" * 32
WORD, NUMBER = "hunter2", "735018"

SECRET = st.sampled_from(
    [
        f'"{WORD}"',
        f'"a\\"{WORD}\\\\"',
        f'"{{}} {WORD} \\u{{1F600}}"',
        f'b"{WORD}"',
        f'c"{WORD}"',
        f'r"{WORD}\\"',
        f'r#"{WORD} " {WORD}"#',
        f'br##"{WORD}"# {WORD}"##',
        f'"zwei\nZeilen {WORD}"',
        f"// {WORD}\n",
        f'/// {WORD} " \n',
        f"//! {WORD} '\n",
        f"/* {WORD} /* {NUMBER} */ {WORD} */",
        NUMBER,
        f"{NUMBER}_u64",
        f"0x{NUMBER}",
        f"0b{NUMBER}",
        f"1_{NUMBER}.{NUMBER}e-{NUMBER}f64",
        f"{NUMBER}..={NUMBER}",
        f"pair.{NUMBER}",
        f"'{WORD}'",
    ]
)
CODE = st.sampled_from(
    [
        "let x = ",
        "f(&'a str, 'é', '\\'', '\"', b'\\\\')",
        "'lap: loop { break 'lap }",
        "fn g<'a>(x: &'a T) -> &'a T",
        "vec![",
        "]; ",
        "{ } ",
        ", ",
        "r#type",
        "x1 += y2",
        "é.ü()",
        "a / b",
        "*p",
        "\r\n",
        "#[doc = ",
    ]
)
PROGRAM = st.lists(st.one_of(SECRET, CODE), max_size=12).map(" ".join)


def is_clean(text: str) -> bool:
    return WORD not in text and NUMBER not in text


@given(PROGRAM)
def test_nothing_of_the_users_is_left(code: str) -> None:
    assert is_clean(redact(code, KEY))


@given(PROGRAM)
def test_what_was_taken_out_can_be_put_back(code: str) -> None:
    source = SourceFile.parse(Path("a.rs"), code.encode())
    assert restore(redact(code, KEY), source, KEY) == code


@given(PROGRAM, st.integers(0, 400), st.integers(0, 400))
def test_a_part_of_a_file_is_clean_wherever_it_begins_and_ends(
    code: str, one: int, other: int
) -> None:
    """An edit may begin in the middle of a literal; only what stands around it tells."""
    text = code.encode()
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    part = redact_part(text, Span(start, end), KEY)
    assert is_clean(part)
    assert not any(piece in part for piece in ("hun", "unt", "nte", "ter"))
    whole = text[start:end].decode(errors="replace")
    if "⟦" not in part:
        assert part == whole


@given(st.text(max_size=60))
def test_any_text_at_all_is_borne(code: str) -> None:
    redact(code, KEY)


@pytest.mark.parametrize(
    "code",
    [
        f'let s = "{WORD}',
        f'let s = r#"{WORD}"',
        f"/* {WORD}",
        f"/* /* */ {WORD}",
        f"let s = '{WORD}';",
        f"{NUMBER}{WORD}",
        f'"" "{WORD}',
        f'"\\{WORD}"',
    ],
)
def test_broken_literals_are_hidden_too(code: str) -> None:
    assert is_clean(redact(code, KEY))


@pytest.mark.parametrize(
    "code", ["&'a mut x1", ".clone()", "mut ", "Vec<u8>", "", '"', "'", '""', "a::b!()", "r#fn()"]
)
def test_code_without_literals_is_left_as_it_is(code: str) -> None:
    assert redact(code, KEY) == code


def test_delimiters_alone_are_no_secret() -> None:
    text = b'let c = "x";'
    assert redact_part(text, Span(8, 9), KEY) == '"'
    assert "x" not in redact_part(text, Span(8, 11), KEY).partition(":")[0]


def test_a_mark_depends_on_the_key_and_cannot_be_guessed_from_ours() -> None:
    assert redact(f'"{WORD}"', KEY) != redact(f'"{WORD}"', b"other" * 8)


def test_what_is_gone_cannot_be_put_back() -> None:
    code = redact(f'f("{WORD}")', KEY)
    assert restore(code, SourceFile.parse(Path("a.rs"), b'f("another")'), KEY) is None


@pytest.mark.parametrize(
    "text",
    [
        f'cannot find value `x` in "{WORD}"',
        f'expected `;`, found `"{WORD} \\" {WORD}"`',
        f'Own the text `"{WORD}…`',
        f"literal out of range: `{NUMBER}_u64`",
        f"the length is {NUMBER} but the index is {NUMBER}.5",
        f"found doc comment `/// {WORD}`",
        f"found doc comment `/** {WORD} */`",
        f"Write `'{WORD}'` with double quotes",
    ],
)
def test_prose_is_clean(text: str) -> None:
    assert is_clean(redact_prose(text))


@pytest.mark.parametrize(
    "text",
    [
        "Borrow `data` in the call to `consume`",
        "mismatched types: expected `u32`, found `&'static str`",
        "lifetime `'a` must outlive `'b`",
        "`E0382` in `x1.y2`",
    ],
)
def test_prose_keeps_the_names(text: str) -> None:
    assert redact_prose(text) == text
