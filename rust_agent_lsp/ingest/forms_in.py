"""Plain JSON objects of patterns, commands and errors made into entry files of the user's own.

What an entry needs and the object lacks (questions, man page, template of the message) is worked
out from it, from the compiler and from the shipped entries; the checks then judge the whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rust_agent_lsp.ingest.check_blocks import NO_CODE
from rust_agent_lsp.ingest.check_patterns import formatted
from rust_agent_lsp.ingest.entry_text import (
    entry_text,
    opening,
    questions,
    quoted,
    sentence,
    toml,
)
from rust_agent_lsp.ingest.shell_lines import simple_commands
from rust_agent_lsp.model.command import PLACEHOLDER, SlotKind, Tool
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.model.errors import KnowledgeError
from rust_agent_lsp.model.pattern import Competency, Pattern
from rust_agent_lsp.toolchain.snippet import Options, check_snippet

_FIRST = "1.0.0"
_WORDS_ONLY = "its ways out are told in words alone"
_CODE = re.compile(r"E\d{4}|[a-z][\w:-]*")
_CATEGORIES = {
    "memory-management": Competency.OWNERSHIP,
    "concurrency": Competency.ASYNC,
    "testing": Competency.TOOLING,
}
"""What others call the fields of Rust."""


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class PatternForm(_Form):
    """A pattern as the training methodology writes it."""

    pattern_id: str = Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
    category: str
    code_template: str = Field(min_length=1)
    explanation: str = Field(min_length=10)
    common_errors: list[str] = []
    fixes: list[str] = []
    related_patterns: list[str] = []


class CommandForm(_Form):
    """A command as the training methodology writes it."""

    command: str = Field(min_length=2)
    category: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    purpose: str = Field(min_length=10)
    use_cases: list[str] = []
    dangers: list[str] = []
    safe_alternatives: list[str] = []


class ErrorForm(_Form):
    """An error as the training methodology writes it."""

    error: str = Field(pattern=r"^[\w:-]+: .{3,}$")
    explanation: str = Field(min_length=10)
    example_code: str = Field(min_length=1)
    fix: str = Field(min_length=3)
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry file that is not written yet; `path` lies below a knowledge folder."""

    kind: EntryKind
    path: Path
    text: str


def draft_of(form: object, patterns: dict[str, Pattern]) -> Draft:
    """Return the entry file of one JSON object; `patterns` are those that are there.

    Raises `KnowledgeError` saying what the object lacks, `ToolchainError` without a compiler.
    """
    if not isinstance(form, dict):
        raise KnowledgeError("not a JSON object")
    try:
        if "pattern_id" in form:
            return _pattern(PatternForm.model_validate(form), patterns)
        if "command" in form:
            return _command(CommandForm.model_validate(form))
        if "error" in form:
            return _error(ErrorForm.model_validate(form), patterns)
    except ValidationError as error:
        said = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise KnowledgeError("; ".join(said)) from error
    raise KnowledgeError("neither `pattern_id` nor `command` nor `error` is among its keys")


def _pattern(form: PatternForm, patterns: dict[str, Pattern]) -> Draft:
    try:
        field = _CATEGORIES.get(form.category) or Competency(form.category)
    except ValueError:
        raise KnowledgeError(f"category: one of {', '.join(Competency)}") from None
    words = form.pattern_id.replace("-", " ")
    summary, rest = opening(form.explanation)
    pages = Counter(c for p in patterns.values() if p.category is field for c in p.concepts)
    errors = list(_common_errors(form))
    header = toml(
        title=words[:1].upper() + words[1:80],
        kind="template",
        level=3,
        since=_FIRST,
        aliases=[],
        utterances=questions(words, form.common_errors, 6),
        when=[summary],
        dependencies=[],
        antipatterns=[],
        repairs=[],
        related=[name for name in form.related_patterns if name in patterns],
        concepts=[page for page, _ in pages.most_common(1)],
        lints=[],
    )
    tables = [f"[[common_errors]]\n{toml(code=c, way=way)}" for c, way in errors if _is_code(c)]
    met = [f"- {c}: {way}" for c, way in errors if not _is_code(c)]
    code = formatted(form.code_template) or form.code_template
    body = (
        f"{summary}\n\n## Why\n\n{rest or summary}\n\n## Template\n\n"
        f"```rust,template\n{code.rstrip()}\n```\n\n## When not\n\n"
    )
    body += "\n".join(met) if met else "Where a plain function or type says the same."
    path = Path(EntryKind.PATTERN, field, f"{form.pattern_id}.md")
    return Draft(EntryKind.PATTERN, path, entry_text([header, *tables], body))


def _is_code(name: str) -> bool:
    return re.fullmatch(r"E\d{4}|(?:clippy::)?[a-z]+(?:_[a-z0-9]+)+", name) is not None


def _common_errors(form: PatternForm) -> Iterator[tuple[str, str]]:
    for number, said in enumerate(form.common_errors):
        code, _, words = said.partition(":")
        way = form.fixes[number] if number < len(form.fixes) else words or said
        way = sentence(way)
        if len(way) < 10:
            way = sentence(f"The way out: {way[:1].lower()}{way[1:]}")
        yield (code if _is_code(code) else said), way


def _command(form: CommandForm) -> Draft:
    lines = [line.strip() for line in form.command.splitlines() if line.strip()]
    try:
        first = next(words for words in simple_commands(lines[0]) if words != ["sudo"])
    except (ValueError, StopIteration, IndexError) as error:
        raise KnowledgeError(f"command: not a command line: {form.command!r}") from error
    program = first[0]
    tool = {"git": Tool.GIT, "gh": Tool.GH, "cargo": Tool.CARGO, "rustup": Tool.CARGO}.get(
        program, Tool.LINUX
    )
    purpose = sentence(form.purpose)
    title = purpose.rstrip(".")[:80].rstrip()
    prefix = "rustup" if program == "rustup" else tool.value
    slug = "-".join(re.findall(r"[a-z0-9]+", title.lower())[:6])
    named = form.category.removeprefix(f"{tool}-") or "other"
    told = "\n".join((form.command, *form.safe_alternatives))
    header = toml(
        title=title,
        tool=tool.value,
        category=named,
        utterances=questions(title[:1].lower() + title[1:], form.use_cases, 8),
        purpose=purpose,
        use_cases=form.use_cases,
        dangers=[sentence(danger) for danger in form.dangers],
        destructive=bool(form.dangers and form.safe_alternatives),
        safe_alternatives=form.safe_alternatives,
        preview="",
        undo="",
        docs=[_man_page(first)],
        related=[],
        verified_by="options",
    )
    tables = []
    if options := list(dict.fromkeys(_options(lines))):
        rows = (f"{quoted(o)} = {quoted('see the manual')}" for o in options)
        tables.append("[flags]\n" + "\n".join(rows))
    for name in dict.fromkeys(PLACEHOLDER.findall(told)):
        kind = name if name in tuple(SlotKind) else SlotKind.TEXT.value
        tables.append(f"[[slots]]\n{toml(name=name, kind=kind, quoted=True)}")
    tables += [f"[[steps]]\n{toml(command=line)}" for line in lines]
    path = Path(EntryKind.COMMAND, tool, f"{prefix}-{slug}.md")
    return Draft(EntryKind.COMMAND, path, entry_text([header, *tables], purpose))


def _options(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        for words in simple_commands(line):
            for word in words[1:]:
                if word == "--":
                    break
                if re.match(r"--?[A-Za-z]", word):
                    yield word.partition("=")[0]


def _man_page(words: Sequence[str]) -> str:
    grouped = words[0] in ("git", "gh", "cargo") and words[1:] and words[1].isalpha()
    return f"{words[0]}-{words[1]}(1)" if grouped else f"{words[0]}(1)"


def _error(form: ErrorForm, patterns: dict[str, Pattern]) -> Draft:
    code, _, title = (part.strip().rstrip(".") for part in form.error.partition(": "))
    if not _CODE.fullmatch(code):
        raise KnowledgeError(f"error: begin with a code or the name of a lint, not {code!r}")
    kind = EntryKind.ERROR if re.fullmatch(r"E\d{4}", code) else EntryKind.LINT
    summary, rest = opening(form.explanation)
    fails = form.example_code.rstrip() + "\n"
    proven = "```rust" in form.fix
    ways = _ways(form.fix)
    header = toml(
        title=title[:1].upper() + title[1:80],
        codes=[code],
        since=_FIRST,
        docs=[],
        related=[],
        patterns=[form.pattern] if form.pattern in patterns else [],
        **({} if proven else {"unchecked": _WORDS_ONLY}),
        utterances=questions(title[:1].lower() + title[1:], (), 4),
        exemplars=[],
    )
    tables = [
        f"[[templates]]\n{toml(message=message, says=[summary])}"
        for message in _messages(code, kind, fails)
    ]
    tables += [f"[[ways]]\n{toml(title=t, cost=_COST, rules=[])}" for t, _ in ways]
    mark = "compile_fail" if kind is EntryKind.ERROR else "lint"
    told = "\n\n".join(f"### {t}\n\n{text}" for t, text in ways)
    body = (
        f"{summary}\n\n## Why\n\n{rest or summary}\n\n## Fails\n\n"
        f"```rust,{mark},{code}\n{fails}```\n\n## Ways out\n\n{told}"
    )
    path = Path(kind, f"{code.removeprefix('clippy::')}.md")
    return Draft(kind, path, entry_text([header, *tables], body))


_COST = "Not told."


def _messages(code: str, kind: EntryKind, example: str) -> list[str]:
    """Return how the compiler words the error, its names as holes.

    Raises `KnowledgeError` where it says something else of the example.
    """
    lint = kind is EntryKind.LINT
    options = Options(
        clippy=code.startswith("clippy::"),
        allow=() if lint else ("unused", "dead_code"),
        warn=(code,) if lint else (),
    )
    said = check_snippet(example, options)
    found = [d.message for d in said if d.code == code]
    if not found:
        others = sorted({d.code or NO_CODE for d in said}) or "nothing"
        raise KnowledgeError(f"example_code: should give {code}; the compiler gives {others}")
    return list(dict.fromkeys(re.sub(r"`[^`]*`", "`{_}`", m) for m in found))


def _ways(fix: str) -> list[tuple[str, str]]:
    """Return the title and text of each way out."""
    parts = re.split(r"^### ", fix.strip(), flags=re.M)
    ways = [(p.partition("\n")[0].strip(), p.partition("\n")[2].strip()) for p in parts[1:]]
    if parts[0].strip():
        words = re.sub(r"^```.*?^```$", "", parts[0], flags=re.S | re.M).strip()
        title = (words.partition("\n")[0] or "Way out")[:70].rstrip(".")
        ways.insert(0, (title, parts[0].strip()))
    return ways
