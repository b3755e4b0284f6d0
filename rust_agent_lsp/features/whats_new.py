"""What a new Rust brings, held against what is known: lints, codes, std items, our entries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rust_agent_lsp.ingest.release_notes import Note, Release, version_of
from rust_agent_lsp.model.concept import Concept
from rust_agent_lsp.model.entry import Entry
from rust_agent_lsp.stores.concepts import Concepts

_STABILISED = re.compile(r"stabilized apis?", re.I)
_CODE = re.compile(r"\bE0\d{3}\b")
_QUOTED = re.compile(r"`([^`]+)`")
_LINT = re.compile(r"(?:clippy::)?[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
_CALLED = re.compile(r"`([a-z0-9_:]+)`,? lint\b|\blints?:? `([a-z0-9_:]+)`")
_GONE = re.compile(r"\b(?:remov\w+|retir\w+|delet\w+)\b[^.]*\blint|\blint\b[^.]*\bremoved\b", re.I)
_NEW = re.compile(
    r"\b(?:add(?:s|ed)?|new|introduc\w+|stabiliz\w+)\b[^.]*\blint|\blint `[^`]+` is now", re.I
)
_ENTRY_KINDS = ("errors", "lints")


class Change(StrEnum):
    """What became of a lint, code or item."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Named:
    """One lint or code that the notes name; `entry` is ours, empty where we have none."""

    name: str
    change: Change
    version: str
    note: str
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Api:
    """A stabilised item; `concept` is where the documentation that was read has it, or empty."""

    name: str
    version: str
    concept: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between the documentation read before and that of now, by ids of concepts."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhatsNew:
    """The report. `review` are entries, as `errors/E0382`, with what speaks for a look at each.

    `unlisted` are items that say they exist since one of the versions and that no note names.
    """

    releases: tuple[Release, ...]
    named: tuple[Named, ...]
    apis: tuple[Api, ...]
    review: dict[str, str]
    unlisted: tuple[str, ...]
    difference: Difference | None = None


def whats_new(
    releases: Sequence[Release],
    entries: Iterable[Entry],
    concepts: Concepts,
    before: Concepts | None = None,
) -> WhatsNew:
    """Hold `releases` against the entries and concepts; `before` is what was read previously."""
    entries = [entry for entry in entries if entry.kind.value in _ENTRY_KINDS]
    by_name = {name: entry for entry in entries for name in _names(entry)}
    named = tuple(one for release in releases for one in _named(release, by_name))
    apis = tuple(_apis(releases, concepts))
    everything = concepts.all()
    difference = _difference(before.all(), everything) if before else None
    review = {one.entry: f"{one.version}: {one.note}" for one in reversed(named) if one.entry}
    since = {_own_id(entry): entry.since for entry in entries}
    for one in named:
        own = since.get(one.entry, "")
        if one.change is Change.NEW and own and not _same_minor(own, one.version):
            review[one.entry] = f"it says since {own}, the notes name it new in {one.version}"
    if difference is not None:
        review |= _review_of(difference, entries, review)
    listed = {api.concept for api in apis}
    minors = {release.version[:2] for release in releases}
    unlisted = tuple(
        concept.id
        for concept in everything
        if concept.since and version_of(concept.since)[:2] in minors and concept.id not in listed
    )
    return WhatsNew(tuple(releases), named, apis, review, unlisted, difference)


def _names(entry: Entry) -> Iterator[str]:
    for name in (entry.id, *entry.codes):
        yield name
        yield name.rpartition("::")[2].replace("-", "_")


def _same_minor(one: str, other: str) -> bool:
    return version_of(one)[:2] == version_of(other)[:2]


def _own_id(entry: Entry) -> str:
    return f"{entry.kind.value}/{entry.id}"


def _named(release: Release, by_name: dict[str, Entry]) -> Iterator[Named]:
    for section, notes in release.sections.items():
        if _STABILISED.search(section):
            continue
        for note in notes:
            for name in dict.fromkeys((*_CODE.findall(note.text), *_lints(note, by_name))):
                entry = by_name.get(name) or by_name.get(name.rpartition("::")[2])
                own = _own_id(entry) if entry else ""
                yield Named(name, _change(note), release.name, note.text, own)


def _lints(note: Note, by_name: dict[str, Entry]) -> Iterator[str]:
    """Yield the lints that a note names: those we know, others only where it calls them so."""
    if re.search(r"\blints?\b", note.text):
        called = {name for names in _CALLED.findall(note.text) for name in names}
        for name in _QUOTED.findall(note.text):
            if (name in by_name and name.islower()) or (name in called and _LINT.fullmatch(name)):
                yield name


def _change(note: Note) -> Change:
    if _GONE.search(note.text):
        return Change.GONE
    return Change.NEW if _NEW.search(note.text) else Change.CHANGED


def _apis(releases: Sequence[Release], concepts: Concepts) -> Iterator[Api]:
    for release in releases:
        for section, notes in release.sections.items():
            if not _STABILISED.search(section):
                continue
            for note in notes:
                name = next(iter(_QUOTED.findall(note.text)), note.text)
                yield Api(name, release.name, _place(note, name, concepts))


def _place(note: Note, name: str, concepts: Concepts) -> str:
    """Return the concept of an item: what the note links to, the page that holds it, its name."""
    for page in note.pages:
        found = concepts.get(page) or concepts.get(page.partition("#")[0])
        if found is not None:
            return found.id
    plain = re.sub(r"^(?:mod )?(?:core|alloc)::", "", name)
    return next((concept.id for concept in concepts.named(plain, 1)), "")


def _difference(before: Sequence[Concept], now: Sequence[Concept]) -> Difference | None:
    """Compare what both hold of the same books; None where nothing differs."""
    books = {c.book for c in before} & {c.book for c in now}
    old = {c.id: c for c in before if c.book in books}
    new = {c.id: c for c in now if c.book in books}
    found = Difference(
        tuple(i for i in new if i not in old),
        tuple(i for i, c in new.items() if i in old and old[i].text != c.text),
        tuple(i for i in old if i not in new),
    )
    return found if found.new or found.changed or found.gone else None


def _review_of(
    difference: Difference, entries: Iterable[Entry], known: dict[str, str]
) -> dict[str, str]:
    """Return the entries that rest on a page which changed or is gone."""
    gone = set(difference.gone)
    moved = {*difference.changed, *gone}
    found = {}
    for entry in entries:
        own = _own_id(entry)
        pages = (*entry.docs, f"error_codes/{entry.id}.html")
        for place in moved if own not in known else ():
            if place in pages or place.partition("#")[0] in pages:
                what = "is gone" if place in gone else "says something else now"
                found[own] = f"{place} {what}"
                break
    return found
