"""Puts the body of an `if`, `else` or loop into braces, as the indentation shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, Span
from rust_agent_lsp.syntax.tokens import Token, pieces, tokens, unbalanced

_HEAD = re.compile(r"(?:\}\s*)?(?:else if|elif|elsif|if|while|for|loop|else)\b(?!.*=>)")
_COLON_HEAD = re.compile(
    r"(?:pub(?:\([a-z]+\))? )?(?:fn|match|struct|enum|trait|impl|mod)\b.*:$|unsafe:$"
)
_GOES_ON = re.compile(r"[{.&|+*/%=<>?,)\]-]|as\b")
_INLINE = re.compile(r"(\s*)(if|else if|while|else)\b\s*(.*;)\s*$")
_ENDS = re.compile(r"(?:end(?: ?(?:if|for|while))?|fi|done);?$")


class AddBraces(FixRule):
    """Braces every body of the item that is only indented, as in C without braces or in Python.

    Where several indented lines follow a head, all of them are its body.
    """

    codes: ClassVar = ("",)
    safety: ClassVar = Safety.SAFE
    examples: ClassVar = (
        Example(
            before="pub fn f(n: i32) -> i32 {\n    let mut m = 0;\n    if (n < 0)\n"
            "        m = -1;\n    else\n        m = 1;\n    m\n}\n",
            after="pub fn f(n: i32) -> i32 {\n    let mut m = 0;\n    if (n < 0) {\n"
            "        m = -1;\n    } else {\n        m = 1;\n    }\n    m\n}\n",
        ),
        Example(
            before="pub fn f(n: i32) -> i32 {\n    if n > 3:\n        return 1;\n"
            "    elif n > 2:\n        return 2;\n    3\n}\n",
            after="pub fn f(n: i32) -> i32 {\n    if n > 3 {\n        return 1;\n"
            "    } else if n > 2 {\n        return 2;\n    }\n    3\n}\n",
        ),
        Example(
            before="pub fn f(n: i32) -> i32 {\n    if n > 3 then\n        return 1;\n    end\n"
            "    2\n}\n",
            after="pub fn f(n: i32) -> i32 {\n    if n > 3 {\n        return 1;\n    }\n    2\n}\n",
        ),
    )
    refuses: ClassVar = (
        "pub fn f(n: i32) -> i32 {\n    if n > 3\n        return 1;\n    }\n    2\n}\n",
    )

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        source, start = site.source, site.diagnostic.span.start
        message = site.diagnostic.message
        if not re.search(r"^expected .*`\{`.*found|found reserved keyword|^expected exp", message):
            return
        spans = [s for s in pieces(source) if s.start <= start < s.end]
        if not spans or unbalanced(tokens(source.text[spans[0].start : spans[0].end])):
            return
        at = spans[0].start
        edits = []
        for old, new in _braced(source.slice(spans[0]).split("\n")):
            end = at + len(old.encode())
            if new != old:
                kept = len(old) if new.startswith(old) else 0
                first = at + len(old[:kept].encode())
                edits.append(Edit(Span(first, end), new[kept:]))
            at = end + 1
        if edits:
            yield site.candidate(self.id, "Put the bodies into braces", *edits)


def _braced(lines: list[str]) -> list[tuple[str, str]]:
    """Return each line with what becomes of it."""
    out: list[tuple[str, str]] = []
    still_open: list[int] = []
    for n, line in enumerate(lines):
        new = line
        if line.strip():
            new = _closed(line, out, still_open)
            rest = next((later for later in lines[n + 1 :] if later.strip()), "")
            new = _opened(new, line, rest, still_open)
        out.append((line, new))
    return out


def _closed(line: str, out: list[tuple[str, str]], still_open: list[int]) -> str:
    """End the bodies that are indented deeper than `line`; return what becomes of `line`."""
    indent = _indent(line)
    while still_open and indent <= still_open[-1]:
        own = still_open.pop()
        lead, text = line[:indent], line.strip()
        if own == indent and re.match(r"(?:else|elif|elsif)\b", text):
            return f"{lead}}} {re.sub(r'^(?:elif|elsif)', 'else if', text)}"
        if own == indent and _ENDS.fullmatch(text):
            return f"{lead}}}"
        last = max(i for i, (old, _) in enumerate(out) if old.strip())
        old, new = out[last]
        out[last] = (old, f"{new}\n{' ' * own}}}")
    return line


def _opened(new: str, line: str, after: str, still_open: list[int]) -> str:
    """Begin a body after a line that is a head without a brace."""
    code = re.sub(r"\s*(?://[^\n\"]*)?$", "", new)
    comment = new[len(code) :]
    text = code.strip()
    if _indent(after) > _indent(line) and not _GOES_ON.match(after.strip()):
        head = _HEAD.match(text) is not None or _COLON_HEAD.match(text) is not None
        if (
            head
            and not text.endswith(("{", "}", ";", ","))
            and not unbalanced(_tokens(text.lstrip("}")))
        ):
            still_open.append(_indent(line))
            return re.sub(r"\s*(?::|\bthen|\bdo)$", "", code) + " {" + comment
    inline = _INLINE.match(code.replace("} else", "else", 1))
    if inline is None or "{" in inline[3]:
        return new
    condition, body = _split_condition(inline[2], inline[3])
    if body is None or not re.match(r"[\w*(]", body) or body.startswith("if "):
        return new
    lead = code[: len(code) - len(code.lstrip())] + ("} " if text.startswith("}") else "")
    return f"{lead}{inline[2]} {condition}{{ {body} }}{comment}"


def _split_condition(word: str, text: str) -> tuple[str, str | None]:
    """Split `(a) b;` into the condition and the statement after it."""
    if word == "else":
        return "", text
    found = _tokens(text)
    depth = 0
    for token in found:
        depth += token.text == "("
        depth -= token.text == ")"
        if not depth:
            end = len(text.encode()[: token.end].decode())
            return (text[:end] + " ", text[end:].strip()) if token.text == ")" else ("", None)
    return "", None


def _tokens(text: str) -> list[Token]:
    return tokens(text.encode())


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
