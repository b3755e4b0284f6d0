"""The open documents, kept by us because pygls takes form feeds and the like for line ends."""

from __future__ import annotations

import asyncio
import logging
import os
import posixpath
import re
import threading
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lsprotocol import types
from tree_sitter import Tree

from rust_agent_lsp.model.text import Span
from rust_agent_lsp.syntax.lines import Encoding, LineTable
from rust_agent_lsp.syntax.tree import LARGE, SourceFile, edited, parse_text

logger = logging.getLogger(__name__)

_SURROGATES = re.compile("[\ud800-\udfff]")


class Document:
    """One version of an open document; it never changes, so any thread may hold and read it.

    `text` is UTF-8. `path` is None where the document is not a file. `version` is the editor's.
    `language` is the editor's name of its language.
    """

    __slots__ = ("_lock", "_source", "_stale", "language", "lines", "path", "uri", "version")

    def __init__(
        self,
        uri: str,
        version: int,
        lines: LineTable,
        stale: Tree | None = None,
        language: str = "rust",
    ) -> None:
        self.uri = uri
        self.language = language
        self.path = uri_to_path(uri)
        self.version = version
        self.lines = lines
        self._stale = stale
        self._source: SourceFile | None = None
        self._lock = threading.Lock()

    @property
    def text(self) -> bytes:
        """The whole text in UTF-8."""
        return self.lines.text

    @property
    def source(self) -> SourceFile:
        """The text with its syntax tree, parsed on first use.

        A first use may take a second for some megabytes; on the event loop, await `parsed`.
        """
        with self._lock:
            if self._source is None:
                tree = parse_text(self.text, self._stale)
                self._source = SourceFile(self.path or Path(self.uri), self.text, tree)
            return self._source

    @property
    def is_parsed(self) -> bool:
        """Say whether `source` is there at once."""
        return self._source is not None

    async def parsed(self) -> SourceFile:
        """Return `source`, parsing a large text in a thread so that the event loop goes on."""
        if self._source is None and len(self.text) >= LARGE:
            return await asyncio.to_thread(lambda: self.source)
        return self.source

    def changed(
        self,
        version: int,
        changes: Iterable[types.TextDocumentContentChangeEvent],
        encoding: Encoding,
    ) -> Document:
        """Return the next version; each change speaks of the text that the one before it left."""
        lines = self.lines
        stale = self._source.tree if self._source else self._stale
        if stale is not None and self._source and stale.root_node.end_byte != len(self.text):
            stale = None  # the text was nested too deeply for a tree of its own
        for change in changes:
            new = to_utf8(change.text)
            if isinstance(change, types.TextDocumentContentChangeWholeDocument):
                lines, stale = LineTable(new), None
                continue
            span = to_span(lines, change.range, encoding)
            if stale is not None:
                stale = edited(stale, lines.text, span, new)
            lines = lines.edited(span.start, span.end, new)
        return Document(self.uri, version, lines, stale, self.language)


class DocumentStore:
    """The open documents by their URI; changed on the event loop only."""

    def __init__(self) -> None:
        self.encoding: Encoding = "utf-16"
        self._open: dict[str, Document] = {}

    def get(self, uri: str) -> Document | None:
        """Return the open document, however its URI is spelt (percent-encoding, drive letter)."""
        return self._open.get(_key(uri))

    def at_path(self, path: Path) -> Document | None:
        """Return the open document of the file at the absolute `path`."""
        return self._open.get(os.path.normcase(path))

    def snapshot(self) -> tuple[Document, ...]:
        """Return all open documents as they stand now, for use in any thread."""
        return tuple(self._open.values())

    def open(self, item: types.TextDocumentItem) -> Document:
        """Take in a document that the editor has opened."""
        if _key(item.uri) in self._open:
            logger.warning("%s was opened twice; the newer text holds", item.uri)
        lines = LineTable(to_utf8(item.text))
        document = Document(item.uri, item.version, lines, language=str(item.language_id))
        self._open[_key(item.uri)] = document
        return document

    def change(self, params: types.DidChangeTextDocumentParams) -> Document | None:
        """Take in the editor's changes; None where the document is not open."""
        uri, version = params.text_document.uri, params.text_document.version
        document = self.get(uri)
        if document is None:
            logger.warning("ignoring a change of %s, which is not open", uri)
            return None
        if version <= document.version:
            logger.warning("%s: version %s after %s", uri, version, document.version)
        document = document.changed(version, params.content_changes, self.encoding)
        self._open[_key(uri)] = document
        return document

    def close(self, uri: str) -> Document | None:
        """Forget a document; return its last version, None where it was not open."""
        document = self._open.pop(_key(uri), None)
        if document is None:
            logger.warning("ignoring the close of %s, which is not open", uri)
        return document


def to_utf8(text: str) -> bytes:
    """Return `text` in UTF-8; a lone surrogate becomes U+FFFD, as wide in every encoding."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text).encode()


def to_span(lines: LineTable, where: types.Range, encoding: Encoding) -> Span:
    """Return the bytes of an editor's range; its ends may come in either order."""
    ends = (
        lines.offset(where.start.line, where.start.character, encoding),
        lines.offset(where.end.line, where.end.character, encoding),
    )
    return Span(min(ends), max(ends))


def uri_to_path(uri: str) -> Path | None:
    """Return the path of a `file:` URI, without percent-encoding and `..`; None for any other URI.

    None, too, where the system can have no such path.
    """
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    path = unquote(parts.path, errors="surrogateescape")
    if parts.scheme != "file" or not path.startswith("/") or "\0" in path:
        return None
    try:
        os.fsencode(path)
    except UnicodeEncodeError:  # a lone surrogate
        return None
    # By the rules of URIs `..` goes before links are followed, so a path has one name only.
    path = posixpath.normpath(f"/{path.lstrip('/')}")
    host = "" if parts.netloc == "localhost" else parts.netloc
    if os.name == "nt":
        return Path(f"//{host}{path}" if host else path.removeprefix("/"))
    return None if host else Path(path)


def _key(uri: str) -> str:
    path = uri_to_path(uri)
    return uri if path is None else os.path.normcase(path)
