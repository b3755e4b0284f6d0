from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from rust_agent_lsp.model.settings import Settings
from rust_agent_lsp.toolchain.check import CheckResult, check
from rust_agent_lsp.toolchain.direct import Direct
from rust_agent_lsp.toolchain.locate import Toolchain, locate
from rust_agent_lsp.toolchain.process import confinement
from rust_agent_lsp.toolchain.shadow import Shadow, open_shadow


@dataclass
class Project:
    """A cargo project in a temporary folder, with a shadow of its own."""

    root: Path
    cache: Path
    toolchain: Toolchain
    environ: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    settings: Settings = field(default_factory=Settings)
    _shadow: Shadow | None = None
    _direct: Direct | None = None

    @property
    def shadow(self) -> Shadow:
        if self._shadow is None:
            self._shadow = open_shadow(self.root, self.cache)
            self._direct = Direct(self._shadow)
        return self._shadow

    @property
    def direct(self) -> Direct:
        assert self._direct is not None
        return self._direct

    def use(self, shadow: Shadow, direct: Direct) -> None:
        """Check there from now on; the shadow in use before stays open."""
        self._shadow, self._direct = shadow, direct

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def check(
        self,
        overlay: Mapping[str, str] | None = None,
        cancel: threading.Event | None = None,
        file: Path | None = None,
    ) -> CheckResult:
        texts = {self.root / name: text.encode() for name, text in (overlay or {}).items()}
        shadow = self.shadow
        return check(
            shadow,
            texts,
            self.settings,
            self.toolchain,
            cancel or threading.Event(),
            file,
            self.environ,
            self._direct,
        )

    def close(self) -> None:
        if self._shadow is not None:
            self._shadow.close()
            self._shadow = None


MANIFEST = '[package]\nname = "{}"\nversion = "0.1.0"\nedition = "2021"\n'


@pytest.fixture(scope="session")
def toolchain() -> Toolchain:
    return locate(Path("/"))


@pytest.fixture
def make_project(tmp_path: Path, toolchain: Toolchain) -> Iterator[Callable[..., Project]]:
    made: list[Project] = []

    def make(files: Mapping[str, str], folder: str = "user/ws", package: str = "demo") -> Project:
        project = Project(tmp_path / folder, tmp_path / "cache", toolchain)
        project.root.mkdir(parents=True)
        defaults = {"Cargo.toml": MANIFEST.format(package)} if package else {}
        project.write({**defaults, **files})
        made.append(project)
        return project

    yield make
    for project in made:
        project.close()


@pytest.fixture(scope="session")
def landlock() -> None:
    """Skip where the kernel cannot confine a process."""
    if not confinement().startswith("landlock"):
        pytest.skip("this kernel has no Landlock")


def snapshot(root: Path) -> dict[str, tuple[object, ...]]:
    """Everything that may be observed of the files below `root`."""
    seen: dict[str, tuple[object, ...]] = {}
    for path in [root, *sorted(root.rglob("*"))]:
        stat = path.lstat()
        content = path.read_bytes() if path.is_file() else b""
        seen[str(path)] = (
            stat.st_mode, stat.st_uid, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns,
            stat.st_ino, stat.st_nlink, content,
        )  # fmt: skip
    return seen


@pytest.fixture
def take_snapshot() -> Callable[[Path], dict[str, tuple[object, ...]]]:
    return snapshot


@pytest.fixture
def manifest() -> str:
    return MANIFEST
