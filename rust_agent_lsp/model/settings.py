"""The one source of configuration: names, defaults and descriptions of every setting.

The editor manifests and docs/configuration.md are generated from these fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any


def _setting(default: Any, about: str, choices: tuple[str, ...] = ()) -> Any:
    return field(default=default, metadata={"about": about, "choices": choices})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; the field `check_all_targets` is the setting `check.allTargets`, and so on."""

    diagnostics_mode: str = _setting(
        "auto",
        "Where diagnostics come from: `forwarded` by the editor client alone, our own `check` on"
        " save, or `auto` (own check until somebody forwards).",
        ("auto", "forwarded", "check"),
    )
    check_command: str = _setting(
        "check", "The cargo command that finds the diagnostics.", ("check", "clippy")
    )
    check_all_targets: bool = _setting(True, "Check tests, benches and examples too.")
    check_features: tuple[str, ...] = _setting(
        (), "Features to check with; `all` stands for every feature."
    )
    check_no_default_features: bool = _setting(False, "Check without the default features.")
    check_target: str = _setting(
        "", "The target triple to check for; empty: what cargo is configured for."
    )
    check_exclude_folders: tuple[str, ...] = _setting(
        (),
        "Folders in which nothing is checked and nothing published, relative to the workspace's"
        " root.",
    )
    check_timeout_seconds: int = _setting(300, "Give up a cargo run after this many seconds.")
    fixes_hide_rustc_suggestions: bool = _setting(
        False, "Leave rustc's own suggestions to rust-analyzer."
    )
    confirm: str = _setting(
        "ask",
        "How a fix is confirmed: `ask` shows a question; `preview` uses the editor's refactor"
        " preview where it has one.",
        ("ask", "preview"),
    )
    hover_enabled: bool = _setting(True, "Explain the diagnostic under the cursor on hover.")
    hover_commands: str = _setting(
        "scripts",
        "Explain the command under the cursor on hover: in shell scripts (`scripts`), also in"
        " Makefiles, Dockerfiles, Markdown code blocks and GitHub workflows (`everywhere`), or"
        " `never`. Such a file never starts the server; restart it when you change this.",
        ("scripts", "everywhere", "never"),
    )
    recognize_hints: str = _setting(
        "off",
        "Anti-patterns in the open file as quiet hints, where rustc and clippy say nothing of them:"
        " those with a repair that the compiler has accepted (`repairable`), or `all`.",
        ("off", "repairable", "all"),
    )
    hover_concepts: bool = _setting(
        False,
        "Explain the Rust construct under the cursor on hover (`dyn`, `?`, `'a`, `Arc<Mutex<T>>`,"
        " types of the standard library) where no diagnostic is.",
    )
    lessons_offer: bool = _setting(
        True, "Offer the lesson once when the same error has come up three times."
    )
    feedback_ask: str = _setting(
        "sometimes",
        "Whether to ask, after an applied fix, if it helped: `always`; `sometimes`, after ten fixes"
        " and a day at the least, and less often where nobody answers; or `never`.",
        ("always", "sometimes", "never"),
    )
    learning_enabled: bool = _setting(
        True,
        "Learn from your own repairs, on this machine alone, and offer them for the next error of"
        " the same kind. Off: nothing is written down of them, and none is offered.",
    )
    review_remind: bool = _setting(
        False,
        "Say in the status item when the weekly `rust-agent-lsp review` is due.",
    )
    index_enabled: bool = _setting(
        True, "Run the index worker, which finds entries by meaning when no exact key fits."
    )
    documentation_ingest: str = _setting(
        "first-use",
        "When the toolchain's installed documentation is read, in the background: at the first"
        " question (`first-use`; later at each start, where only what changed is read), at the"
        " first `start`, or `never`.",
        ("first-use", "start", "never"),
    )
    data_keep_days: int = _setting(
        365,
        "Forget journal, judgements and figures after this many days; 0 keeps them. What you wrote"
        " or learned is kept.",
    )
    embedding_model: str = _setting(
        "", "A sentence-transformers model folder to use instead of the shipped static model."
    )

    def changed(self, values: Mapping[str, Any] | None) -> tuple[Settings, list[str]]:
        """Return the settings with `values` (flat or nested, camelCase) put in, and complaints.

        Null and unknown values change nothing; a value of the wrong type is complained of.
        """
        settings, complaints = self, []
        for name, value in _flatten(values or {}):
            spec = _FIELDS.get(name)
            if spec is None or value is None:
                continue
            default = spec.default
            if isinstance(default, tuple) and _is_texts(value):
                value = tuple(value)
            choices = spec.metadata["choices"]
            if type(value) is not type(default) or (choices and value not in choices):
                wanted = " or ".join(choices) or _IN_WORDS[type(default)]
                complaints.append(f"setting `{name}`: {value!r} is not {wanted}")
                continue
            changes: dict[str, Any] = {spec.name: value}
            settings = replace(settings, **changes)
        return settings, complaints


def _is_texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(v, str) for v in value)


def setting_name(field_name: str) -> str:
    """Return the public name of a field: `check_all_targets` -> `check.allTargets`."""
    group, _, rest = field_name.partition("_")
    if not rest:
        return group
    head, *tail = rest.split("_")
    return f"{group}.{head}" + "".join(word.capitalize() for word in tail)


def _flatten(values: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    flat: list[tuple[str, Any]] = []
    for key, value in values.items():
        if isinstance(value, Mapping):
            flat += _flatten(value, f"{prefix}{key}.")
        else:
            flat.append((prefix + key, value))
    return flat


_IN_WORDS = {bool: "true or false", int: "a whole number", str: "a text", tuple: "a list of texts"}
_FIELDS = {setting_name(f.name): f for f in fields(Settings)}
