"""Bytes that no editor should send, and some that only a hostile one would."""

from __future__ import annotations

import io
import json
import random

from rust_agent_lsp.server import framing
from tests.reliability.rig import Json, frame, message
from tests.reliability.traffic import mutated

HOVER = message(
    "textDocument/hover",
    {"textDocument": {"uri": "file:///w/a.rs"}, "position": {"line": 0, "character": 0}},
)
TEN_GIGABYTES = 10 * 1024**3
_VALUES = (
    *(b"five", b"-5", b"+5", b"5_0", b"0x5", b"1e3", b"", b" " * 30 + b"5", b"\xb2", b"1 2"),
    *(b"9" * 5000, b"0" * 5000, b"\x00", "٣".encode()),
)


def hostile(chance: random.Random) -> bytes:
    """One frame with something wrong in its header, its length, its bytes or its JSON."""
    return chance.choice((_header, _length, _bytes, _json, _json, _deep))(chance)


def _header(chance: random.Random) -> bytes:
    name = chance.choice((b"Content-Length", b"content-length ", b"Content-Type", b"X", b"", b"\0"))
    value = chance.choice(_VALUES)
    end = chance.choice((b"\r\n\r\n", b"\n\n", b"\r\n\n", b"\r\n" * 5))
    return name + chance.choice((b":", b": ", b"", b" : ")) + value + end


def _length(chance: random.Random) -> bytes:
    """A whole message under a length that is not its own."""
    body = json.dumps(HOVER).encode()
    wrong = len(body) + chance.choice((-len(body), -20, -3, -1, 1, 2, 7, 19, 500, TEN_GIGABYTES))
    return b"Content-Length: %d\r\n\r\n%b" % (max(wrong, 0), body)


def _bytes(chance: random.Random) -> bytes:
    body = bytearray(json.dumps(HOVER).encode())
    for _ in range(chance.randint(1, 5)):
        body[chance.randrange(len(body))] = chance.choice((0, 0xFF, 0xED, 0x80, 34, 92, 123))
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), bytes(body))


def _json(chance: random.Random) -> bytes:
    """A notification with a value in it that is not what it should be."""
    return frame(mutated({**HOVER, "later": "\ud800"}, chance))


def _deep(chance: random.Random) -> bytes:
    """Nesting, from what is just readable to what is not."""
    depth = chance.choice((chance.randint(880, 1010), 5_000, 100_000))
    opened, closed = chance.choice(((b"[", b"]"), (b'{"a":', b"}")))
    place = chance.choice((b"params", b"method", b"later", b"id"))
    value = opened * depth + b"1" + closed * depth
    # One key is the deep one; the same key later would take its place.
    rest: Json = {k: v for k, v in HOVER.items() if k.encode() != place}
    body = b'{"%b":%b,%b' % (place, value, json.dumps(rest).encode()[1:])
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


def deep_request(place: str, depth: int) -> tuple[str, bytes]:
    """A request with nesting in one of its parts, and its id."""
    msg_id = f"{place} {depth}"
    params = {"textDocument": {"uri": "DEEP"}, "command": "DEEP"} if place == "params" else {}
    said: Json = {"id": msg_id, **message("textDocument/hover", params)}
    if place != "params":
        said[place] = "DEEP"
    text = json.dumps(said).replace('"DEEP"', "[" * depth + "]" * depth)
    return msg_id, b"Content-Length: %d\r\n\r\n%b" % (len(text), text.encode())


def survivors(data: bytes) -> int:
    """How many of the good messages are read among all that the bytes hold."""
    found = framing.read_messages(io.BytesIO(data))
    return sum(isinstance(value, dict) and value.get("method") == "good" for value in found)


def mixture(seed: int, count: int) -> bytes:
    """So many hostile frames, a good one after each."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    good = frame(message("good", {"text": "Content-Length: 5\r\n\r\n"}))
    return b"".join(hostile(chance) + good for _ in range(count))
