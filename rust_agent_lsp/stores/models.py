"""Which embedding model is in use: the shipped one, or one that was trained here and adopted.

Adopted ones lie in the user's data, each in a folder named by its digest. The file `adopted` lists
those in use, the latest last, each with the digest of the shipped model that it was held against:
after an update that brings another one, the shipped model counts again.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.stores.places import Places, replace_file

SHIPPED_MODEL = Path(__file__).resolve().parent.parent / "_models" / "minilm-static"
"""The model that travels with the package; `rust-agent-lsp train` makes it."""

FOLDER = "models"
_LIST = "adopted"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """The files of a model by name, each as its manifest pins it.

    `digest` is a hash that changes whenever what it gives would.
    """

    contents: dict[str, bytes]
    digest: str


STATIC = ("model.safetensors", "tokenizer.json")
"""The files of a static model."""


def verified_files(path: Path, needed: Collection[str] = STATIC) -> ModelFiles:
    """Read the model folder at `path`, whose manifest pins at least the files `needed`.

    Raises `StoreError` when a file is missing, damaged or not what the manifest names.
    """
    pins = _pins(path, needed)
    contents = {name: _verified(path / name, pin) for name, pin in pins.items()}
    digest = hashlib.sha256("".join(sorted(pins.values())).encode()).hexdigest()
    return ModelFiles(contents, digest)


def _pins(path: Path, needed: Collection[str]) -> dict[str, str]:
    """Return file name -> sha256 from the manifest of the model folder `path`."""
    try:
        manifest = json.loads((path / "manifest.json").read_text())
        pins = {str(name): str(pin) for name, pin in manifest["sha256"].items()}
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise StoreError(f"the model at {path} has no valid manifest: {error}") from error
    if any(Path(name).name != name for name in pins):
        raise StoreError(f"the manifest of {path} names a file outside of it")
    if missing := set(needed) - pins.keys():
        raise StoreError(f"the manifest of {path} does not pin {', '.join(sorted(missing))}")
    return pins


def _verified(file: Path, pin: str) -> bytes:
    """Return the bytes of `file` once their sha256 is `pin`."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise StoreError(f"the model cannot be read: {error}") from error
    if hashlib.sha256(content).hexdigest() != pin:
        raise StoreError(f"{file} is not the file that its manifest names; install it again")
    return content


@dataclass(frozen=True, slots=True)
class _Adopted:
    """One line of the list."""

    model: str
    shipped: str


def installed_model(data: Path | None = None) -> Path:
    """Return the folder of the model in use; `data` is another data folder than the user's.

    An adopted one that is damaged or gone is passed over with a word in the log.
    """
    folder = (data or Places.of_user().data) / FOLDER
    lines = _read(folder)
    if not lines:
        return SHIPPED_MODEL
    try:
        shipped = verified_files(SHIPPED_MODEL).digest
    except StoreError:
        return SHIPPED_MODEL  # whoever loads it is told what is wrong with it
    for line in reversed(lines):
        if line.shipped != shipped:
            continue
        try:
            verified_files(folder / line.model)
        except StoreError as error:
            _log.warning("the adopted model is not used: %s", error)
            continue
        return folder / line.model
    return SHIPPED_MODEL


def candidate_folder(data: Path) -> Path:
    """Make an empty folder beside the adopted models, for one that is being made.

    Raises `StoreError`.
    """
    folder = data / FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=".candidate-", dir=folder))
    except OSError as error:
        raise StoreError(f"no model can be written to {folder}: {error}") from error


def adopt(data: Path, candidate: Path) -> Path:
    """Put the model in the folder `candidate` to use and return where it lies then; those before
    it are kept. Raises `StoreError`."""
    folder, digest = data / FOLDER, verified_files(candidate).digest
    target = folder / digest[:32]
    try:
        if target.exists():
            shutil.rmtree(candidate)
        else:
            candidate.rename(target)
        line = _Adopted(target.name, verified_files(SHIPPED_MODEL).digest)
        _write(folder, [*(old for old in _read(folder) if old.model != target.name), line])
    except OSError as error:
        raise StoreError(f"the model cannot be put to use in {folder}: {error}") from error
    return target


def go_back(data: Path) -> Path | None:
    """Return to the model before the latest adopted one, which is removed; None without one.

    Raises `StoreError`.
    """
    folder = data / FOLDER
    lines = _read(folder)
    if not lines:
        return None
    try:
        _write(folder, lines[:-1])
        shutil.rmtree(folder / lines[-1].model, ignore_errors=True)
    except OSError as error:
        raise StoreError(f"{folder} cannot be changed: {error}") from error
    return installed_model(data)


def _read(folder: Path) -> list[_Adopted]:
    try:
        rows = json.loads((folder / _LIST).read_text(encoding="utf-8"))
        lines = [_Adopted(str(row["model"]), str(row["shipped"])) for row in rows]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError) as error:
        _log.warning("the list of adopted models cannot be read: %s", error)
        return []
    # A name that leads out of the folder is none of ours.
    return [line for line in lines if Path(line.model).name == line.model]


def _write(folder: Path, lines: list[_Adopted]) -> None:
    rows = [{"model": line.model, "shipped": line.shipped} for line in lines]
    replace_file(folder / _LIST, json.dumps(rows).encode())
