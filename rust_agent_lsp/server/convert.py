"""Between LSP's shapes and ours: ranges and byte offsets, diagnostics, edits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rust_agent_lsp.model.diagnostic import Diagnostic, Forwarded, Related, Severity
from rust_agent_lsp.model.text import FileEdit, Location, Span
from rust_agent_lsp.server.documents import uri_to_path
from rust_agent_lsp.syntax.lines import Encoding, LineTable

Json = dict[str, Any]
# Gives the lines of any file: the open document's, else the disk's; None when unreadable.
LinesOf = Callable[[Path], LineTable | None]

_LSP_SEVERITY = {Severity.ERROR: 1, Severity.WARNING: 2, Severity.NOTE: 3, Severity.HELP: 4}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads forwarded diagnostics in the position encoding that they came with."""

    lines_of: LinesOf
    encoding: Encoding

    def forwarded(self, path: Path, diagnostics: Iterable[Any]) -> list[Forwarded]:
        """Return the readable ones among LSP diagnostics of the file `path`; others are skipped."""
        found = []
        for item in diagnostics:
            one = self._one(path, item) if isinstance(item, dict) else None
            if one is not None:
                found.append(one)
        return found

    def _one(self, path: Path, item: Json) -> Forwarded | None:
        span = self._span(path, item.get("range"))
        message = item.get("message")
        if span is None or not isinstance(message, str) or not message:
            return None
        data = item.get("data")
        rendered = data.get("rendered") if isinstance(data, dict) else None
        severity = item.get("severity")
        return Forwarded(
            path=path,
            span=span,
            severity=severity if severity in (1, 2, 3, 4) else 1,
            code=_code(item.get("code")),
            origin=str(item.get("source") or ""),
            message=message,
            related=tuple(self._related(item.get("relatedInformation"))),
            rendered=rendered if isinstance(rendered, str) else None,
            text=self._text(path, span),
        )

    def _text(self, path: Path, span: Span) -> str:
        lines = self.lines_of(path)
        return lines.text[span.start : span.end].decode(errors="replace") if lines else ""

    def _related(self, items: Any) -> Iterable[Related]:
        for item in items if isinstance(items, list) else ():
            location = item.get("location") if isinstance(item, dict) else None
            path = uri_to_path(str(location.get("uri"))) if isinstance(location, dict) else None
            if path is None or not isinstance(location, dict):
                continue
            span = self._span(path, location.get("range"))
            if span is not None:
                yield Related(Location(path, span), str(item.get("message") or ""))

    def _span(self, path: Path, value: Any) -> Span | None:
        if not isinstance(value, dict):
            return None
        # A file that cannot be read (rustc's own sources) still has a name worth knowing.
        lines = self.lines_of(path) or LineTable(b"")
        start, end = (to_offset(lines, value.get(key), self.encoding) for key in ("start", "end"))
        return None if start is None or end is None else Span(min(start, end), max(start, end))


def to_offset(lines: LineTable, position: Any, encoding: Encoding) -> int | None:
    """Return the byte offset of an LSP position in plain JSON; None where it is not one."""
    try:
        line, character = int(position["line"]), int(position["character"])
    except (TypeError, KeyError, ValueError, OverflowError):
        return None
    return lines.offset(line, character, encoding) if min(line, character) >= 0 else None


def to_range(lines: LineTable, span: Span, encoding: Encoding) -> Json:
    """Return an LSP range as plain JSON."""
    ends = (lines.position(span.start, encoding), lines.position(span.end, encoding))
    start, end = ({"line": line, "character": character} for line, character in ends)
    return {"start": start, "end": end}


def to_document_edits(
    files: Iterable[FileEdit],
    lines_of: LinesOf,
    encoding: Encoding,
    versions: Mapping[Path, int],
    uris: Mapping[Path, str],
) -> list[Json]:
    """Return `TextDocumentEdit`s; a file that is not open has the version null."""
    found = []
    for file in files:
        lines = lines_of(file.path) or LineTable(b"")
        edits = [
            {"range": to_range(lines, edit.span, encoding), "newText": edit.text}
            for edit in file.edits
        ]
        uri = uris.get(file.path) or file.path.as_uri()
        document = {"uri": uri, "version": versions.get(file.path)}
        found.append({"textDocument": document, "edits": edits})
    return found


def with_snippets(changes: list[Json], snippets: Mapping[str, str]) -> list[Json]:
    """Return `TextDocumentEdit`s with snippets for the edits whose text `snippets` has."""

    def made(edit: Json) -> Json:
        snippet = snippets.get(edit["newText"])
        if snippet is None:
            return edit
        return {"range": edit["range"], "snippet": {"kind": "snippet", "value": snippet}}

    return [{**change, "edits": [made(edit) for edit in change["edits"]]} for change in changes]


def to_lsp(diagnostic: Diagnostic, lines_of: LinesOf, encoding: Encoding) -> Json:
    """Return one of our own diagnostics for publishing."""
    lines = lines_of(diagnostic.path) or LineTable(b"")
    own = [label.text for label in diagnostic.labels if label.primary and label.text]
    found: Json = {
        "range": to_range(lines, diagnostic.span, encoding),
        "severity": _LSP_SEVERITY[diagnostic.severity],
        "source": "rust-agent",
        "message": "\n".join([diagnostic.message, *own[:1]]),
        "data": {"rendered": diagnostic.rendered},
        "relatedInformation": [],
    }
    if diagnostic.code:
        found["code"] = diagnostic.code
    for label in diagnostic.labels:
        place = lines_of(label.location.path)
        if label.text and not label.primary and place is not None:
            where = to_range(place, label.location.span, encoding)
            location = {"uri": label.location.path.as_uri(), "range": where}
            found["relatedInformation"].append({"location": location, "message": label.text})
    return found


def _code(value: Any) -> str | None:
    """Return the code; VS Code's library may wrap it into an object with a link."""
    if isinstance(value, dict):
        value = value.get("value")
    return str(value) if isinstance(value, str | int) and value != "" else None
