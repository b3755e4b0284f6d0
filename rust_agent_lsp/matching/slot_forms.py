"""What values of each kind look like: from 0, not at all, over 1, as any word, to a clear 4."""

from __future__ import annotations

import re

from rust_agent_lsp.matching.slot_words import KNOWN, PLAIN_NAMES, is_plain, words_of
from rust_agent_lsp.model.command import SlotKind as K

_ENDING = re.compile(r"(?:.*[\w*}-])?\.[A-Za-z][\w~-]{0,11}|(?:.*/)?\.[a-z][\w.-]+", re.S)
_ARCHIVE = re.compile(r".+\.(?:tar(?:\.\w+)?|t[gbx]z|t?zst|zip|gz|xz|bz2|7z|rar|deb|a|iso|jar)")
_DOMAIN = re.compile(
    r"(?:[\w-]+\.)+(?:com|org|net|io|de|dev|example|local|lan|internal|edu|gov|uk|fr|eu|test|rs)"
)
_IP = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?|(?=.*::)[0-9a-fA-F:]+(?:/\d+)?")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(
    r"(?:https?|ssh|git|ftp|file|sftp|rsync)://\S+|[\w.-]+@[\w.-]+:[\w./~-]+|localhost(?::\d+)\S*"
)
_WEB = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?/\S*")
VERSION = re.compile(r"v?\d+(?:\.\d+)+(?:[-+.~][\w.+~:-]+)?|v\d+")
_HEX = re.compile(r"(?=.*\d)[0-9a-f]{6,40}|[0-9a-f]{7,40}")
_REVISION = re.compile(
    r"(?:HEAD|ORIG_HEAD|FETCH_HEAD|MERGE_HEAD|@|[\w./-]+)(?:[~^]\d*)+|HEAD|ORIG_HEAD|FETCH_HEAD"
    r"|\w*@\{[\w]+\}"
)
_DEVICE = re.compile(r"(?:/dev/)?(?:sd[a-z]\d*|nvme\d+n\d+(?:p\d+)?|mmcblk\d+(?:p\d+)?|vd[a-z]\d*)")
_DOTFILES = (".env", ".gitignore", ".bashrc", ".profile", ".gitconfig", ".npmrc", ".vimrc")
_FOLDERS = tuple(f"/{name}" for name in words_of("etc tmp var home mnt opt usr srv proc dev"))


def file_look(text: str) -> int:
    """Say how much a text looks like a file."""
    if "://" in text or VERSION.fullmatch(text) or _IP.fullmatch(text) or _EMAIL.fullmatch(text):
        return 0
    if text in _FOLDERS or re.fullmatch(r"tar\.\w+", text):
        return 0
    if text.startswith("."):
        return 2 if text in _DOTFILES else 0 if re.fullmatch(r"\.\w+", text) else 2
    if _ENDING.fullmatch(text):
        if _DOMAIN.fullmatch(text) and not text.endswith(".rs"):
            return 1
        return 3 if "/" in text or re.search(r"\.[A-Za-z]\w{0,4}~?\Z|\.bundle\Z", text) else 1
    if re.fullmatch(r"(?:Makefile|Dockerfile|README|LICENSE|CHANGELOG|Justfile|id_\w+)", text):
        return 3
    if "/" in text.rstrip("/"):
        return 2
    return 1 if re.search(r"[^\W\d]", text) else 0


def archive_look(text: str) -> int:
    """Say how much a text looks like an archive."""
    if re.fullmatch(r"\.?(?:tar\.)?\w{2,4}", text) and _ARCHIVE.fullmatch(f"x.{text.lstrip('.')}"):
        return 0
    return 4 if _ARCHIVE.fullmatch(text) else min(file_look(text), 2)


def folder_look(text: str) -> int:
    """Say how much a text looks like a folder."""
    if "://" in text or _IP.fullmatch(text) or _EMAIL.fullmatch(text) or "@" in text:
        return 0
    if text in (".", "..", "/", "~") or re.fullmatch(r"(?:~|\.{0,2})/\S*|\S+/", text):
        return 2 if _ENDING.fullmatch(text) and not text.endswith("/") else 4
    if _ENDING.fullmatch(text):
        return 1
    if "/" in text:
        return 3
    return 3 if text in ("src", "node_modules") else 1


def path_look(text: str) -> int:
    """Say how much a text looks like a file or folder."""
    return max(file_look(text), folder_look(text))


def commit_look(text: str) -> int:
    """Say how much a text looks like a commit."""
    if _HEX.fullmatch(text):
        return 4 if re.search(r"\d", text) else 1 if is_plain(text) else 2
    if text in ("HEAD", "@"):
        return 1
    if _REVISION.fullmatch(text) or re.fullmatch(r"v?\d+\.\d+(?:\.\d+)*(?:-[\w.]+)?|v\d+", text):
        return 3
    if re.fullmatch(r"(?=.*\d)[0-9a-f]{4,5}", text):
        return 2
    return min(branch_look(text), 2 if "/" in text else 1)


def branch_look(text: str) -> int:
    """Say how much a text looks like a branch."""
    if "://" in text or text.startswith(("/", ".", "~")) or not re.fullmatch(r"[\w./#+-]+", text):
        return 0
    if _HEX.fullmatch(text) and re.search(r"\d", text):
        return 1
    if text in ("origin", "upstream", "HEAD"):
        return 0
    if text in PLAIN_NAMES:
        return 2
    if "/" in text and not _ENDING.fullmatch(text):
        return 3
    if re.fullmatch(r"\d+|#\d+", text):
        return 0
    if VERSION.fullmatch(text) or _ENDING.fullmatch(text):
        return 1
    return 2 if re.fullmatch(r"[^\W_]+(?:[-_][^\W_]+)+", text) and not is_plain(text) else 1


def tag_look(text: str) -> int:
    """Say how much a text looks like a tag."""
    return 4 if VERSION.fullmatch(text) else 1 if re.fullmatch(r"[\w./+-]+", text) else 0


def remote_look(text: str) -> int:
    """Say how much a text looks like a remote."""
    if text in ("origin", "upstream"):
        return 3
    return 1 if re.fullmatch(r"[A-Za-z][\w-]*", text) else 0


def url_look(text: str) -> int:
    """Say how much a text looks like an address on the web."""
    if _URL.fullmatch(text):
        return 4
    if text.startswith(("/", "./", "../")):
        return 1
    if text == "localhost":
        return 2
    return 3 if _WEB.fullmatch(text) else 2 if _DOMAIN.fullmatch(text) else 0


def host_look(text: str) -> int:
    """Say how much a text looks like a host."""
    if _IP.fullmatch(text) or _DOMAIN.fullmatch(text) or text == "localhost":
        return 4
    if re.fullmatch(r"[\w.-]+@[\w.-]+", text):
        return 3
    if "/" in text or _ENDING.fullmatch(text):
        return 0
    return 1 if re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", text) else 0


def address_look(text: str) -> int:
    """Say how much a text looks like an IP or mail address."""
    return 4 if _IP.fullmatch(text) or _EMAIL.fullmatch(text) else 0


def device_look(text: str) -> int:
    """Say how much a text looks like a disk or partition."""
    return 4 if _DEVICE.fullmatch(text) or text.startswith("/dev/") else 0


def variable_look(text: str) -> int:
    """Say how much a text looks like a shell variable."""
    bare = text.lstrip("$").strip("{}")
    if not re.fullmatch(r"[A-Za-z_]\w*", bare, re.A):
        return 0
    return 3 if text.startswith("$") or re.fullmatch(r"[A-Z][A-Z0-9_]{2,}", bare) else 1


def user_look(text: str) -> int:
    """Say how much a text looks like an account."""
    return 1 if re.fullmatch(r"[A-Za-z_][\w.-]*", text, re.A) and not _ENDING.fullmatch(text) else 0


def service_look(text: str) -> int:
    """Say how much a text looks like a unit of systemd."""
    if re.fullmatch(r"[\w@.-]+\.(?:service|target|timer|socket|mount)", text):
        return 3
    if not re.fullmatch(r"[A-Za-z][\w@.-]*", text, re.A):
        return 0
    return 2 if text in KNOWN[K.SERVICE] and not is_plain(text) else 1


def package_look(text: str) -> int:
    """Say how much a text looks like a package."""
    if not re.fullmatch(r"[a-z0-9][\w.+@-]*", text) or re.fullmatch(r"\d+", text):
        return 0
    named = re.fullmatch(r"lib[\w.+-]+|\w+(?:-\w+)*-(?:dev|dbg|utils|tools|perf)", text)
    return 3 if named and not is_plain(text) else 1


def crate_look(text: str) -> int:
    """Say how much a text looks like a crate."""
    if not re.fullmatch(r"[A-Za-z][\w-]*", text, re.A):
        return 0
    joined = re.search(r"\w[-_]\w", text) and not is_plain(text)
    return 2 if joined or (text in KNOWN[K.CRATE] and not is_plain(text)) else 1


def test_look(text: str) -> int:
    """Say how much a text looks like the name of a test."""
    return 3 if re.fullmatch(r"\w+(?:::\w+)+|[a-z]+(?:_[a-z0-9]+)+", text) else 1


def pattern_look(text: str) -> int:
    """Say how much a text looks like a pattern of file names."""
    if text in ("node_modules", ".git"):
        return 2
    return 3 if re.search(r"[*?]|\[.+\]", text) else 2 if re.search(r"/\Z|\A\.\w", text) else 1


def is_subcommand(word: str) -> bool:
    """Say whether a word is what follows `cargo`, `git` and their like, or a script."""
    return "." in word or word in (
        "build", "test", "check", "run", "bench", "clippy", "doc", "fmt", "clean", "install",
        "update", "status", "log", "push", "pull", "fetch", "gc", "start", "all", "compose",
    )  # fmt: skip
