"""Dumps of questions that a user gives: three forms, the good answers alone, hostile files."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest

from rust_agent_lsp.features.answer import LONGEST, Library, answer_of
from rust_agent_lsp.ingest.asked import as_text
from rust_agent_lsp.ingest.documentation import ingest_documentation
from rust_agent_lsp.ingest.posts_xml import read_posts, site_of
from rust_agent_lsp.ingest.question_dumps import (
    Form,
    dump_state,
    dumps_in,
    find_dump,
    read_dump,
    read_dumps,
)
from rust_agent_lsp.model.concept import Concept, ConceptKind
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.model.errors import KnowledgeError
from rust_agent_lsp.stores.concepts import Concepts, write_concepts
from rust_agent_lsp.stores.knowledge import Knowledge


def question(number: int, title: str, tags: str, accepted: int = 0) -> str:
    return (
        f'<row Id="{number}" PostTypeId="1" AcceptedAnswerId="{accepted}" Score="5"'
        f' Title="{title}" Tags="{tags}" OwnerUserId="7" ContentLicense="CC BY-SA 4.0"'
        f' Body="&lt;p&gt;I tried &lt;code&gt;x&lt;/code&gt;.&lt;/p&gt;" />'
    )


def reply(number: int, parent: int, score: int, text: str, by: str = "ada") -> str:
    body = f"&lt;p&gt;{text}&lt;/p&gt;&lt;pre&gt;&lt;code&gt;let a = 1;&lt;/code&gt;&lt;/pre&gt;"
    return (
        f'<row Id="{number}" PostTypeId="2" ParentId="{parent}" Score="{score}" Body="{body}"'
        f' OwnerDisplayName="{by}" ContentLicense="CC BY-SA 3.0" />'
    )


RUST, OTHER = "&lt;rust&gt;&lt;vector&gt;", "|python|trust|"
ROWS = [
    question(1, "How do I sort?", RUST, accepted=4),
    question(2, "Snakes?", OTHER, accepted=5),
    reply(3, 1, 90, "Loudest."),
    reply(4, 1, 0, "Accepted."),
    reply(5, 2, 9, "Hiss."),
    question(6, "Nobody knows?", "|rust-cargo|"),
    reply(7, 6, 0, "Perhaps."),
    question(8, "Undo a commit?", "|git|"),
    reply(9, 8, 1, "Reset."),
    reply(10, 8, 30, "Better reset."),
    reply(11, 8, 30, "As good but later."),
    '<row Id="12" PostTypeId="5" Score="x" />',
]


def posts(folder: Path, rows: list[str], head: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "Posts.xml"
    text = "\n".join(rows)
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n{head}<posts>\n{text}\n</posts>\n')
    return file


def concepts_at(path: Path) -> dict[str, Concept]:
    dump = find_dump(path)
    assert dump is not None
    return {concept.title: concept for concept in read_dump(dump)}


def test_posts_give_questions_about_our_tools_with_their_best_answer(tmp_path: Path) -> None:
    folder = tmp_path / "stackoverflow.com"
    file = posts(folder, ROWS)
    for given in (folder, file):
        concepts = concepts_at(given)
        assert set(concepts) == {"How do I sort?", "Undo a commit?"}
        first = concepts["How do I sort?"]
        assert first.id == "asked-stackoverflow-com/questions/1"
        assert (first.kind, first.book) == (ConceptKind.QUESTION, "asked-stackoverflow-com")
        assert first.text == (
            "Accepted.\n\n```text\nlet a = 1;\n```\n\n> Asked:\n> I tried `x`.\n\n"
            "*From https://stackoverflow.com/questions/1, by user 7 and ada, CC BY-SA 3.0*"
        )
        assert first.links == ("https://stackoverflow.com/questions/1",)
        assert concepts["Undo a commit?"].text.startswith("Better reset.")


def test_posts_in_another_order_are_read_as_well(tmp_path: Path) -> None:
    there = concepts_at(posts(tmp_path / "a", ROWS))
    turned = concepts_at(posts(tmp_path / "b", ROWS[::-1]))
    assert turned == there
    assert "questions/1" in turned["How do I sort?"].text


def test_the_site_is_known_by_the_names(tmp_path: Path) -> None:
    assert site_of(tmp_path / "unix.stackexchange.com-Posts.xml") == "unix.stackexchange.com"
    assert site_of(tmp_path / "superuser.com" / "Posts.xml") == "superuser.com"
    assert site_of(tmp_path / "Posts.xml") == ""


BOMB = '<!DOCTYPE posts [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'
OUTSIDE = '<!DOCTYPE posts [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'
LINKED = '<!DOCTYPE posts SYSTEM "http://example.org/posts.dtd">\n'


@pytest.mark.parametrize("head", [BOMB, OUTSIDE, LINKED])
def test_entities_and_document_types_are_refused(tmp_path: Path, head: str) -> None:
    with pytest.raises(KnowledgeError, match="entities"):
        list(read_posts(posts(tmp_path, ROWS, head)))


def test_what_is_no_dump_is_refused_with_a_reason(tmp_path: Path) -> None:
    cases = {
        "<users><row/></users>": "no Posts.xml",
        "<posts><row Id='1'": "no XML",
        "hello": "no XML",
        f"<posts><row Body='{'a' * (5 << 20)}": "larger than",
    }
    for number, (text, reason) in enumerate(cases.items()):
        file = tmp_path / f"{number}.xml"
        file.write_text(text)
        with pytest.raises(KnowledgeError, match=reason):
            list(read_posts(file))
    (tmp_path / "a.pdf").write_text("x")
    with pytest.raises(KnowledgeError, match="JSON Lines"):
        find_dump(tmp_path / "a.pdf")
    assert find_dump(tmp_path / "gone") is None
    assert dumps_in([tmp_path / "gone", tmp_path / "a.pdf"]) == []


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        filler = [reply(n, 1, 1, "word " * 200) for n in range(100, 100 + rows)]
        file = posts(tmp_path, [question(1, "One?", RUST), *filler])
        del filler
        tracemalloc.start()
        try:
            assert len(list(read_posts(file))) == 1
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    small, large = peak(1_000), peak(16_000)
    assert large < small * 1.5


LINES = [
    {"question": "What is a slice?", "answer": "A view.", "score": 3, "url": "https://x.org/1"},
    {"title": "Why `mut`?", "body": "I see it.", "accepted_answer": {"body": "To change."}},
    {"question": "Bad?", "answer": "No.", "score": 0},
    {"question": "Chosen?", "answer": "Yes.", "score": 0, "accepted": True, "id": 77},
    {
        "question_title": "Many?",
        "answers": [
            {"text": "Low.", "score": 1},
            {"text": "High.", "score": 9},
            {"text": "None.", "score": 12, "is_accepted": False},
        ],
    },
    {"title": "Lists?", "answers": {"text": ["a", "b"], "score": [1, 5]}},
    {"instruction": "Explain lifetimes. " + "Please. " * 60, "output": "They end."},
    {"question": "Nothing said?"},
    {"question": "Link?", "answer": "[a](javascript:x) ![p](http://t/x.png)", "url": "ftp://x"},
]


def test_json_lines_are_read_in_their_usual_spellings(tmp_path: Path) -> None:
    file = tmp_path / "my.questions.jsonl"
    text = "".join(json.dumps(row) + "\n" for row in LINES)
    file.write_text(f"{text}broken\n[1]\n\n{'[' * 100_000}\n" + '{"question": 1, "answer": 2}')
    concepts = concepts_at(file)
    answers = {title: concept.text.partition("\n")[0] for title, concept in concepts.items()}
    assert answers == {
        "What is a slice?": "A view.",
        "Why `mut`?": "To change.",
        "Chosen?": "Yes.",
        "Many?": "None.",
        "Lists?": "b",
        "Explain lifetimes.": "They end.",
        "Link?": "a p",
        "1": "2",
    }
    assert concepts["Chosen?"].id == "asked-my/questions/77"
    assert concepts["What is a slice?"].links == ("https://x.org/1",)
    assert concepts["Link?"].links == ()
    assert "> I see it." in concepts["Why `mut`?"].text
    assert concepts["Link?"].text.endswith("*From my, questions/9*")


def test_an_endless_line_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    file.write_bytes(b'{"a": "' + b"x" * (5 << 20))
    with pytest.raises(KnowledgeError, match="longer than"):
        concepts_at(file)


ONE = """---
title: "How to pin?"
url: https://forum.example.org/t/1
author: bob
license: CC BY 4.0
---
# Question
I have a future.

## Answer (score 2)
Use `Box::pin`.

## Accepted answer
Use `pin!`.

### Why
It stays.
"""
FAQ = """# FAQ
Hello.
## Is it fast?
```sh
# Is this a heading?
```
Yes.
## Not asked
No.
## And small?
"""


def test_pages_of_markdown_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "qa"
    (folder / "sub").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / "sub" / "pin.md").write_text(ONE)
    (folder / "faq.md").write_text(FAQ)
    (folder / ".git" / "x.md").write_text("# Hidden?\nYes.\n")
    (tmp_path / "outside.md").write_text("# Outside?\nYes.\n")
    (folder / "link.md").symlink_to(tmp_path / "outside.md")
    concepts = concepts_at(folder)
    assert set(concepts) == {"How to pin?", "Is it fast?"}
    pin = concepts["How to pin?"]
    assert pin.text.startswith(
        "Use `pin!`.\n\n**Why**\n\nIt stays.\n\n> Asked:\n> I have a future."
    )
    assert pin.text.endswith("*From https://forum.example.org/t/1, by bob, CC BY 4.0*")
    assert pin.id == "asked-qa/questions/sub/pin"
    assert concepts["Is it fast?"].text.startswith("```sh\n# Is this a heading?\n```\nYes.")


def test_a_folder_that_is_a_book_or_nothing_is_no_dump(tmp_path: Path) -> None:
    assert find_dump(tmp_path) is None
    (tmp_path / "page.md").write_text("# Title\nText.\n")
    assert find_dump(tmp_path) is None
    (tmp_path / "page.md").write_text("# Why?\nText.\n")
    assert find_dump(tmp_path) is not None
    (tmp_path / "SUMMARY.md").write_text("- [Page](page.md)\n")
    assert find_dump(tmp_path) is None


def test_texts_of_others_fetch_nothing_and_hide_nothing() -> None:
    page = as_text('<p>See <img src="http://t/x.png"/> <a href="command:x">this</a>.</p>')
    assert page == "See this."
    assert as_text("a ![x][ref] [b](command:y)\n\n[ref]: http://t\n") == "a x b"
    assert as_text("a\u202eb\x1b[0m\x00") == "a b [0m"
    code = "```md\n![kept](as it is)\n```"
    assert as_text(code) == code


def test_dumps_are_kept_apart_and_known_by_their_state(tmp_path: Path) -> None:
    first, second = posts(tmp_path / "a", ROWS), posts(tmp_path / "b" / "a", ROWS)
    one, two = dumps_in([first.parent, second.parent])
    assert (one.slug, two.slug) == ("asked-a", "asked-a-2")
    assert one.form is Form.POSTS
    assert len(list(read_dumps([one, two]))) == 4
    before = dump_state(one)
    assert dump_state(one) == before
    posts(tmp_path / "a", ROWS[:4])
    assert dump_state(one) != before


def test_an_answer_shows_the_attribution_however_long_it_is(tmp_path: Path) -> None:
    rows = [
        question(1, "How do I sort?", RUST),
        reply(2, 1, 3, "x&lt;/p&gt;".join("&lt;p&gt;" + "words " * 90 for _ in range(20))),
    ]
    concepts = concepts_at(posts(tmp_path / "stackoverflow.com", rows))
    write_concepts(tmp_path / "concepts.sqlite3", concepts.values(), ())
    library = Library(Knowledge(), Concepts(tmp_path / "concepts.sqlite3"))
    entry = "asked-stackoverflow-com/questions/1"
    answer = answer_of(EntryKind.CONCEPT, entry, "sort words", library)
    assert answer is not None
    assert answer.text.startswith("words")
    assert len(answer.text) < LONGEST + 800
    assert answer.text.endswith("by user 7 and ada, CC BY-SA 3.0*")
    assert answer.source == ("https://stackoverflow.com/questions/1",)
    assert answer.title == "How do I sort? (stackoverflow.com)"


def test_dumps_become_concepts_beside_the_documentation_and_are_forgotten(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    (docs / "book").mkdir(parents=True)
    contents = '<ol class="chapter"><li><a href="one.html">One</a></li></ol>'
    (docs / "book" / "toc.html").write_text(contents)
    (docs / "book" / "one.html").write_text('<main><h1 id="one">One</h1><p>Text.</p></main>')
    dump = posts(tmp_path / "stackoverflow.com", ROWS)

    def counts(given: list[Path]) -> dict[str, int]:
        path = ingest_documentation(tmp_path / "cache", docs, list, lambda *_: None, given)
        concepts = Concepts(path)
        try:
            return concepts.counts()
        finally:
            concepts.close()

    asked = {"asked-stackoverflow-com": 2, "book": 1}
    assert counts([dump.parent]) == asked
    assert counts([dump]) == asked
    assert counts([]) == {"book": 1}
