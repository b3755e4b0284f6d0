"""Names of files that try to lead out of a folder."""

from __future__ import annotations

import random
from urllib.parse import quote

_UP = ("..", "%2e%2e", "%2E.", ".%2e", "..;", "%252e%252e", "．．", "..%00", "%c0%ae%c0%ae", "...")
_SLASH = ("/", "//", "%2f", "%2F", "\\", "%5c", "/./", "/\t/", "%252f", "∕")
_SCHEME = ("file:", "FILE:", "file", "untitled:", "http:", "jar:file:", "file :", "")
_HOST = ("//", "///", "//localhost/", "//LOCALHOST/", "/", "", "//server/", "////", "//127.0.0.1/")
_END = ("secret.rs", "secret.rs?x", "secret.rs#x", "secret.rs%00.rs", "SECRET.RS", "secret.rs/")


def hostile_uri(folder: str, chance: random.Random) -> str:
    """A URI that begins in `folder`, has a link or a way up in it, and may mean `secret.rs`."""
    start = chance.choice((folder, folder, quote(folder), folder.upper(), f"{folder}/src", ""))
    middle = [chance.choice((*_UP[:4], *_UP, "src", "out", "in", "file", "é")) for _ in range(4)]
    parts = middle[: chance.randint(0, 4)]
    way = "".join(chance.choice(_SLASH) + part for part in parts)
    rest = start.lstrip("/") + way + chance.choice(_SLASH) + chance.choice(_END)
    if chance.random() < 0.8:
        return f"file:///{rest}"
    return chance.choice(_SCHEME) + chance.choice(_HOST) + rest
