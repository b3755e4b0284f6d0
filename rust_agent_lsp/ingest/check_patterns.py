"""Proves a pattern: its template compiles with its defaults, its programs run and hold."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from rust_agent_lsp.ingest.lint_patterns import Fence, fences
from rust_agent_lsp.model.diagnostic import Diagnostic, Severity
from rust_agent_lsp.model.errors import ToolchainError
from rust_agent_lsp.model.pattern import Dependency, fill
from rust_agent_lsp.stores.knowledge import split_entry
from rust_agent_lsp.toolchain.crates import Crates, build_crates, source_arguments, target_folder
from rust_agent_lsp.toolchain.locate import own_toolchain
from rust_agent_lsp.toolchain.run_snippet import build_and_run, cargo_environment, run_command
from rust_agent_lsp.toolchain.snippet import Options, check_snippet

_PANICKED = 101
_BUILD_SECONDS = 900
_CODE = re.compile(r"E\d{4}")
_LINT = re.compile(r"clippy::\w+|[a-z]+(_[a-z]+)+")
_RUNS = ("panics", "no_run")


@dataclass(frozen=True, slots=True)
class Proof:
    """What the check of a pattern showed: complaints (`file:line: …`), and why a part of it was
    not checked, empty if all was."""

    complaints: tuple[str, ...]
    skipped: str = ""


class Workbench:
    """Where crates are built for the patterns that need them; nothing is built before that."""

    def __init__(self, known: Mapping[str, Dependency]) -> None:
        self._known = known
        self._build = cache(lambda: build_crates(tuple(known.values()), target_folder()))

    def crates(self) -> Crates:
        """Return the built crates. Raises `ToolchainError` where there are none."""
        return self._build()

    def strangers(
        self, files: Sequence[Fence], defaults: Mapping[str, str], declared: Sequence[str]
    ) -> Iterator[str]:
        """Yield what a project's Cargo.toml asks for and its pattern or crates.toml does not."""
        for name, row in _asked_for({fill(f.file, defaults): f.code for f in files}, defaults):
            version = row if isinstance(row, str) else row.get("version")
            if version is None:
                continue  # of the project itself, or said in the workspace
            if name not in declared:
                yield f"{name} is not among the pattern's dependencies"
            elif version != self._known[name].version:
                yield f"{name}: crates.toml has version {self._known[name].version}"


def check_pattern(path: Path, text: str, bench: Workbench) -> Proof:
    """Compile and run the blocks of a pattern whose form is right (`lint_pattern`)."""
    header, _, _ = split_entry(path, text)
    found = fences(text)
    single = [f for f in found if f.language == "rust" and not f.file]
    defaults = {hole["name"]: hole["default"] for hole in header.get("holes", ())}
    complaints: list[str] = []
    try:
        crates = bench.crates().arguments(header["dependencies"]) if header["dependencies"] else ()
        for fence in single:
            code = fill(fence.code, defaults) if fence.section == "Template" else fence.code
            said = _judge(fence, code, crates, bool(header.get("network")))
            complaints += [f"{path}:{fence.line}: {c}" for c in (said, formatting(code)) if c]
        for section in ("Template", "Example", "Bad", "Better"):
            files = [f for f in found if f.section == section and f.file]
            if files:
                say = [*_project(path.stem, files, defaults, header)]
                say += bench.strangers(files, defaults, header["dependencies"])
                complaints += [f"{path}:{files[0].line}: {c}" for c in say]
    except ToolchainError as error:
        return Proof(tuple(complaints), str(error))
    return Proof(tuple(complaints))


def _judge(fence: Fence, code: str, crates: tuple[str, ...], network: bool) -> str:
    """Return what is wrong with a single file's block, given its marks; empty: nothing."""
    if fence.section == "Template":
        return _unclean(check_snippet(code, Options(arguments=crates)))
    named = [m for m in fence.marks[1:] if m not in _RUNS]
    if fence.section == "Bad" and named:
        said = check_snippet(code, _options(named[0], crates))
        errors = sorted({d.code or "an error without a code" for d in said if _is_error(d)})
        if _CODE.fullmatch(named[0]):
            return "" if errors == named else f"should fail with {named[0]} alone; here {errors}"
        if named[0] not in {d.code for d in said}:
            return f"{named[0]} does not fire; here {[d.code for d in said]}"
        if [e for e in errors if e != named[0]]:
            return f"does not compile: {errors}"
    if "fn main(" not in code:
        return "" if named else _unclean(check_snippet(code, Options(arguments=crates)))
    ran = build_and_run(code, crates, "no_run" not in fence.marks, network)
    if ran.diagnostics and not named:
        return _unclean(ran.diagnostics)
    if ran.returncode is None:
        return "does not build: " + _unclean(ran.diagnostics)
    wanted = _PANICKED if "panics" in fence.marks else 0
    if ran.returncode != wanted:
        return f"exit code {ran.returncode}, wanted {wanted}: {ran.output[-600:].strip()}"
    return ""


def _options(name: str, crates: tuple[str, ...]) -> Options:
    if _CODE.fullmatch(name):
        return Options(arguments=crates)
    return Options(allow=(), warn=(name,), clippy=name.startswith("clippy::"), arguments=crates)


def _is_error(diagnostic: Diagnostic) -> bool:
    return diagnostic.severity == Severity.ERROR


def _unclean(said: Sequence[Diagnostic]) -> str:
    return "".join(
        f"should compile clean: {d.code or 'error'} at byte {d.span.start}: {d.message}"
        for d in sorted(said, key=lambda d: not _is_error(d))[:1]
    )


def formatting(code: str) -> str:
    """Return how the code differs from what rustfmt writes; empty: it does not, or who knows."""
    wanted = formatted(code)
    if wanted is None or wanted == code:
        return ""
    pairs = zip_longest(code.splitlines(), wanted.splitlines(), fillvalue="")
    ours, theirs = next(((a, b) for a, b in pairs if a != b), ("", ""))
    return f"rustfmt writes {theirs.strip()!r} where {ours.strip()!r} stands (`--update` does so)"


def formatted(code: str) -> str | None:
    """Return the code as rustfmt writes it; None where it is not installed or fails."""
    rustfmt = own_toolchain().rustc.with_name("rustfmt")
    if not rustfmt.is_file():
        return None
    done = subprocess.run(
        [str(rustfmt), "--edition", "2024", "--quiet"],
        input=code,
        cwd=tempfile.gettempdir(),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout if done.returncode == 0 else None


def with_formatting(text: str) -> str:
    """Return a pattern file's text with all its single Rust files formatted, but not templates."""
    for fence in fences(text):
        if fence.language == "rust" and fence.section != "Template":
            better = formatted(fence.code) or fence.code
            text = text.replace(f"\n{fence.code}```", f"\n{better}```", 1)
    return text


def _project(
    pattern_id: str,
    files: Sequence[Fence],
    defaults: Mapping[str, str],
    header: Mapping[str, object],
) -> Iterator[str]:
    """Yield what is wrong with a project of several files: its texts, then what cargo says."""
    texts = {fill(f.file, defaults): fill(f.code, defaults) for f in files}
    for name, text in texts.items():
        check = _CHECKS.get(Path(name).suffix)
        if check is not None and (complaint := check(text)):
            yield f"{name}: {complaint}"
    for name in _packages(texts):
        # One target folder serves all projects; packages of one name would be taken for another.
        if not name.startswith(pattern_id):
            yield f"the package {name!r} must be called {pattern_id} or {pattern_id}-…"
    if "Cargo.toml" not in texts:
        return
    with tempfile.TemporaryDirectory(prefix="rust-agent-") as name:
        root = Path(name).resolve()
        for file, text in texts.items():
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text(text, encoding="utf-8", newline="")
        yield from _cargo(root, str(header.get("cargo", "run")), bool(header.get("network")))


def _cargo(root: Path, command: str, network: bool) -> Iterator[str]:
    source = source_arguments()
    cargo = str(own_toolchain().cargo)
    target = target_folder() / "projects"
    target.mkdir(parents=True, exist_ok=True)
    first = {"run": ["build"], "test": ["test", "--no-run"]}.get(command, [command])
    if command == "clippy":
        first += ["--", "-Dwarnings"]
    steps = [(first, _BUILD_SECONDS)]
    if command in ("run", "test"):
        steps.append(([command], 60))
    environment = cargo_environment(target) | {
        "RUSTFLAGS": "-Adead_code -Aunused",
        "TMPDIR": str(root),  # the linker's
    }
    home = Path(os.environ.get("CARGO_HOME") or Path.home() / ".cargo")
    for words, seconds in steps:
        argv = [cargo, words[0], *source, *words[1:]]
        code, said = run_command(argv, root, environment, (root, target, home), network, seconds)
        if code:
            yield f"cargo {' '.join(words)}: exit code {code}: {said[-1500:].strip()}"
            return
        if re.search(r"^warning: (?!unused manifest|.*generated \d+ warning)", said, re.M):
            yield f"cargo {' '.join(words)} warns: {said[:1500].strip()}"


def _packages(texts: Mapping[str, str]) -> Iterator[str]:
    for name, text in texts.items():
        if Path(name).name == "Cargo.toml" and not _bad_toml(text):
            package = tomllib.loads(text).get("package")
            if package:
                yield package["name"]


def _asked_for(
    texts: Mapping[str, str], defaults: Mapping[str, str]
) -> Iterator[tuple[str, str | dict[str, Any]]]:
    for name, text in texts.items():
        filled = fill(text, defaults)
        if Path(name).name == "Cargo.toml" and not _bad_toml(filled):
            manifest = tomllib.loads(filled)
            for kind in ("dependencies", "dev-dependencies", "build-dependencies"):
                yield from manifest.get(kind, {}).items()
            yield from manifest.get("workspace", {}).get("dependencies", {}).items()


def _bad_toml(text: str) -> str:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return str(error)
    return ""


def _bad_yaml(text: str) -> str:
    try:
        yaml = importlib.import_module("yaml")
    except ImportError:
        return ""  # installed for development only
    try:
        yaml.safe_load(text)
    except yaml.YAMLError as error:
        return " ".join(str(error).split())
    return ""


_CHECKS: dict[str, Callable[[str], str]] = {
    ".toml": _bad_toml,
    ".yml": _bad_yaml,
    ".yaml": _bad_yaml,
    ".rs": formatting,
}
