"""Ed25519 signatures of team records, made and checked by `ssh-keygen`, as Git does for commits.

No library that we depend on signs, a shared secret would let every member sign as any other, and
cryptography of our own would be worse than either: OpenSSH is where developers are.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores.places import Places

NAMESPACE = "rust-agent-lsp-team"
_PATIENCE = 20.0


def own_key(places: Places, author: str) -> Path:
    """Return the user's private key, made on first use. Raises `StoreError`."""
    path = places.data / "team-key"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        done = _run("-q", "-t", "ed25519", "-N", "", "-C", author, "-f", str(path))
        if done.returncode:
            raise StoreError(f"no key could be made: {done.stderr.decode(errors='replace')}")
    return path


def public_line(places: Places, author: str) -> str:
    """Return the line by which others know this user. Raises `StoreError`."""
    key = own_key(places, author).with_name("team-key.pub")
    try:
        kind, value, *_ = key.read_text(encoding="utf-8").split()
    except (OSError, ValueError) as error:
        raise StoreError(f"{key} cannot be read: {error}") from error
    return f"{author} {kind} {value}"


def sign(text: str, key: Path) -> str:
    """Return the signature of a text. Raises `StoreError`."""
    done = _run("-q", "-Y", "sign", "-f", str(key), "-n", NAMESPACE, given=text.encode())
    if done.returncode:
        raise StoreError(f"the record was not signed: {done.stderr.decode(errors='replace')}")
    return done.stdout.decode()


def is_signed(text: str, signature: str, author: str, keys: Iterable[str]) -> bool:
    """Say whether one of the author's keys made this signature. Raises `StoreError` where that
    cannot be found out."""
    with tempfile.TemporaryDirectory(prefix="rust-agent-") as folder:
        known, proof = Path(folder) / "authors", Path(folder) / "signature"
        known.write_text("".join(f"{author} {key}\n" for key in keys), encoding="utf-8")
        proof.write_text(signature, encoding="utf-8", errors="replace")
        arguments = ("-I", author, "-n", NAMESPACE, "-f", str(known), "-s", str(proof))
        return _run("-Y", "verify", *arguments, given=text.encode()).returncode == 0


def _run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise StoreError("a team's records are signed with `ssh-keygen`; install OpenSSH")
    try:
        return subprocess.run(
            [program, *arguments],
            input=given,
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
            # Nothing may ask for a passphrase: there is nobody to type it.
            start_new_session=True,
            env={**os.environ, "SSH_ASKPASS_REQUIRE": "never"},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StoreError(f"`ssh-keygen` failed: {error}") from error
