"""Secrets of forty forms in Rust code and in what a compiler says of it."""

from __future__ import annotations

import base64
import random
import string
from collections.abc import Iterator

_LETTERS = string.ascii_letters + string.digits


def _word(rng: random.Random, length: int, letters: str = _LETTERS) -> str:
    return "".join(rng.choice(letters) for _ in range(length))


def _keys(rng: random.Random) -> list[str]:
    """One secret of each kind; each has a core of ten characters or more that nothing else has."""
    hexa, digits, upper = "0123456789abcdef", string.digits, string.ascii_uppercase + string.digits
    jwt = ".".join(base64.urlsafe_b64encode(_word(rng, 24).encode()).decode() for _ in range(3))
    return [
        f"AKIA{_word(rng, 16, upper)}", _word(rng, 40, _LETTERS + "/+"), f"ghp_{_word(rng, 36)}",
        f"github_pat_{_word(rng, 60)}", f"glpat-{_word(rng, 20)}", f"xoxb-{_word(rng, 30, digits)}",
        f"sk_live_{_word(rng, 24)}", f"sk-{_word(rng, 48)}", f"AIza{_word(rng, 35)}", jwt,
        f"npm_{_word(rng, 36)}", f"pypi-{_word(rng, 60)}", f"cio{_word(rng, 32)}",
        f"-----BEGIN PRIVATE KEY-----\n{_word(rng, 64)}\n-----END PRIVATE KEY-----",
        f"postgres://me:{_word(rng, 16)}@db/x", f"Bearer {_word(rng, 32)}",
        f"Basic {base64.b64encode(_word(rng, 18).encode()).decode()}", _word(rng, 32, hexa),
        f"0x{_word(rng, 64, hexa)}", f"{_word(rng, 8, hexa)}-{_word(rng, 12, hexa)}",
        f"correct horse {_word(rng, 12)} staple", f"pässwörd{_word(rng, 12)}ß",
        f"p'a{_word(rng, 12)}s's", f"p`w{_word(rng, 12)}`", f"{_word(rng, 12)} {{}} {{0:?}}",
        f"//{_word(rng, 14)}//", f"/*{_word(rng, 14)}", f"{_word(rng, 14)}*/", f"'{_word(rng, 14)}",
        f"SG.{_word(rng, 22)}.{_word(rng, 43)}", f"ya29.{_word(rng, 50)}", f"dop_{_word(rng, 64)}",
        f"hvs.{_word(rng, 24)}", f"shpat_{_word(rng, 32, hexa)}", f"AC{_word(rng, 32, hexa)}",
        f"eyJ{_word(rng, 30)}", f"ssh-ed25519 {_word(rng, 68)}",
        f"{_word(rng, 10)}:{_word(rng, 10)}",
        f"key={_word(rng, 20)}&x=1",
        f"DefaultEndpointsProtocol=https;AccountKey={_word(rng, 40)}==",
    ]  # fmt: skip


def core(secret: str) -> str:
    """Return the longest run of letters and digits, which is what gives a secret away."""
    runs = "".join(c if c.isascii() and c.isalnum() else " " for c in secret).split()
    return max(runs, key=len)


def planted(seed: int, times: int) -> Iterator[tuple[str, str]]:
    """Yield secrets with the piece of Rust that holds each, in turn in every form."""
    rng = random.Random(seed)  # noqa: S311
    made: list[str] = []
    for number in range(times):
        made = made or _keys(rng)
        secret = made.pop()
        yield secret, _HOLDERS[number % len(_HOLDERS)](secret)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _line(text: str) -> str:
    return " ".join(text.split())


_HOLDERS = (
    lambda s: f'"{_quoted(s)}"',
    lambda s: f'r#"{s}"#',
    lambda s: f'b"{_quoted(s).encode("ascii", "replace").decode()}"',
    lambda s: f"// {_line(s)}\n",
    lambda s: f"/// {_line(s)}\n",
    lambda s: f"/* {s.replace('*/', '').replace('/*', '')} */",
    lambda s: f'concat!("a", "{_quoted(s)}")',
    lambda s: f'"a \\" b \\\\{_quoted(s)}\\n"',
    lambda s: f'c"{_quoted(s)}"',
    lambda s: f'#[doc = "{_quoted(s)}"]',
    lambda s: f'"zwei\nZeilen {_quoted(s)}"',
)
