"""Edits and offsets: the arithmetic that every fix rests on."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rust_agent_lsp.model.errors import EditConflict
from rust_agent_lsp.model.text import (
    Edit,
    Location,
    Span,
    apply_edits,
    compose,
    map_offset,
)

TEXT = st.text(st.sampled_from("ab é𝕏\n\r"), max_size=40)


@st.composite
def text_and_edits(draw: st.DrawFn) -> tuple[bytes, list[Edit]]:
    """A text and edits of it that do not overlap, in any order."""
    text = draw(TEXT).encode()
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    edits = [Edit(Span(start, end), draw(TEXT)) for start, end in pairs]
    # Two insertions at one place have no order of their own, so they are left out here.
    distinct = {edit.span.start: edit for edit in edits}
    return text, draw(st.permutations(list(distinct.values())))


@given(text_and_edits())
def test_edits_are_made_as_if_from_the_last_to_the_first(case: tuple[bytes, list[Edit]]) -> None:
    text, edits = case
    expected = text
    for edit in sorted(edits, reverse=True):
        expected = expected[: edit.span.start] + edit.text.encode() + expected[edit.span.end :]
    assert apply_edits(text, edits) == expected


@given(text_and_edits(), st.data())
def test_what_no_edit_touches_is_found_where_its_offset_maps_to(
    case: tuple[bytes, list[Edit]], data: st.DataObject
) -> None:
    text, edits = case
    if not text:
        return
    at = data.draw(st.integers(0, len(text) - 1))
    if any(edit.span.start <= at < edit.span.end for edit in edits):
        return
    moved = map_offset(at, edits)
    after = apply_edits(text, edits)
    # An insertion right here may stand before or after the byte; it must not swallow it.
    here = sum(len(e.text.encode()) for e in edits if e.span == Span(at, at))
    assert text[at : at + 1] in {after[moved : moved + 1], after[moved + here :][:1]}


@given(text_and_edits(), st.integers(0, 60), st.integers(0, 60))
def test_mapping_keeps_the_order(case: tuple[bytes, list[Edit]], one: int, other: int) -> None:
    text, edits = case
    low, high = sorted((min(one, len(text)), min(other, len(text))))
    after = len(apply_edits(text, edits))
    assert 0 <= map_offset(low, edits) <= map_offset(high, edits) <= after


@given(text_and_edits())
def test_the_end_of_the_text_stays_its_end(case: tuple[bytes, list[Edit]]) -> None:
    text, edits = case
    if all(edit.span.start < len(text) for edit in edits):
        assert map_offset(len(text), edits) == len(apply_edits(text, edits))


def test_a_replaced_byte_maps_to_the_end_of_what_replaced_it() -> None:
    assert map_offset(3, [Edit(Span(2, 5), "xy")]) == 4


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(Span(0, 3), "a"), Edit(Span(2, 4), "b")],
        [Edit(Span(1, 4), ""), Edit.insert(2, "b")],
        [Edit(Span(3, 99), "a")],
        [Edit.insert(7, "a")],
    ],
)
def test_edits_that_overlap_or_reach_outside_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(EditConflict):
        apply_edits(b"abcdef", edits)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (-2, -1)])
def test_no_span_is_backwards_or_negative(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_touching_counts_both_ends_and_zero_width() -> None:
    span = Span(3, 6)
    assert span.touches(Span(6, 6)) and span.touches(Span(3, 3)) and span.touches(Span(0, 3))
    assert not span.touches(Span(7, 7)) and not span.touches(Span(0, 2))
    assert span.contains(Span(3, 6)) and not span.contains(Span(2, 4))
    assert Location(Path("a"), span) == Location(Path("a"), Span(3, 6))


@st.composite
def two_rounds(draw: st.DrawFn) -> tuple[str, list[Edit], list[Edit]]:
    """A text, edits to it, and edits to what it becomes; ASCII and wider characters."""
    text = draw(st.text("aé\n", max_size=12))
    first = draw(edits_to(text))
    middle = apply_edits(text.encode(), first).decode()
    return text, first, draw(edits_to(middle))


def edits_to(text: str) -> st.SearchStrategy[list[Edit]]:
    """Return edits whose spans neither overlap nor cut a character."""

    def build(cuts: list[int], new: list[str]) -> list[Edit]:
        places = [len(text[:cut].encode()) for cut in sorted(cuts)]
        pairs = zip(places[::2], places[1::2], strict=False)
        return [Edit(Span(a, b), word) for (a, b), word in zip(pairs, new, strict=False)]

    cuts = st.lists(st.integers(0, len(text)), max_size=6, unique=True)
    return st.builds(build, cuts, st.lists(st.text("xß", max_size=3), min_size=3, max_size=3))


@given(two_rounds())
def test_composed_edits_do_what_both_do(case: tuple[str, list[Edit], list[Edit]]) -> None:
    text, first, second = case
    middle = apply_edits(text.encode(), first)
    composed = compose(middle, first, second)
    assert apply_edits(text.encode(), composed) == apply_edits(middle, second)


def test_composed_edits_stay_apart_where_they_are_far_from_each_other() -> None:
    text = b"one two three"
    first = [Edit(Span(0, 3), "first")]
    composed = compose(b"first two three", first, [Edit(Span(10, 15), "third")])
    assert composed == (Edit(Span(0, 3), "first"), Edit(Span(8, 13), "third"))
    assert apply_edits(text, composed) == b"first two third"
