"""A filled template as a whole program: every file that its folder gets."""

from __future__ import annotations

import json
import re

from rust_agent_lsp.features.draft import Draft
from rust_agent_lsp.matching.wish import STRICT
from rust_agent_lsp.model.pattern import Dependency, PatternFile, fill

_RESERVED = ("test", "std", "core", "alloc", "proc_macro", "build", "deps", "examples")
_EDITION = "2024"


def crate_name(folder: str) -> str:
    """Return a folder's name as that of a package; empty where it cannot be one."""
    name = re.sub(r"[^a-z0-9_-]+", "-", folder.lower()).strip("-_")
    fits = re.fullmatch(r"[a-z][a-z0-9_-]*", name) and name not in STRICT
    return name if fits and name.replace("-", "_") not in _RESERVED else ""


def program_files(draft: Draft, name: str) -> list[PatternFile]:
    """Return the files of a program; `name` is its package's where the description has none.

    A template of one file gets a Cargo.toml and becomes `src/main.rs` or `src/lib.rs`.
    """
    if not draft.is_project:
        is_program = re.search(r"^(?:pub )?(?:async )?fn main\b", draft.files[0].text, re.M)
        source = "src/main.rs" if is_program else "src/lib.rs"
        package = name or draft.pattern.id
        if package in {d.name for d in draft.pattern.dependencies}:
            package = f"my-{package}"
        manifest = _manifest(package, draft.pattern.dependencies)
        return [PatternFile("Cargo.toml", manifest), PatternFile(source, draft.files[0].text)]
    values = dict(draft.values)
    hole = next((hole for hole in draft.pattern.holes if hole.name == "crate"), None)
    others = {d.name.replace("-", "_") for d in draft.pattern.dependencies}
    own = name if hole is not None and "-" in hole.default else name.replace("-", "_")
    if hole is not None and values["crate"] == hole.default and own not in ("", *others):
        values["crate"] = own
    return [
        PatternFile(fill(file.path, values), fill(file.text, values))
        for file in draft.pattern.template
    ]


def _manifest(name: str, dependencies: tuple[Dependency, ...]) -> str:
    head = f'[package]\nname = "{name}"\nversion = "0.1.0"\nedition = "{_EDITION}"\n'
    return head + "\n[dependencies]\n" + "".join(f"{_row(d)}\n" for d in dependencies)


def _row(dependency: Dependency) -> str:
    version = json.dumps(dependency.version)
    if not dependency.features:
        return f"{dependency.name} = {version}"
    features = ", ".join(json.dumps(feature) for feature in dependency.features)
    return f"{dependency.name} = {{ version = {version}, features = [{features}] }}"
