"""The commands of `workspace/executeCommand`; each takes and returns one JSON object."""

from __future__ import annotations

import asyncio
from pathlib import Path

from rust_agent_lsp import __version__
from rust_agent_lsp.features import journal as journal_feature
from rust_agent_lsp.features.lesson import lesson_page
from rust_agent_lsp.matching.explain import case
from rust_agent_lsp.model.entry import Entry
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.model.events import TargetKind
from rust_agent_lsp.server import confirm, lessons
from rust_agent_lsp.server.concept_hover import construct_page, way_beside
from rust_agent_lsp.server.convert import Json
from rust_agent_lsp.server.documents import uri_to_path
from rust_agent_lsp.server.hover import explained
from rust_agent_lsp.server.session import Offer, Session, Shown
from rust_agent_lsp.stores import journal

NOTHING_HERE = "There is nothing to explain here."
NOTHING_KNOWN = "The compiler's text is all there is; we have no entry for this."


async def apply_fix(session: Session, argument: Json) -> Json:
    """`rustAgent.applyFix {"id"}`, or `{"uri", "position"}` for the best one there once known."""
    offer = session.offers.get(str(argument.get("id")))
    if offer is None and "uri" in argument:
        offer = await _best_at(session, argument)
        if offer is None:
            return tell(session, "No fix was found that the compiler accepts.")
    if offer is None:
        return tell(session, "This fix is not known any more; ask for fixes again.")
    return await confirm.apply(session, offer)


async def show_journal(session: Session, argument: Json) -> Json:
    """`rustAgent.journal {}`: the journal of the workspace as Markdown, opened where possible."""
    root = workspace_of(session, argument)
    database = await session.database()
    try:
        records = await session.on_disk(journal.latest, database, str(root)) if database else []
    except StoreError as error:
        return {"markdown": "", "records": [], **tell(session, f"The journal is out: {error}")}
    markdown = journal_feature.as_markdown(records, root)
    if not session.editor.is_ours:
        await session.editor.show_document("journal.md", markdown)
    items = [
        {"id": r.id, "title": r.fix.title, "rule": r.fix.rule, "undone": bool(r.undone_at)}
        for r in records
    ]
    return {"markdown": markdown, "records": items}


async def explain(session: Session, argument: Json) -> Json:
    """`rustAgent.explain {"textDocument", "position"} | {"code"}`: the whole lesson; where no
    diagnostic is, the construct of the language that stands there."""
    if isinstance(argument.get("code"), str):
        code = argument["code"]
        entry = session.knowledge.by_code(code)
        markdown = await _lesson(session, entry) if entry else await _official(session, code)
    else:
        entry, markdown = await _lesson_at(session, argument)
        if not markdown:
            page = await construct_page(session, _uri_of(argument), argument.get("position"))
            entry, markdown = page.entry, page.markdown
    if not markdown:
        tell(session, NOTHING_KNOWN if argument.get("code") else NOTHING_HERE)
        return {"markdown": "", "entry": None}
    if entry is not None:
        root = workspace_of(session, argument)
        code = entry.codes[0] if entry.codes else None
        session.note_shown(Shown(TargetKind.ENTRY, entry.id, entry.id, code, root))
    if not session.editor.is_ours:
        await session.editor.show_document("explanation.md", markdown)
    return {"markdown": markdown, "entry": entry.id if entry else None}


async def status(session: Session, _argument: Json) -> Json:
    """`rustAgent.status {}`: what works, what does not, and why."""
    roots = {session.workspaces.root_of(folder) for folder in session.server.folders}
    index = session.similar.state
    return {
        "version": __version__,
        **session.state(),
        "trusted": all(session.workspaces.is_trusted(root) for root in roots),
        "workspaces": sorted(str(root) for root in roots),
        "problems": dict(session.editor.problems),
        "sandbox": session.confined,
        "index": {"status": index.status, "percent": index.percent, "reason": index.reason},
        "entries": str(session.knowledge.root),
        "docs": str(session.docs_root) if session.docs_root else None,
    }


def workspace_of(session: Session, argument: Json) -> Path:
    """Return the workspace that a command means: its document's, else the first open folder's."""
    document = argument.get("textDocument")
    uri = document.get("uri") if isinstance(document, dict) else argument.get("uri")
    path = uri_to_path(uri) if isinstance(uri, str) else None
    if path is not None:
        return session.workspaces.root_of(path)
    if session.shown:
        return session.shown[-1].root
    folders = session.server.folders
    if folders:
        return session.workspaces.root_of(folders[0])
    opened = [d.path for d in session.server.documents.snapshot() if d.path is not None]
    return session.workspaces.root_of(opened[0]) if opened else Path.cwd()


async def _best_at(session: Session, argument: Json) -> Offer | None:
    here = explained(session, str(argument.get("uri")), argument.get("position"))
    if not here:
        return None
    diagnostic = here[0].diagnostic
    desk = session.desk(diagnostic.path)
    if desk is not None:
        overlay = session.workspaces.overlay(session.workspaces.root_of(diagnostic.path))
        await asyncio.to_thread(desk.wait, diagnostic, overlay, confirm.VERDICT_SECONDS)
    answer, texts = await session.answer(diagnostic)
    if answer.finding is None or not answer.finding.fixes:
        return None
    session.remember(answer.finding, texts, session.workspaces.root_of(diagnostic.path))
    return session.offers.get(answer.finding.fixes[0].id)


async def exercise(session: Session, argument: Json) -> Json:
    """`rustAgent.exercise {"code", "number"?} | {"textDocument", "position"}`: a file to repair."""
    if isinstance(argument.get("code"), str):
        entry = session.knowledge.by_code(argument["code"])
    else:
        entry, _ = await _lesson_at(session, argument)
    if entry is None:
        return {"uri": None, **tell(session, "There is no diagnostic with an exercise here.")}
    number = argument.get("number")
    return await lessons.open_exercise(session, entry, number if isinstance(number, int) else 1)


async def _lesson_at(session: Session, argument: Json) -> tuple[Entry | None, str]:
    here = explained(session, _uri_of(argument), argument.get("position"))
    if not here:
        return None, ""
    first = here[0]
    if first.match is None:
        official = await _official(session, first.diagnostic.code or "")
        return None, official or first.markdown
    own_case = case(first.diagnostic, first.match, session.workspaces.line_at)
    return first.match.entry, await _lesson(session, first.match.entry, own_case)


def _uri_of(argument: Json) -> str:
    document = argument.get("textDocument")
    return str(document.get("uri")) if isinstance(document, dict) else ""


async def _lesson(session: Session, entry: Entry, own_case: str = "") -> str:
    cases = await lessons.cases_of(session, entry)
    notes = session.notes.get(entry.id, ())
    way = await way_beside(session, entry)
    patterns = await asyncio.to_thread(session.related.section, entry)
    way = "\n\n".join(part for part in (way, patterns) if part)
    return lesson_page(entry, session.docs_root, own_case, cases, notes, way)


async def _official(session: Session, code: str) -> str:
    """Return the toolchain's own text as a page, marked as such; empty when it has none."""
    text = await session.official.wait(code)
    return (
        f"# {code}\n\n*The toolchain's own words; we have no entry for this yet.*\n\n{text}"
        if text
        else ""
    )


def tell(session: Session, message: str) -> Json:
    """Say why a command did nothing; return that as its answer."""
    session.server.protocol.notify("window/showMessage", {"type": 3, "message": message})
    return {"applied": False, "reason": message}
