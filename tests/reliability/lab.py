"""Runs trials in a process of their own, with failures of the disk at hand."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 1800.0


def memory() -> Path | None:
    """Return a folder in memory, where there is one.

    There a sync costs nothing, and it would prove nothing here: the system never goes down.
    """
    folder = Path("/dev/shm")
    return folder if os.access(folder, os.W_OK) else None


class Failed(Exception):
    """A trial found that something was lost, half there or not said."""


class Lab:
    """A folder for trials, and the library that makes writes fail."""

    def __init__(self, folder: Path, library: Path) -> None:
        self.folder = folder
        self._library = library

    def run(self, module: str, *arguments: object, bug: str = "") -> dict[str, Any]:
        """Run `tests.reliability.<module>` on a new folder and return what it found.

        `bug` names one of the seeded bugs. Raises `Failed` where the trial did.
        """
        trial, *more = map(str, arguments)
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            done = subprocess.run(
                [sys.executable, "-m", f"tests.reliability.{module}", trial, folder, *more],
                cwd=ROOT,
                env={**os.environ, "LD_PRELOAD": str(self._library), "SEEDED_BUG": bug},
                capture_output=True,
                text=True,
                timeout=PATIENCE,
                check=False,
            )
        if done.returncode:
            raise Failed(f"{done.returncode}: {done.stderr[-2000:]}")
        found: dict[str, Any] = json.loads(done.stdout)
        print(module, *arguments, found)
        return found


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    if sys.platform != "linux" or shutil.which("cc") is None:
        pytest.skip("needs Linux and a C compiler")
    library = tmp_path_factory.mktemp("faults") / "faults.so"
    source = Path(__file__).with_name("faults.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        yield Lab(Path(folder), library)
