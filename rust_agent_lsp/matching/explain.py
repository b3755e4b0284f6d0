"""From a diagnostic and its entry to the text that the user reads, in the user's own names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.matching.match import By, Match
from rust_agent_lsp.matching.requirements import requirements
from rust_agent_lsp.matching.timeline import LineAt, timeline
from rust_agent_lsp.model.diagnostic import Diagnostic
from rust_agent_lsp.model.entry import Entry
from rust_agent_lsp.model.fix import Fix, Verification
from rust_agent_lsp.model.text import Location

OPENING_LENGTH = 400
"""How much of the toolchain's own text a hover shows, in characters."""

# CommonMark characters that could turn foreign text into a link, an image, HTML or emphasis.
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~&-])")


@dataclass(frozen=True, slots=True)
class Explanation:
    """Markdown for a hover or a lesson, and the id of the entry behind it (empty: none)."""

    markdown: str
    entry_id: str


def explain(
    diagnostic: Diagnostic,
    match: Match | None,
    fixes: Sequence[Fix] = (),
    docs_root: Path | None = None,
    line_at: LineAt = lambda _: None,
    official: str = "",
    pattern: str = "",
) -> Explanation:
    """Return the hover for `diagnostic`: what happened, why, the ways out, where to read more.

    Ways out that the compiler has accepted for this very place (`fixes`) are marked with a tick.
    `line_at` shows the lines that an ownership error speaks of. `official` is the toolchain's own
    text, which is shown where we have no entry. `pattern` is the line on the pattern that leads
    out of the error.
    """
    if match is None:
        return Explanation(_toolchain_text(diagnostic, official), "")
    entry = match.entry
    parts = [f"**{diagnostic.code or entry.id} · {entry.title}**", case(diagnostic, match, line_at)]
    if match.by == By.SIMILAR:
        parts.insert(0, "*The nearest entry that we know; the compiler gave no code.*")
    parts.append(f"**Why** {entry.why.partition(chr(10) * 2)[0]}")
    parts.append("**Ways out**\n" + "\n".join(_ways_out(entry, fixes)))
    parts.append(pattern)
    if links := page_links(entry.docs, docs_root):
        parts.append(f"Read more: {links}")
    if entry.related:
        parts.append(f"Related: {_related(entry, docs_root)}")
    return Explanation("\n\n".join(part for part in parts if part), entry.id)


def lesson(entry: Entry, docs_root: Path | None = None, own_case: str = "") -> str:
    """Return the whole entry as a Markdown document, opening with the user's own case."""
    parts = [f"# {entry.name} · {entry.title}", own_case, entry.body]
    if links := page_links(entry.docs, docs_root):
        parts.append(f"## Read more\n\n{links}")
    if entry.related:
        parts.append(f"Related: {_related(entry, docs_root)}")
    return "\n\n".join(part for part in parts if part) + "\n"


def escape(text: str) -> str:
    """Return foreign text so that Markdown shows it as it is, and no link or HTML can arise."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def quote(text: str) -> str:
    """Return foreign text as inline code where its own backticks already mark code."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return escape(text)
    return "".join(
        f"`{' '.join(piece.split())}`" if i % 2 and piece.strip() else _escape_keep_ends(piece)
        for i, piece in enumerate(pieces)
    )


def code_span(text: str) -> str:
    """Return foreign text as inline code, without its own backticks; nothing for blank text."""
    plain = " ".join(text.replace("`", "").split())
    return f"`{plain}`" if plain else ""


def _escape_keep_ends(text: str) -> str:
    """Escape like `escape`, but keep one space at either end."""
    head = " " if text[:1].isspace() else ""
    tail = " " if text[-1:].isspace() and text.strip() else ""
    return head + escape(text) + tail


def case(diagnostic: Diagnostic, match: Match, line_at: LineAt) -> str:
    """Return all that is to be said of the user's own case, as Markdown."""

    def line_of(place: Location) -> int | None:
        found = line_at(place)
        return found[0] if found else None

    parts = (
        story(diagnostic, match),
        timeline(diagnostic, line_at),
        requirements(diagnostic, line_of, quote),
    )
    return "\n\n".join(part for part in parts if part)


def story(diagnostic: Diagnostic, match: Match) -> str:
    """Return what happened in the user's names, or else what the compiler says of it."""
    sentences = match.filled.sentences if match.filled else ()
    if sentences:
        return " ".join(sentences)
    labels = [quote(label.text) for label in diagnostic.labels if label.text.strip()]
    said = quote(diagnostic.message)
    return f"{match.entry.summary}\n\nThe compiler says: {said}" + "".join(
        f"; {text}" for text in labels[:3]
    )


def _ways_out(entry: Entry, fixes: Sequence[Fix]) -> Iterable[str]:
    passed = {f.candidate.rule for f in fixes if f.verdict.verification == Verification.PASSED}
    for way in entry.ways_out:
        mark = "✓ " if passed.intersection(way.rules) else ""
        yield f"- {mark}{way.title}. *Cost:* {way.cost}"
    known = {rule for way in entry.ways_out for rule in way.rules}
    for fix in fixes:
        if fix.verdict.verification == Verification.PASSED and fix.candidate.rule not in known:
            cost = quote(fix.candidate.cost) or "None."
            yield f"- ✓ {quote(fix.candidate.title)}. *Cost:* {cost}"


def page_links(places: Iterable[str], docs_root: Path | None) -> str:
    """Return links to places of the installed documentation; empty where none is installed."""
    if docs_root is None:
        return ""
    return " · ".join(f"[{_page_name(place)}]({page_uri(docs_root, place)})" for place in places)


def _related(entry: Entry, docs_root: Path | None) -> str:
    """Return the entries beside this one; error codes with a link to what the toolchain has."""
    return ", ".join(
        f"[`{name}`]({page_uri(docs_root, f'error_codes/{name}.html')})"
        if docs_root is not None and re.fullmatch(r"E\d{4}", name)
        else f"`{name}`"
        for name in entry.related
    )


def page_uri(docs_root: Path, place: str) -> str:
    """Return the URI of a place of the installed documentation, `book/a.html#b`."""
    page, hash_, anchor = place.partition("#")
    return (docs_root / page).as_uri() + (hash_ + anchor if anchor else "")


def _page_name(page: str) -> str:
    book, _, rest = page.partition("/")
    names = {
        "book": "The Book",
        "reference": "Reference",
        "std": "std",
        "error_codes": "Error index",
        "nomicon": "Nomicon",
        "rust-by-example": "By Example",
        "clippy": "Clippy",
        "cargo": "Cargo Book",
        "rustc": "rustc Book",
        "edition-guide": "Edition Guide",
    }
    leaf = Path(rest).stem.replace("-", " ").replace("_", " ")
    leaf = re.sub(r"^(?:ch|appendix )[\d ]+", "", leaf)
    return f"{names.get(book, book)}: {leaf}" if leaf else names.get(book, book)


def _toolchain_text(diagnostic: Diagnostic, official: str) -> str:
    """Return what the toolchain itself says, marked as such, where we have no entry."""
    head = f"**{escape(diagnostic.code)}** · " if diagnostic.code else ""
    lines = [f"{head}{quote(diagnostic.message)}"]
    lines += [f"- {quote(label.text)}" for label in diagnostic.labels if label.text.strip()]
    lines += [f"- {quote(note.text)}" for note in diagnostic.notes if note.text.strip()]
    parts = ["\n".join(lines), _opening(official)]
    parts.append("*The toolchain's own words; we have no entry for this yet.*")
    return "\n\n".join(part for part in parts if part)


def _opening(official: str) -> str:
    """Return the first paragraphs of the toolchain's text, as much as fits a hover."""
    paragraphs: list[str] = []
    for paragraph in re.split(r"\n{2,}(?=[^ ])", official):
        paragraphs.append(paragraph)
        text = "\n\n".join(paragraphs)
        if len(text) > OPENING_LENGTH and text.count("```") % 2 == 0:
            break
    return "\n\n".join(paragraphs)
