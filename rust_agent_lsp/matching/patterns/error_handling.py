"""The shapes of the patterns around errors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rust_agent_lsp.matching.patterns.code import Code
from rust_agent_lsp.matching.patterns.rule import Shape
from rust_agent_lsp.model.text import Span

Found = Iterator[tuple[float, Span, str]]
_UNWRAP = re.compile(r"\.\s*unwrap\s*\(\s*\)")
_SAFE_UNWRAP = re.compile(
    r"(?:\block|\bread|\bwrite|\bjoin|\bwait\w*|\bborrow\w*)\s*\([^()]*\)\s*\.\s*unwrap\s*\("
)
_RISKY = re.compile(r"(?:\bparse\b|read_to_string|\bopen\b|from_str|\bget\b|\bas_\w+)[^;]*unwrap")


def _unwraps(code: Code) -> Found:
    for function in code.places("fn"):
        text = code.of(function)
        if "unwrap" not in text:
            continue
        unwraps = list(_UNWRAP.finditer(text))
        count = len(unwraps) - len(_SAFE_UNWRAP.findall(text))
        if count <= 0 or re.search(r"\bfn\s+main\b", text):
            continue
        score = 0.4 + 0.12 * min(count, 4) + 0.12 * bool(_RISKY.search(text))
        if count >= 3 or (count and re.search(r"map\s*\(\s*\|[^|]*\|[^;]*parse[^;]*unwrap", text)):
            said = f"{count} calls of `unwrap` end the program at the first surprise."
            at = function.start + unwraps[0].start()
            yield max(score, 0.65), Span(at, function.start + unwraps[0].end()), said


_STRING_ERR = re.compile(
    r"Err\s*\(\s*(?:format!|\"[^\"]*\"\s*\.\s*(?:to_\w+|into)\s*\()|ok_or(?:_else)?\s*\([^;]*(?:format!|\"\s*\")"
)


def _string_errors(code: Code) -> Found:
    for function in code.items.functions:
        if re.match(r"(?:\w+::)*Result\s*<.*,\s*String\s*>$", function.returns, re.S):
            made = len(_STRING_ERR.findall(function.body))
            if made and function.name != "main":
                said = f"The error of `{function.name}` is a text that callers can only print."
                yield 0.6 + 0.08 * min(made, 3), function.span, said


SHAPES = (
    Shape("unwrap-everywhere", _unwraps, "unwrap", bad=True),
    Shape("stringly-typed-error", _string_errors, "Result String", bad=True),
)
