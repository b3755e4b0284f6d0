"""What a description names, and what of it ends up in the holes of a template."""

from __future__ import annotations

import pytest

from rust_agent_lsp.matching.choice import Choice, Known, fresh
from rust_agent_lsp.matching.fill_holes import choices
from rust_agent_lsp.matching.wish import is_name, read_wish
from rust_agent_lsp.model.pattern import HoleKind, fill
from rust_agent_lsp.stores.patterns import Patterns


@pytest.fixture(scope="module")
def patterns() -> Patterns:
    return Patterns()


def boldest(patterns: Patterns, pattern: str, text: str, known: Known | None = None) -> Choice:
    found = patterns.get(pattern)
    assert found is not None
    return choices(found, read_wish(text), known or Known())[0]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a builder for HttpRequest", {"types": ("HttpRequest",)}),
        ("Builder with defaults", {"types": ()}),
        ("newtype for an email address", {"subject": "EmailAddress"}),
        ("cache from String to Vec<u8>", {"builtin": ("String", "Vec<u8>"), "types": ()}),
        ("retry called fetch_page", {"called": ("fetch_page",)}),
        ("server on port 7878", {"port": "7878"}),
        ("server at localhost:99", {"address": "127.0.0.1:99"}),
        ("with required url and method", {"required": (("url", ""), ("method", ""))}),
        ("struct with host: String, port: u16", {"plain": (("host", "String"), ("port", "u16"))}),
    ],
)
def test_a_description_is_read(text: str, wanted: dict[str, object]) -> None:
    wish = read_wish(text)
    assert {name: getattr(wish, name) for name in wanted} == wanted


def test_the_users_names_are_left_out_of_the_search() -> None:
    wish = read_wish("plugin trait `Exporter` for HttpServer with registry")
    assert wish.without_names() == "plugin trait for with registry"
    assert read_wish("User").without_names() == "User"


@pytest.mark.parametrize(
    ("pattern", "text", "wanted"),
    [
        ("newtype", "newtype Meters around f64", {"name": "Meters", "inner": "f64"}),
        ("newtype", "newtype for an email address", {"name": "EmailAddress", "inner": "String"}),
        (
            "builder",
            "builder for HttpRequest with required url and method",
            {"name": "HttpRequest", "required": "url: String, method: String"},
        ),
        ("plugin-architecture", "plugin trait Exporter with registry", {"trait": "Exporter"}),
        ("retry-with-backoff", "retry with backoff called fetch_page", {"function": "fetch_page"}),
        ("tcp-server-threads", "tcp server on port 7878", {"address": "127.0.0.1:7878"}),
        (
            "state-machine-enum",
            "state machine Lamp with states Dark, Dim and Bright",
            {"state": "Lamp", "states": "Dark, Dim, Bright", "from": "Dim", "to": "Dark"},
        ),
    ],
)
def test_names_and_numbers_find_their_holes(
    patterns: Patterns, pattern: str, text: str, wanted: dict[str, str]
) -> None:
    values = boldest(patterns, pattern, text).values
    assert {name: values[name] for name in wanted} == wanted


def test_a_struct_of_the_file_gives_its_fields(patterns: Patterns) -> None:
    structs = {"Order": (("id", "u64"), ("title", "String"), ("paid", "bool"))}
    known = Known(structs, frozenset(structs), frozenset(structs))
    choice = boldest(patterns, "builder", "builder for Order with required title", known)
    assert choice.adopted == {"Order"}
    assert choice.values["required"] == "title: String"
    assert choice.values["options"] == "id: u64, paid: bool"


def test_no_name_is_taken_twice(patterns: Patterns) -> None:
    taken = Known(taken=frozenset(("UserId", "UserId2")))
    found = boldest(patterns, "newtype", "a newtype", taken)
    assert found.values["name"] == "UserId3"
    assert [fresh("go", {"go"}), fresh("MAX", {"MAX"}), fresh("Go", {"Go"})] == [
        "go_2",
        "MAX_2",
        "Go2",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "newtype called struct around fn",
        "newtype `match` for a type",
        "newtype called 9lives",
        "newtype String around Option",
        "newtype for the self",
        "newtype called 'naïve' with 4 type and fn",
    ],
)
def test_what_cannot_be_a_name_is_none(patterns: Patterns, text: str) -> None:
    value = boldest(patterns, "newtype", text).values["name"]
    assert is_name(value) and value not in ("String", "Option")


def test_every_choice_fills_every_template_whole(patterns: Patterns) -> None:
    wish = read_wish("one called Widget for String with required url and type, 4 items, port 80")
    for pattern in patterns.all().values():
        for choice in choices(pattern, wish, Known()):
            for file in pattern.template:
                text = fill(file.text, choice.values)
                assert "⟨" not in text, pattern.id
            for hole in pattern.holes:
                if hole.kind is HoleKind.IDENT and is_name(hole.default):
                    assert is_name(choice.values[hole.name]), (pattern.id, hole.name)
