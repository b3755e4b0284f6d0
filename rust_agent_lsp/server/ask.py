"""`rustAgent.ask`: a question answered, with the page that shows it."""

from __future__ import annotations

import time

from pygls.exceptions import JsonRpcInvalidParams

from rust_agent_lsp.features.answer import as_markdown
from rust_agent_lsp.features.second_try import name_of
from rust_agent_lsp.model.answer import Answers
from rust_agent_lsp.model.events import TargetKind
from rust_agent_lsp.server import records
from rust_agent_lsp.server.commands import workspace_of
from rust_agent_lsp.server.convert import Json
from rust_agent_lsp.server.documents import to_utf8
from rust_agent_lsp.server.session import Session, Shown

COMMAND = "rustAgent.ask"
PAGE = "answer.md"
LONGEST_QUESTION = 20_000
"""In characters; the output of a failed command may be pasted."""


async def ask(session: Session, argument: Json) -> Json:
    """`rustAgent.ask {"question"}`: the best answers, also shown as a page where possible."""
    question = argument.get("question")
    if not isinstance(question, str):
        raise JsonRpcInvalidParams("rustAgent.ask needs `question`, a text")
    # No lone surrogates: neither a file nor the tokenizer takes them.
    question = to_utf8(question.strip()[:LONGEST_QUESTION]).decode()
    began = time.perf_counter()
    found = await session.teacher.ask(question) if question else Answers((), confident=False)
    if found is None:
        reason = session.similar.state.reason or "it is not ready yet, or switched off"
        session.editor.say_once("ask", f"Questions need the index: {reason}.")
        found = Answers((), confident=False)
    elif question:
        took = (time.perf_counter() - began) * 1000
        session.in_background(records.answered(session, question, found, took))
    if found.answers:
        best = found.answers[0]
        name = name_of(best)
        root = workspace_of(session, argument)
        session.note_shown(Shown(TargetKind.ANSWER, name, name, None, root, question=question))
    page = as_markdown(question, found, session.docs_root)
    session.in_background(_show(session, page))
    return found.as_json()


async def _show(session: Session, page: str) -> None:
    await session.editor.show_page(PAGE, page)
    # It holds the question, in which there may be anything; the editor keeps what it shows.
    await session.editor.forget_document(PAGE)
