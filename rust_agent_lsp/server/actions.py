"""Code actions: the fixes that are known for what stands under the cursor (DESIGN §5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.features import fix as feature
from rust_agent_lsp.fixes.rank import is_preferred
from rust_agent_lsp.fixes.workshop import Finding
from rust_agent_lsp.matching.normalize import normalize
from rust_agent_lsp.model.diagnostic import Diagnostic, Source
from rust_agent_lsp.model.events import TargetKind
from rust_agent_lsp.model.fix import Fix, Verification
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.server import fix_all, suppress
from rust_agent_lsp.server.convert import Json, Reader, to_range
from rust_agent_lsp.server.documents import Document
from rust_agent_lsp.server.session import Session, Shown

MOST_DIAGNOSTICS = 8
_AUTOMATIC = 2
"""LSP's `CodeActionTriggerKind`: nobody asked."""


async def code_actions(
    session: Session, document: Document, path: Path, span: Span, context: Json
) -> list[Json]:
    """Return the actions for the diagnostics at `span`, with what is known of them now.

    Begins the search for what is not known yet; never waits for it.
    """
    only = context.get("only")
    if isinstance(only, list) and only and not any(k in ("", "quickfix") for k in only):
        return []
    raw = [d for d in context.get("diagnostics") or [] if isinstance(d, dict)]
    _take_context(session, document, path, raw)
    here = session.diagnostics.at(path, document.text, span)[:MOST_DIAGNOSTICS]
    if here:
        session.look(path, here)
    actions: list[Json] = []
    batches: list[Json] = []
    silencers: list[Json] = []
    for diagnostic in here:
        offered = await _offered(session, document, diagnostic, raw, first=not actions)
        # An editor that looks for a light bulb's sake has shown nothing yet.
        if offered.best is not None and context.get("triggerKind") != _AUTOMATIC:
            _note_shown(session, offered.best, session.workspaces.root_of(path))
        actions += offered.fixes
        batches += offered.batch
        silencers += offered.silencer
    hints = session.hints.actions(document, span, raw)
    return [*actions, *hints, *_each_once(batches), *silencers]


@dataclass(frozen=True, slots=True)
class _Offered:
    """The actions for one diagnostic: its fixes, the best of which is `best`, one for all like it,
    one that silences it."""

    fixes: list[Json]
    batch: list[Json]
    silencer: list[Json]
    best: Fix | None


def _each_once(batches: Sequence[Json]) -> list[Json]:
    """Return one action of each title: two diagnostics under the cursor may be of one kind."""
    once: dict[str, Json] = {}
    for action in batches:
        once.setdefault(action["title"], action)
    return list(once.values())


def _take_context(session: Session, document: Document, path: Path, raw: Sequence[Json]) -> None:
    """Remember diagnostics that only this request tells us of (no client of ours forwards)."""
    foreign = [d for d in raw if d.get("source") != "rust-agent"]
    if not foreign:
        return
    session.silence()
    if not session.diagnostics.has(Source.FORWARDED):
        reader = Reader(session.workspaces.lines_of, session.server.encoding)
        found = normalize(reader.forwarded(path, foreign), Source.REQUEST)
        known = [
            d
            for d in session.diagnostics.of(path, document.text)
            if d.source == Source.REQUEST
            and all((d.code, d.span) != (f.code, f.span) for f in found)
        ]
        session.diagnostics.put(Source.REQUEST, path, document.text, [*found, *known])


async def _offered(
    session: Session,
    document: Document,
    diagnostic: Diagnostic,
    raw: Sequence[Json],
    *,
    first: bool,
) -> _Offered:
    answer, texts = await session.answer(diagnostic)
    finding = answer.finding or Finding(diagnostic, (), final=False)
    root = session.workspaces.root_of(diagnostic.path)
    session.remember(finding, texts, root)
    weight = session.workspaces.weights(root).weight
    fixes = feature.reranked(finding, weight)
    if not answer.pending:
        fixes = [f for f in fixes if f.verdict.verification != Verification.PENDING]
    own = _raw_of(diagnostic, raw, document, session)
    actions = []
    for number, one in enumerate(fixes):
        preview = _preview(session, one) if _previews(session, one) else None
        preferred = first and number == 0 and is_preferred(one, weight)
        actions.append(_action(one, own, preferred=preferred, preview=preview))
    start = to_range(document.lines, diagnostic.span, session.server.encoding)["start"]
    silencer, checking = suppress.offer(session, diagnostic, own, start)
    batch = fix_all.offer(session, finding, own, start)
    if (answer.pending or checking) and not any(
        f.verdict.verification == Verification.PENDING for f in fixes
    ):
        actions.append(_placeholder(own, document, start))
    best = fixes[0] if fixes else None
    return _Offered(actions, [batch] if batch else [], [silencer] if silencer else [], best)


def _note_shown(session: Session, best: Fix, root: Path) -> None:
    rule, diagnostic = best.candidate.rule, best.diagnostic
    session.note_shown(
        Shown(TargetKind.FIX, best.id, rule, diagnostic.code, root, diagnostic.location)
    )


def _action(fix: Fix, own: Sequence[Json], *, preferred: bool, preview: Json | None) -> Json:
    title = feature.title(fix)
    action: Json = {
        "title": title,
        "kind": "quickfix",
        "diagnostics": list(own),
        "data": {
            "id": fix.id,
            "rule": fix.candidate.rule,
            "verification": fix.verdict.verification.value,
            "safety": fix.candidate.safety.value,
        },
    }
    if preferred:
        action["isPreferred"] = True
    if preview is not None:
        action["edit"] = preview
        return action
    arguments = [{"id": fix.id}]
    action["command"] = {"title": title, "command": "rustAgent.applyFix", "arguments": arguments}
    return action


def _placeholder(own: Sequence[Json], document: Document, start: Json) -> Json:
    """Return the action that stands for fixes that are still looked for.

    Choosing it waits and then asks about the best one; a disabled action would be hidden
    by VS Code.
    """
    data = {"rule": "", "verification": "pending", "safety": "guess"}
    action: Json = {
        "title": "Checking fixes…",
        "kind": "quickfix",
        "diagnostics": list(own),
        "data": data,
    }
    argument = {"uri": document.uri, "position": start}
    action["command"] = {
        "title": action["title"],
        "command": "rustAgent.applyFix",
        "arguments": [argument],
    }
    return action


def _raw_of(
    diagnostic: Diagnostic, raw: Sequence[Json], document: Document, session: Session
) -> list[Json]:
    """Return the editor's own objects for a diagnostic, so that it can tie the action to them."""
    where = to_range(document.lines, diagnostic.span, session.server.encoding)
    same = [d for d in raw if d.get("range") == where and d.get("severity", 1) <= 2]
    return same[:1]


def _previews(session: Session, fix: Fix) -> bool:
    """Say whether the editor's own refactor preview may stand for our question."""
    edit = session.editor.capabilities.get("workspace", {}).get("workspaceEdit", {})
    action = session.editor.capabilities.get("textDocument", {}).get("codeAction", {})
    return (
        session.settings.confirm == "preview"
        and fix.verdict.verification == Verification.PASSED
        and edit.get("changeAnnotationSupport") is not None
        and bool(action.get("honorsChangeAnnotations"))
    )


def _preview(session: Session, fix: Fix) -> Json:
    """Return the edit with an annotation that makes the editor ask."""
    changes = session.workspaces.document_edits(fix.candidate.edits)
    for change in changes:
        for edit in change["edits"]:
            edit["annotationId"] = "fix"
    annotation: Json = {
        "label": fix.candidate.title,
        "needsConfirmation": True,
        "description": feature.question(fix),
    }
    return {"documentChanges": changes, "changeAnnotations": {"fix": annotation}}
