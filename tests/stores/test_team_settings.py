"""Where a team's server and members come from, and what is not believed of them."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.model.settings import Settings, setting_name
from rust_agent_lsp.model.team import Held, Revocation, State, TeamRepair
from rust_agent_lsp.stores import team_client
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.stores.team_records import TeamFile, read, text_of
from rust_agent_lsp.stores.team_settings import (
    TOKEN,
    URL,
    TeamSettings,
    authors,
    authors_file,
    settings_file,
    team_settings,
)
from rust_agent_lsp.stores.team_signatures import is_signed, own_key, public_line, sign

ADDRESS = "https://chroma.example.org"
FORM = TeamRepair("alice", "E0382", "primary: ‹$0›", "$0.clone()")


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(*(tmp_path / name for name in ("data", "cache", "config", "log")))


def write(places: Places, text: str) -> None:
    settings_file(places).parent.mkdir(parents=True, exist_ok=True)
    settings_file(places).write_text(text, encoding="utf-8")


def test_there_is_no_team_until_one_is_set(places: Places) -> None:
    assert team_settings(places, {}) is None
    write(places, 'author = "alice"\n')
    assert team_settings(places, {}) is None


def test_the_token_is_a_variable_or_a_file_of_the_user_s(places: Places, tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text("from-file\n", encoding="utf-8")
    write(places, f'url = "{ADDRESS}"\nauthor = "alice"\ntoken-file = "{secret}"\n')
    assert team_settings(places, {}) == TeamSettings(ADDRESS, "alice", "from-file")
    assert team_settings(places, {TOKEN: "t"}) == TeamSettings(ADDRESS, "alice", "t")
    other = {URL: "http://127.0.0.1:8000", TOKEN: "t"}
    assert team_settings(places, other) == TeamSettings(other[URL], "alice", "t")
    secret.unlink()
    with pytest.raises(StoreError, match="token cannot be read"):
        team_settings(places, {})


def test_no_editor_setting_names_a_server() -> None:
    assert not [n for n in map(setting_name, Settings.__slots__) if n.startswith("team")]


@pytest.mark.parametrize(
    "url",
    [
        "http://chroma.example.org",
        "http://127.0.0.1.example.org",
        "https://alice:secret@chroma.example.org",
        "file:///tmp/x",
        "https://",
        "https://host:port",
        "chroma.example.org",
    ],
)
def test_addresses_that_are_refused(places: Places, url: str) -> None:
    write(places, f'url = "{url}"\nauthor = "alice"\n')
    with pytest.raises(StoreError, match="address"):
        team_settings(places, {})


@pytest.mark.parametrize("name", ["Alice", "a b", "../a", "", "a" * 33])
def test_names_that_are_refused(places: Places, name: str) -> None:
    write(places, f'url = "{ADDRESS}"\nauthor = "{name}"\n')
    with pytest.raises(StoreError, match="author"):
        team_settings(places, {"USER": "Not This"})


def test_a_list_that_cannot_be_read_is_said(places: Places) -> None:
    assert authors(places) == {}
    authors_file(places).parent.mkdir(parents=True)
    authors_file(places).write_text("# us\n\nalice ssh-rsa AAAA\n", encoding="utf-8")
    with pytest.raises(StoreError, match="line 3"):
        authors(places)


def test_only_the_author_s_key_signs(places: Places, tmp_path: Path) -> None:
    other = Places(*(tmp_path / "other" / n for n in ("data", "cache", "config", "log")))
    key = public_line(places, "alice").removeprefix("alice ")
    text = text_of(FORM)
    signature = sign(text, own_key(places, "alice"))
    assert own_key(places, "alice").stat().st_mode & 0o077 == 0
    assert is_signed(text, signature, "alice", [key])
    assert not is_signed(text + " ", signature, "alice", [key])
    assert not is_signed(text, signature, "alice", [])
    assert not is_signed(text, sign(text, own_key(other, "alice")), "alice", [key])
    assert not is_signed(text, "\ud800 no signature", "alice", [key])


def test_a_record_is_read_as_it_was_written() -> None:
    for record in (FORM, Revocation("alice", "0" * 32)):
        assert read(text_of(record)) == record


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "nonsense",
        text_of(FORM) + " ",
        text_of(FORM).replace("repair", "command"),
        text_of(FORM).replace('"format": 1', '"format": 2'),
        text_of(FORM).replace('"code": "E0382"', '"code": ["E0382"]'),
        text_of(FORM).replace("E0382", "E0382; rm -rf /"),
        text_of(FORM).replace('"code"', '"extra": "x", "code"'),
        text_of(FORM).replace("$0.clone()", "$0" + ".clone()" * 100),
        text_of(Revocation("alice", "../../x")),
    ],
)
def test_what_is_no_record(text: str) -> None:
    with pytest.raises(ValueError):
        read(text)


def test_what_is_held_is_kept(places: Places) -> None:
    file = TeamFile.of(places)
    file.hold([Held("0" * 32, FORM, State.QUARANTINED, "not yet")])
    file.revoked.add("mallory")
    file.write()
    assert TeamFile.of(places) == file
    file.path.write_text('{"held": [{}]}', encoding="utf-8")
    with pytest.raises(StoreError, match="delete it"):
        TeamFile.of(places)


class _Refusing(http.server.BaseHTTPRequestHandler):
    """A server that lets nobody in."""

    seen: list[str | None]

    def do_GET(self) -> None:
        type(self).seen.append(self.headers.get("Authorization"))
        body = b'{"error": "Unauthorized", "message": "no: Bearer sesame-123"}'
        self.send_response(401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        return


@pytest.fixture
def refusing() -> Iterator[str]:
    _Refusing.seen = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Refusing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_token_goes_to_the_server_and_nowhere_else(refusing: str) -> None:
    with pytest.raises(StoreError) as failure:
        team_client.count(TeamSettings(refusing, "alice", "sesame-123"))
    assert _Refusing.seen[0] == "Bearer sesame-123"
    assert "sesame" not in str(failure.value)


def test_a_server_that_does_not_answer_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(team_client, "PATIENCE", 0.01)
    with pytest.raises(StoreError, match="did not answer"):
        team_client.pull(TeamSettings("http://127.0.0.1:9", "alice"))
