"""The talk after "was this helpful?": what was wrong, another way, and whether that is better."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from rust_agent_lsp.features.answer import as_markdown
from rust_agent_lsp.features.second_try import ANYWHERE, HERE, PROBLEMS, name_of
from rust_agent_lsp.model.answer import Answers
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.model.events import TargetKind
from rust_agent_lsp.server import confirm, judge, rules, undo
from rust_agent_lsp.server.ask import PAGE
from rust_agent_lsp.server.asking import Said, choose
from rust_agent_lsp.server.commands import tell
from rust_agent_lsp.server.convert import Json
from rust_agent_lsp.server.session import Offer, Session, Shown
from rust_agent_lsp.stores import actions, feedback, journal
from rust_agent_lsp.stores.actions import Action, ActionType
from rust_agent_lsp.stores.database import Database

log = logging.getLogger(__name__)

COMMAND = "rustAgent.wasHelpful"
HELPFUL, NOT_HELPFUL = "helpful", "not-helpful"
JUDGEMENTS = {HELPFUL: "Helpful", NOT_HELPFUL: "Not helpful"}
ROUNDS = 3
"""How many other answers are shown, one after the other."""

FIXES_BETWEEN, DAYS_BETWEEN = 10, 1.0
"""How many fixes, and days, lie between two questions that nobody asked for. Each question that
gets no answer doubles the days, up to a month."""


async def was_helpful(session: Session, argument: Json) -> Json:
    """`rustAgent.wasHelpful {"helpful"?, "target"?, "textDocument"?, "position"?, "problem"?,
    "reason"?, "scope"?}`: asks what was wrong, shows another way, and asks whether it is better."""
    shown = judge.judged(session, argument)
    if shown is None:
        return {"stored": False, **tell(session, "Nothing was shown that this could mean.")}
    session.talking += 1
    try:
        return await _talk(session, shown, argument)
    finally:
        session.talking -= 1


async def _talk(session: Session, shown: Shown, argument: Json) -> Json:
    helpful = argument.get("helpful")
    if not isinstance(helpful, bool):
        said = await choose(session, f"Was this helpful? {_named(session, shown)}", JUDGEMENTS)
        if said is None:
            return {"stored": False, "reason": "nothing was said"}
        helpful = said.choice == HELPFUL
    # Written down at once: what was wrong comes later, or never.
    stored = await judge.store(session, shown, {**argument, "helpful": helpful})
    if helpful or not stored["stored"]:
        return stored
    problem, words = judge.problem_and_words(argument)
    if not problem and not words:
        said = await _problem(session, shown)
        if said is None:
            return stored
        if said.choice in (HERE, ANYWHERE):
            return stored | await _switch_off(session, shown, everywhere=said.choice == ANYWHERE)
        problem, words = said.choice, said.text
        await _write(session, feedback.add_problem, stored["id"], problem, words)
    if shown.kind is TargetKind.FIX:
        return stored | await _other_fix(session, shown, problem, words)
    return stored | await _other_answers(session, shown, problem, words)


async def _problem(session: Session, shown: Shown) -> Said | None:
    message = f"What was wrong? {_named(session, shown)}"
    return await choose(session, message, PROBLEMS[shown.kind], "In your own words, if you like")


async def _switch_off(session: Session, shown: Shown, *, everywhere: bool) -> Json:
    code = shown.code or ""
    try:
        await rules.turn(session, shown.subject, code, shown.root, everywhere, on=False)
    except StoreError as error:
        return {"switchedOff": None, **tell(session, f"It could not be switched off: {error}")}
    where = "anywhere" if everywhere else "in this project"
    at = f" for {code}" if code else ""
    tell(
        session, f"`{shown.subject}`{at} is offered no more {where}; switch it on among the rules."
    )
    return {"switchedOff": shown.subject}


async def _other_fix(session: Session, shown: Shown, problem: str, words: str) -> Json:
    """Ask about the next fix for the same diagnostic, the rejected one taken back before."""
    offer = session.offers.get(shown.target_id)
    if offer is None or not await _is_taken_back(session, offer):
        return {}
    diagnostic = offer.fix.diagnostic
    desk = session.desk(diagnostic.path)
    if desk is not None:
        overlay = session.workspaces.overlay(offer.root)
        await asyncio.to_thread(desk.wait, diagnostic, overlay, confirm.VERDICT_SECONDS)
    found = await judge.others(session, offer, problem, words)
    if not found:
        tell(session, "No other fix was found that the compiler accepts.")
        return {"next": None}
    best = found[0]
    following = {"id": best.id, "title": best.candidate.title, "rule": best.candidate.rule}
    made = await confirm.apply(session, session.offers[best.id])
    if not made["applied"]:
        return {"next": following}
    rule = best.candidate.rule
    shown_next = Shown(TargetKind.FIX, best.id, rule, diagnostic.code, offer.root)
    better = await _is_better(session, shown, shown_next, problem)
    return {"next": following} if better is None else {"next": following, "better": better}


async def _is_taken_back(session: Session, offer: Offer) -> bool:
    """Say whether a fix does not stand, or no longer: the user is asked before it is undone."""
    database = await session.database()
    try:
        records = (
            await session.on_disk(journal.latest, database, str(offer.root)) if database else []
        )
    except StoreError as error:
        log.warning("the journal cannot be read: %s", error)
        return False
    record = next((r for r in records if r.fix.fix_id == offer.fix.id and not r.undone_at), None)
    if record is None:
        return True
    choices = {"yes": "Take it back, show another", "no": "Leave it"}
    said = await choose(session, f"Take this back? {offer.fix.candidate.title}", choices)
    if said is None or said.choice != "yes":
        return False
    uri = offer.fix.diagnostic.path.as_uri()
    undone = await undo.undo_fix(session, {"id": record.id, "textDocument": {"uri": uri}})
    return undone["undone"] is True


async def _other_answers(session: Session, shown: Shown, problem: str, words: str) -> Json:
    """Show other answers that take the words into account, until one is better."""
    question = shown.question or _question(session, shown)
    rejected = {shown.target_id, shown.subject}
    result: Json = {}
    for _ in range(ROUNDS):
        found = await session.teacher.ask_again(question, words, rejected)
        if found is None or not found.answers:
            tell(session, "I know no better answer. What you said is kept with the explanation.")
            return result or {"next": None}
        name = name_of(found.answers[0])
        result["next"] = {"id": name, "title": found.answers[0].title}
        following = Shown(TargetKind.ANSWER, name, name, None, shown.root, question=question)
        session.note_shown(following)
        await _show(session, question, found)
        better = await _is_better(session, shown, following, problem)
        if better is None:
            return result
        result["better"] = better
        if better:
            return result
        rejected.add(name)
    return result


async def _show(session: Session, question: str, found: Answers) -> None:
    await session.editor.show_page(PAGE, as_markdown(question, found, session.docs_root))
    await session.editor.forget_document(PAGE)


async def _is_better(
    session: Session, before: Shown, following: Shown, problem: str
) -> bool | None:
    """Ask whether what came next is better, and write the answer down; None without one."""
    message = f"Is this better? {_named(session, following)}"
    # There is something to read first, so it must not take the keyboard.
    said = await choose(session, message, {"yes": "Yes", "no": "No"}, quietly=True)
    if said is None:
        return None
    better = said.choice == "yes"
    await judge.store(session, following, {"helpful": better})
    kind, subjects = before.kind.value, (before.subject, following.subject)
    noted = actions.comparison(kind, *subjects, problem, better=better)
    await _write(session, actions.note, noted)
    return better


def _question(session: Session, shown: Shown) -> str:
    """Return what another answer is to be sought for."""
    if shown.kind is TargetKind.ANSWER:
        return next((s.question for s in reversed(session.shown) if s.question), shown.subject)
    entry = session.knowledge.by_code(shown.code or shown.subject)
    return entry.title if entry else shown.subject.replace("-", " ")


def _named(session: Session, shown: Shown) -> str:
    """Return what is judged, in the user's words where they saw them."""
    offer = session.offers.get(shown.target_id)
    if offer is not None:
        return offer.fix.candidate.title
    return f"{shown.subject}: {shown.question}" if shown.question else shown.subject


def after_fix(session: Session, offer: Offer, _number: int) -> None:
    """Ask about a fix that was just applied, if the user wants that and it is time."""
    if session.settings.feedback_ask != "never" and not session.talking:
        session.in_background(_ask_after(session, offer))


async def _ask_after(session: Session, offer: Offer) -> None:
    database = await session.database()
    if database is None or database.read_only:
        return
    session.talking += 1
    try:
        seldom = session.settings.feedback_ask == "sometimes"
        if seldom and not await session.on_disk(is_due, database):
            return
        message = f"Did this help? {offer.fix.candidate.title}"
        said = await choose(session, message, JUDGEMENTS, quietly=True)
        await _write(session, actions.note, Action(ActionType.QUESTION, said is not None))
        if said is not None:
            fix = offer.fix
            shown = Shown(
                TargetKind.FIX, fix.id, fix.candidate.rule, fix.diagnostic.code, offer.root
            )
            await _talk(session, shown, {"helpful": said.choice == HELPFUL})
    except StoreError as error:
        log.warning("it was not asked whether a fix helped: %s", error)
    finally:
        session.talking -= 1


def is_due(database: Database) -> bool:
    """Say whether it is time for a question that nobody asked for. Raises `StoreError`."""
    fixes, days = actions.since_question(database)
    pause = DAYS_BETWEEN * 2 ** min(actions.unanswered_in_a_row(database), 5)
    return fixes >= FIXES_BETWEEN and (days is None or days >= pause)


async def _write(session: Session, work: Any, *arguments: Any) -> None:
    database = await session.database()
    if database is None or database.read_only:
        return
    try:
        await session.on_disk(work, database, *arguments)
        await session.on_disk(session.read_notes, database)
    except StoreError as error:
        session.editor.say_once("database", f"What you said could not be kept: {error}")
