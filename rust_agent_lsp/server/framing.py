"""Whole messages from and to a byte stream, whatever the other side sends."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedIOBase
from typing import Any, BinaryIO

MAX_BODY = 64 * 1024 * 1024
"""Bytes of the longest message that is read; a longer one is skipped."""

_MAX_LINE = 8 * 1024
_CHUNK = 64 * 1024

# JSON holds no line break within a string, so in a body this can only be the next message's.
_HEADER = re.compile(rb"(?<![\w-])[Cc]ontent-[Ll]ength[ \t]{0,8}:[ \t]{0,8}\d{1,20}[ \t]{0,8}\r?\n")
_LONGEST_HEADER = 64
_LENGTH = re.compile(rb"(?<![\w-])content-length\s*:\s*(\d+)\s*$", re.IGNORECASE)
_NAME = b"content-length"
_MARK = b"ontent-"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A message that could not be read; `reason` is meant for the error reply."""

    reason: str


def read_messages(stream: BufferedIOBase, limit: int = MAX_BODY) -> Iterator[Any]:
    """Yield the JSON value of each message until the stream ends, or `Unreadable` in its place.

    Header names come in any case and order; unknown ones are passed over. A wrong length costs
    its own message only: the next header is found again.
    """
    source = _Source(stream)
    while (length := _read_header(source)) is not None:
        if isinstance(length, Unreadable):
            yield length
            continue
        if length > limit:
            yield Unreadable(f"a message of {length} bytes is longer than the limit of {limit}")
        body = source.body(length, keep=length <= limit)
        if body is None:
            return
        if length > limit:
            continue
        if len(body) < length:
            yield Unreadable("a message is shorter than its Content-Length says")
            continue
        message = _decode(body)
        if isinstance(message, Unreadable):
            source.give_back(_begun_header(body))
        yield message


class _Source:
    """A byte stream that takes bytes back."""

    def __init__(self, stream: BufferedIOBase) -> None:
        self._stream = stream
        self._held = bytearray()

    def line(self) -> bytes:
        """Return the next line, or a long one's next part; nothing at the end of the stream."""
        while (end := self._held.find(b"\n", 0, _MAX_LINE) + 1) == 0:
            if len(self._held) >= _MAX_LINE or not self._fill():
                end = min(len(self._held), _MAX_LINE)
                break
        return self._take(end)

    def body(self, length: int, *, keep: bool) -> bytearray | None:
        """Return the next `length` bytes, fewer where the next message's header comes first.

        None at the end of the stream. Where they are not to be kept, only their end is returned.
        """
        body = bytearray()
        while length > 0:
            if not self._held and not self._fill():
                return None
            part = self._take(min(length, len(self._held)))
            length -= len(part)
            body += part
            header = _find_header(body, max(0, len(body) - len(part) - _LONGEST_HEADER))
            if header is not None:
                self.give_back(bytes(body[header:]))
                del body[header:]
                break
            if not keep:
                del body[:-_LONGEST_HEADER]
        return body

    def give_back(self, data: bytes) -> None:
        """Have `data` read again, before what comes next."""
        self._held[:0] = data

    def _take(self, count: int) -> bytes:
        taken = bytes(self._held[:count])
        del self._held[:count]
        return taken

    def _fill(self) -> bool:
        """Wait for more bytes; say whether there were any."""
        more = self._stream.read1(_CHUNK)
        self._held += more
        return bool(more)


def _read_header(source: _Source) -> int | Unreadable | None:
    """Return the length of the body that follows; None at the end of the stream."""
    length: int | None = None
    seen = False
    while line := source.line():
        line = line.strip()
        if line:
            seen = True
            # After a length that was too small, the rest of that message stands before the name.
            if found := _LENGTH.search(line):
                # Python refuses to read thousands of digits; twenty are beyond any limit.
                length = int(found[1].lstrip(b"0")[:20] or b"0")
        elif length is not None:
            return length
        elif seen:
            return Unreadable("a message header without a valid Content-Length")
    return None


def _find_header(body: bytearray, start: int) -> int | None:
    """Return where the first header stands in `body` from `start` on."""
    at = start
    while (at := body.find(_MARK, at)) >= 0:  # much faster than the pattern alone
        if at and _HEADER.match(body, at - 1):
            return at - 1
        at += 1
    return None


def _begun_header(body: bytearray) -> bytes:
    """Return the end of an unreadable body that is the beginning of the next message's header."""
    end = bytes(body[-_LONGEST_HEADER:])
    for start in range(len(end)):
        name, colon, length = end[start:].lower().partition(b":")
        whole = colon and name.strip(b" \t") == _NAME and length.strip().isdigit()
        if whole or (_NAME.startswith(name) and not length.strip()):
            return end[start:]
    return b""


def _decode(body: bytearray) -> Any:
    try:
        return json.loads(body.decode(), parse_constant=_refuse_constant)
    except RecursionError:
        return Unreadable("the JSON is nested too deeply")
    except MemoryError:
        return Unreadable("the message does not fit into the memory")
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
