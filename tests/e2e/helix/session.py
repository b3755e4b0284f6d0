"""A real Helix on a screen of tmux, driven by keys and read as a user reads it."""

from __future__ import annotations

import json
import re
import subprocess
import time
from pathlib import Path
from typing import Self

PATIENCE = 180.0  # seconds; a deadline for a busy machine, never a measure
UNANSWERED = 20.0  # seconds; after these a request that shows nothing is made again
COLUMNS, ROWS = 150, 45

PAGE = Path(__file__).parents[3] / "docs" / "editors" / "helix.md"


class Helix:
    """Helix with both servers on one file, in a tmux server of its own."""

    def __init__(
        self,
        tmux: Path,
        hx: Path,
        rust_analyzer: Path,
        server: list[str],
        file: Path,
        env: dict[str, str],
    ) -> None:
        _configure(Path(env["XDG_CONFIG_HOME"]) / "helix", rust_analyzer, server)
        # Its own socket: no session of the user's is seen, and none of ours is left behind.
        self._tmux = [str(tmux), "-S", str(Path(env["HOME"]) / "tmux")]
        self._env = env
        size = ["-x", str(COLUMNS), "-y", str(ROWS)]
        options = ["-u", "-f", "/dev/null", "new-session", "-d", *size]
        self._run(*options, "-c", str(file.parents[1]), str(hx), str(file))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._run("kill-server")

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names, as in `Enter` or `Escape`."""
        self._run("send-keys", *keys)

    def type(self, text: str) -> None:
        self._run("send-keys", "-l", text)

    def command(self, line: str) -> None:
        """Run a command line of Helix's, from normal mode."""
        self.type(f":{line}")
        self.press("Enter")

    def select(self, text: str) -> None:
        """Search for a text and put the cursor on its first character."""
        self.type(f"/{re.escape(text)}")
        # A bare semicolon at the end would separate commands of tmux's.
        self.press("Enter", r"M-\;")

    def open_fixes(self) -> list[str]:
        """Ask for code actions until one of ours was accepted; return the titles of those."""
        deadline = time.monotonic() + PATIENCE
        while True:
            self.type(" a")
            # No menu at all comes where rust-analyzer fails at the request, which it does at times.
            screen = self._seen("✓|[Cc]hecking|No code actions", UNANSWERED)
            if accepted := re.findall(r"(\S[^│]*\S) ✓", screen):
                return accepted
            assert time.monotonic() < deadline, f"no fix is accepted:\n{screen}"
            self.press("Escape")
            # Else the next key would come right behind, and both would be read as Alt and it.
            self.wait_gone("[Cc]hecking", what="menu")

    def screen(self) -> str:
        return self._run("capture-pane", "-p")

    def wait(self, pattern: str, *, what: str) -> str:
        """Return the screen as soon as it shows `pattern`."""
        screen = self._seen(pattern, PATIENCE)
        assert re.search(pattern, screen, re.M), f"no {what}; the screen shows:\n{screen}"
        return screen

    def wait_gone(self, pattern: str, *, what: str) -> str:
        """Return the screen as soon as it shows `pattern` no more."""
        deadline = time.monotonic() + PATIENCE
        while re.search(pattern, screen := self.screen(), re.M):
            assert time.monotonic() < deadline, f"{what} stays; the screen shows:\n{screen}"
            time.sleep(0.1)
        return screen

    def _seen(self, pattern: str, seconds: float) -> str:
        """Return the screen as soon as it shows `pattern`, or as it is after the time."""
        deadline = time.monotonic() + seconds
        while not re.search(pattern, screen := self.screen(), re.M):
            if time.monotonic() >= deadline:
                break
            time.sleep(0.1)
        return screen

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [*self._tmux, *arguments], env=self._env, capture_output=True, text=True, check=True
        )
        return done.stdout


def _configure(folder: Path, rust_analyzer: Path, server: list[str]) -> None:
    """Write the user's configuration: the first block of Helix's page, with this run's programs."""
    folder.mkdir(parents=True)
    block = re.search(r"^```toml\n(.*?)^```$", PAGE.read_text("utf-8"), re.S | re.M)
    assert block is not None
    program, *arguments = map(json.dumps, server)
    ours = f"command = {program}\nargs = [{', '.join(arguments)}]\n"
    text = block[1].replace('command = "rust-agent-lsp"\nargs = ["serve"]\n', ours)
    assert text != block[1]
    text += f"[language-server.rust-analyzer]\ncommand = {json.dumps(str(rust_analyzer))}\n"
    (folder / "languages.toml").write_text(text, encoding="utf-8")
    (folder / "config.toml").write_text('[editor]\nend-of-line-diagnostics = "hint"\n', "utf-8")
