"""What a piece of a question can be: how much it looks like a file, a port, a duration, a commit.

A reader returns a `Reading` or None. `look` is 1 for what any word could be and needs a word of the
slot beside it, 2 for what may stand alone when nothing fits better, 3 and 4 for a clear form.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from rust_agent_lsp.matching import slot_forms as forms
from rust_agent_lsp.matching.slot_dates import read_date
from rust_agent_lsp.matching.slot_numbers import read_duration, read_number, read_size
from rust_agent_lsp.matching.slot_tokens import Reading, Token
from rust_agent_lsp.matching.slot_words import (
    KNOWN,
    STOP,
    is_plain,
    is_program,
    takes_words,
    words_of,
)
from rust_agent_lsp.model.command import Command, Slot, Tool
from rust_agent_lsp.model.command import SlotKind as K

_MODE = re.compile(r"[0-7]{3,4}|(?:[ugoa]*[+=-][rwxXst]+)(?:,[ugoa]*[+=-][rwxXst]+)*")
_SIGNAL = re.compile(r"(?:SIG)?(?:HUP|INT|QUIT|KILL|TERM|STOP|CONT|USR1|USR2|ABRT|SEGV|PIPE|ALRM)")
_TRIPLE = re.compile(r"[a-z]\w*-[\w.]+-[\w]+(?:-\w+)?")
_CODE = re.compile(r"TODO|FIXME|XXX|\w+\(\)|\w+(?:::\w+)+!?|[a-z]+(?:_[a-z0-9]+)+|\w+!|[A-Z]+-\d+")
_LANGUAGES = {
    "rust": "rs", "python": "py", "javascript": "js", "typescript": "ts", "markdown": "md",
    "ruby": "rb", "java": "java", "go": "go", "shell": "sh", "html": "html", "text": "txt",
    "yaml": "yaml", "perl": "pl",
}  # fmt: skip
_ENDINGS = frozenset(
    words_of(
        "rs py js ts md txt toml json yaml yml html css csv log jpg jpeg png gif svg pdf mp3 mp4 "
        "zip tmp bak orig o c h cpp hpp java go rb sh xml sql lock conf ini swp docx xlsx tex"
    )
)
_WHEN = frozenset(words_of("again daily first forever later hourly now twice once program"))
_INTERFACE = re.compile(r"(?:eth|wlan|wg|tun|tap|br|veth|docker|lo)\d+|(?:en|wl)[pos]\w+|lo")
_RUST_FILE = re.compile(r"(?:tests|examples|benches|src/bin)/(\w+)\.rs")
_SPACED = (K.FILE, K.FOLDER, K.PATH, K.ARCHIVE)

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


def _read_file(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading | None:
    """Read a file; where several may be given `md files` are `*.md`."""
    ending = tokens[at].text.removeprefix("*").removeprefix(".")
    behind = tokens[at + 1].word if at + 1 < len(tokens) else ""
    known = ending in _ENDINGS or ending.lower() in _LANGUAGES
    if known and slot.many and behind == "files" and not tokens[at].quoted:
        return Reading(f"*.{_LANGUAGES.get(ending.lower(), ending)}", at, at + 1, 3)
    return _one(forms.file_look)(tokens, at, slot, command)


def _read_folder(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading | None:
    if tokens[at].word == "home" and at and tokens[at - 1].word == "my":
        return Reading("~", at, at + 1, 3)
    return _one(forms.folder_look)(tokens, at, slot, command)


def _read_remote(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading:
    """Read a remote; `the upstream branch` and `no upstream` speak of something else."""
    text = tokens[at].text
    look = forms.remote_look(text)
    if text == "upstream":
        before = tokens[at - 1].word if at else ""
        behind = tokens[at + 1].word if at + 1 < len(tokens) else ""
        if before in ("the", "no", "an") or behind in ("branch", "of", "changes"):
            look = 0
    return Reading(text if look else "", at, at + 1, look)


def _read_url(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading:
    text = tokens[at].text
    look = forms.url_look(text)
    if look == 3 and command.command.startswith("git ") and text.startswith(("git", "codeberg")):
        text = f"https://{text}"
    if text in ("origin", "upstream") and "<url>" in command.command:
        look = 1
    return Reading(text if look else "", at, at + 1, look)


def _read_device(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading:
    text = tokens[at].text
    look = forms.device_look(text)
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


def _read_variable(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading:
    text = tokens[at].text
    look = forms.variable_look(text)
    return Reading(text.lstrip("$").strip("{}") if look else "", at, at + 1, look)


def _read_pattern(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading:
    token = tokens[at]
    behind = tokens[at + 1].word if at + 1 < len(tokens) else ""
    if token.quoted and slot.quoted:
        return Reading(token.text, at, at + 1, 4)
    ending = token.text.startswith(".") and token.text[1:] in _ENDINGS
    if ending or (behind == "files" and re.fullmatch(r"\.\w+", token.text)):
        return Reading(f"*{token.text}", at, at + 1, 4)
    return Reading(token.text, at, at + 1, forms.pattern_look(token.text))


def _read_text(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading:
    """Text is quoted, or all that follows `message` and its like, or one word."""
    token = tokens[at]
    if token.quoted and slot.quoted:
        return Reading(token.text, at, at + 1, 4)
    before = tokens[at - 1].word if at else ""
    spoken = {"message", "saying", "body"} & set(slot.after)
    stops = at and tokens[at - 1].ends not in ("", ":")
    if spoken and before in spoken and not stops and token.word not in STOP:
        end = next((n + 1 for n in range(at, len(tokens)) if tokens[n].quoted), len(tokens))
        if end == len(tokens) and not tokens[-1].quoted:
            return Reading(" ".join(t.text for t in tokens[at:]), at, end, 3)
    if "name" in slot.after and (end := _person(tokens, at)):
        return Reading(" ".join(t.text for t in tokens[at:end]), at, end, 1)
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
        if re.fullmatch(r"[a-z][\w-]*|[\w./-]+\.\w+", follows.text) and forms.is_subcommand(
            follows.text
        ):
            end, look = end + 1, 4
    while end < len(tokens) and not is_plain(text) and not tokens[end - 1].ends:
        option = re.fullmatch(r"--?[a-zA-Z][\w=./-]*|-", tokens[end].text)
        if not option and not _belongs(tokens, at, end):
            break
        end += 1
    return Reading(" ".join(t.text for t in tokens[at:end]), at, end, look)


def _belongs(tokens: list[Token], at: int, end: int) -> bool:
    """Say whether a word is an argument of an unknown program: `run kubectl get pods every …`."""
    word = tokens[end].word
    ordered = at > 0 and tokens[at - 1].word in ("run", "execute", "repeat")
    known = is_program(tokens[at].text) or is_plain(tokens[at].text)
    plain = re.fullmatch(r"[a-z][\w./-]*", word) and not word.endswith("ly")
    return bool(ordered and not known and plain and word not in STOP | _WHEN)


def _read_name(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading | None:
    """Read a name; those of network cards, workflows, timers and Rust files have a form."""
    text = tokens[at].text
    if slot.name == "interface" and _INTERFACE.fullmatch(text):
        return Reading(text, at, at + 1, 3)
    if slot.name == "workflow" and re.fullmatch(r"[\w.-]+\.ya?ml", text):
        return Reading(text, at, at + 1, 3)
    if command.tool is Tool.CARGO and (found := _RUST_FILE.fullmatch(text)):
        return Reading(found[1], at, at + 1, 3)
    if f"<{slot.name}>.timer" in command.command and text.endswith(".timer"):
        return Reading(text.removesuffix(".timer"), at, at + 1, 3)
    return _word(tokens, at, slot, command)


def _read_test(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading | None:
    if found := _RUST_FILE.fullmatch(tokens[at].text):
        return Reading(found[1], at, at + 1, 3)
    return _one(forms.test_look)(tokens, at, slot, command)


def _person(tokens: list[Token], at: int) -> int:
    """Return where a name of several capitalised words ends; 0: there is none."""
    end = at
    while end < len(tokens) and re.fullmatch(r"[A-Z][a-z]+", tokens[end].text):
        end += 1
        if tokens[end - 1].ends:
            break
    first = at > 0 and end - at > 1 and not re.match(r"[A-Z]", tokens[at - 1].text)
    return end if first else 0


def _read_user(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading | None:
    """Read an account; an author of commits may be a mail address too."""
    text = tokens[at].text
    if command.tool is Tool.GIT and (forms.address_look(text) or tokens[at].quoted):
        return Reading(text, at, at + 1, 3)
    if command.tool is Tool.GIT and (end := _person(tokens, at)):
        return Reading(" ".join(token.text for token in tokens[at:end]), at, end, 2)
    return _one(forms.user_look)(tokens, at, slot, command)


def _word(tokens: list[Token], at: int, slot: Slot, command: Command) -> Reading | None:
    """Read a slot whose values have no form of their own."""
    token = tokens[at]
    if token.quoted:
        return Reading(token.text, at, at + 1, 3 if slot.quoted else 2)
    text = token.text
    known = text in KNOWN.get(slot.kind, ()) and not is_plain(text)
    return Reading(text, at, at + 1, 2 if known else 1)


_READERS: dict[K, Reader] = {
    K.ADDRESS: _one(forms.address_look),
    K.ARCHIVE: _one(forms.archive_look),
    K.BRANCH: _one(forms.branch_look),
    K.COMMIT: _one(forms.commit_look),
    K.COUNT: read_number,
    K.DATE: read_date,
    K.DEVICE: _read_device,
    K.DURATION: read_duration,
    K.EXTENSION: _read_extension,
    K.FILE: _read_file,
    K.FOLDER: _read_folder,
    K.HOST: _one(forms.host_look),
    K.MODE: _one(_form(_MODE)),
    K.NAME: _read_name,
    K.NUMBER: read_number,
    K.PACKAGE: _one(forms.package_look),
    K.PATH: _one(forms.path_look),
    K.PATTERN: _read_pattern,
    K.PID: read_number,
    K.PORT: read_number,
    K.PROGRAM: _read_program,
    K.REMOTE: _read_remote,
    K.REPOSITORY: _one(_form(re.compile(r"[\w.-]+/[\w.-]+"), else_=1)),
    K.SERVICE: _one(forms.service_look),
    K.SIGNAL: _one(_form(_SIGNAL)),
    K.SIZE: read_size,
    K.TAG: _one(forms.tag_look),
    K.TARGET: _one(_form(_TRIPLE, else_=1)),
    K.TEXT: _read_text,
    K.TOOLCHAIN: _one(_form(re.compile(r"(?:stable|beta|nightly)(?:-\S+)?|1\.\d+(?:\.\d+)?"))),
    K.URL: _read_url,
    K.USER: _read_user,
    K.VARIABLE: _read_variable,
    K.CRATE: _one(forms.crate_look),
    K.TEST: _read_test,
    K.VERSION: _one(_form(forms.VERSION)),
}
