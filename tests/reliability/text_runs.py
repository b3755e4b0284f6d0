"""Random edits of one document, held against the model after each."""

from __future__ import annotations

import random
from dataclasses import dataclass

from lsprotocol import types
from tree_sitter import Tree

from rust_agent_lsp.server import documents
from rust_agent_lsp.syntax import tree as syntax_tree
from tests.reliability import text_model as model
from tests.reliability.text_model import Encoding, Position

URI = "file:///w/src/main.rs"
MOST = 400
"""Characters from which on a text is made shorter."""

LARGEST = 2**31 - 1

_BREAKS = {
    "lf": ("\n",),
    "crlf": ("\r\n",),
    "cr": ("\r",),
    "mixed": ("\n", "\r\n", "\r", "\r\r\n", "\n\r"),
}
_NO_BREAKS = ("\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029")
_WIDE = ("é", "ß", "…", "漢", "🦀", "👩\u200d🔬", "e\u0301", "\ud83e", "\udd80", "\0", "\ufeff")
_RUST = (
    *("fn f() {", "}", "let x = ", "1;", "(", ")", '"', 'r#"', '"#', "/*", "*/", "//", "<'a>"),
    *("a", " ", "!", "'", "#[x]", "mod m;", "match x { _ => 1 }", "b'\\", "::", "-> "),
)
BREAKS = tuple(_BREAKS)


class Diverged(Exception):
    """The product and the model disagree; the message names the seed that plays it again."""


@dataclass(slots=True)
class Run:
    """One document, its model, and the source of its edits."""

    seed: int
    encoding: Encoding
    breaks: str
    step: int = 0

    def play(self, edits: int, trees: int = 0) -> int:
        """Make so many edits, comparing the tree at about `trees` of them; return how often the
        trees were compared. Raises `Diverged`."""
        chance = random.Random(self.seed)  # noqa: S311 - repeatable, not secret
        store = documents.DocumentStore()
        store.encoding = self.encoding
        text = self._text(chance, 40)
        store.open(types.TextDocumentItem(URI, "rust", 1, text))
        text = model.sane(text)
        compared, version = 0, 1
        while self.step < edits:
            events, text = self._batch(chance, text)
            version += 1
            identifier = types.VersionedTextDocumentIdentifier(version, URI)
            document = store.change(types.DidChangeTextDocumentParams(identifier, events))
            if document is None or document.version != version:
                raise self._diverged("the change was not taken")
            self._compare(document, text, chance)
            if trees and chance.random() * edits < trees * len(events):
                compared += 1
                self._compare_trees(document)
        return compared

    def _batch(
        self, chance: random.Random, text: str
    ) -> tuple[list[types.TextDocumentContentChangeEvent], str]:
        events: list[types.TextDocumentContentChangeEvent] = []
        for _ in range(chance.choice((1, 1, 1, 2, 4))):
            self.step += 1
            if chance.random() < 0.01:
                new = self._text(chance, 40)
                events.append(types.TextDocumentContentChangeWholeDocument(new))
                text = model.sane(new)
                continue
            new = self._text(chance, 4) if len(text) < MOST else ""
            start = self._position(chance, text)
            end = self._position(chance, text)
            if len(text) < MOST and chance.random() < 0.7:  # most edits are small
                end = start[0], min(start[1] + chance.choice((0, 0, 1, 3)), LARGEST)
            where = types.Range(types.Position(*start), types.Position(*end))
            events.append(types.TextDocumentContentChangePartial(where, new))
            text = model.replaced(text, start, end, new, self.encoding)
        return events, text

    def _position(self, chance: random.Random, text: str) -> Position:
        """A position of the text; one in ten of an edit lies nowhere in it."""
        lines = text.count("\n") + text.count("\r")
        if chance.random() < 0.05:
            far = chance.randrange(LARGEST)
            return chance.choice(((0, LARGEST), (lines + 1, 0), (LARGEST, LARGEST), (lines, far)))
        return chance.randint(0, lines), chance.choice((0, 1, 2, 5, 9, 20, 60))

    def _text(self, chance: random.Random, most: int) -> str:
        kinds = (_RUST, _RUST, _BREAKS[self.breaks], _NO_BREAKS, _WIDE)
        return "".join(chance.choice(chance.choice(kinds)) for _ in range(chance.randint(0, most)))

    def _compare(self, document: documents.Document, text: str, chance: random.Random) -> None:
        if document.text != text.encode():
            raise self._diverged(f"{document.text!r} is not {text!r}")
        starts = [len(text[:start].encode()) for start in model.line_starts(text)]
        lines = document.lines
        if [lines.start(line) for line in range(len(lines))] != starts:
            raise self._diverged(f"the lines of {text!r}")
        index = chance.randint(0, len(text))
        if text[index - 1 : index + 1] != "\r\n":
            expected = model.position_of(text, index, self.encoding)
            offset = len(text[:index].encode())
            there, back = lines.position(offset, self.encoding), lines.offset
            if there != expected or back(*expected, self.encoding) != offset:
                raise self._diverged(f"{offset} is at {there}, not {expected}, in {text!r}")

    def _compare_trees(self, document: documents.Document) -> None:
        kept, fresh = document.source.tree, syntax_tree.parse_text(document.text)
        if shape(kept) != shape(fresh):
            raise self._diverged(f"the tree of {document.text!r}")

    def _diverged(self, what: str) -> Diverged:
        return Diverged(
            f"Run({self.seed}, {self.encoding!r}, {self.breaks!r}) at {self.step}: {what}"
        )


def shape(tree: Tree) -> list[object]:
    """Every node of a tree with its kind and place, in order."""
    found: list[object] = [str(tree.root_node)]
    stack = [tree.root_node]
    while stack:
        node = stack.pop()
        found.append((node.kind_id, node.start_byte, node.end_byte, node.start_point))
        stack += reversed(node.children)
    return found
