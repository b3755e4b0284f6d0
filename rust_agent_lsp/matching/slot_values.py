"""What a piece of a question can be: how much it looks like a file, a port, a duration, a commit.

A reader returns a `Reading` or None. `look` is 1 for what any word could be and needs a word of the
slot beside it, 2 for what may stand alone when nothing fits better, 3 and 4 for a clear form.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from rust_agent_lsp.matching.slot_numbers import (
    read_date,
    read_duration,
    read_number,
    read_size,
)
from rust_agent_lsp.matching.slot_tokens import Reading, Token
from rust_agent_lsp.matching.slot_words import (
    KNOWN,
    PLAIN_NAMES,
    STOP,
    is_plain,
    is_program,
    takes_words,
)
from rust_agent_lsp.model.command import Command, Slot
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
_VERSION = re.compile(r"v?\d+(?:\.\d+)+(?:[-+.~][\w.+~:-]+)?|v\d+")
_HEX = re.compile(r"(?=.*\d)[0-9a-f]{6,40}|[0-9a-f]{7,40}")
_REVISION = re.compile(
    r"(?:HEAD|ORIG_HEAD|FETCH_HEAD|MERGE_HEAD|@|[\w./-]+)(?:[~^]\d*)+|HEAD|ORIG_HEAD|FETCH_HEAD"
    r"|\w*@\{[\w]+\}"
)
_MODE = re.compile(r"[0-7]{3,4}|(?:[ugoa]*[+=-][rwxXst]+)(?:,[ugoa]*[+=-][rwxXst]+)*")
_SIGNAL = re.compile(r"(?:SIG)?(?:HUP|INT|QUIT|KILL|TERM|STOP|CONT|USR1|USR2|ABRT|SEGV|PIPE|ALRM)")
_DEVICE = re.compile(r"(?:/dev/)?(?:sd[a-z]\d*|nvme\d+n\d+(?:p\d+)?|mmcblk\d+(?:p\d+)?|vd[a-z]\d*)")
_TRIPLE = re.compile(r"[a-z]\w*-[\w.]+-[\w]+(?:-\w+)?")
_CODE = re.compile(r"TODO|FIXME|XXX|\w+\(\)|\w+(?:::\w+)+!?|[a-z]+(?:_[a-z0-9]+)+|\w+!|[A-Z]+-\d+")
_DOTFILES = (".env", ".gitignore", ".bashrc", ".profile", ".gitconfig", ".npmrc", ".vimrc")
_FOLDERS = ("/etc", "/tmp", "/var", "/home", "/mnt", "/opt", "/usr", "/srv", "/proc", "/dev")
_LANGUAGES = {
    "rust": "rs", "python": "py", "javascript": "js", "typescript": "ts", "markdown": "md",
    "ruby": "rb", "java": "java", "go": "go", "shell": "sh", "html": "html", "text": "txt",
    "yaml": "yaml", "perl": "pl",
}  # fmt: skip
_ENDINGS = frozenset(
    [
        "rs",
        "py",
        "js",
        "ts",
        "md",
        "txt",
        "toml",
        "json",
        "yaml",
        "yml",
        "html",
        "css",
        "csv",
        "log",
        "jpg",
        "jpeg",
        "png",
        "gif",
        "svg",
        "pdf",
        "mp3",
        "mp4",
        "zip",
        "tmp",
        "bak",
        "orig",
        "o",
        "c",
        "h",
        "cpp",
        "hpp",
        "java",
        "go",
        "rb",
        "sh",
        "xml",
        "sql",
        "lock",
        "conf",
        "ini",
        "swp",
        "docx",
        "xlsx",
        "tex",
    ]
)


Reader = Callable[[list[Token], int, Slot, Command], Reading | None]


def readings(tokens: list[Token], slot: Slot, command: Command) -> list[Reading]:
    """Return all that the tokens offer to a slot."""
    reader = _READERS.get(slot.kind, _word)
    found = []
    for at, token in enumerate(tokens):
        if token.role:
            if token.role == slot.name:
                found.append(Reading(token.text, at, at + 1, 20))
            continue
        if token.text.startswith("-") and not token.quoted:
            continue
        reading = reader(tokens, at, slot, command)
        if reading and reading.text:
            found.append(reading)
    return found


_SPACED = (K.FILE, K.FOLDER, K.PATH, K.ARCHIVE)


def _one(look: Callable[[str], int]) -> Reader:
    """Make a reader of single tokens from what says how much one looks like the kind."""

    def read(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading:
        token = tokens[at]
        degree = look(token.text)
        if token.quoted and slot.quoted:
            degree = max(degree, 2)
        if " " in token.text and slot.kind not in _SPACED:
            degree = 0
        return Reading(token.text if degree else "", at, at + 1, degree)

    return read


def _form(*forms: re.Pattern[str], else_: int = 0) -> Callable[[str], int]:
    def look(text: str) -> int:
        return 3 if any(form.fullmatch(text) for form in forms) else else_

    return look


def _file(text: str) -> int:
    if "://" in text or _VERSION.fullmatch(text) or _IP.fullmatch(text) or _EMAIL.fullmatch(text):
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


def _read_file(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading | None:
    """Read a file; where several may be given `md files` are `*.md`."""
    ending = tokens[at].text.removeprefix("*").removeprefix(".")
    behind = tokens[at + 1].word if at + 1 < len(tokens) else ""
    if slot.many and behind == "files" and not tokens[at].quoted:
        if ending in _ENDINGS or ending.lower() in _LANGUAGES:
            return Reading(f"*.{_LANGUAGES.get(ending.lower(), ending)}", at, at + 1, 3)
    return _one(_file)(tokens, at, slot, command)


def _archive(text: str) -> int:
    if re.fullmatch(r"\.?(?:tar\.)?\w{2,4}", text) and _ARCHIVE.fullmatch(f"x.{text.lstrip('.')}"):
        return 0
    return 4 if _ARCHIVE.fullmatch(text) else min(_file(text), 2)


def _folder(text: str) -> int:
    if "://" in text or _IP.fullmatch(text) or _EMAIL.fullmatch(text) or "@" in text:
        return 0
    if text in (".", "..", "/", "~") or re.fullmatch(r"(?:~|\.{0,2})/\S*|\S+/", text):
        return 2 if _ENDING.fullmatch(text) and not text.endswith("/") else 4
    if _ENDING.fullmatch(text):
        return 1
    if "/" in text:
        return 3
    return 3 if text in ("src", "node_modules") else 1


def _path(text: str) -> int:
    return max(_file(text), _folder(text))


def _commit(text: str) -> int:
    if _HEX.fullmatch(text):
        return 4 if re.search(r"\d", text) else 1 if is_plain(text) else 2
    if text in ("HEAD", "@"):
        return 1
    if _REVISION.fullmatch(text) or re.fullmatch(r"v?\d+\.\d+(?:\.\d+)*(?:-[\w.]+)?|v\d+", text):
        return 3
    if re.fullmatch(r"(?=.*\d)[0-9a-f]{4,5}", text):
        return 2
    return min(_branch(text), 2 if "/" in text else 1)


def _branch(text: str) -> int:
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
    if _VERSION.fullmatch(text) or _ENDING.fullmatch(text):
        return 1
    return 2 if re.fullmatch(r"\w+(?:[-_]\w+)+", text) and not is_plain(text) else 1


def _tag(text: str) -> int:
    return 4 if _VERSION.fullmatch(text) else 1 if re.fullmatch(r"[\w./+-]+", text) else 0


def _remote(text: str) -> int:
    if text in ("origin", "upstream"):
        return 3
    return 1 if re.fullmatch(r"[A-Za-z][\w-]*", text) else 0


def _read_remote(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading:
    """Read a remote; `the upstream branch` and `no upstream` speak of something else."""
    text = tokens[at].text
    look = _remote(text)
    if text == "upstream":
        before = tokens[at - 1].word if at else ""
        behind = tokens[at + 1].word if at + 1 < len(tokens) else ""
        if before in ("the", "no", "an") or behind in ("branch", "of", "changes"):
            look = 0
    return Reading(text if look else "", at, at + 1, look)


def _url(text: str) -> int:
    if _URL.fullmatch(text):
        return 4
    if text.startswith(("/", "./", "../")):
        return 1
    if text == "localhost":
        return 2
    return 3 if _WEB.fullmatch(text) else 2 if _DOMAIN.fullmatch(text) else 0


def _read_url(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading:
    text = tokens[at].text
    look = _url(text)
    if look == 3 and command.command.startswith("git ") and text.startswith(("git", "codeberg")):
        text = f"https://{text}"
    if text in ("origin", "upstream") and "<url>" in command.command:
        look = 1
    return Reading(text if look else "", at, at + 1, look)


def _host(text: str) -> int:
    if _IP.fullmatch(text) or _DOMAIN.fullmatch(text) or text == "localhost":
        return 4
    if re.fullmatch(r"[\w.-]+@[\w.-]+", text):
        return 3
    if "/" in text or _ENDING.fullmatch(text):
        return 0
    return 1 if re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", text) else 0


def _address(text: str) -> int:
    return 4 if _IP.fullmatch(text) or _EMAIL.fullmatch(text) else 0


def _device(text: str) -> int:
    return 4 if _DEVICE.fullmatch(text) or text.startswith("/dev/") else 0


def _read_device(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading:
    text = tokens[at].text
    look = _device(text)
    if look and not text.startswith("/dev/"):
        text = f"/dev/{text}"
    return Reading(text if look else "", at, at + 1, look)


def _read_extension(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading | None:
    word = tokens[at].text
    behind = tokens[at + 1].word if at + 1 < len(tokens) else ""
    files = behind in ("files", "file", "sources", "source", "images", "documents", "ones")
    if found := re.fullmatch(r"\*?\.([\w.+-]+)", word):
        return Reading(found[1], at, at + 1, 4)
    name = word.lower()
    if name in _LANGUAGES and files:
        return Reading(_LANGUAGES[name], at, at + 1, 4)
    if name in _ENDINGS:
        return Reading(name, at, at + 1, 3 if files else 2)
    if name.endswith("s") and name[:-1] in _ENDINGS:
        return Reading(name[:-1], at, at + 1, 2)
    if re.fullmatch(r"[a-z]\w{0,4}", word) and files and not is_plain(word):
        return Reading(name, at, at + 1, 2)
    return None


def _variable(text: str) -> int:
    bare = text.lstrip("$").strip("{}")
    if not re.fullmatch(r"[A-Za-z_]\w*", bare, re.A):
        return 0
    return 3 if text.startswith("$") or re.fullmatch(r"[A-Z][A-Z0-9_]{2,}", bare) else 1


def _read_variable(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading:
    text = tokens[at].text
    look = _variable(text)
    return Reading(text.lstrip("$").strip("{}") if look else "", at, at + 1, look)


def _user(text: str) -> int:
    return 1 if re.fullmatch(r"[A-Za-z_][\w.-]*", text, re.A) and not _ENDING.fullmatch(text) else 0


def _package(text: str) -> int:
    if not re.fullmatch(r"[a-z0-9][\w.+@-]*", text) or re.fullmatch(r"\d+", text):
        return 0
    named = re.fullmatch(r"lib[\w.+-]+|\w+(?:-\w+)*-(?:dev|dbg|utils|tools|perf)", text)
    return 3 if named and not is_plain(text) else 1


def _pattern(text: str) -> int:
    if text in ("node_modules", ".git"):
        return 2
    return 3 if re.search(r"[*?]|\[.+\]", text) else 2 if re.search(r"/\Z|\A\.\w", text) else 1


def _read_pattern(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading:
    token = tokens[at]
    behind = tokens[at + 1].word if at + 1 < len(tokens) else ""
    if token.quoted and slot.quoted:
        return Reading(token.text, at, at + 1, 4)
    ending = token.text.startswith(".") and token.text[1:] in _ENDINGS
    if ending or (behind == "files" and re.fullmatch(r"\.\w+", token.text)):
        return Reading(f"*{token.text}", at, at + 1, 4)
    return Reading(token.text, at, at + 1, _pattern(token.text))


def _read_text(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading:
    """Text is quoted, or all that follows `message` and its like, or one word."""
    token = tokens[at]
    if token.quoted and slot.quoted:
        return Reading(token.text, at, at + 1, 4)
    before = tokens[at - 1].word if at else ""
    spoken = {"message", "saying", "comment", "title", "body"} & set(slot.after)
    stops = at and tokens[at - 1].ends not in ("", ":")
    if spoken and before in spoken and not stops and token.word not in STOP:
        end = next((n + 1 for n in range(at, len(tokens)) if tokens[n].quoted), len(tokens))
        if end == len(tokens) and not tokens[-1].quoted:
            return Reading(" ".join(t.text for t in tokens[at:]), at, end, 3)
    return Reading(token.text, at, at + 1, 2 if _CODE.fullmatch(token.text) else 1)


def _read_program(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading | None:
    token = tokens[at]
    text = token.text
    if token.quoted:
        return Reading(text, at, at + 1, 4 if slot.quoted else 3)
    if text.startswith(("/proc/", "/etc/", "/sys/", "lib")) or (len(text) < 4 and "/" in text):
        return None
    path = re.fullmatch(
        r"(?:\.{0,2}|~)/\S+|[\w.-]+(?:/[\w.-]+)+|[\w-]+\.(?:sh|py|pl|bin|exe)", text
    )
    look = 3 if path else 1 if re.fullmatch(r"[a-z][\w.+-]*", text) else 0
    end = at + 1
    first = tokens[at]
    if takes_words(text) and not first.ends and end < len(tokens):
        follows = tokens[end]
        if re.fullmatch(r"[a-z][\w-]*|[\w./-]+\.\w+", follows.text) and _subcommand(follows.text):
            end, look = end + 1, 4
    while end < len(tokens) and (look > 1 or is_program(text)) and not tokens[end - 1].ends:
        if not re.fullmatch(r"--?[a-zA-Z][\w=./-]*|-", tokens[end].text):
            break
        end += 1
    return Reading(" ".join(t.text for t in tokens[at:end]), at, end, look)


def _subcommand(word: str) -> bool:
    return "." in word or word in (
        "build", "test", "check", "run", "bench", "clippy", "doc", "fmt", "clean", "install",
        "update", "status", "log", "push", "pull", "fetch", "gc", "start", "all", "compose",
    )  # fmt: skip


def _word(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading | None:
    """Read a slot whose values have no form of their own."""
    token = tokens[at]
    if token.quoted:
        return Reading(token.text, at, at + 1, 3 if slot.quoted else 2)
    text = token.text
    known = text in KNOWN.get(slot.kind, ()) and not is_plain(text)
    return Reading(text, at, at + 1, 2 if known else 1)


_READERS: dict[K, Reader] = {
    K.ADDRESS: _one(_address),
    K.ARCHIVE: _one(_archive),
    K.BRANCH: _one(_branch),
    K.COMMIT: _one(_commit),
    K.COUNT: read_number,
    K.DATE: read_date,
    K.DEVICE: _read_device,
    K.DURATION: read_duration,
    K.EXTENSION: _read_extension,
    K.FILE: _read_file,
    K.FOLDER: _one(_folder),
    K.HOST: _one(_host),
    K.MODE: _one(_form(_MODE)),
    K.NUMBER: read_number,
    K.PACKAGE: _one(_package),
    K.PATH: _one(_path),
    K.PATTERN: _read_pattern,
    K.PID: read_number,
    K.PORT: read_number,
    K.PROGRAM: _read_program,
    K.REMOTE: _read_remote,
    K.REPOSITORY: _one(_form(re.compile(r"[\w.-]+/[\w.-]+"))),
    K.SIGNAL: _one(_form(_SIGNAL)),
    K.SIZE: read_size,
    K.TAG: _one(_tag),
    K.TARGET: _one(_form(_TRIPLE, else_=1)),
    K.TEXT: _read_text,
    K.TOOLCHAIN: _one(_form(re.compile(r"(?:stable|beta|nightly)(?:-\S+)?|1\.\d+(?:\.\d+)?"))),
    K.URL: _read_url,
    K.USER: _one(_user),
    K.VARIABLE: _read_variable,
    K.VERSION: _one(_form(_VERSION)),
}
