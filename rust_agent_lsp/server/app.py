"""The server's handlers: each reads its request, calls one function, returns the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from lsprotocol import types

from rust_agent_lsp import __version__
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


def make_server(places: Places) -> AgentServer:
    """Return a server with all handlers registered, not yet serving."""
    server = AgentServer("rust-agent-lsp", __version__)
    session = Session(server, places)
    aftermath = Aftermath(session)
    session.after_applied += [aftermath.applied, partial(dialogue.after_fix, session)]
    server.lifecycle.on_exit(session.close)
    _register_lifecycle(server, session)
    _register_documents(server, session, aftermath)
    _register_features(server, session)
    return server


def _register_lifecycle(server: AgentServer, session: Session) -> None:
    @server.feature(types.INITIALIZE)
    def _initialize(params: types.InitializeParams) -> None:
        options = params.initialization_options
        options = options if isinstance(options, dict) else {}
        session.configure(options, Origin.STARTED)
        trusted = options.get("workspaceTrusted")
        session.workspaces.trusted = trusted if isinstance(trusted, bool) else None
        session.editor.is_ours = options.get("confirmRequest") is True

    @server.feature(types.INITIALIZED)
    async def _initialized(_params: types.InitializedParams) -> None:
        await session.pull_configuration()
        await session.start()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def _configuration(params: types.DidChangeConfigurationParams) -> None:
        given = params.settings if isinstance(params.settings, dict) else {}
        section = given.get("rustAgent")
        if isinstance(section, dict):
            session.configure(section, Origin.TOLD)
        await session.pull_configuration()

    @server.feature("rustAgent/trust")
    async def _trust(params: Any) -> None:
        trusted = params.get("trusted") if isinstance(params, dict) else None
        if isinstance(trusted, bool):
            session.workspaces.trusted = trusted
            session.restart_desks()
            await session.pull_configuration()


def _register_documents(server: AgentServer, session: Session, aftermath: Aftermath) -> None:
    @server.feature("rustAgent/diagnostics")
    def _forwarded(params: Any) -> None:
        if isinstance(params, dict):
            forward.take(session, params)
            session.hints.told(uri_to_path(str(params.get("uri"))))

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def _opened(params: types.DidOpenTextDocumentParams) -> None:
        session.note_text_changed()
        path = uri_to_path(params.text_document.uri)
        if path is not None:
            session.learner.opened(path)
            session.hints.look_soon(path)
        is_rust = not is_shell(server.documents.get(params.text_document.uri))
        if path is not None and is_rust and session.settings.diagnostics_mode == "check":
            session.look(path, ())

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def _changed(params: types.DidChangeTextDocumentParams) -> None:
        session.note_text_changed()
        session.hints.look_soon(uri_to_path(params.text_document.uri))

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def _saved(params: types.DidSaveTextDocumentParams) -> None:
        path = uri_to_path(params.text_document.uri)
        if path is not None and lessons.is_exercise(session, path):
            session.in_background(lessons.check_exercise(session, path))
        elif path is not None and not is_shell(server.documents.get(params.text_document.uri)):
            session.learner.saved(path)
            aftermath.saved(path)
            session.saved(path)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def _closed(params: types.DidCloseTextDocumentParams) -> None:
        path = uri_to_path(params.text_document.uri)
        if path is not None:
            session.diagnostics.forget(path)
            session.learner.closed(path)
            session.hints.forget(path)


def _register_features(server: AgentServer, session: Session) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def _hover(params: types.HoverParams) -> Any:
        where = {"line": params.position.line, "character": params.position.character}
        document = server.documents.get(params.text_document.uri)
        if document is not None and is_shell(document):
            return await command_hover(session, document, where)
        if not session.settings.hover_enabled:
            return None
        found = hover(session, params.text_document.uri, where)
        found = found or session.hints.hover(params.text_document.uri, where)
        return found or await concept_hover(session, document, where)

    options = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)
    async def _code_action(params: types.CodeActionParams) -> Any:
        document = server.documents.get(params.text_document.uri)
        if document is None or document.path is None or is_shell(document):
            return []
        span = to_span(document.lines, params.range, server.encoding)
        context = server.protocol.plain(params.context)
        return await code_actions(session, document, document.path, span, context)

    @server.feature(types.WINDOW_WORK_DONE_PROGRESS_CANCEL)
    def _progress_cancelled(params: types.WorkDoneProgressCancelParams) -> None:
        if params.token == learn_crates.TOKEN:
            learn_crates.stop(session)

    for name, handler in COMMANDS.items():
        _register_command(server, session, name, handler)


def _register_command(
    server: AgentServer,
    session: Session,
    name: str,
    handler: Callable[[Session, Json], Awaitable[Json]],
) -> None:
    @server.command(name)
    async def _run(argument: Json) -> Json:
        return await handler(session, argument)
