"""The texts by which entries and concepts are found, and how their words are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import snowballstemmer

from rust_agent_lsp.model.concept import Concept, ConceptKind
from rust_agent_lsp.model.entry import Entry, EntryKind
from rust_agent_lsp.stores.knowledge import without_code
from rust_agent_lsp.stores.masking import mask

ROLE_WEIGHTS = {
    "code": 3.0, "title": 4.0, "summary": 3.0, "body": 1.0, "exemplar": 3.0, "utterance": 4.0,
    "says": 2.0,
}  # fmt: skip
"""What a text may be to its entry, and what a word in it weighs."""

# What comes later or further on hardly ever says what a section is about.
_MOST_PARAGRAPHS, _LONGEST_PARAGRAPH = 8, 700
_HEADING = re.compile(r"^#+ ", re.M)
_HOLE = re.compile(r"\{[\w.]+\}")


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """One text by which an entry can be found.

    `kind` is the collection, `entry` the entry's id, `role` what the text is to it (one of
    `ROLE_WEIGHTS`). A `code` is found by its words alone. `often` is the entry's.
    """

    id: str
    kind: str
    entry: str
    role: str
    text: str
    often: int = 0


_stemmer = snowballstemmer.stemmer("porter")
stem_of = lru_cache(maxsize=50_000)(_stemmer.stemWord)
"""Returns a word in lower case without its ending."""
_WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, in their order."""
    return _WORD.findall(text.lower())


def stems(text: str) -> set[str]:
    """Return the words of a text without their endings, as the full-text index compares them."""
    return {stem_of(word) for word in words_of(text)}


STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a about again all also am an and any are as at be because been but by can
        cannot could did do does doesn don for from get gets getting give gives go
        goes got has have how i if in into is isn it its just like me my no not now
        of off on one or other out over same should so some still than that the
        their them then there these they this those to too two up use used using
        very want was way we what when where which while who why will with without
        would you your
        """,
    )
)
"""Words that tell no two texts apart."""

STOP_STEMS = stems(" ".join(STOP_WORDS))


def documents_of(entries: Iterable[Entry]) -> list[IndexDocument]:
    """Return every text that leads to one of `entries`; code blocks are left out, and so are codes
    that the compiler gives no more."""
    documents = []
    for entry in entries:
        if entry.retired:
            continue
        counts: dict[str, int] = {}
        for role, text in _texts_of(entry):
            if not text.strip():
                continue
            counts[role] = counts.get(role, 0) + 1
            name = f"{entry.kind.value}/{entry.id}#{role}-{counts[role]}"
            documents.append(
                IndexDocument(name, entry.kind.value, entry.id, role, text.strip(), entry.often)
            )
    return documents


def _texts_of(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "code", " ".join(dict.fromkeys((entry.id, *entry.codes)))
    yield "title", entry.title
    yield "summary", entry.summary
    sections = _HEADING.split(without_code(entry.body))
    # The text before the first heading is the summary.
    for section in sections[1:]:
        heading, _, text = section.partition("\n")
        # A heading with nothing but code below it is the same in every other entry, and Chroma
        # no longer finds a text among hundreds of equals.
        if text.strip():
            yield "body", f"{heading} {' '.join(text.split())}"
    for exemplar in entry.exemplars:
        yield "exemplar", mask(exemplar)
    for utterance in entry.utterances:
        yield "utterance", utterance
    for template in entry.templates:
        yield "says", _HOLE.sub("_", " ".join(template.says))


def documents_of_concepts(
    concepts: Iterable[Concept], asked: Mapping[str, Sequence[str]]
) -> list[IndexDocument]:
    """Return every text that leads to a concept; `asked` are questions by a concept's id."""
    documents = []
    for concept in concepts:
        counts: dict[str, int] = {}
        texts = [
            *_texts_of_concept(concept),
            *(("utterance", q) for q in asked.get(concept.id, ())),
        ]
        for role, text in texts:
            if text.strip():
                counts[role] = counts.get(role, 0) + 1
                name = f"{concept.id}!{role}-{counts[role]}"
                documents.append(
                    IndexDocument(name, EntryKind.CONCEPT.value, concept.id, role, text.strip())
                )
    return documents


def _texts_of_concept(concept: Concept) -> Iterator[tuple[str, str]]:
    if concept.kind is ConceptKind.QUESTION:
        yield "utterance", concept.title
    else:
        anchor = re.sub(r"\W+", " ", concept.id.rpartition("#")[2].removesuffix(".html"))
        yield "code", f"{concept.title} {anchor}"
    title = re.sub(r"(::|[_.-])", r" ", concept.title)
    yield "title", " — ".join((title, *reversed(concept.path[1:])))
    paragraphs = [
        " ".join(paragraph.split())
        for paragraph in without_code(concept.text).split("\n\n")
        if not paragraph.startswith(("#", "|", "Note:"))
    ]
    for number, paragraph in enumerate(paragraphs[:_MOST_PARAGRAPHS]):
        yield "body" if number else "summary", paragraph[:_LONGEST_PARAGRAPH]


def owned(documents: Sequence[IndexDocument]) -> Iterator[list[IndexDocument]]:
    """Yield the texts of each entry, which stand together."""
    for _, group in groupby(documents, key=lambda d: (d.kind, d.entry)):
        yield list(group)
