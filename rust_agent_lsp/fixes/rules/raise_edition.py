"""Lets a package be of an edition that knows what its code uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rust_agent_lsp.fixes.rule import Example, FixRule
from rust_agent_lsp.fixes.site import Site
from rust_agent_lsp.model.fix import Candidate, Safety
from rust_agent_lsp.model.text import Edit, FileEdit, Span
from rust_agent_lsp.syntax.tree import SourceFile

_ASKS = re.compile(
    r"(?:only allowed in|switch to) Rust (\d{4}) or later|not permitted in Rust 2015\b"
    r"|set `edition = |^cannot find value `async` in this scope"
)
_PACKAGE = re.compile(rb"^\[package\][^\n]*\n(?:(?!\[)[^\n]*\n?)*", re.M)
_EDITION = re.compile(rb"^edition\s*=\s*[\"'](\d{4})[\"']", re.M)
_EDITIONS = ("2021", "2024")


class RaiseEdition(FixRule):
    """Sets `edition` in `Cargo.toml` to one that has `async`, `.await` or what else is used.

    A package that names no edition is of 2015. The edition holds for the whole package: closures
    capture single fields and arrays are iterated by value from 2021 on. A package that takes its
    edition from the workspace is left alone.
    """

    codes: ClassVar = ("E0670", "E0609", "E0728", "E0425", "E0433", "")
    safety: ClassVar = Safety.CHANGES_BEHAVIOUR
    examples: ClassVar = (
        Example(
            before="pub async fn load() -> u8 {\n    1\n}\n",
            after="pub async fn load() -> u8 {\n    1\n}\n",
            code="E0670",
            edition="2015",
            raised="2021",
        ),
        Example(
            before="pub fn f(a: Option<u8>) -> u8 {\n"
            "    if let Some(n) = a && n > 2 { n } else { 0 }\n}\n",
            after="pub fn f(a: Option<u8>) -> u8 {\n"
            "    if let Some(n) = a && n > 2 { n } else { 0 }\n}\n",
            code="",
            edition="2021",
            raised="2024",
        ),
    )
    refuses: ClassVar = ("pub asnc fn load() -> u8 {\n    1\n}\n",)

    def propose(self, site: Site) -> Iterator[Candidate]:
        """See the class."""
        found = site.match(_ASKS.pattern)
        manifest = _manifest(site) if found is not None else None
        package = _PACKAGE.search(manifest.text) if manifest is not None else None
        if found is None or manifest is None or package is None:
            return
        named = _EDITION.search(package[0])
        if named is None and re.search(rb"^edition\b", package[0], re.M):
            return
        least = found[1] or _EDITIONS[0]
        present = named[1].decode() if named else "2015"
        for edition in _EDITIONS:
            if edition < least or edition <= present:
                continue
            start = package.start() + (named.start() if named else package[0].index(b"\n") + 1)
            end = package.start() + named.end() if named else start
            text = f'edition = "{edition}"' + ("" if named else "\n")
            yield Candidate(
                self.id,
                f"Set the package's edition to {edition} in `Cargo.toml`",
                (FileEdit(manifest.path, (Edit(Span(start, end), text),)),),
                self.safety,
                f"The whole package follows the rules of Rust {edition}.",
            )


def _manifest(site: Site) -> SourceFile | None:
    """Return the nearest `Cargo.toml` above the file."""
    files = (site.open_file(folder / "Cargo.toml") for folder in site.source.path.parents)
    return next((file for file in files if file is not None), None)
