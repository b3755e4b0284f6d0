"""Writes the reference pages from the program itself, so that they cannot drift from it.

Run it after a change to a setting or a command; a test fails while the pages differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import Field, fields
from inspect import getdoc
from pathlib import Path
from typing import Any

import typer

from rust_agent_lsp.cli.app import make_app
from rust_agent_lsp.model.settings import Settings, setting_name
from rust_agent_lsp.server.handlers import COMMANDS
from rust_agent_lsp.stores.places import APP, Places
from rust_agent_lsp.stores.snapshot import snapshot_of

HERE = Path(__file__).parent
LINUX = Places(
    data=Path("~/.local/share", APP),
    cache=Path("~/.cache", APP),
    config=Path("~/.config", APP),
    log=Path("~/.local/state", APP, "log"),
)
_BLOCK = re.compile(
    r"(?P<head><!-- (?P<name>[a-z ]+): written by docs/generate\.py -->)\n.*?\n<!-- end -->", re.S
)

ANSWERS = {
    "rustAgent.applyFix": '`{"applied", "reason"?}`; asks before anything is edited',
    "rustAgent.fixAll": '`{"applied", "fixed", "left", "reason"?}`; `left` counts those of the kind'
    " that stay, `reason` says why",
    "rustAgent.suppress": '`{"applied", "reason"?}`; asks before anything is edited',
    "rustAgent.undoFix": '`{"undone", "id", "title"}`, or `{"undone": false, "reason"}`',
    "rustAgent.journal": '`{"markdown", "records": [{"id", "title", "rule", "undone"}]}`',
    "rustAgent.explain": '`{"markdown", "entry"}`; opens it where the editor shows documents',
    "rustAgent.exercise": '`{"uri", "task"}`, or `{"uri": null, "reason"}`; the file is checked on'
    " save",
    "rustAgent.ask": '`{"answers": [{"kind", "title", "text", "command", "source", "entry",'
    ' "score", "dangers", "preview", "undo", "safe_alternatives", "in_dependencies"}],'
    ' "confident"}`; opens a page',
    "rustAgent.recognize": '`{"patterns": [{"id", "name", "score", "range", "reason", "bad"}]}`,'
    " best first; `bad` marks an anti-pattern",
    "rustAgent.insertPattern": '`{"applied", "reason"?, "id"?}`, or with `dryRun` `{"candidates":'
    ' [{"id", "title", "code", "dependencies": [{"name", "version", "features"}], "score",'
    ' "verification", "reason", "missing", "files"}], "confident"}`; asks before anything is'
    " edited",
    "rustAgent.learnCrates": '`{"crates", "known", "files", "lines", "left_out", "uses",'
    ' "patterns", "seconds", "failed", "stopped"}`, or `{"applied": false, "reason"}`; shows'
    " progress that can be cancelled",
    "rustAgent.feedback": '`{"stored", "id", "subject", "next"?}`; `next` is another accepted fix',
    "rustAgent.wasHelpful": '`{"stored", "subject", "next"?, "better"?, "switchedOff"?}`; asks by'
    " itself, and edits only after a yes",
    "rustAgent.rules": '`{"rules": [{"rule", "code", "fixes", "bad", "sure", "off", "by"}]}`; an'
    " empty `code` stands for any",
    "rustAgent.status": "an object: version, state, trust, problems, sandbox, index, places",
}


def rewritten(page: str) -> str:
    """Return a page with its generated blocks as the program has them now."""
    return _BLOCK.sub(
        lambda found: f"{found['head']}\n{_text_of(found['name'])}\n<!-- end -->", page
    )


def _text_of(name: str) -> str:
    """Return what belongs into the block `name`; raises KeyError for an unknown one."""
    writers: dict[str, Callable[[], Iterator[str]]] = {
        "settings": _settings,
        "places": _places,
        "commands": _editor_commands,
        "command line": lambda: _described("rust-agent-lsp", typer.main.get_command(make_app())),
    }
    return "\n".join(writers[name]())


def _settings() -> Iterator[str]:
    yield "| setting | default | choices | what it does |"
    yield "|---|---|---|---|"
    yield from map(_setting, fields(Settings))


def _places() -> Iterator[str]:
    """Yield the table of our files; the paths are Linux's without any XDG variable."""
    journal = "journal of applied fixes, your judgements"
    key = "the key of the placeholders that stand for your literals in the journal"
    yield "| place | what | if you delete it |"
    yield "|---|---|---|"
    copy = "a copy of that file for the day it is damaged"
    yield f"| `{LINUX.database}` | {journal} | the snapshot takes its place |"
    yield f"| `{snapshot_of(LINUX.database)}` | {copy} | made anew; without both all is lost |"
    yield f"| `{LINUX.data}/agent.corrupt-1` … | a database that could not be read | nothing |"
    yield f"| `{LINUX.data}/redaction.key` | {key} | some earlier fixes cannot be taken back |"
    given = "the list of books and questions that you gave to `ingest --path`"
    yield f"| `{LINUX.data}/books` | {given} | they are no longer read |"
    models = "embedding models that `train --adopt` made"
    yield f"| `{LINUX.data}/models` | {models} | the shipped one is used |"
    reports = "the reports of `refresh`"
    yield f"| `{LINUX.data}/reports` | {reports} | nothing |"
    own = "your own entries, from `knowledge import`"
    yield f"| `{LINUX.data}/knowledge` | {own} | they are gone |"
    yield f"| `{LINUX.trusted}` | folders that you trust | fixes there are offered unchecked |"
    yield f"| `{LINUX.shadows}` | shadow workspaces and their build output | built anew |"
    yield f"| `{LINUX.cache}/concepts` | the installed documentation, as it was read | read again |"
    crates = "what your dependencies use of std and of our patterns"
    yield f"| `{LINUX.cache}/crates` | {crates} | `learn crates` reads them again |"
    yield f"| `{LINUX.cache}` otherwise | the index, the last documents shown | built anew |"


def _setting(setting: Field[Any]) -> str:
    """Return a setting's row."""
    default, about = _written(setting.default), setting.metadata["about"]
    choices = ", ".join(f"`{choice}`" for choice in setting.metadata["choices"])
    return f"| `{setting_name(setting.name)}` | {default} | {choices} | {_cell(about)} |"


def _written(value: Any) -> str:
    """Return a default as it is written in JSON."""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return "`[" + ", ".join(f'"{item}"' for item in value) + "]`"
    return f'`"{value}"`' if isinstance(value, str) else f"`{value}`"


def _cell(text: str) -> str:
    """Return `text` so that no bar of it ends the cell."""
    return text.replace("|", "\\|")


def _editor_commands() -> Iterator[str]:
    for name, handler in COMMANDS.items():
        about = (getdoc(handler) or "").replace("\n", " ").rstrip(".")
        if not about.startswith(f"`{name}"):
            raise ValueError(f"the docstring of {handler.__name__} must begin with `{name}")
        yield f"- {about}.\n  Answer: {ANSWERS[name]}."


def _described(path: str, command: Any) -> Iterator[str]:
    """Yield what `--help` says of each command below `command`, depth first."""
    for name, below in sorted(getattr(command, "commands", {}).items()):
        full = f"{path} {name}"
        if getattr(below, "commands", None):
            yield from _described(full, below)
            continue
        places = [p for p in below.params if p.param_type_name == "argument"]
        shown = " ".join([full, *(_place(p) for p in places)])
        rows = [f"- {_switches(p)}: {p.help}" for p in below.params if getattr(p, "help", None)]
        yield "\n\n".join(filter(None, (f"### `{shown}`", below.help, "\n".join(rows)))) + "\n"


def _place(argument: Any) -> str:
    name = argument.name.upper() + ("…" if argument.nargs == -1 else "")
    return name if argument.required else f"[{name}]"


def _switches(parameter: Any) -> str:
    """Return how a parameter is written: `--fix`, `--base BASE`, `PATH`."""
    if parameter.param_type_name == "argument":
        return f"`{parameter.name.upper()}`"
    value = "" if parameter.is_flag else f" {parameter.metavar or parameter.name.upper()}"
    return f"`{', '.join(parameter.opts)}{value}`"


def main() -> None:
    """Rewrite the pages in place."""
    for page in (HERE / "configuration.md", HERE / "commands.md"):
        page.write_text(rewritten(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
