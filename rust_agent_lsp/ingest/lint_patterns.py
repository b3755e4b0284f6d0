"""Holds every pattern file to knowledge/SCHEMA.md, with messages that say what to change."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rust_agent_lsp.ingest.lint_entries import dead_links
from rust_agent_lsp.model.errors import KnowledgeError
from rust_agent_lsp.model.pattern import HOLE, Competency, HoleKind, Pattern
from rust_agent_lsp.stores.knowledge import split_entry

MAX_BODY_LINES = {"idiom": 160, "anti-pattern": 140, "template": 330}
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_EACH = re.compile(r"⟨each (\w+)⟩")
_CODE = re.compile(r"E\d{4}|(?:clippy::)?[a-z][a-z0-9_]*")
_OF_AN_ITEM = {"field", "type", "item"}
_HEADINGS = {
    "idiom": [["Why", "Template", "Example", "When not"]],
    "template": [["Why", "Template", "When not"], ["Why", "Template", "Example", "When not"]],
    "anti-pattern": [["Why", "Bad", "Better", "When not"]],
}
_ROLES = {"Template": "template", "Example": "example", "Bad": "bad", "Better": "better"}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class HoleHeader(_Strict):
    """One `[[holes]]` table."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    kind: Literal[tuple(kind.value for kind in HoleKind)]  # type: ignore[valid-type]
    default: str = Field(min_length=1)
    description: str = Field(min_length=3)


class CommonErrorHeader(_Strict):
    """One `[[common_errors]]` table."""

    code: str = Field(pattern=rf"^({_CODE.pattern})$")
    way: str = Field(min_length=10)


class PatternHeader(_Strict):
    """The TOML header of a pattern."""

    title: str = Field(min_length=3, max_length=80)
    kind: Literal["idiom", "anti-pattern", "template"]
    level: int = Field(ge=1, le=5)
    since: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    aliases: list[str]
    utterances: list[str] = Field(min_length=6)
    when: list[str] = Field(min_length=1)
    dependencies: list[str]
    antipatterns: list[str]
    repairs: list[str]
    related: list[str]
    concepts: list[str] = Field(min_length=1)
    lints: list[str]
    cargo: Literal["check", "build", "run", "test", "clippy", "doc"] = "run"
    network: bool = False
    holes: list[HoleHeader] = []
    common_errors: list[CommonErrorHeader] = []


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced text of a pattern: its section's heading, language, marks, and line from one."""

    section: str
    language: str
    marks: tuple[str, ...]
    code: str
    line: int

    @property
    def file(self) -> str:
        """The path below the project's folder, empty for a single Rust file."""
        found = [m.removeprefix("file=") for m in self.marks if m.startswith("file=")]
        return found[0] if found else ""


def fences(text: str) -> list[Fence]:
    """Return the fenced texts of a pattern file in their order."""
    found, heading = [], ""
    for part in re.finditer(
        r"^## (?P<heading>.+)$|^```(?P<language>\w*)(?P<marks>.*)\n(?P<code>(?s:.*?))^```$",
        text,
        re.M,
    ):
        if part["heading"]:
            heading = part["heading"]
            continue
        marks = tuple(m.strip() for m in part["marks"].split(",") if m.strip())
        line = text.count("\n", 0, part.start()) + 1
        found.append(Fence(heading, part["language"], marks, part["code"], line))
    return found


def lint_pattern(
    path: Path, text: str, docs_root: Path | None, crates: Collection[str]
) -> list[str]:
    """Return the complaints about one pattern file, each beginning with `file:line`."""
    try:
        raw, body, first = split_entry(path, text)
        header = PatternHeader.model_validate(raw)
    except KnowledgeError as error:
        return [str(error)]
    except ValidationError as error:
        return [f"{path}:2: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
    complaints = [f"{path}:2: {c}" for c in _header_complaints(path, header, crates)]
    complaints += [f"{path}:{first}: body: {c}" for c in _body_complaints(header, body)]
    for fence in fences(text):
        complaints += [f"{path}:{fence.line}: {c}" for c in _fence_complaints(header, fence)]
    complaints += [f"{path}:2: holes: {c}" for c in _hole_complaints(header, fences(text))]
    complaints += [f"{path}:2: concepts: {c}" for c in dead_links(header.concepts, docs_root)]
    return complaints


def _header_complaints(path: Path, header: PatternHeader, crates: Collection[str]) -> Iterator[str]:
    if not _ID.fullmatch(path.stem):
        yield "the file's name is the id: lower case, words joined by hyphens"
    if path.parent.name not in {c.value for c in Competency}:
        yield f"the folder must be one of {', '.join(c.value for c in Competency)}"
    if header.title.endswith("."):
        yield "title: no full stop"
    if len({u.lower() for u in header.utterances}) < len(header.utterances):
        yield "utterances: one is there twice"
    if any(re.search(r"\b[EC]\d{4}\b", u) for u in header.utterances):
        yield "utterances: nobody asks with an error code"
    for sentence in (*header.when, *(e.way for e in header.common_errors)):
        if not sentence.endswith("."):
            yield f"when, common_errors: not a whole sentence: {sentence!r}"
    for name in header.dependencies:
        if name not in crates:
            yield f"dependencies: {name} is not in crates.toml"
    if header.kind == "anti-pattern" and not (header.repairs or header.related):
        yield "repairs: which pattern is the better way?"
    if header.kind != "anti-pattern" and header.repairs:
        yield "repairs: only anti-patterns have them"


def _body_complaints(header: PatternHeader, body: str) -> Iterator[str]:
    headings = re.findall(r"^## (.+)$", body, re.M)
    if headings not in _HEADINGS[header.kind]:
        wanted = " or ".join(", ".join(h) for h in _HEADINGS[header.kind])
        yield f"the ## headings of this kind must be {wanted}; here {headings}"
    opening = body.strip().partition("\n\n")[0]
    if opening.startswith(("#", "```")) or not opening.rstrip().endswith("."):
        yield "open with one plain sentence"
    if (lines := body.count("\n")) > MAX_BODY_LINES[header.kind]:
        yield f"{lines} lines, at most {MAX_BODY_LINES[header.kind]}"
    why = body.partition("## Why\n")[2].partition("\n## ")[0]
    if "```" in why:
        yield "no code under Why"
    for heading in headings:
        if not body.partition(f"## {heading}\n")[2].partition("\n## ")[0].strip():
            yield f"nothing under {heading}"


def _fence_complaints(header: PatternHeader, fence: Fence) -> Iterator[str]:
    role = _ROLES.get(fence.section)
    if role is None:
        yield f"no block may stand under {fence.section!r}"
    elif fence.language in ("text", "sh", ""):
        if fence.language == "":
            yield "name the language: rust, toml, yaml, sh, text"
    elif role not in fence.marks:
        yield f"a block under {fence.section} is marked `{role}`"
    elif not fence.file:
        if fence.language != "rust":
            yield "name the file: `toml,example,file=Cargo.toml`"
        elif role in ("example", "better") and not _proves(fence.code):
            yield "this must be a whole program: fn main with an assert"
    elif fence.file.startswith("/") or ".." in fence.file:
        yield "the file's path lies below the project's folder"
    if role != "template" and HOLE.search(fence.code):
        yield "holes stand in the template only"


def _proves(code: str) -> bool:
    return bool(re.search(r"\bfn main\(", code) and re.search(r"\b(debug_)?assert(_\w+)?!", code))


def _hole_complaints(header: PatternHeader, found: list[Fence]) -> Iterator[str]:
    template = "".join(f.code + f.file for f in found if f.section == "Template")
    used = {name for name, _ in HOLE.findall(template)} - {"end"} | set(_EACH.findall(template))
    declared = {hole.name for hole in header.holes}
    parts = _OF_AN_ITEM if "⟨each " in template else set()
    if "end" in declared:
        yield "`end` is the end of ⟨each …⟩: take another name"
    for name in sorted(declared & parts):
        yield f"{name} is the name of a part of a list's item"
    for name in sorted(used - declared - parts):
        yield f"⟨{name}⟩ is not declared"
    for name in sorted(declared - used):
        yield f"{name} is declared and not used"
    if template.count("⟨each ") != template.count("⟨end⟩"):
        yield "each ⟨each …⟩ needs its ⟨end⟩"
    if len(declared) < len(header.holes):
        yield "one is declared twice"


def library_complaints(patterns: Mapping[Path, Pattern]) -> list[str]:
    """Return what is wrong between patterns: ids and questions twice, links that lead nowhere."""
    complaints = []
    seen: dict[str, Path] = {}
    asked: dict[str, str] = {}
    ids = {pattern.id for pattern in patterns.values()}
    for path, pattern in patterns.items():
        if pattern.id in seen:
            complaints.append(f"{path}: the id is taken by {seen[pattern.id]}")
        seen[pattern.id] = path
        for name in chain(pattern.antipatterns, pattern.repairs, pattern.related):
            if name not in ids or name == pattern.id:
                complaints.append(f"{path}: no other pattern is called {name}")
        for utterance in (u.lower() for u in pattern.utterances):
            if asked.setdefault(utterance, pattern.id) != pattern.id:
                complaints.append(f"{path}: {asked[utterance]} has this question: {utterance!r}")
    return complaints
