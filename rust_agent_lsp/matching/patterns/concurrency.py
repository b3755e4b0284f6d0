"""The shapes of async code: what is alive while it waits, and what waits for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rust_agent_lsp.matching.patterns.code import Code
from rust_agent_lsp.matching.patterns.rule import Shape
from rust_agent_lsp.model.text import Span

Found = Iterator[tuple[float, Span, str]]
_RESULT = r"(?:\s*\?|\s*\.\s*(?:unwrap|expect|unwrap_or_else)\s*\((?:[^()]|\([^()]*\))*\))"
_LOCK = re.compile(
    rf"let\s+(?:mut\s+)?(\w+)\s*=\s*[^;{{}}]*?\.\s*(?:lock|read|write)\s*\(\s*\){_RESULT}\s*;"
)
_BORROW = re.compile(r"let\s+(?:mut\s+)?(\w+)\s*=\s*[^;{}]*?\.\s*borrow(?:_mut)?\s*\(\s*\)\s*;")
_RC = re.compile(r"let\s+(?:mut\s+)?(\w+)\s*=\s*(?:\w+::)*Rc\s*::\s*(?:new|clone)\s*\([^;]*;")
_AWAIT = re.compile(r"\.\s*await\b")


def _across(code: Code, pattern: re.Pattern[str]) -> Iterator[tuple[str, Span]]:
    """Yield what is bound before an `.await` and alive there, innermost block first."""
    for place in code.places("async"):
        for found in pattern.finditer(code.text, place.start, place.end):
            block = code.around("block", found.start()) or place
            rest = code.text[found.end() : min(block.end, place.end)]
            waits = _AWAIT.search(rest)
            if waits is None or re.search(rf"\bdrop\s*\(\s*{found[1]}\s*\)", rest[: waits.start()]):
                continue
            inner = code.around("async", found.start())
            if inner == place:
                yield found[1], Span(found.start(), found.end())


def _guard(code: Code) -> Found:
    for name, span in _across(code, _LOCK):
        yield 0.95, span, f"`{name}` keeps its lock while the task waits at an `.await`."


def _borrowed(code: Code) -> Found:
    for pattern in (_BORROW, _RC):
        for name, span in _across(code, pattern):
            yield 0.85, span, f"`{name}` is alive at an `.await`, so that the task cannot move."


def _waits_for_nothing(code: Code) -> Found:
    for function in code.items.functions:
        text = code.of(function.span)
        if not re.match(r"(?:#\[[^\]]*\]\s*)*(?:pub(?:\([^)]*\))?\s+)?async\s+fn", text):
            continue
        busy = re.search(r"\bawait\b|\w+!\s*[\[({]|\bspawn|\bsleep\b|\bfs\b|\bblock", function.body)
        whole = code.around("impl", function.span.start)
        trait = whole and " for " in code.of(whole).partition("{")[0]
        if (
            not busy
            and not trait
            and function.parameters
            and function.name != "main"
            and len(function.body) > 4
        ):
            said = f"`{function.name}` is async and never waits."
            yield 0.68, Span(function.span.start, function.span.start + text.find("{")), said


def _unawaited(code: Code) -> Found:
    waiting = {
        f.name for f in code.items.functions if re.search(r"\basync\s+fn\b", code.of(f.span)[:200])
    }
    for name in waiting:
        dropped = re.compile(
            rf"[;{{}}]\s*(let\s+_\s*=\s*)?((?:self\s*\.\s*)?{name}\s*\([^;{{}}]*\)\s*);"
        )
        for found in dropped.finditer(code.text):
            if code.around("async", found.start()):
                said = f"`{name}` does nothing before it is awaited."
                yield 0.88, Span(found.start(2), found.end(2)), said


_LET_AWAIT = re.compile(
    r"let\s+(?:mut\s+)?(\w+)\s*=\s*([^;{}]*?)\.\s*await\s*(?:\?|\.\s*unwrap\(\))?\s*;\s*"
)


def _one_by_one(code: Code) -> Found:
    for function in code.items.functions:
        text = code.of(function.span)
        if "async" not in text:
            continue
        run: list[tuple[str, str, int]] = []
        for found in _LET_AWAIT.finditer(text):
            if run and run[-1][2] != found.start():
                run = []
            run.append((found[1], found[2], found.end()))
            if len(run) >= 2 and _independent(run):
                start = function.span.start + found.start()
                said = f"`{run[-1][0]}` waits for `{run[-2][0]}` without need."
                yield 0.72, Span(start, function.span.start + found.end()), said
                break


def _independent(run: list[tuple[str, str, int]]) -> bool:
    (first, a, _), (_, b, _) = run[-2:]
    plain = r"[\w:]+\s*\([^;]*\)\s*"
    handled = r"\b(?:self|lock|recv|read\w*|next|acquire|accept|write\w*|send)\b|&\s*mut\b"
    return bool(
        re.fullmatch(plain, a)
        and re.fullmatch(plain, b)
        and not re.search(rf"\b{first}\b", b)
        and not re.search(handled, a + b)
    )


SHAPES = (
    Shape("mutex-guard-across-await", _guard, "await lock|read|write", bad=True),
    Shape("rc-across-await", _borrowed, "await borrow|borrow_mut|Rc", bad=True),
    Shape("async-without-await", _waits_for_nothing, "async", bad=True),
    Shape("forgotten-await", _unawaited, "async", bad=True),
    Shape("sequential-await", _one_by_one, "async await", bad=True),
)
