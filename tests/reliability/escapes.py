"""A folder with a secret beside it, and a server that is asked to edit by hostile names."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from rust_agent_lsp.fixes.workshop import Texts
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity, Source
from rust_agent_lsp.model.fix import Candidate, Fix, Safety, Verdict, Verification
from rust_agent_lsp.model.text import Edit, FileEdit, Span
from rust_agent_lsp.server import confirm, documents
from rust_agent_lsp.server.session import Offer
from rust_agent_lsp.toolchain.shadow import open_shadow
from tests.reliability.rig import Json, Rig
from tests.reliability.test_duties_of_states import session_of

TEXT = b"fn main() {}\n"


class Escaped(Exception):
    """Something outside of the workspace was to be changed."""


class Yard:
    """A workspace `w`, with links out of it and a secret beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.root = self.folder / "w"
        (self.root / "src").mkdir(parents=True)
        (self.root / "Cargo.toml").write_text('[package]\nname = "w"\nversion = "0.1.0"\n', "utf-8")
        for place in (self.root / "src", self.root, self.folder):
            (place / "secret.rs").write_bytes(TEXT)
        (self.root / "out").symlink_to(self.folder)
        (self.root / "src/out").symlink_to("../..")
        (self.root / "in").symlink_to("src")
        (self.root / "src/file").symlink_to(self.folder / "secret.rs")

    def target(self, path: Path) -> Path | None:
        """Where the system itself goes for a path; None where there is nothing."""
        try:
            handle = os.open(path, os.O_PATH)
        except (OSError, ValueError):
            return None
        try:
            return Path(f"/proc/self/fd/{handle}").readlink()
        finally:
            os.close(handle)

    def holds(self, path: Path) -> bool:
        target = self.target(path)
        return target is None or str(target).startswith(f"{self.root}/")

    def state(self) -> dict[str, tuple[bytes, int]]:
        """Every file beside and in the workspace with its content and time."""
        files = [p for p in self.folder.rglob("*") if p.is_file() and not p.is_symlink()]
        files = [p for p in files if not p.is_relative_to(self.folder / "home")]
        return {str(p): (p.read_bytes(), p.stat().st_mtime_ns) for p in files}


class Attack:
    """Has a server apply fixes that name hostile files, with a user who says yes to all."""

    def __init__(self, yard: Yard) -> None:
        self.yard = yard
        self.rig = Rig(yard.folder / "home")
        self.rig.initialize(rootUri=yard.root.as_uri())
        self.session = session_of(self.rig)
        self.on_question: Callable[[], None] = lambda: None
        self.rig.answer = self._answer
        self.edits = 0
        self.escapes: list[str] = []

    def edit(self, path: Path) -> None:
        """Try to have one file edited. Raises `Escaped` if the editor is told to edit outside."""
        candidate = Candidate(
            "rule", "Edit", (FileEdit(path, (Edit(Span(0, 2), "FN"),)),), Safety.SAFE
        )
        inside = self.yard.root / "src/secret.rs"
        diagnostic = Diagnostic(
            "E0001", Severity.ERROR, "x", inside, Span(0, 2), source=Source.CHECK
        )
        verdict = Verdict(Verification.PASSED)
        offer = Offer(Fix("1", diagnostic, candidate, verdict), Texts({}), self.yard.root)
        self.rig.loop.run_until_complete(self._apply(offer))
        if self.escapes:
            raise Escaped(self.escapes[0])

    def open_and_lay(self, uri: str) -> None:
        """Open a hostile document and lay its text over the shadow of the workspace."""
        before = self.yard.state()
        self.rig.open(uri, "escaped")
        self.rig.settle()
        overlay = self.session.workspaces.overlay(self.yard.root)
        for path in overlay:
            if (
                not Path(os.path.normpath(path)).is_relative_to(self.yard.root)
                or ".." in path.parts
            ):
                raise Escaped(f"{uri} is taken for a file of the workspace: {path}")
        shadow = open_shadow(self.yard.root, self.yard.folder / "home/cache")
        try:
            shadow.lay(overlay)
        except OSError:
            pass  # a name too long, or a file where a folder should be
        finally:
            shadow.close()
        self.rig.server.documents.close(uri)
        if self.yard.state() != before:
            raise Escaped(f"{uri} changed a file of the user's")

    def path_of(self, uri: str) -> Path | None:
        return documents.uri_to_path(uri)

    async def _apply(self, offer: Offer) -> None:
        async with asyncio.timeout(30):
            await confirm.apply(self.session, offer)

    def _answer(self, question: Json) -> Json:
        if question["method"] == "window/showMessageRequest":
            self.on_question()
            return {"result": {"title": "Apply"}}
        if question["method"] != "workspace/applyEdit":
            return {"result": None}
        for change in question["params"]["edit"]["documentChanges"]:
            self.edits += 1
            uri = change["textDocument"]["uri"]
            path = self.path_of(uri)
            if path is None or not self.yard.holds(path):
                self.escapes.append(f"{uri} -> {path and self.yard.target(path)}")
        return {"result": {"applied": False}}
