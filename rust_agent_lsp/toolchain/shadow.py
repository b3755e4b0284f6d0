"""Mirrors a workspace by symbolic links, so that candidate texts can be compiled without a copy
of it and without touching it.

    slot/lock      held while a Shadow is open
    slot/mtime     the newest modification time that was given out, in nanoseconds
    slot/root/…    the mirror: slot/root + the absolute path of anything
    slot/target/   cargo's target directory, never shared with the user's own
    slot/tmp/      TMPDIR

In the mirror, the folders on the way to the workspace and to each laid file are real folders;
their other entries are links into the user's tree. So `../sibling`, a parent's
`.cargo/config.toml` and the like lead where they lead the user's own cargo.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.toolchain.locate import cargo_home
from rust_agent_lsp.toolchain.workspace import package_folders

_SLOTS = 16
_MAX_FOLDERS = 500  # of one package, so that a huge one costs no more than a large one
_STEP = 1_000_000  # ns between two times given out; wider than any file system's grain we meet
_LOCK_FILE = "Cargo.lock"

Signature = tuple[int, int, int]


class Shadow:
    """The mirror of one workspace; not for several threads at once.

    `root` is the workspace as the user names it, `folder` its place in the mirror. Entries in
    `hidden` (absolute paths) are left out of the mirror.
    """

    def __init__(self, workspace_root: Path, slot_dir: Path, hidden: Collection[Path] = ()) -> None:
        self.root = _absolute(workspace_root)
        self.slot = slot_dir.resolve()
        self.target = self.slot / "target"
        self.tmp = self.slot / "tmp"
        self.mirror = self.slot / "root"
        self._real = self.root.resolve()
        self.folder = self._mirrored(self._real)
        self._hidden = {p.resolve() for p in hidden}
        self._lock_signature: Signature | None = None
        self._lock = _take(self.slot)
        for folder in (self.target, self.mirror):
            folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.tmp, ignore_errors=True)
        self.tmp.mkdir()
        # user file -> its signature when it was last put back; None while other text lies there
        self._files: dict[Path, Signature | None] = dict.fromkeys(self._real_files())
        self._mtime = max(self._stamp(), self._newest_build())

    def close(self) -> None:
        """Give the slot free for others; what was built stays."""
        os.close(self._lock)

    def to_shadow(self, path: Path) -> Path:
        """Return where the user's file `path` is mirrored."""
        return self._mirrored(self._actual(path))

    def to_user(self, path: Path | str) -> Path:
        """Return the user's file for a path that cargo or rustc named; a relative one is below
        the workspace. What does not come from the mirror is returned as it is."""
        absolute = Path(os.path.normpath(self.folder / path))
        if not absolute.is_relative_to(self.mirror):
            return self._as_named(absolute)
        return self._as_named(Path("/") / absolute.relative_to(self.mirror))

    def lay(self, overlay: Mapping[Path, bytes]) -> None:
        """Make the mirror show the workspace as it is on disk now, with the texts of `overlay`
        over the files that it names (absolute paths; they need not exist on disk).

        Each changed text gets a modification time newer than all before it and than all that
        was built, since cargo compares times, not contents. Raises OSError.
        """
        texts = {self._actual(path): text for path, text in overlay.items()}
        for path in texts:
            self._files[path] = None
        present = {p for p in self._files if p in texts or p.is_file()}
        real_names: dict[Path, set[str]] = {}
        folders = self._real_folders(present)
        for path in (*folders, *present):
            real_names.setdefault(path.parent, set()).add(path.name)
        for folder in sorted(folders, key=lambda f: len(f.parts)):
            self._sync_folder(folder, real_names.get(folder, set()))
        for path in present:
            if path in texts:
                self._write(path, texts[path])
            else:
                self._put_back(path)
        for path in self._files.keys() - present:
            self._files[path] = None
        self._sync_lock_file(texts)
        self._save_stamp()

    def shows(self, overlay: Mapping[Path, bytes]) -> bool:
        """Say whether the mirror still shows the texts that were laid over it."""
        try:
            return all(self.to_shadow(p).read_bytes() == text for p, text in overlay.items())
        except OSError:
            return False

    def built(self) -> None:
        """Note that a build has ended: what is laid next must look newer than its products."""
        # The file system's clock, which is the one that cargo's stamps are made by.
        self._save_stamp()
        self._mtime = max(self._mtime, (self.slot / "mtime").stat().st_mtime_ns)
        self._save_stamp()

    def _mirrored(self, actual: Path) -> Path:
        return self.mirror / actual.relative_to("/")

    def _actual(self, path: Path) -> Path:
        """Return `path` with the links on the way to the workspace resolved, none below it."""
        absolute = _absolute(path)
        if absolute.is_relative_to(self.root):
            return self._real / absolute.relative_to(self.root)
        return absolute

    def _as_named(self, actual: Path) -> Path:
        if actual.is_relative_to(self._real):
            return self.root / actual.relative_to(self._real)
        return actual

    def _real_folders(self, files: Collection[Path]) -> set[Path]:
        """Return the folders that must be real ones in the mirror when `files` are.

        These are all above the workspace and the files, and the whole package of each file: from
        behind a link, `#[path = "../src/x.rs"]` would lead to the user's own `x.rs`.
        """
        folders = {self._real, *self._real.parents}
        packages = set()
        for file in files:
            folders.update(file.parents)
            package = next((f for f in file.parents if (f / "Cargo.toml").is_file()), None)
            if package is not None:
                packages.add(package)
        for package in packages:
            folders.update(package_folders(package, _MAX_FOLDERS))
        return folders

    def _sync_folder(self, folder: Path, kept: set[str]) -> None:
        """Make the mirror of `folder` a real folder with a link for each entry of the user's,
        except for the names in `kept`, which are real there."""
        mirrored = self._mirrored(folder)
        if mirrored.is_symlink():
            mirrored.unlink()
        mirrored.mkdir(exist_ok=True)
        wanted = self._user_names(folder) - kept
        with os.scandir(mirrored) as listing:
            entries = list(listing)
        for entry in entries:
            if entry.name in wanted and entry.is_symlink():
                wanted.discard(entry.name)
            elif entry.name in kept or (folder == self._real and entry.name == _LOCK_FILE):
                continue
            elif entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path)
            else:
                Path(entry.path).unlink()
        for name in wanted:
            (mirrored / name).symlink_to(folder / name)

    def _user_names(self, folder: Path) -> set[str]:
        """Return the entries of the user's `folder` that the mirror shows."""
        names = _entries(folder)
        if folder.is_relative_to(self._real) and (folder / "target" / "CACHEDIR.TAG").exists():
            names.discard("target")
        if folder == self._real:
            names.discard(_LOCK_FILE)
        return names - {path.name for path in self._hidden if path.parent == folder}

    def _put_back(self, path: Path) -> None:
        """Give the mirror of `path` the text on disk; it stays a real file, since behind a link
        cargo would see the old time."""
        signature = signature_of(path)
        if signature is not None and signature != self._files[path]:
            self._write(path, path.read_bytes())
            self._files[path] = signature

    def _sync_lock_file(self, texts: Mapping[Path, bytes]) -> None:
        """Keep a copy of the user's lock file; cargo would write through a link."""
        user = self._real / _LOCK_FILE
        if user in texts:
            self._lock_signature = None
            return
        signature = signature_of(user)
        if signature == self._lock_signature:
            return
        if signature is None:
            self._mirrored(user).unlink(missing_ok=True)
        else:
            self._write(user, user.read_bytes())
        self._lock_signature = signature

    def _write(self, path: Path, text: bytes) -> None:
        """Write `text` to the mirror of `path`, as a new file with a new time, if it differs."""
        mirrored = self._mirrored(path)
        if mirrored.is_file() and not mirrored.is_symlink() and mirrored.read_bytes() == text:
            return
        mirrored.unlink(missing_ok=True)
        # Exclusive, so that nothing is ever written through a link into the user's tree.
        with mirrored.open("xb") as file:
            file.write(text)
        self._mtime = max(mirrored.stat().st_mtime_ns, self._mtime + _STEP)
        os.utime(mirrored, ns=(self._mtime, self._mtime))

    def _real_files(self) -> list[Path]:
        """Return the user files for which an earlier session left a text in the mirror."""
        lock = self._real / _LOCK_FILE
        found = [
            Path("/") / Path(folder, name).relative_to(self.mirror)
            for folder, _, names in os.walk(self.mirror)
            for name in names
            if not Path(folder, name).is_symlink()
        ]
        return [path for path in found if path != lock]

    def _stamp(self) -> int:
        try:
            return int((self.slot / "mtime").read_text())
        except (OSError, ValueError):
            return 0

    def _save_stamp(self) -> None:
        (self.slot / "mtime").write_text(str(self._mtime))

    def _newest_build(self) -> int:
        """Return the newest time among cargo's own stamps, for when the last session crashed."""
        stamps = [
            *self.target.glob("*/.fingerprint/*/*"),
            *self.target.glob("*/*/.fingerprint/*/*"),
        ]
        return max((path.stat().st_mtime_ns for path in stamps), default=0)


def open_shadow(
    workspace_root: Path, cache_dir: Path, environ: Mapping[str, str] = os.environ
) -> Shadow:
    """Open a mirror of the workspace in the first slot below `cache_dir` that nobody uses.

    Raises ToolchainError when none can be had, saying why.
    """
    name = hashlib.sha256(os.fsencode(workspace_root.resolve())).hexdigest()[:16]
    # Cargo reads its home's configuration anyway, and mirrored it would count twice.
    hidden = {cargo_home(environ)}
    for number in range(_SLOTS):
        try:
            return Shadow(workspace_root, cache_dir / "shadow" / name / str(number), hidden)
        except BlockingIOError:
            continue
        except OSError as error:
            raise ToolchainError(f"cannot make a shadow in {cache_dir}: {error}") from error
    raise ToolchainError(f"{_SLOTS} servers are at work on {workspace_root} already; close some")


def _entries(folder: Path) -> set[str]:
    """Return the names in the user's `folder`: none when it is only in the editor so far, or
    not ours to read."""
    try:
        return set(os.listdir(folder))  # noqa: PTH208 - a `Path` of each would take ten times as long
    except OSError:
        return set()


def _absolute(path: Path) -> Path:
    """Return `path` made absolute, `..` taken out, links not followed."""
    return Path(os.path.normpath(path.absolute()))


def _take(slot: Path) -> int:
    """Lock `slot` for as long as the returned file descriptor is open; raises BlockingIOError
    when another has it."""
    slot.mkdir(parents=True, exist_ok=True)
    lock = os.open(slot / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise
    return lock


def signature_of(path: Path) -> Signature | None:
    """Return what tells one state of the file from another, or None when there is no file."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino
