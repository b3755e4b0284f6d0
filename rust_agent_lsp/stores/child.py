"""Our own processes beside the server: how they are started, and how each of them begins."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import NoReturn, TextIO

_PACKAGE = Path(__file__).resolve().parents[1]
_PARENT_LOOK_SECONDS = 1.0
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS")


def command_of(module: str) -> list[str]:
    """Return the command that runs a module of ours as a process."""
    return [sys.executable, "-P", "-m", module]


def environment() -> dict[str, str]:
    """Return the environment in which a child imports from where this process does, never from
    the current folder."""
    folders = [folder for folder in sys.path if folder] + [str(_PACKAGE.parent)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(folders)}


def started(command: list[str], stdin: int = subprocess.PIPE) -> subprocess.Popen[str]:
    """Start a process of ours that tells its lines on stdout, in a session of its own.

    Raises OSError.
    """
    return subprocess.Popen(
        command,
        stdin=stdin,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        env=environment(),
    )


def own_stdout() -> TextIO:
    """Keep stdout for messages: whatever a library prints goes to stderr from now on."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return out


def begin_anew(out: TextIO, *more: str) -> NoReturn:
    """Run this process's command once more in its place, with `more` arguments: what it has
    imported and kept is given back. `out` is what `own_stdout` returned."""
    out.flush()
    os.dup2(out.fileno(), 1)
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:], *more])  # noqa: S606 - ourselves


def use_one_thread() -> None:
    """Have numpy, tokenizers and Chroma use one thread, if they are not imported yet: more would
    take the editor's time."""
    os.environ |= dict.fromkeys(_THREADS, "1") | {"TOKENIZERS_PARALLELISM": "false"}


def end_with(parent: int) -> None:
    """End this process at once when `parent` is its parent no more."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_PARENT_LOOK_SECONDS)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
