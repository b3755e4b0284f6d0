"""Shell text taken apart by its syntax tree: the simple commands with their words and places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import tree_sitter_bash
from tree_sitter import Language, Node, Parser

from rust_agent_lsp.model.text import Span

_COMMANDS = ("command", "declaration_command", "unset_command", "test_command")
_JOINTS = ("|", "|&", "&&", "||", ";", "&")
_REDIRECTS = ("file_redirect", "heredoc_redirect", "herestring_redirect")
_ESCAPE = re.compile(r"\\(.)", re.S)
_ESCAPE_IN_QUOTES = re.compile(r'\\([$`"\\\n])')


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `text` as the program gets it (variables unexpanded), `raw` as it is written."""

    text: str
    raw: str
    span: Span


@dataclass(frozen=True, slots=True)
class ShellCommand:
    """One simple command, its place in bytes; `variables` are the assignments before it.

    `after` is the operator that joins it to what stands before; empty: nothing does.
    """

    words: tuple[Word, ...]
    variables: tuple[str, ...]
    redirects: tuple[str, ...]
    span: Span
    after: str = ""


@dataclass(frozen=True, slots=True)
class Shell:
    """The commands of a text in order; `broken` when it is no complete shell (an open quote)."""

    commands: tuple[ShellCommand, ...]
    broken: bool


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_bash.language()))


def parse_shell(text: bytes) -> Shell:
    """Take `text` apart; what is broken gives what can be read."""
    root = _parser().parse(text).root_node
    redirects: dict[int, list[str]] = {}
    nodes = []
    for node in _walk(root):
        if node.type in _COMMANDS:
            nodes.append(node)
        elif node.type == "redirected_statement" and (last := _last_command(node)):
            given = [_redirect(part) for part in node.children if part.type in _REDIRECTS]
            redirects[last.id] = given + redirects.get(last.id, [])
    commands = sorted(
        (_command(node, redirects.get(node.id, [])) for node in nodes),
        key=lambda command: (command.span.start, -command.span.end),
    )
    return Shell(tuple(c for c in commands if c.words), root.has_error)


def _last_command(redirected: Node) -> Node | None:
    """Return the command that a redirection behind a pipe or list is about."""
    body = redirected.child_by_field_name("body")
    found = [node for node in _walk(body) if node.type in _COMMANDS] if body else []
    return max(found, key=lambda node: (node.end_byte, -node.start_byte), default=None)


def _redirect(node: Node) -> str:
    # A here-document's holds the rest of its line and the whole text.
    return _raw(node).partition("\n")[0].partition("|")[0].strip()


def _walk(root: Node) -> Iterator[Node]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(node.children)


def _command(node: Node, outer: list[str]) -> ShellCommand:
    words, variables, redirects = [], [], []
    is_plain = node.type == "command"
    for child in node.children:
        if child.type == "variable_assignment" and is_plain:
            variables.append(_raw(child))
        elif child.type in _REDIRECTS:
            redirects.append(_redirect(child))
        elif child.type != "comment":
            words.append(Word(_value(child), _raw(child), Span(child.start_byte, child.end_byte)))
    span = Span(node.start_byte, node.end_byte)
    return ShellCommand(tuple(words), tuple(variables), (*redirects, *outer), span, _joint(node))


def _joint(node: Node) -> str:
    """Return the operator right before a command, which may stand before what it is a part of."""
    here: Node | None = node
    while here is not None:
        before = here.prev_sibling
        if before is not None:
            return before.type if before.type in _JOINTS else ""
        here = here.parent
    return ""


def _raw(node: Node) -> str:
    return (node.text or b"").decode(errors="replace")


def _value(node: Node) -> str:
    """Return a word without its quotes and escapes."""
    raw = _raw(node)
    if node.type == "raw_string":
        return raw[1:-1]
    if node.type == "string":
        return _ESCAPE_IN_QUOTES.sub(r"\1", raw[1:-1])
    if node.type in ("concatenation", "command_name"):
        return "".join(map(_value, node.children))
    return _ESCAPE.sub(r"\1", raw) if node.type == "word" else raw
