"""Asks the real compiler which errors a project still has, to judge a fix by."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path


def cargo_errors(project: Path, env: dict[str, str]) -> set[tuple[str, str]]:
    """Return (code, file) of every error that `cargo check` reports in the project's own target."""
    run = subprocess.run(
        ["cargo", "check", "--offline", "--message-format=json"],
        cwd=project,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    errors = set()
    for line in run.stdout.splitlines():
        message = json.loads(line).get("message") or {}
        if message.get("level") == "error" and message.get("code"):
            primary = next(span for span in message["spans"] if span["is_primary"])
            errors.add((message["code"]["code"], primary["file_name"]))
    assert errors or run.returncode == 0, run.stderr
    return errors
