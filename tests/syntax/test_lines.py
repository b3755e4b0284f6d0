from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rust_agent_lsp.syntax.lines import Encoding, LineTable

ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")
PIECES = (
    *("a", "b", " ", "é", "€", "🦀", "e\u0301", "\ufffd"),
    *("\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\x1c"),
)
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def width(character: str, encoding: Encoding) -> int:
    if encoding == "utf-8":
        return len(character.encode())
    return 2 if encoding == "utf-16" and ord(character) > 0xFFFF else 1


def walk(text: str, encoding: Encoding) -> list[tuple[int, int]]:
    """The position of every character and of the end, found by walking the text."""
    line = column = 0
    found = []
    for index, character in enumerate(text):
        found.append((line, column))
        if character == "\n" or (character == "\r" and text[index + 1 : index + 2] != "\n"):
            line, column = line + 1, 0
        elif character != "\r":
            column += width(character, encoding)
    return [*found, (line, column)]


@given(texts, st.sampled_from(ENCODINGS))
def test_every_character_goes_there_and_back(text: str, encoding: Encoding) -> None:
    table = LineTable(text.encode())
    for index, position in enumerate(walk(text, encoding)):
        offset = len(text[:index].encode())
        assert table.position(offset, encoding) == position
        if text[index - 1 : index + 1] != "\r\n":
            assert table.offset(*position, encoding) == offset


@given(texts, st.sampled_from(ENCODINGS), st.integers(0, 12), st.integers(0, 12))
def test_any_position_means_the_last_character_not_beyond_it(
    text: str, encoding: Encoding, line: int, character: int
) -> None:
    positions = walk(text, encoding)
    inside = [i for i, at in enumerate(positions) if at[0] == line and at[1] <= character]
    wanted = inside[-1] if inside else len(text)
    if text[wanted - 1 : wanted + 1] == "\r\n":
        wanted -= 1
    assert LineTable(text.encode()).offset(line, character, encoding) == len(text[:wanted].encode())


@given(texts, st.data())
def test_an_edited_table_equals_a_fresh_one(text: str, data: st.DataObject) -> None:
    table = LineTable(text.encode())
    for _ in range(data.draw(st.integers(1, 8))):
        ends = data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))))
        start, end = sorted(ends)
        new = data.draw(texts)
        table = table.edited(len(text[:start].encode()), len(text[:end].encode()), new.encode())
        text = text[:start] + new + text[end:]
        fresh = LineTable(text.encode())
        assert table.text == fresh.text
        assert [table.start(i) for i in range(len(table))] == [
            fresh.start(i) for i in range(len(fresh))
        ]
        for offset in range(len(table.text) + 1):
            assert table.line_at(offset) == fresh.line_at(offset)


def test_only_three_line_breaks_count() -> None:
    table = LineTable("a\nb\r\nc\rd\x0b\x0c\x85\u2028\u2029e".encode())
    assert len(table) == 4
    assert [table.text[table.start(i) : table.end(i)] for i in range(3)] == [b"a", b"b", b"c"]


@pytest.mark.parametrize(
    ("encoding", "character", "offset"),
    [("utf-8", 2, 1), ("utf-8", 4, 1), ("utf-8", 5, 5), ("utf-16", 2, 1), ("utf-16", 3, 5)],
)
def test_a_position_within_a_character_means_its_beginning(
    encoding: Encoding, character: int, offset: int
) -> None:
    assert LineTable("a🦀b".encode()).offset(0, character, encoding) == offset


def test_bytes_that_are_not_utf8_count_one_each() -> None:
    table = LineTable(b"a\xff\xfe\xc3\xa9z")
    for encoding, character in (("utf-16", 4), ("utf-32", 4), ("utf-8", 5)):
        assert table.offset(0, character, encoding) == 5  # type: ignore[arg-type]
        assert table.position(5, encoding) == (0, character)  # type: ignore[arg-type]


def test_a_table_is_not_changed_by_an_edit() -> None:
    before = LineTable(b"a\nb\nc")
    before.edited(0, 1, b"x\ny\nz")
    assert (before.text, [before.start(i) for i in range(3)]) == (b"a\nb\nc", [0, 2, 4])
