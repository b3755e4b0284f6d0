"""A pattern's template filled for one place: its code, its files, the edits that insert it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from rust_agent_lsp.matching.choice import Choice, Known, fresh
from rust_agent_lsp.matching.fill_holes import choices
from rust_agent_lsp.matching.wish import STRICT, Wish
from rust_agent_lsp.model.pattern import HOLE, Pattern, PatternFile, fill
from rust_agent_lsp.model.text import FileEdit
from rust_agent_lsp.syntax.insertion import (
    Insertion,
    bound_names,
    declared_names,
    in_module,
    insert_code,
    names_of,
    renamed,
    without_declarations,
)
from rust_agent_lsp.syntax.tree import SourceFile
from rust_agent_lsp.toolchain.rustfmt import Formatter, as_it_is

_SOURCES = ("src/lib.rs", "src/main.rs")
_OWN_TABLES = re.compile(r"^\[(?:profile|lints|workspace|target|patch)\b", re.M)
_MODULE = re.compile(r"^( *)(pub(?:\([a-z]+\))? )?mod (\w+);\n", re.M)
_WITHOUT_EQ = frozenset(("Eq", "Hash", "Ord"))
_WITHOUT_COPY = frozenset(("Copy",))
_EACH = re.compile(r"⟨each \w+⟩.*?⟨end⟩", re.S)


@dataclass(frozen=True, slots=True)
class Place:
    """Where code is to go: after the item at `offset` (a byte offset), at the end without one.

    `formatter` writes it as the file's own rustfmt would.
    """

    file: SourceFile
    offset: int | None = None
    formatter: Formatter = as_it_is

    def known(self) -> Known:
        """Return the names of the file."""
        names = names_of(self.file)
        return Known(names.structs, names.types, names.taken)


@dataclass(frozen=True, slots=True)
class Draft:
    """A template with its holes filled.

    `code` is its Rust code in one piece (of a project without one: its files, each under its
    name), `files` are the texts as the template has them, `insertion` puts the code into the open
    file and is None where there is none, or where the code is not Rust.
    """

    pattern: Pattern
    values: Mapping[str, str]
    code: str
    files: tuple[PatternFile, ...]
    insertion: Insertion | None = None
    snippet: str = ""

    @property
    def is_project(self) -> bool:
        """Say whether the template has files with names."""
        return any(file.path for file in self.files)

    def edits(self, path: Path) -> tuple[FileEdit, ...]:
        """Return what is to be done in the open file."""
        return (FileEdit(path, self.insertion.edits),) if self.insertion else ()


def drafts(pattern: Pattern, wish: Wish, place: Place | None) -> Iterator[Draft]:
    """Yield the ways to write a pattern, the one that takes most from the description first.

    With a file, the last one is a module of its own, where no name is in the way.
    """
    known = place.known() if place else Known()
    for number, choice in enumerate(found := choices(pattern, wish, known)):
        yield _draft(pattern, choice, place)
        if number == 0 and len(found) > 1:
            # The types of the description may be able to do less than those of the template.
            for less in (_WITHOUT_EQ, _WITHOUT_COPY):
                eased = _eased(pattern, less)
                if eased != pattern:
                    yield _draft(eased, choice, place)
    if place is not None:
        apart = choices(pattern, wish, Known(taken=frozenset()))
        for choice in (apart[0], apart[-1]) if found else ():
            yield _draft(pattern, choice, place, apart=True)


def _eased(pattern: Pattern, less: frozenset[str]) -> Pattern:
    """Return a pattern that derives less, and whose functions need not be `const`."""

    def derived(found: re.Match[str]) -> str:
        left = [name for name in found[1].split(", ") if name not in less]
        return f"#[derive({', '.join(left)})]"

    files = []
    for file in pattern.template:
        text = re.sub(r"#\[derive\(([\w, ]+)\)\]", derived, file.text)
        if "Copy" in less:
            text = re.sub(r"\bconst fn\b", "fn", text)
        files.append(replace(file, text=text))
    return replace(pattern, template=tuple(files))


def is_rust(files: tuple[PatternFile, ...]) -> bool:
    """Say whether the code of a template is Rust in one piece."""
    return not files[0].path or _source(files) is not None


def _draft(pattern: Pattern, choice: Choice, place: Place | None, *, apart: bool = False) -> Draft:
    files = tuple(
        PatternFile(fill(file.path, choice.values), fill(file.text, choice.values))
        for file in pattern.template
    )
    code = _code(files)
    if place is None or not is_rust(files):
        return Draft(pattern, choice.values, code, files)
    placed = _fitted(code, choice, place, pattern.id, apart=apart)
    insertion = insert_code(place.file, placed.encode(), place.offset)
    snippet = _snippet(pattern, choice, place, insertion, apart=apart)
    return Draft(pattern, choice.values, placed, files, insertion, snippet)


def _fitted(code: str, choice: Choice, place: Place, name: str, *, apart: bool) -> str:
    """Return code whose names are not those of the file; what it imports counts too."""
    names = names_of(place.file)
    if apart:
        module = name.replace("-", "_")
        module = f"{module}_" if module in STRICT else module
        return place.formatter(in_module(_without_main(code), fresh(module, names.taken)))
    code = without_declarations(code, choice.adopted)
    own = set(declared_names(code))
    taken = names.taken - choice.adopted
    new = {word: fresh(word, taken | own) for word in own & taken if word != "main"}
    for one in bound_names(code):
        if one.name in names.taken and one not in names.imports and one.name not in choice.adopted:
            other = fresh(one.name, taken | own)
            code = _with_alias(code, one.path, other)
            new[one.name] = other
    code = renamed(code, new)
    is_program = place.file.path.name == "main.rs" or {"bin", "examples"} & {
        *place.file.path.parts[-3:-1]
    }
    code = code if is_program and "main" not in taken else _without_main(code, taken)
    return place.formatter(code)


def _without_main(code: str, taken: frozenset[str] = frozenset()) -> str:
    """Return the code with its `main` called `run`: a file has at most one, a module none."""
    if not re.search(r"\bfn main\b", code):
        return code
    return re.sub(r"\bfn main\b", f"fn {fresh('run', taken | {*declared_names(code)})}", code)


def _with_alias(code: str, path: str, name: str) -> str:
    """Return the code with `path` imported under another name."""
    last = path.rpartition("::")[2]
    simple = re.compile(rf"^use {re.escape(path)};$", re.M)
    if simple.search(code):
        return simple.sub(f"use {path} as {name};", code)
    lines = code.split("\n")
    for number, line in enumerate(lines):
        if line.startswith("use ") and re.search(rf"[{{ ,]{last}[}},]", line):
            alias = rf"\g<1>{last} as {name}\2"
            lines[number] = re.sub(rf"([{{ ,]){last}([}},])", alias, line, count=1)
            break
    return "\n".join(lines)


def _source(files: tuple[PatternFile, ...]) -> PatternFile | None:
    """Return the file of a project that its Rust code is in, None where there is no one such."""
    by_path = {file.path: file for file in files}
    manifest = by_path.get("Cargo.toml")
    if files[0].path != "Cargo.toml" or manifest is None or _OWN_TABLES.search(manifest.text):
        return None
    beside = [f for f in files if f.path.startswith("src/") and not f.path.endswith(".rs")]
    if beside or "build.rs" in by_path or "proc-macro = true" in manifest.text:
        return None  # its code says nothing without the other files
    return next((by_path[name] for name in _SOURCES if name in by_path), None)


def _code(files: tuple[PatternFile, ...]) -> str:
    """Return the code that stands for the whole template."""
    if not files[0].path:
        return files[0].text
    source = _source(files)
    if source is not None:
        texts = {file.path: file.text for file in files}
        return _MODULE.sub(lambda found: _inlined(found, texts), source.text)
    if len(files) == 1:
        return files[0].text
    return "\n".join(f"# {file.path}\n\n{file.text}" for file in files)


def _inlined(found: re.Match[str], texts: Mapping[str, str]) -> str:
    text = texts.get(f"src/{found[3]}.rs")
    if text is None:
        return found[0]
    module = in_module(text, found[3])
    return (found[2] or "") + module.removeprefix("pub ")


def _snippet(
    pattern: Pattern, choice: Choice, place: Place, insertion: Insertion, *, apart: bool
) -> str:
    """Return the inserted items with places for the user to type over; empty where that fails.

    Made by filling the template once more, with a word of our own in each hole.
    """
    words: dict[str, str] = {}
    text = "\n".join(file.text for file in pattern.template)
    for hole in pattern.holes:
        cases = {found[2] for found in HOLE.finditer(text) if found[1] == hole.name}
        value = choice.values[hole.name]
        if cases == {None} and value not in choice.adopted and hole.name not in _listed(text):
            words[hole.name] = f"Hole{len(words)}QZ"
    marked = Choice({**choice.values, **words}, choice.adopted)
    files = tuple(PatternFile(f.path, fill(f.text, marked.values)) for f in pattern.template)
    again = insert_code(
        place.file,
        _fitted(_code(files), marked, place, pattern.id, apart=apart).encode(),
        place.offset,
    ).body.text
    values = {word: choice.values[name] for name, word in words.items()}
    plain = re.sub(r"Hole\d+QZ", lambda found: values.get(found[0], found[0]), again)
    if plain != insertion.body.text:
        return ""
    numbers: dict[str, int] = {}

    def place_of(found: re.Match[str]) -> str:
        if found[0] in numbers:
            return f"${{{numbers[found[0]]}}}"
        numbers[found[0]] = len(numbers) + 1
        return f"${{{numbers[found[0]]}:{_escaped(values[found[0]])}}}"

    parts = re.split(r"(Hole\d+QZ)", again)
    return "".join(
        re.sub(r"Hole\d+QZ", place_of, part) if part in values else _escaped(part) for part in parts
    )


def _listed(text: str) -> set[str]:
    """Return the holes that stand inside a repetition, or are repeated themselves."""
    inside = "".join(_EACH.findall(text))
    return {found[1] for found in HOLE.finditer(inside)} | set(re.findall(r"⟨each (\w+)⟩", text))


def _escaped(text: str) -> str:
    return re.sub(r"([\\$}])", r"\\\1", text)
