"""Takes in the user's judgements: helpful or not, and of what."""

from __future__ import annotations

from pygls.exceptions import JsonRpcInvalidParams

from rust_agent_lsp.features.second_try import other_fixes
from rust_agent_lsp.fixes.workshop import Finding
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.model.events import Feedback, Problem, Scope, TargetKind
from rust_agent_lsp.model.fix import Fix
from rust_agent_lsp.model.text import Span
from rust_agent_lsp.server import records
from rust_agent_lsp.server.asking import LONGEST
from rust_agent_lsp.server.commands import workspace_of
from rust_agent_lsp.server.convert import Json, to_offset
from rust_agent_lsp.server.documents import uri_to_path
from rust_agent_lsp.server.session import Offer, Session, Shown
from rust_agent_lsp.stores import feedback


async def give_feedback(session: Session, argument: Json) -> Json:
    """`rustAgent.feedback {"helpful", "target"?, "problem"?, "reason"?, …}`: write a judgement
    down."""
    if not isinstance(argument.get("helpful"), bool):
        raise JsonRpcInvalidParams("rustAgent.feedback needs `helpful`: true or false")
    shown = judged(session, argument)
    if shown is None:
        return {"stored": False, "reason": "nothing was shown that this could mean"}
    answer = await store(session, shown, argument)
    offer = session.offers.get(shown.target_id)
    if answer["stored"] and not argument["helpful"] and offer is not None:
        for fix in await others(session, offer, *problem_and_words(argument)):
            if fix.candidate.rule != shown.subject:
                title, rule = fix.candidate.title, fix.candidate.rule
                return {**answer, "next": {"id": fix.id, "title": title, "rule": rule}}
    return answer


async def store(session: Session, shown: Shown, argument: Json) -> Json:
    """Write a judgement of `shown` down; return `{"stored", "id", "subject"}` or why not."""
    database = await session.database()
    if database is None:
        return {"stored": False, "reason": "feedback cannot be kept; see the status"}
    problem, words = problem_and_words(argument)
    judgement = Feedback(
        helpful=argument["helpful"],
        kind=shown.kind,
        target_id=shown.target_id,
        subject=shown.subject,
        code=shown.code,
        workspace=str(shown.root),
        scope=scope_of(argument),
        reason=words,
        problem=problem,
    )
    try:
        number = await session.on_disk(feedback.add, database, judgement)
        await records.judged(session, shown, helpful=judgement.helpful)
        if not judgement.helpful:
            await session.learner.note(shown.subject, "refused")
        await session.on_disk(session.workspaces.weights(shown.root).reload)
        await session.on_disk(session.read_notes, database)
    except StoreError as error:
        session.editor.say_once("database", f"The feedback could not be kept: {error}")
        return {"stored": False, "reason": str(error)}
    return {"stored": True, "id": number, "subject": shown.subject}


def problem_and_words(argument: Json) -> tuple[str, str]:
    """Return what a command says was wrong: a known problem or nothing, and the user's words."""
    problem = argument.get("problem")
    words = str(argument.get("reason") or "")[:LONGEST]
    return problem if problem in tuple(Problem) else "", words


def scope_of(argument: Json) -> Scope:
    """Return how far a command's judgement reaches."""
    return Scope.EVERYWHERE if argument.get("scope") == "everywhere" else Scope.PROJECT


def judged(session: Session, argument: Json) -> Shown | None:
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
            subject = entry.id if entry else wanted
            return Shown(TargetKind(kind), wanted, subject, code, workspace_of(session, argument))
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


async def others(session: Session, offer: Offer, problem: str, words: str) -> list[Fix]:
    """Return the other fixes for the same diagnostic, the likeliest to please first."""
    answer, texts = await session.answer(offer.fix.diagnostic)
    finding = answer.finding or Finding(offer.fix.diagnostic, (), final=True)
    found = other_fixes(finding.fixes, offer.fix, problem, words)
    session.remember(finding, texts, offer.root)
    return found
