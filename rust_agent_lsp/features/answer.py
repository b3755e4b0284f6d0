"""One entry, pattern, command or concept put into words as the answer to a question."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from rust_agent_lsp.matching.complaint import heard, values
from rust_agent_lsp.matching.dangers import losses_of_text
from rust_agent_lsp.matching.explain import escape, page_uri
from rust_agent_lsp.matching.slots import Filled, fill_slots
from rust_agent_lsp.model.answer import Answer, AnswerKind, Answers
from rust_agent_lsp.model.command import Command
from rust_agent_lsp.model.concept import Concept, ConceptKind
from rust_agent_lsp.model.entry import Entry, EntryKind
from rust_agent_lsp.stores.commands import find_command, names_failures
from rust_agent_lsp.stores.concepts import Concepts
from rust_agent_lsp.stores.knowledge import Knowledge, section
from rust_agent_lsp.stores.patterns import Patterns

LONGEST = 2400
"""About how long a text is, in characters; its point stands within the first half."""

_BOOKS_OF_ITEMS = ("std", "proc_macro")
_WORD = re.compile(r"\w+")
_TAG = re.compile(r"\\.|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|<(?=[A-Za-z/!?])", re.S)
_FENCE = re.compile(r"^```\w+[^\n]*\n.*?^```$", re.S | re.M)


@dataclass
class Library:
    """Everything that answers are made from; `concepts` are missing until they are ingested.

    `cache` is the folder with what was read of the user's crates.
    """

    knowledge: Knowledge
    concepts: Concepts | None = None
    cache: Path | None = None

    @cached_property
    def patterns(self) -> Patterns:
        """The patterns, read when first asked."""
        return Patterns(self.knowledge.root)

    @cached_property
    def command(self) -> Callable[[str], Command | None]:
        """A command entry by id; each file is read once."""
        return lru_cache(maxsize=512)(lambda name: find_command(name, self.knowledge.root))

    @cached_property
    def names_failures(self) -> Callable[[str], bool]:
        """Whether a command entry knows lines of failures, by id; each file is read once."""
        return lru_cache(maxsize=4096)(lambda name: names_failures(name, self.knowledge.root))


def answer_of(kind: EntryKind, entry_id: str, question: str, library: Library) -> Answer | None:
    """Return the answer that an entry or concept gives to `question`; None if it is gone."""
    if kind is EntryKind.COMMAND:
        command = library.command(entry_id)
        return _command(command, question) if command else None
    if kind is EntryKind.CONCEPT:
        concept = library.concepts.get(entry_id) if library.concepts else None
        if concept is not None:
            return _concept(concept, question)
    entry = library.knowledge.get(kind, entry_id)
    if entry is None:
        return None
    if kind is EntryKind.CONCEPT:
        return _lesson(entry)
    return _pattern(entry, library) if kind is EntryKind.PATTERN else _entry(entry)


def _entry(entry: Entry) -> Answer:
    """An error or lint: what it says, why, and how one gets out of it."""
    ways = re.split(r"^### ", section(entry.body, "Ways out"), flags=re.M)[1:]
    parts = [entry.summary, entry.why, *(f"**{_headed(way)}**\n\n{_told(way)}" for way in ways)]
    page = f"error_codes/{entry.id}.html" if entry.kind is EntryKind.ERROR else ""
    return Answer(
        AnswerKind.ERROR if entry.kind is EntryKind.ERROR else AnswerKind.LINT,
        f"{entry.name} · {entry.title}",
        _cut(parts),
        0.0,
        source=tuple(dict.fromkeys((*entry.docs, *([page] if page and entry.codes else [])))),
        entry=entry.id,
    )


def _lesson(entry: Entry) -> Answer:
    """A concept that the documentation does not hold, in our own words."""
    return Answer(AnswerKind.CONCEPT, entry.title, _cut([entry.body]), 0.0, entry.docs, entry.id)


def _headed(way: str) -> str:
    return way.partition("\n")[0].strip()


def _told(way: str) -> str:
    return way.partition("\n")[2].strip()


def _pattern(entry: Entry, library: Library) -> Answer:
    pattern = library.patterns.get(entry.id)
    if pattern is None:
        return Answer(AnswerKind.PATTERN, entry.title, entry.summary, 0.0, entry=entry.id)
    shown = section(entry.body, "Example") or section(entry.body, "Better")
    shown = shown or section(entry.body, "Template")
    parts = [entry.summary, entry.why, shown, section(entry.body, "When not")]
    return Answer(
        AnswerKind.PATTERN,
        entry.title,
        _cut(parts),
        0.0,
        source=pattern.concepts,
        entry=entry.id,
    )


def _command(command: Command, question: str) -> Answer:
    if said := heard(command.errors, question):
        filled = fill_slots(command, said.rest, values(said.captures, command.slots))
    else:
        filled = fill_slots(command, question)
    flags = "\n".join(f"- `{flag}`: {said}" for flag, said in command.flags.items())
    notes = "\n".join(f"- `{step.command}`: {step.note}" for step in command.steps if step.note)
    fenced = f"```sh\n{filled.command}\n```"
    dangers, safer = _care(command, filled)
    return Answer(
        AnswerKind(command.tool.value),
        command.title,
        _cut([command.purpose, fenced, command.body.strip(), notes, flags]),
        0.0,
        source=command.docs,
        entry=command.id,
        command=filled.command,
        preview=filled.preview,
        undo=filled.undo,
        dangers=dangers,
        safe_alternatives=safer,
    )


def _care(command: Command, filled: Filled) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what the command loses and what is safer: by its entry, else by the table.

    What an entry calls destructive it speaks of itself, but not of what the values bring.
    """
    told = losses_of_text(command.command) if command.destructive else []
    known = {loss.command.id for loss in told}
    lost = [one for one in losses_of_text(filled.command) if one.command.id not in known]
    says = [danger for loss in lost for danger in loss.command.dangers]
    safer = filled.safe_alternatives
    if lost and not safer and not filled.preview:
        ways = [loss.filled(text) for loss in lost for text in loss.command.safe_alternatives]
        # "The same line with …" is for whoever has a line of their own.
        safer = tuple(way for way in ways if not way.startswith("the same line")) or tuple(ways)
    return tuple(dict.fromkeys((*says, *command.dangers))), safer


def _concept(concept: Concept, question: str) -> Answer:
    """A section of the documentation: the paragraph that answers, then the rest in order."""
    if concept.kind is ConceptKind.QUESTION:
        return _asked_elsewhere(concept)
    kind = AnswerKind.STD if concept.book in _BOOKS_OF_ITEMS else AnswerKind.CONCEPT
    heading = " › ".join(dict.fromkeys((*concept.path[1:], concept.title)))
    return Answer(
        kind,
        f"{heading} ({concept.path[0]})",
        _cut(_passages(concept.text, question)),
        0.0,
        source=(concept.id,),
    )


def _asked_elsewhere(concept: Concept) -> Answer:
    """Somebody's answer on the web; the line with its source and licence is never cut off."""
    *told, attribution = _blocks(concept.text)
    return Answer(
        AnswerKind.CONCEPT,
        f"{concept.title} ({concept.path[0]})",
        f"{_cut(told)}\n\n{attribution}",
        0.0,
        source=concept.links or (concept.id,),
    )


def _passages(text: str, question: str) -> list[str]:
    """Return the blocks of a text; a long one begins with what has most of the question's words."""
    blocks = _blocks(text)
    if len(text) <= LONGEST // 2:
        return blocks
    wanted = {word for word in _WORD.findall(question.lower()) if len(word) > 2}

    def shared(block: str) -> int:
        return len(wanted & set(_WORD.findall(block.lower())))

    best = max(range(len(blocks)), key=lambda number: (shared(blocks[number]), -number))
    if len("\n\n".join(blocks[: best + 1])) <= LONGEST // 2:
        return blocks
    return [*blocks[best:], *blocks[:best]]


def _blocks(text: str) -> list[str]:
    """Split Markdown at blank lines outside of code."""
    parts: list[str] = []
    at = 0
    for fence in _FENCE.finditer(text):
        parts += text[at : fence.start()].split("\n\n")
        parts.append(fence[0])
        at = fence.end()
    parts += text[at:].split("\n\n")
    return [part.strip("\n") for part in parts if part.strip()]


def _cut(parts: list[str]) -> str:
    """Join the parts, leaving out those at the end that make it too long."""
    taken: list[str] = []
    for block in (block for part in parts if part for block in _blocks(part)):
        if taken and sum(map(len, taken)) + len(block) > LONGEST:
            break
        taken.append(without_html(block))
    return "\n\n".join(taken)


def without_html(block: str) -> str:
    """Return a block of Markdown in which `<N>` outside of code is text, as its author meant."""
    if block.startswith("```"):
        return block
    return _TAG.sub(lambda found: "\\<" if found[0] == "<" else found[0], block)


def as_markdown(question: str, answers: Answers, docs_root: Path | None) -> str:
    """Return a page with the answers: the best whole, the others by title."""
    parts = [f"# {escape(question[:200])}"]
    if not answers.answers:
        return f"{parts[0]}\n\nI don't know.\n"
    first, others = answers.answers[0], answers.answers[1:]
    if not answers.confident:
        parts.append("*Did you mean this?*")
    parts += [f"## {escape(first.title)}", first.text]
    for title, lines in (
        ("See first what would happen", [first.preview]),
        ("Safer", list(first.safe_alternatives)),
        ("Take it back", [first.undo]),
    ):
        if said := "\n".join(filter(None, lines)):
            parts.append(f"**{title}**\n\n```sh\n{said}\n```")
    parts[-1:-1] = [f"**Careful:** {danger}" for danger in first.dangers]
    if first.source:
        parts.append("From " + ", ".join(_linked(source, docs_root) for source in first.source))
    for place in first.in_dependencies:
        uri = f"{Path(place.file).as_uri()}#L{place.line}"
        parts.append(f"In your dependencies: [{escape(str(place))}]({uri})")
    if others:
        parts.append("See also\n\n" + "\n".join(f"- {escape(o.title)}" for o in others))
    return "\n\n".join(parts) + "\n"


def _linked(source: str, docs_root: Path | None) -> str:
    """Return a source as a link to the local page, where there is one."""
    page = source.partition("#")[0]
    if docs_root is None or not page.endswith(".html") or not (docs_root / page).is_file():
        return f"`{source}`"
    return f"[{escape(source)}]({page_uri(docs_root, source)})"
