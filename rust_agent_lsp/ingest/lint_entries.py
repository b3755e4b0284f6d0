"""Holds every entry file to knowledge/SCHEMA.md, with messages that say what to change."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.model.errors import KnowledgeError
from rust_agent_lsp.model.template import pattern
from rust_agent_lsp.stores.knowledge import split_entry, without_code

MAX_BODY_LINES = 110
_CONCEPT_HEADINGS = ["Why", "Example", "When not"]
_NATIVE_BLOCK = re.compile(r"^```rust,rust-analyzer\b.*?^```$\n", re.S | re.M)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class TemplateHeader(_Strict):
    """One `[[templates]]` table."""

    message: str = Field(min_length=3)
    says: list[str] = Field(min_length=1)
    labels: dict[str, str] = {}
    native: bool = False


class WayHeader(_Strict):
    """One `[[ways]]` table."""

    title: str = Field(min_length=3)
    cost: str = Field(min_length=3)
    rules: list[str]


class Header(_Strict):
    """The TOML header of an error or lint entry."""

    title: str = Field(min_length=3, max_length=80)
    codes: list[str]
    since: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    docs: list[str]
    related: list[str]
    patterns: list[str]
    often: int = Field(default=0, ge=0, le=3)
    unchecked: str = Field(default="", pattern=r"^$|^[a-z][^.]{10,}$")
    utterances: list[str] = Field(min_length=4)
    exemplars: list[str]
    templates: list[TemplateHeader] = Field(min_length=1)
    ways: list[WayHeader] = Field(min_length=1)


class RetiredHeader(_Strict):
    """The TOML header of a code that the compiler gives no more."""

    title: str = Field(min_length=3, max_length=80)
    codes: list[str] = Field(min_length=1, max_length=1)
    since: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    docs: list[str]
    related: list[str]
    retired: Literal[True]


class ConceptHeader(_Strict):
    """The TOML header of a concept that the documentation does not hold."""

    title: str = Field(min_length=3, max_length=80)
    level: int = Field(ge=1, le=5)
    docs: list[str] = Field(min_length=1)
    related: list[str]
    patterns: list[str]
    utterances: list[str] = Field(min_length=8)


def lint_entry(path: Path, kind: EntryKind, text: str, docs_root: Path | None) -> list[str]:
    """Return the complaints about one entry file, each beginning with `file:line`.

    `docs_root` is the installed documentation's folder; without it links are not followed.
    """
    try:
        raw, body, first = split_entry(path, text)
        if raw.get("retired"):
            return _retired_complaints(path, RetiredHeader.model_validate(raw), body, docs_root)
        if kind is EntryKind.CONCEPT:
            concept = ConceptHeader.model_validate(raw)
            return _concept_complaints(path, concept, body, first, docs_root)
        header = Header.model_validate(raw)
    except KnowledgeError as error:
        return [str(error)]
    except ValidationError as error:
        return [f"{path}:2: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
    complaints = _header_complaints(path, kind, header)
    complaints += _body_complaints(path, header, body, first)
    complaints += [f"{path}:2: docs: {c}" for c in dead_links(header.docs, docs_root)]
    return complaints


def _retired_complaints(
    path: Path, header: RetiredHeader, body: str, docs_root: Path | None
) -> list[str]:
    say = []
    if header.codes != [path.stem]:
        say.append(f"codes: must be the file's name {path.stem}")
    if len(body.strip().splitlines()) > 4 or not body.strip().endswith("."):
        say.append("body: one or two sentences: given no more, and what came instead")
    say += [f"docs: {c}" for c in dead_links(header.docs, docs_root)]
    return [f"{path}:2: {s}" for s in say]


def _concept_complaints(
    path: Path, header: ConceptHeader, body: str, first: int, docs_root: Path | None
) -> list[str]:
    say = [f"docs: {c}" for c in dead_links(header.docs, docs_root)]
    if not re.fullmatch(r"[a-z][a-z0-9-]+", path.stem):
        say.append("the file's name: lower case and hyphens")
    if header.title.endswith("."):
        say.append("title: no full stop")
    if len({u.lower() for u in header.utterances}) < len(header.utterances):
        say.append("utterances: one comes twice")
    wrong = [f"{path}:2: {s}" for s in say]
    headings = re.findall(r"^##+ (.+)$", without_code(body), re.M)
    say = _opening_complaints(body)
    if headings != _CONCEPT_HEADINGS:
        say.append(f"body: the headings must be {', '.join(_CONCEPT_HEADINGS)}; here {headings}")
    if not re.search(r"^```", body.partition("\n## Example")[2].partition("\n## ")[0], re.M):
        say.append("body: a block under Example")
    if body.count("\n") > MAX_BODY_LINES:
        say.append(f"body: {body.count(chr(10))} lines, at most {MAX_BODY_LINES}")
    if re.search(r"^```(?!rust\b|text\b|toml\b|sh\b|$)", body, re.M):
        say.append("body: fence blocks with ```rust, ```toml, ```sh or ```text")
    return wrong + [f"{path}:{first}: {s}" for s in say]


def _opening_complaints(body: str) -> list[str]:
    opening = body.strip().partition("\n\n")[0]
    if opening.startswith(("#", "```")) or not opening.rstrip().endswith("."):
        return ["body: open with one plain sentence"]
    return []


def _header_complaints(path: Path, kind: EntryKind, header: Header) -> list[str]:
    say = []
    own_name = kind is EntryKind.ERROR and re.fullmatch(r"[a-z][a-z0-9-]+", path.stem)
    if not header.codes and not own_name:
        say.append("codes: may only be empty in errors/ in a file named like-this")
    if header.codes and header.codes[0].removeprefix("clippy::") != path.stem:
        say.append(f"codes: the first must be the file's name {path.stem}")
    if header.title.endswith("."):
        say.append("title: no full stop")
    if any(re.search(r"\b[EC]\d{4}\b", u) for u in header.utterances):
        say.append("utterances: a learner's question has no error code in it")
    for template in header.templates:
        for text in (template.message, *template.labels.values()):
            try:
                pattern(text)
            except re.error as error:
                say.append(f"templates: {text!r}: {error}")
        known = {
            "line",
            *(("here",) if template.native else ()),
            *re.findall(r"\{(\w+)\}", template.message + "".join(template.labels.values())),
        }
        known |= {f"{role}.line" for role in template.labels}
        for sentence in template.says:
            unknown = [h for h in re.findall(r"\{([\w.]+)\}", sentence) if h not in known]
            say += [
                f"templates: {{{hole}}} in {sentence!r} is captured nowhere" for hole in unknown
            ]
            if not sentence.rstrip().endswith((".", "?", "!")):
                say.append(f"templates: not a whole sentence: {sentence!r}")
    return [f"{path}:2: {s}" for s in say]


def _body_complaints(path: Path, header: Header, body: str, first: int) -> list[str]:
    say = []
    headings = re.findall(r"^## (.+)$", body, re.M)
    if headings != ["Why", "Fails", "Ways out"]:
        say.append(f"body: the ## headings must be Why, Fails, Ways out; here {headings}")
    ways = re.findall(r"^### (.+)$", body, re.M)
    if ways != [way.title for way in header.ways]:
        say.append(f"body: the ### headings {ways} must equal the titles of [[ways]]")
    say += _opening_complaints(body)
    # What rust-analyzer says is proof beside the compiler's own, and no further thing to read.
    lines = _NATIVE_BLOCK.sub("", body).count("\n")
    if lines > MAX_BODY_LINES:
        say.append(f"body: {lines} lines, at most {MAX_BODY_LINES}")
    ways_text = body.partition("\n## Ways out")[2]
    failing = re.findall(r"^```rust,(?:compile_fail|lint|rust-analyzer)", body, re.M)
    shown = failing or (header.unchecked and "```text" in body)
    if not shown or re.search(r"^```rust,(?:compile_fail|lint|rust-analyzer)", ways_text, re.M):
        say.append("body: failing blocks stand under Fails, at least one, and nowhere else")
    for part in re.split(r"^### ", ways_text, flags=re.M)[1:]:
        if "```rust" not in part and not header.unchecked:
            say.append(f"body: the way {part.partition(chr(10))[0]!r} needs a compiling block")
    if re.search(r"^```(?!rust\b|text\b|toml\b|$)", body, re.M):
        say.append("body: fence blocks with ```rust, ```toml or ```text")
    return [f"{path}:{first}: {s}" for s in say]


def dead_links(links: list[str], docs_root: Path | None) -> list[str]:
    """Return which links do not lead to a page or anchor below `docs_root`, if it is known."""
    if docs_root is None:
        return []
    dead = []
    for link in links:
        page, _, anchor = link.partition("#")
        file = docs_root / page
        if not file.is_file():
            dead.append(f"{page} is not in the installed documentation")
        elif anchor and f'id="{anchor}"' not in file.read_text(encoding="utf-8", errors="replace"):
            dead.append(f"{page} has no anchor #{anchor}")
    return dead
