"""What a question names outright, and which tool it is about: read before anything is searched."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CODE = re.compile(r"\b[Ee](\d{4})\b")
_QUOTED = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"\b[A-Za-z_]\w*(?:::[A-Za-z_]\w*)+!?")
_CALLED = re.compile(r"\.?\b([A-Za-z_]\w*)(?:\(\)|!(?=\W|$))")
_SNAKE = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b")
_CAMEL = re.compile(r"\b[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+\b")
_WORD = re.compile(r"[A-Za-z][\w.+-]*\w|[A-Za-z]")

_ASKS = re.compile(
    r"\s*(what|whats|how|when|why|which|where|explain|difference|does|is|can|should|meaning|use)\b",
    re.I,
)

# Words with which somebody asks what a name stands for; they add nothing to the name.
_OF_A_NAME = """
    what whats does do how use used using usage mean means meaning is are explain work works example
    examples method function type trait macro operator keyword attribute rust difference between vs
    why when which a an the in of for to on and or with i can it its this that be should me my
    """
_MOST_BESIDE = 1

# Words that speak for a tool; a word may speak for several.
_TOOLS = {
    "git": """
        git commit commits committed branch branches rebase rebased rebasing stash stashed
        cherry-pick reflog submodule submodules remote remotes upstream worktree worktrees bisect
        squash detached gitignore .gitignore untracked unstage unstaged staged merge merged push
        pushed pull tag tags checkout clone HEAD blame amend repo repository
        """,
    "gh": """
        gh github pr prs pull-request gist gists workflow workflows issue issues reviewer reviewers
        fork forks repo repository release releases codespace
        """,
    "cargo": """
        cargo rustup crates.io Cargo.toml Cargo.lock toolchain toolchains clippy rustfmt nightly
        crate crates dependency dependencies workspace target benchmark bench doc docs
        """,
    "linux": """
        linux bash shell sudo chmod chown grep sed awk find tar ssh scp rsync curl wget systemctl
        systemd journalctl cron crontab apt dpkg kill process processes port ports disk disks mount
        mounted symlink symlinks directory directories folder folders file files terminal permission
        permissions user users zip unzip gzip compress archive archives perf gdb strace memory
        server service services swap log logs password download network ip dns line lines lower
        upper csv json text
        """,
    "rust": """
        rust rustc trait traits struct structs enum enums impl borrow borrowed borrowing borrows
        ownership owned lifetime lifetimes closure closures iterator iterators vec vector vectors
        String str slice slices Option Options Result Results unwrap match macro macros generic
        generics async await future futures mut mutable immutable dyn Box Rc Arc RefCell Mutex Pin
        unsafe panic panics derive derives hashmap HashMap tuple tuples module modules mod const
        static integer integers float floats u8 u32 i32 usize println format string strings number
        crate crates type types function functions method methods variable variables compiler
        pattern array arrays thread threads
        """,
}
_SPEAKS_FOR: dict[str, frozenset[str]] = {}
for _tool, _words in _TOOLS.items():
    for _word in _words.split():
        _SPEAKS_FOR[_word] = _SPEAKS_FOR.get(_word, frozenset()) | {_tool}


# What is asked for, by the words that people use; a question may be several or none of these.
_FORMS = {
    "meaning": r"what('s| is| are| does| do)\b|whats\b|differen|\bvs\b|versus|explain|meaning"
    r"|\bmean\b|purpose|\bwhy (is|are|does|do) rust|when (is|are|do|should)|concept|understand"
    r"|\brules?\b",
    "task": r"\bhow (do|to|can|would)\b|\bway to\b|write|implement|create|make|convert|find|get"
    r"|list|show|remove|delete|add|change|turn",
    "complaint": r"error|why can'?t|why (isn'?t|doesn'?t|won'?t)|cannot|can'?t|complain|fail|refus"
    r"|doesn'?t compile|won'?t compile|warn|expected|not allowed|says|reject|lint|clippy",
}
FORMS = tuple(_FORMS)
_FORM = {name: re.compile(words, re.I) for name, words in _FORMS.items()}

# What stands for a value in the ways of asking. Without the endings `vec.iter` would be a file.
_VALUES = {
    "url": r"\w+://\S+",
    "host": r"[\w.+-]+@[\w.-]+(?::\S*)?|(?:\d{1,3}\.){3}\d{1,3}",
    "commit": r"(?=\w*\d)(?=\w*[a-f])[0-9a-f]{6,40}",
    "file": r"[~\w./-]*\w\.(?:rs|md|txt|json|toml|ya?ml|csv|log|sh|py|js|ts|c|h|cpp|html|css|xml"
    r"|sql|zip|tar|t?gz|bz2|xz|zst|png|jpe?g|pdf|conf|cfg|ini|deb|iso|mp4|patch|diff|bin|bak)",
    "folder": r"(?:~|\.{1,2})?/(?!(?:etc|dev|proc|sys)\b)[\w./-]*\w",
}
_VALUE = {noun: re.compile(looks, re.I) for noun, looks in _VALUES.items()}
_TELLING = re.compile(
    r"cargo\.(?:toml|lock)|(?:main|lib|mod|build)\.rs|readme\.md|tar\.\w+"
    r"|(?:rust-toolchain|clippy|rustfmt|config|deny)\.toml",
    re.I,
)


def without_values(text: str) -> str:
    """Return a question with a noun for each file, address and commit that it names: which entry
    answers it does not depend on them."""
    return " ".join(map(_noun_for, text.split()))


def _noun_for(word: str) -> str:
    bare = word.strip("`'\"?!,;:()")
    if _TELLING.fullmatch(bare):
        return word
    return next((noun for noun, looks in _VALUE.items() if looks.fullmatch(bare)), word)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as asked.

    `codes` are error codes, `names` are other things that it names by their own spelling
    (`Vec::retain`, `chunks_exact`, `?`), `tools` are those that its words speak for: `git`, `gh`,
    `linux`, `cargo`, `rust`; none: it may be about any. `forms` are those of `FORMS` that it has.
    `of_names` says that it asks what its names stand for, and nothing about them beyond that.
    """

    text: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    tools: frozenset[str]
    forms: frozenset[str]
    of_names: bool


def understand(text: str) -> Question:
    """Read what a question names."""
    codes = tuple(dict.fromkeys(f"E{number}" for number in _CODE.findall(text)))
    bare = _QUOTED.sub(" ", text)
    # A compiler's message quotes the user's own names; who asks what something is means that.
    quoted = [name.strip() for name in _QUOTED.findall(text)]
    asks = _ASKS.match(text) is not None
    names = [name for name in quoted if asks or re.search(r"::|_|!$|\(\)$", name)]
    for way in (_PATH, _CALLED, _SNAKE, _CAMEL):
        names += way.findall(bare)
    tools: frozenset[str] = frozenset()
    for word in _WORD.findall(text):
        tools |= _SPEAKS_FOR.get(word) or _SPEAKS_FOR.get(word.lower(), frozenset())
    forms = frozenset(form for form, words in _FORM.items() if words.search(text))
    named = tuple(dict.fromkeys(filter(None, names)))
    return Question(text, codes, named, tools, forms, _asks_of(named, text))


def _asks_of(names: tuple[str, ...], text: str) -> bool:
    for name in names:
        text = text.replace(name, " ")
    beside = {word.lower() for word in _WORD.findall(text)} - set(_OF_A_NAME.split())
    return len(beside) <= _MOST_BESIDE
