"""Where shell stands in a file: a script as a whole, recipes, RUN lines, code blocks, workflows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from rust_agent_lsp.model.text import Span

_FENCE = re.compile(
    rb"^(?P<indent>[ ]{0,3})(?P<mark>`{3,}|~{3,})[ ]*(?:sh|bash|shell|zsh|console|shellsession)\b"
    rb"[^\n]*\n(?P<code>.*?)^[ ]{0,3}(?P=mark)[ ]*$",
    re.S | re.M,
)
_RECIPE = re.compile(rb"^\t[@+-]*(?P<code>(?:[^\n]*\\\n)*[^\n]*)", re.M)
_RUN = re.compile(rb"^[ ]*RUN\s+(?:--\S+\s+)*(?P<code>(?:[^\n]*\\\n)*[^\n]*)", re.M | re.I)
_STEP = re.compile(rb"^(?P<indent>[ ]*)(?:- )?run:[ ]*(?P<code>[^\n]*)$", re.M)
_BLOCK = re.compile(rb"[|>][+-]?\d?\s*(?:#.*)?")
_PROMPT = re.compile(rb"^[ ]*[$%] ", re.M)
_EXPRESSION = re.compile(rb"\$\{\{.*?\}\}", re.S)

SCRIPTS = ("shellscript", "sh", "bash")
"""The editors' names of shell scripts."""


def regions(text: bytes, language: str) -> Iterator[tuple[Span, bytes]]:
    """Yield the places of shell in a text of that language, each as shell of the same length.

    What is none of the shell's there (prompts, `${{ … }}` of workflows, make's `$$`) is covered.
    """
    read = _READERS.get(language)
    if read is not None:
        for span in read(text):
            code = text[span.start : span.end]
            yield span, _covered(code, language)


def _covered(code: bytes, language: str) -> bytes:
    if language in ("makefile", "make"):
        code = code.replace(b"$$", b" $")
        return re.sub(rb"\$\(([^)\n]*)\)", lambda found: b"x" * len(found[0]), code)
    if language == "markdown":
        return _PROMPT.sub(lambda found: b" " * len(found[0]), code)
    # An expression is one word, whatever it holds.
    return _EXPRESSION.sub(lambda found: b"x" * len(found[0]), code)


def _whole(text: bytes) -> Iterator[Span]:
    yield Span(0, len(text))


def _found(pattern: re.Pattern[bytes]) -> Callable[[bytes], Iterator[Span]]:
    def read(text: bytes) -> Iterator[Span]:
        for found in pattern.finditer(text):
            yield Span(*found.span("code"))

    return read


def _workflow(text: bytes) -> Iterator[Span]:
    for found in _STEP.finditer(text):
        code = found["code"].strip()
        if not _BLOCK.fullmatch(code):
            if code and not code.startswith((b"'", b'"')):
                yield Span(*found.span("code"))
            continue
        end = start = min(found.end() + 1, len(text))
        for line in text[start:].splitlines(keepends=True):
            own = len(line) - len(line.lstrip(b" "))
            if line.strip() and own <= len(found["indent"]):
                break
            end += len(line)
        yield Span(start, end)


_READERS: dict[str, Callable[[bytes], Iterator[Span]]] = {
    **dict.fromkeys(SCRIPTS, _whole),
    **dict.fromkeys(("makefile", "make"), _found(_RECIPE)),
    "dockerfile": _found(_RUN),
    "markdown": _found(_FENCE),
    **dict.fromkeys(("yaml", "yaml.github", "yaml.ghaction", "github-actions-workflow"), _workflow),
}

LANGUAGES = tuple(_READERS)
"""The editors' names of the languages that may hold shell."""
