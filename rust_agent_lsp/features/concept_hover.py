"""A construct of the language in a sentence or two, or as a page: ours, or the documentation's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.features.answer import Library, answer_of, without_html
from rust_agent_lsp.features.steps import lead_on
from rust_agent_lsp.matching.construct import Construct, Row
from rust_agent_lsp.matching.explain import page_links
from rust_agent_lsp.matching.std_path import StdItems, path_of
from rust_agent_lsp.model.entry import Entry, EntryKind
from rust_agent_lsp.stores.concepts import Concepts

_STD = "std"
_FENCED = re.compile(r"^```.*?^```$", re.S | re.M)
_NO_PROSE = re.compile(r"\s*(?:[#|>ⓘ-]|\d+\.)")
# "e.g." and the like end no sentence.
_SENTENCE = re.compile(r".+?(?<!\be\.g)(?<!\bi\.e)(?<!\betc)[.!?](?=[)*”\"]*(?:\s|$))", re.S)
_DOCUMENTATIONS = "*The documentation's own words.*"


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown page, and the lesson of ours in it, if one is."""

    markdown: str
    entry: Entry | None = None


class Constructs:
    """Explains constructs from the entries, and from the documentation once it is read.

    For any thread, but it reads files and a database.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._items: tuple[Concepts, StdItems] | None = None

    def short(self, construct: Construct, docs_root: Path | None) -> str:
        """Return a sentence or two with links, as Markdown; empty where nothing is known.

        Raises `StoreError` when the documentation's database cannot be read.
        """
        page = self._page_of(construct.path)
        if page:
            told, mark = self._opening(page), _DOCUMENTATIONS
            title, links = f"`{path_of(page)}`", page_links((page,), docs_root)
        elif construct.row is not None:
            row, lesson = construct.row, self._lesson(construct.row)
            told, mark = row.says or (lesson.summary if lesson is not None else ""), ""
            title, links = row.title, page_links(row.concepts, docs_root)
        else:
            return ""
        parts = [f"**{title}** · {told}", mark, f"Read more: {links}" if links else ""]
        return "\n\n".join(part for part in parts if part) if told else ""

    def page(self, construct: Construct, docs_root: Path | None) -> Page:
        """Return all that is known of a construct; an empty page where that is nothing.

        Raises `StoreError` when the documentation's database cannot be read.
        """
        place = self._page_of(construct.path)
        if place:
            told = self._told(place)
            parts = [f"# `{path_of(place)}`", told, _DOCUMENTATIONS] if told else []
            return self._whole(parts, (place,), docs_root)
        if construct.row is None:
            return Page("")
        row, lesson = construct.row, self._lesson(construct.row)
        parts = [f"# {row.title}", row.says]
        if lesson is not None:
            parts += [f"## {lesson.title}" if row.says else "", lesson.body.strip()]
        elif told := self._told(row.concepts[0]):
            parts += ["## In the documentation", told, _DOCUMENTATIONS]
        return self._whole(parts, row.concepts, docs_root, lesson)

    def _whole(
        self,
        parts: list[str],
        places: tuple[str, ...],
        docs_root: Path | None,
        lesson: Entry | None = None,
    ) -> Page:
        if not parts:
            return Page("")
        pages = {place.partition("#")[0] for place in places}
        if lesson is not None:
            places += tuple(d for d in lesson.docs if d.partition("#")[0] not in pages)
        if links := page_links(places, docs_root):
            parts.append(f"Read more: {links}")
        parts.append(lead_on(self._library.concepts, places, docs_root))
        markdown = "\n\n".join(part for part in parts if part) + "\n"
        return Page(markdown, lesson)

    def _lesson(self, row: Row) -> Entry | None:
        return self._library.knowledge.get(EntryKind.CONCEPT, row.more) if row.more else None

    def _opening(self, place: str) -> str:
        """Return the first sentence of what the documentation says at a place."""
        concept = self._library.concepts.get(place) if self._library.concepts else None
        return without_html(_first_sentence(concept.text)) if concept is not None else ""

    def _told(self, place: str) -> str:
        """Return what the documentation says at a place."""
        answer = answer_of(EntryKind.CONCEPT, place, "", self._library)
        return answer.text if answer is not None else ""

    def _page_of(self, path: str) -> str:
        """Return the place of an item of the standard library, or of a function of its types."""
        concepts = self._library.concepts
        if concepts is None or not path:
            return ""
        if self._items is None or self._items[0] is not concepts:
            self._items = concepts, StdItems(concepts.pages(_STD))
        items = self._items[1]
        if page := items.find(path):
            return page
        owner, _, name = path.rpartition("::")
        above = items.find(owner) if owner else None
        for anchor in (f"#method.{name}", f"#tymethod.{name}", ""):
            if above is not None and concepts.get(above + anchor) is not None:
                return above + anchor
        return ""


def _first_sentence(text: str) -> str:
    """Return the first sentence of Markdown's first paragraph of prose."""
    for paragraph in _FENCED.sub("", text).split("\n\n"):
        if paragraph.strip() and not _NO_PROSE.match(paragraph):
            line = " ".join(paragraph.split())
            found = _SENTENCE.match(line)
            return found[0] if found else line
    return ""
