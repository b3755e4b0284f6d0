"""Reads the release notes that are installed with a toolchain, release by release."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rust_agent_lsp.ingest.book_pages import resolve
from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.toolchain.docs_html import HEADINGS, inline, open_page

Version = tuple[int, ...]

_RELEASE = re.compile(r"Version (\d+(?:\.\d+)+)\s*(?:\((\d{4}-\d\d-\d\d)\))?")
_UNDERLINE = re.compile(r"^(={3,}|-{3,})\s*$")
_ANCHOR = re.compile(r'<a id="[^"]*"></a>')
_BULLET = re.compile(r"^[-*+] +")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^)\s]+)\)")
_REFERENCE = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\](?:\[[^\]]*\])")


@dataclass(frozen=True, slots=True)
class Note:
    """One point: its text without links, and the ids of the pages of the documentation named."""

    text: str
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """One version with its points by the heading that they stand below."""

    version: Version
    date: str
    sections: dict[str, list[Note]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The version as it is written."""
        return ".".join(map(str, self.version))


def version_of(text: str) -> Version:
    """Return `1.95` or `1.95.0` as numbers. Raises `ValueError`."""
    return tuple(int(part) for part in text.strip().split("."))


def read_release_notes(docs_root: Path) -> list[Release]:
    """Return all releases, the newest first. Raises `ToolchainError` where there are no notes."""
    source = docs_root / "releases.md"
    if source.is_file():
        text = source.read_text(encoding="utf-8", errors="replace")
    elif (docs_root / "releases.html").is_file():
        text = "\n".join(_as_markdown(docs_root / "releases.html"))
    else:
        raise ToolchainError(
            f"{docs_root} holds no release notes; install them: rustup component add rust-docs"
        )
    return list(parse(text))


def newer(releases: list[Release], since: Version | None) -> list[Release]:
    """Return the releases after `since`, of which 1.93 means all of 1.93; None: the latest minor
    version with its patches."""
    if not releases:
        return []
    if since is None:
        latest = releases[0].version[:2]
        return [release for release in releases if release.version[:2] == latest]
    return [release for release in releases if release.version[: len(since)] > since]


def parse(text: str) -> Iterator[Release]:
    """Yield the releases of notes in Markdown."""
    lines = _ANCHOR.sub("\n", text).splitlines()
    release: Release | None = None
    section = "Changes"
    item: list[str] = []

    def close() -> None:
        if release is not None and item:
            release.sections.setdefault(section, []).append(_note(" ".join(item)))
        item.clear()

    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        underlined = _UNDERLINE.match(below) is not None
        heading = line.lstrip("# ").strip() if underlined or line.startswith("#") else ""
        if heading:
            close()
            section = heading
            if found := _RELEASE.match(heading):
                if release is not None:
                    yield release
                release = Release(version_of(found[1]), found[2] or "")
                section = "Changes"
        elif _BULLET.match(line):
            close()
            item.append(_BULLET.sub("", line))
        elif item and line.startswith((" ", "\t")) and line.strip():
            item.append(line.strip())
        elif not line.strip() or _UNDERLINE.match(line):
            continue
        elif item and not line.startswith("["):
            close()
    close()
    if release is not None:
        yield release


def _note(text: str) -> Note:
    urls = [url.replace("/beta/", "/stable/") for _, url in _LINK.findall(text)]
    pages = [resolve("releases.html", url) for url in urls]
    plain = _REFERENCE.sub(r"\1", _LINK.sub(r"\1", text))
    return Note(" ".join(plain.split()), tuple(page for page in pages if page))


def _as_markdown(page: Path) -> Iterator[str]:
    body = open_page(page).css_first("body")
    for node in body.css("h1, h2, h3, li") if body is not None else ():
        if node.tag in HEADINGS:
            yield f"\n# {inline(node)}\n"
        else:
            links = "".join(f" [ ]({link.attributes['href']})" for link in node.css("a[href]"))
            yield f"- {inline(node)}{links}"
