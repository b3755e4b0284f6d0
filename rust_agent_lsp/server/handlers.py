"""What answers the editor: each handler reads its request, calls one function, returns the answer.

`server.app` registers them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from lsprotocol import types

from rust_agent_lsp.server import (
    ask,
    commands,
    dialogue,
    fix_all,
    forward,
    insert,
    judge,
    learn_crates,
    lessons,
    recognize,
    rules,
    suppress,
    undo,
)
from rust_agent_lsp.server.actions import code_actions
from rust_agent_lsp.server.aftermath import Aftermath
from rust_agent_lsp.server.command_hover import command_hover, is_shell
from rust_agent_lsp.server.concept_hover import concept_hover
from rust_agent_lsp.server.configuration import Origin
from rust_agent_lsp.server.convert import Json
from rust_agent_lsp.server.documents import to_span, uri_to_path
from rust_agent_lsp.server.hover import hover
from rust_agent_lsp.server.protocol import AgentServer
from rust_agent_lsp.server.session import Session
from rust_agent_lsp.stores.places import Places

COMMANDS: dict[str, Callable[[Session, Json], Awaitable[Json]]] = {
    "rustAgent.applyFix": commands.apply_fix,
    fix_all.COMMAND: fix_all.fix_all,
    suppress.COMMAND: suppress.suppress,
    "rustAgent.undoFix": undo.undo_fix,
    "rustAgent.journal": commands.show_journal,
    "rustAgent.explain": commands.explain,
    lessons.COMMAND: commands.exercise,
    ask.COMMAND: ask.ask,
    insert.COMMAND: insert.insert_pattern,
    recognize.COMMAND: recognize.recognize_patterns,
    learn_crates.COMMAND: learn_crates.learn_crates,
    "rustAgent.feedback": judge.give_feedback,
    dialogue.COMMAND: dialogue.was_helpful,
    rules.COMMAND: rules.show_rules,
    "rustAgent.status": commands.status,
}


class Handlers:
    """Everything that the editor can ask for, over the state of one run."""

    def __init__(self, server: AgentServer, places: Places, options: Mapping[str, Any]) -> None:
        """`options` are the editor's `initializationOptions`."""
        self.server = server
        self.session = session = Session(server, places)
        self._aftermath = Aftermath(session)
        session.after_applied += [
            self._aftermath.applied,
            partial(dialogue.after_fix, session),
        ]
        session.configure(options, Origin.STARTED)
        trusted = options.get("workspaceTrusted")
        session.workspaces.trusted = trusted if isinstance(trusted, bool) else None
        session.editor.is_ours = options.get("confirmRequest") is True

    async def initialized(self) -> None:
        """Take the editor's settings and begin."""
        await self.session.pull_configuration()
        await self.session.start()

    async def configuration_changed(self, params: types.DidChangeConfigurationParams) -> None:
        """Take changed settings."""
        given = params.settings if isinstance(params.settings, dict) else {}
        section = given.get("rustAgent")
        if isinstance(section, dict):
            self.session.configure(section, Origin.TOLD)
        await self.session.pull_configuration()

    async def trust(self, params: Any) -> None:
        """Take the user's word whether the workspace is to be trusted."""
        trusted = params.get("trusted") if isinstance(params, dict) else None
        if isinstance(trusted, bool):
            self.session.workspaces.trusted = trusted
            self.session.restart_desks()
            await self.session.pull_configuration()

    def forwarded(self, params: Any) -> None:
        """Take the diagnostics of another server."""
        if isinstance(params, dict):
            forward.take(self.session, params)
            self.session.hints.told(uri_to_path(str(params.get("uri"))))

    def opened(self, params: types.DidOpenTextDocumentParams) -> None:
        """Look at a file that the editor has opened."""
        session = self.session
        session.note_text_changed()
        path = uri_to_path(params.text_document.uri)
        if path is not None:
            session.learner.opened(path)
            session.hints.look_soon(path)
        is_rust = not is_shell(self.server.documents.get(params.text_document.uri))
        if path is not None and is_rust and session.settings.diagnostics_mode == "check":
            session.look(path, ())

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """Note that a text has changed; what was being worked out for the old one is void."""
        self.session.note_text_changed()
        self.session.hints.look_soon(uri_to_path(params.text_document.uri))

    def saved(self, params: types.DidSaveTextDocumentParams) -> None:
        """Check what was saved: an exercise, or the workspace."""
        session = self.session
        path = uri_to_path(params.text_document.uri)
        if path is not None and lessons.is_exercise(session, path):
            session.in_background(lessons.check_exercise(session, path))
        elif path is not None and not is_shell(self.server.documents.get(params.text_document.uri)):
            session.learner.saved(path)
            self._aftermath.saved(path)
            session.saved(path)

    def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        """Forget a file."""
        path = uri_to_path(params.text_document.uri)
        if path is not None:
            self.session.diagnostics.forget(path)
            self.session.learner.closed(path)
            self.session.hints.forget(path)

    async def hover(self, params: types.HoverParams) -> Any:
        """Explain what is at a position: an error, an idea of ours, a command, a construct."""
        session = self.session
        where = {"line": params.position.line, "character": params.position.character}
        document = self.server.documents.get(params.text_document.uri)
        if document is not None and is_shell(document):
            return await command_hover(session, document, where)
        if not session.settings.hover_enabled:
            return None
        found = hover(session, params.text_document.uri, where)
        found = found or session.hints.hover(params.text_document.uri, where)
        return found or await concept_hover(session, document, where)

    async def code_action(self, params: types.CodeActionParams) -> Any:
        """Offer what the compiler has accepted for a range."""
        document = self.server.documents.get(params.text_document.uri)
        if document is None or document.path is None or is_shell(document):
            return []
        span = to_span(document.lines, params.range, self.server.encoding)
        context = self.server.protocol.plain(params.context)
        return await code_actions(self.session, document, document.path, span, context)

    def progress_cancelled(self, params: types.WorkDoneProgressCancelParams) -> None:
        """Stop what the user cancelled."""
        if params.token == learn_crates.TOKEN:
            learn_crates.stop(self.session)

    async def command(self, name: str, argument: Json) -> Json:
        """Run the command `name` of `COMMANDS`."""
        return await COMMANDS[name](self.session, argument)
