"""`rustAgent.ask`: a question answered, with the page that shows it."""

from __future__ import annotations

import time

from pygls.exceptions import JsonRpcInvalidParams

from rust_agent_lsp.features.answer import as_markdown
from rust_agent_lsp.model.answer import Answers
from rust_agent_lsp.model.events import TargetKind
from rust_agent_lsp.server import records
from rust_agent_lsp.server.commands import workspace_of
from rust_agent_lsp.server.convert import Json
from rust_agent_lsp.server.session import Session, Shown

COMMAND = "rustAgent.ask"
LONGEST_QUESTION = 20_000
"""In characters; the output of a failed command may be pasted."""


async def ask(session: Session, argument: Json) -> Json:
    """`rustAgent.ask {"question"}`: the best answers, also shown as a page where possible."""
    question = argument.get("question")
    if not isinstance(question, str):
        raise JsonRpcInvalidParams("rustAgent.ask needs `question`, a text")
    question = question.strip()[:LONGEST_QUESTION]
    began = time.perf_counter()
    found = await session.teacher.ask(question) if question else Answers((), confident=False)
    if found is None:
        reason = session.similar.state.reason or "it is not ready yet, or switched off"
        session.editor.say_once("ask", f"Questions need the index: {reason}.")
        found = Answers((), confident=False)
    elif question:
        took = (time.perf_counter() - began) * 1000
        session.in_background(records.answered(session, found, took))
    if found.answers:
        best = found.answers[0]
        name = best.entry or (best.source[0] if best.source else best.title)
        root = workspace_of(session, argument)
        session.note_shown(Shown(TargetKind.ANSWER, name, name, None, root))
    page = as_markdown(question, found, session.docs_root)
    session.in_background(session.editor.show_page("answer.md", page))
    return found.as_json()
