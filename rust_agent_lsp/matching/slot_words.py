"""Words that are no values, and names that are, so that a slot takes only what somebody named."""

from __future__ import annotations

import re
import string
from functools import cache
from pathlib import Path

from rust_agent_lsp.model.command import SlotKind as K


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, for lists that are easier to read without quotes."""
    return tuple(text.split())


def _set(words: str) -> frozenset[str]:
    return frozenset(words_of(words))


STOP = _set(
    """
    a about above across after again ahead all along also an and any are around as at be because
    been before behind below beside between beyond both but by can could did do does during each
    either elsewhere every everything everywhere except for from had has have he her here his
    how i if in inside instead into is it its just like me mine more most my near no nor not now
    of off on one only onto or other our out outside over own please she should since so some
    such than that the their them then there these they this those through to today too under
    until up upon us via was we were what when where which while who whose why will with within
    without would yet you your
    """
)
"""Never a value unless somebody puts it between quotes."""

FILLERS = _set(
    """
    a an called id is my name named no number our path the this your
    """
)
"""What may stand between a slot's word and its value: `the branch called topic`."""

NAMING = _set(
    """
    called named
    """
)

WEAK = _set(
    """
    a about above add after against all an and any around as at be before behind below between
    both build by call change check compare contain containing contains convert copy copying
    create credit debug decode decrypt define defined delete deleted describe does drop each
    edit either encode every except exclude execute existing export extend find first for from
    give good grow have hide if ignore in insert install into is join keep last launch let like
    load look mark match matching mean measure merge most move needs next not of off on only
    onto open or out over pass per ping point print push put remove removed rename replace reset
    resolve run running scan search see send set show since skip split start strip than that
    through to top trace track trash under unmount unmounting unset until use via want was watch
    when where which while with within without worked write zip
    """
)
"""Words of a slot that stand before much else too; a plain word behind them is no value."""

KNOWN = {
    K.BRANCH: _set(
        """
        dev develop experiment feature gh-pages hotfix main master next production release stable
        staging test topic trunk
        """
    ),
    K.COMMIT: _set("HEAD develop main master"),
    K.REMOTE: _set("backup fork origin upstream"),
    K.FOLDER: _set(
        """
        assets backup bin build data dist docs documents downloads examples images include lib logs
        music node_modules opt photos pictures public scripts src static target tests tmp vendor
        videos
        """
    ),
    K.USER: _set(
        """
        ada admin alice backup bob carol deploy git guest nobody postgres root www-data
        """
    ),
    K.GROUP: _set(
        """
        adm audio developers dialout docker kvm root staff sudo users video wheel www-data
        """
    ),
    K.SERVICE: _set(
        """
        NetworkManager apache2 bluetooth cron cups docker httpd mysql nginx postgres postgresql
        redis ssh sshd
        """
    ),
    K.HOST: _set("localhost"),
    K.PROCESS: _set("bash chrome code firefox java nginx node postgres python rust-analyzer"),
    K.PACKAGE: _set(
        """
        clang curl docker gcc git htop jq nginx nodejs python3 ripgrep tmux tree vim
        """
    ),
    K.CRATE: _set(
        """
        anyhow axum clap log rand rayon regex reqwest serde syn thiserror tokio
        """
    ),
    K.FEATURE: _set("derive full std"),
    K.TOOLCHAIN: _set("beta nightly stable"),
}
"""Names that are usual for a kind although some are plain words."""

GENERIC = _set(
    """
    admin assets audio backup bin build code data derive developers docs documents downloads
    examples experiment feature full guest home hotfix images include lib log logs music next
    nobody photos pictures public release scripts stable staff static std target test tests
    topic tree users video videos
    """
)
"""Of the known names those that are too plain to stand anywhere but right behind their slot."""

PLAIN_NAMES = _set(
    """
    docker localhost main master nginx origin root sshd upstream
    """
)
"""Names that need no word of their slot beside them."""

PROGRAMS = _set(
    """
    analyzer apt awk bash bzip2 cargo cat clang clippy-driver code convert cp curl date df
    docker du emacs ffmpeg find firefox gcc gdb git go grep gzip head helix htop hyperfine java
    journalctl jq less ls make man meld mv nano nc node npm nvim perl ping ps psql pytest python
    python3 redis-server rg rm rsync ruby rust- rustc rustfmt sed sh sleep sort sqlite3 ssh
    strace systemctl tail tar tmux top vim wc wget xargs xz zsh
    """
)
_ENGLISH = _set(
    """
    cat code convert date find go head less make man node sleep sort tail time top
    """
)
_SUBCOMMANDS = _set(
    """
    apt bash cargo docker git go make node npm python python3 rustup sh systemctl
    """
)


_ENDINGS = ("ly", "ing", "ed", "able", "tion", "ment", "ness", "ious", "ful", "less")


def is_program(word: str) -> bool:
    """Say whether `word` is the name of a usual program and no plain word as well."""
    return word in PROGRAMS and word not in _ENGLISH


def takes_words(program: str) -> bool:
    """Say whether a program's next word belongs to it, as in `cargo test`."""
    return program in _SUBCOMMANDS


@cache
def common_words() -> frozenset[str]:
    """Return the words of plain prose about commands, which name nothing by themselves."""
    path = Path(__file__).with_name("common_words.txt")
    return frozenset(path.read_text(encoding="utf-8").split())


@cache
def is_plain(word: str) -> bool:
    """Say whether `word` is a word of the language and so no name by itself."""
    if not re.fullmatch(r"[A-Z]?[a-z']+(-[a-z]+)*", word):
        return False
    word = word.lower()
    parts = word.split("-")
    if len(parts) > 1:
        return all(is_plain(part) for part in parts)
    common = common_words()
    if word in common or word in STOP or len(word) < 2:
        return True
    if word.endswith("s") and (word[:-1] in common or word[:-2] in common):
        return True
    return word.endswith(_ENDINGS)


@cache
def is_slip(word: str, *, swapped_only: bool = False) -> bool:
    """Say whether `word` is a plain word with two letters changed over, one doubled or missing."""
    word = word.lower()
    if len(word) < 3 or not re.fullmatch(r"[a-z]+", word):
        return False
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    near = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    if swapped_only:
        return not common_words().isdisjoint(near)
    inserted = {a + c + b for a, b in cuts for c in string.ascii_lowercase}
    if len(word) > 4:
        near |= inserted | {a + b[1:] for a, b in cuts if b}
    return not STOP.isdisjoint(near | inserted) or not common_words().isdisjoint(near)
