"""Takes in the user's judgements: helpful or not, and of what."""

from __future__ import annotations

from pygls.exceptions import JsonRpcInvalidParams

from rust_agent_lsp.fixes.workshop import Finding
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.model.events import Feedback, Scope, TargetKind
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.server.commands import workspace_of
from rust_agent_lsp.server.convert import Json, to_offset
from rust_agent_lsp.server.documents import uri_to_path
from rust_agent_lsp.server.session import Session, Shown
from rust_agent_lsp.stores import feedback


async def give_feedback(session: Session, argument: Json) -> Json:
    """`rustAgent.feedback {"helpful", "target"?, "reason"?, …}`: write a judgement down."""
    if not isinstance(argument.get("helpful"), bool):
        raise JsonRpcInvalidParams("rustAgent.feedback needs `helpful`: true or false")
    shown = _judged(session, argument)
    if shown is None:
        return {"stored": False, "reason": "nothing was shown that this could mean"}
    database = await session.database()
    if database is None:
        return {"stored": False, "reason": "feedback cannot be kept; see the status"}
    scope = Scope.EVERYWHERE if argument.get("scope") == "everywhere" else Scope.PROJECT
    judgement = Feedback(
        helpful=argument["helpful"],
        kind=shown.kind,
        target_id=shown.target_id,
        subject=shown.subject,
        code=shown.code,
        workspace=str(shown.root),
        scope=scope,
        reason=str(argument.get("reason") or "")[:2000],
    )
    try:
        number = await session.on_disk(feedback.add, database, judgement)
        if not judgement.helpful:
            await session.learner.note(shown.subject, "refused")
        await session.on_disk(session.workspaces.weights(shown.root).reload)
    except StoreError as error:
        session.editor.say_once("database", f"The feedback could not be kept: {error}")
        return {"stored": False, "reason": str(error)}
    answer: Json = {"stored": True, "id": number, "subject": shown.subject}
    if not judgement.helpful and (following := await _next_offer(session, shown)):
        answer["next"] = following
    return answer


def _judged(session: Session, argument: Json) -> Shown | None:
    """Return what a judgement means: its target, else the last thing shown (there)."""
    target = argument.get("target")
    if isinstance(target, dict):
        kind, wanted = target.get("kind"), str(target.get("id"))
        if kind == TargetKind.FIX and (offer := session.offers.get(wanted)):
            fix = offer.fix
            return Shown(
                TargetKind.FIX, fix.id, fix.candidate.rule, fix.diagnostic.code, offer.root
            )
        if kind in tuple(TargetKind):
            entry = session.knowledge.by_code(wanted) if kind == TargetKind.ENTRY else None
            code = entry.codes[0] if entry and entry.codes else None
            return Shown(TargetKind(kind), wanted, wanted, code, workspace_of(session, argument))
        return None
    document = argument.get("textDocument")
    path = uri_to_path(str(document.get("uri"))) if isinstance(document, dict) else None
    lines = session.workspaces.lines_of(path) if path else None
    place = argument.get("position")
    offset = to_offset(lines, place, session.server.encoding) if lines else None
    if offset is None:
        return session.shown[-1] if session.shown else None
    here = [
        s
        for s in session.shown
        if s.location is None
        or (s.location.path == path and s.location.span.touches(Span(offset, offset)))
    ]
    return here[-1] if here else None


async def _next_offer(session: Session, shown: Shown) -> Json | None:
    """Return the next accepted fix for the same diagnostic, after a "not helpful"."""
    offer = session.offers.get(shown.target_id)
    if offer is None:
        return None
    answer, texts = await session.answer(offer.fix.diagnostic)
    finding = answer.finding or Finding(offer.fix.diagnostic, (), final=True)
    for fix in finding.fixes:
        if fix.id != shown.target_id and fix.candidate.rule != shown.subject:
            session.remember(finding, texts, offer.root)
            return {"id": fix.id, "title": fix.candidate.title, "rule": fix.candidate.rule}
    return None
