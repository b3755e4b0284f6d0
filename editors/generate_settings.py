"""Writes the server's settings into the VS Code manifest, so that they have one source.

Run it after a change to `rust_agent_lsp/model/settings.py`; a test fails while they differ.
"""

from __future__ import annotations

import json
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

from rust_agent_lsp.model.settings import Settings, setting_name

MANIFEST = Path(__file__).parent / "vscode" / "package.json"

# These name files to run or load, so a workspace must not choose them.
PATH_SETTINGS = ("embedding_model",)

# No workspace may have what the user has on the machine deleted.
OWN_SETTINGS = ("data_keep_days",)

CLIENT_PROPERTIES: dict[str, dict[str, Any]] = {
    "rustAgent.server.path": {
        "type": "string",
        "default": "",
        "scope": "machine",
        "markdownDescription": "Absolute path of the server. Empty: `rust-agent-lsp` on `PATH`.",
    },
    "rustAgent.trace.server": {
        "type": "string",
        "default": "off",
        "enum": ["off", "messages", "verbose"],
        "scope": "window",
        "markdownDescription": "Show the messages between the editor and the server in the output.",
    },
}


def rewritten(manifest: str) -> str:
    """Return the text of package.json with the settings as the server has them now."""
    data = json.loads(manifest)
    server = {f"rustAgent.{setting_name(f.name)}": _property(f) for f in fields(Settings)}
    data["contributes"]["configuration"]["properties"] = CLIENT_PROPERTIES | server
    data["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"] = [
        "rustAgent.server.path",
        *(f"rustAgent.{setting_name(name)}" for name in PATH_SETTINGS),
    ]
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _property(setting: Field[Any]) -> dict[str, Any]:
    default = setting.default
    result: dict[str, Any] = {"type": _TYPES[type(default)]}
    if isinstance(default, tuple):
        default = list(default)
        result["items"] = {"type": "string"}
    result["default"] = default
    if setting.metadata["choices"]:
        result["enum"] = list(setting.metadata["choices"])
    result["scope"] = "machine" if setting.name in (*PATH_SETTINGS, *OWN_SETTINGS) else "window"
    result["markdownDescription"] = setting.metadata["about"]
    return result


_TYPES = {str: "string", bool: "boolean", int: "integer", float: "number", tuple: "array"}


def main() -> None:
    """Rewrite the manifest in place."""
    MANIFEST.write_text(rewritten(MANIFEST.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
