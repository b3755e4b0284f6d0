"""Static models made from the shipped one, as a training would leave them."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from rust_agent_lsp.stores.models import SHIPPED_MODEL


def copy_of_shipped(folder: Path, mark: str = "") -> Path:
    """Write a model with the shipped one's vectors and, by `mark`, another digest."""
    shutil.copytree(SHIPPED_MODEL, folder, dirs_exist_ok=True)
    (folder / "reference.json").write_text(json.dumps({"mark": mark}))
    return pinned(folder)


def spoiled(folder: Path, seed: int = 0) -> Path:
    """Write a model whose vectors mean nothing."""
    copy_of_shipped(folder)
    weights = load_file(folder / "model.safetensors")["embedding.weight"]
    shuffled = np.random.default_rng(seed).permutation(weights)
    save_file({"embedding.weight": shuffled}, folder / "model.safetensors")
    return pinned(folder)


def pinned(folder: Path) -> Path:
    """Write the manifest anew for the files as they are."""
    manifest = json.loads((folder / "manifest.json").read_text())
    files = (file for file in sorted(folder.iterdir()) if file.name != "manifest.json")
    manifest["sha256"] = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder
