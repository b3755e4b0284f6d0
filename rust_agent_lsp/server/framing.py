"""Whole messages from and to a byte stream, whatever the other side sends."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

MAX_BODY = 64 * 1024 * 1024
"""Bytes of the longest message that is read; a longer one is skipped."""

_MAX_LINE = 8 * 1024
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A message that could not be read; `reason` is meant for the error reply."""

    reason: str


def read_messages(stream: BinaryIO, limit: int = MAX_BODY) -> Iterator[Any]:
    """Yield the JSON value of each message until the stream ends, or `Unreadable` in its place.

    Header names come in any case and order; unknown ones are passed over.
    """
    while (length := _read_header(stream)) is not None:
        if isinstance(length, Unreadable):
            yield length
        elif length > limit:
            yield Unreadable(f"a message of {length} bytes is longer than the limit of {limit}")
            if not _skip(stream, length):
                return
        else:
            body = stream.read(length)
            if len(body) < length:
                return
            yield _decode(body)


def _read_header(stream: BinaryIO) -> int | Unreadable | None:
    """Return the length of the body that follows; None at the end of the stream."""
    length: int | None = None
    seen = False
    while line := stream.readline(_MAX_LINE):
        line = line.strip()
        if line:
            seen = True
            name, _, value = line.partition(b":")
            # Python alone would also take `+5`, `5_0` and negative numbers.
            if name.strip().lower() == b"content-length" and value.strip().isdigit():
                length = int(value[:20])
        elif length is not None:
            return length
        elif seen:
            return Unreadable("a message header without a valid Content-Length")
    return None


def _skip(stream: BinaryIO, length: int) -> bool:
    """Read `length` bytes and forget them; say whether there were so many."""
    while length > 0:
        chunk = stream.read(min(length, _CHUNK))
        if not chunk:
            return False
        length -= len(chunk)
    return True


def _decode(body: bytes) -> Any:
    try:
        return json.loads(body.decode(), parse_constant=_refuse_constant)
    except RecursionError:
        return Unreadable("the JSON is nested too deeply")
    except ValueError as error:
        return Unreadable(f"not valid JSON: {str(error)[:200]}")


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


class MessageWriter:
    """Writes whole messages to a stream, from any thread, one after another."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def write(self, message: Any) -> None:
        """Write a JSON value as one message.

        Raises `ValueError`, `TypeError` or `RecursionError` where it is no JSON value (nothing
        is written then), and `OSError` where the other side has gone.
        """
        body = json.dumps(message, allow_nan=False, separators=(",", ":")).encode("ascii")
        frame = b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
        with self._lock:
            self._stream.write(frame)
            self._stream.flush()
