"""Planted secrets are in nothing that we write down, and little else is taken out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rust_agent_lsp.features import journal as journal_feature
from rust_agent_lsp.ingest.fences import blocks
from rust_agent_lsp.learning import redact
from rust_agent_lsp.model.diagnostic import Diagnostic, Label, Severity
from rust_agent_lsp.model.events import Confusion
from rust_agent_lsp.model.fix import Candidate, Fix, Safety, Verdict, Verification
from rust_agent_lsp.model.text import Edit, FileEdit, Location, Span
from rust_agent_lsp.server import hover as hover_module
from rust_agent_lsp.stores import journal, lessons
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.knowledge import knowledge_root
from rust_agent_lsp.syntax.tree import SourceFile
from tests.reliability.rig import Rig, message
from tests.reliability.secrets_planted import core, planted

KEY = b"k" * 32
SECRETS = 500
MOST_FALSE = 0.01


class Kept(Exception):
    """A secret was written down."""


def search(folder: Path, log: str, secrets: list[str]) -> None:
    """Look into every file below `folder` and the log; raises `Kept`."""
    kept = [(path, path.read_bytes()) for path in folder.rglob("*") if path.is_file()]
    assert kept, "nothing was written at all"
    for secret in secrets:
        for path, content in [*kept, (Path("the log"), log.encode())]:
            if core(secret).encode() in content:
                raise Kept(f"{secret!r} in {path}")


def write_down(folder: Path, secrets: list[tuple[str, str]]) -> None:
    """Have a fix at each secret applied and its error explained, as the server does."""
    path = Path("/w/src/main.rs")
    with_all = Database(folder / "agent.sqlite3")
    for number, (_, code) in enumerate(secrets):
        ahead = b"fn f() { let x = "
        before = ahead + code.encode() + b"; }"
        span = Span(len(ahead), len(before) - 3)
        edit = Edit(span, f"Some({code})")
        after = before[: span.start] + edit.text.encode() + before[span.end :]
        said = f"mismatched types: expected `T`, found `{code}`"
        place = Location(path, span)
        found = Diagnostic("E0308", Severity.ERROR, said, path, span, (Label(place, said),))
        title = f"Wrap `{code}` in `Some`"
        candidate = Candidate("wrap", title, (FileEdit(path, (edit,)),), Safety.SAFE)
        fix = Fix(f"f{number}", found, candidate, Verdict(Verification.PASSED))
        kept = journal_feature.applied(fix, Path("/w"), {path: (before, after)}, KEY)
        journal.add(with_all, kept)
        lessons.meet(with_all, Confusion("E0308", "/w", "src/main.rs", redact.redact_prose(said)))
    with_all.close()


def talk(home: Path, secrets: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each error explained and asked about in a session, where every third hover fails."""
    real, asked = hover_module.explained, [0]

    def failing(session: object, uri: str, position: object) -> object:
        asked[0] += 1
        if asked[0] % 3 == 0:
            raise RuntimeError("made to fail")
        return real(session, uri, position)  # type: ignore[arg-type]

    monkeypatch.setattr(hover_module, "explained", failing)
    rig = Rig(home)
    rig.initialize(capabilities={"window": {"showDocument": {"support": True}}})
    for number, (_, code) in enumerate(secrets):
        uri = f"file:///w/src/f{number}.rs"
        rig.open(uri, f"fn f() {{ let x = \n{code}; }}")
        where = {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 3}}
        item = {"range": where, "severity": 1, "code": "E0308", "source": "rustc"}
        item["message"] = f"mismatched types\nexpected `u32`, found `{code}`"
        params = {"uri": uri, "version": 1, "positionEncoding": "utf-16", "diagnostics": [item]}
        rig.send(message("rustAgent/diagnostics", params))
        rig.settle()
        document = {"textDocument": {"uri": uri}, "position": where["start"]}
        rig.call("textDocument/hover", document)
        rig.send(message("textDocument/didClose", {"textDocument": {"uri": uri}}))
        rig.settle()
        question = {"question": f"E0308: found `{code}`, what does {code} mean?"}
        command = {"command": "rustAgent.ask", "arguments": [question]}
        assert rig.call("workspace/executeCommand", command)["result"]["answers"]
    assert asked[0] == len(secrets)
    shown = wait_until(rig, lambda: len(rig.calls("window/showDocument")) == len(secrets))
    assert shown, "the answers were not shown"
    wait_until(rig, lambda: not list(home.rglob("answer.md")))
    rig.close()


def wait_until(rig: Rig, done: Callable[[], bool]) -> bool:
    """Let the session go on until something is done; say whether it is, after some seconds."""
    for _ in range(1_000):
        if done():
            return True
        rig.loop.run_until_complete(asyncio.sleep(0.01))
    return False


def test_no_secret_is_in_the_database(tmp_path: Path, soak: int) -> None:
    secrets = list(planted(1, SECRETS * soak))
    write_down(tmp_path / "data", secrets)
    search(tmp_path / "data", "", [secret for secret, _ in secrets])


def test_no_secret_of_a_session_is_kept_or_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    logging.getLogger("rust_agent_lsp").setLevel(logging.DEBUG)
    caplog.set_level(logging.DEBUG)
    secrets = list(planted(2, 120))
    talk(tmp_path / "home", secrets, monkeypatch)
    assert "made to fail" in caplog.text, "no crash was logged"
    search(tmp_path / "home", caplog.text, [secret for secret, _ in secrets])


def _sources() -> Iterator[bytes]:
    for path in sorted(knowledge_root().rglob("*.md")):
        found = blocks(path, path.read_text("utf-8"))
        yield from (block.code.encode() for block in found)


def test_little_else_is_taken_out() -> None:
    total = lost = 0
    for text in _sources():
        hidden = [(start, end) for start, end, _ in redact._hidden(text)]
        for start, end in _plain_words(text):
            total += 1
            lost += any(first < end and start < last for first, last in hidden)
    print(f"{lost} of {total} words taken out that are no literal or comment")
    assert total > 10_000
    assert lost <= MOST_FALSE * total


def _plain_words(text: bytes) -> Iterator[tuple[int, int]]:
    """Yield the words of code that tree-sitter takes for neither literal nor comment."""
    pending = [SourceFile.parse(Path("a.rs"), text).tree.root_node]
    while pending:
        node = pending.pop()
        if node.is_error or "literal" in node.type or "comment" in node.type:
            continue
        if not node.children and text[node.start_byte : node.end_byte].decode().isidentifier():
            yield node.start_byte, node.end_byte
        pending += node.children


# The harness would notice.

Bug = tuple[object, str, Callable[..., object]]
BUGS: dict[str, Bug] = {
    "code kept as it is": (
        journal_feature,
        "redact_part",
        lambda text, part, key: text[part.start : part.end].decode(),
    ),
    "messages kept as they are": (journal_feature, "redact_prose", str),
    "stories kept as they are": (redact, "redact_prose", str),
    "a raw string missed": (
        redact,
        "_hidden",
        lambda text: (h for h in HIDDEN(text) if text[h[0] : h[0] + 1] != b"r"),
    ),
    "comments kept": (redact, "_hidden", lambda t: (h for h in HIDDEN(t) if h[2] != "note")),
}
HIDDEN = redact._hidden


@pytest.mark.parametrize("bug", BUGS)
def test_a_kept_secret_is_seen(bug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*BUGS[bug])
    secrets = list(planted(1, 100))
    write_down(tmp_path / "data", secrets)
    with pytest.raises(Kept):
        search(tmp_path / "data", "", [secret for secret, _ in secrets])


def test_a_secret_in_the_log_is_seen(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Kept):
        search(tmp_path, "the text was hunter2hunter2", ["hunter2hunter2"])
