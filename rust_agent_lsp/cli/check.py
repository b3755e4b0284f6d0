"""`rust-agent-lsp check`: the same engine in a terminal."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.prompt import Prompt

from rust_agent_lsp.cli.render import Renderer, fix_json
from rust_agent_lsp.features import fix as feature
from rust_agent_lsp.features.journal import applied as journal_record
from rust_agent_lsp.features.repair import Repairer, Report
from rust_agent_lsp.fixes.workshop import Finding, Texts, Workshop, best
from rust_agent_lsp.learning.weights import Weights
from rust_agent_lsp.model.errors import StoreError
from rust_agent_lsp.model.fix import Fix
from rust_agent_lsp.model.settings import Settings
from rust_agent_lsp.stores import actions, journal
from rust_agent_lsp.stores.database import Database
from rust_agent_lsp.stores.places import Places
from rust_agent_lsp.toolchain.check import Status
from rust_agent_lsp.toolchain.locate import default_docs_root
from rust_agent_lsp.toolchain.workspace import find_workspace

COULD_NOT_RUN = 2


def check(
    path: Annotated[Path, typer.Argument(help="A workspace, or a file in it.")] = Path(),
    fix: Annotated[bool, typer.Option(help="Offer fixes until none is left.")] = False,
    yes: Annotated[bool, typer.Option(help="Apply the best fix each time, guesses never.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="This error code or lint alone; may be repeated."),
    ] = None,
) -> None:
    """Explain every error of a workspace, and with --fix repair it.

    Naming a path trusts it for this run: cargo reads its configuration and runs its build scripts.
    Exit 0: no errors left; 1: some left; 2: could not run.
    """
    console = Console(stderr=as_json)
    if not path.exists():
        console.print(f"{path} does not exist", markup=False)
        raise typer.Exit(COULD_NOT_RUN)
    path = path.resolve()
    root = find_workspace(path)
    lone = path if root is None and path.is_file() else None
    run = Run(root or (path.parent if lone else path), console, lone, quiet=as_json)
    report = run.repair(fix=fix, yes=yes or (as_json and fix), only=only or ())
    if as_json:
        typer.echo(json.dumps(run.as_json(report), ensure_ascii=False, indent=2))
    raise typer.Exit(run.exit_code(report))


class Run:
    """One run of `check` or `demo` over one workspace."""

    def __init__(
        self, root: Path, console: Console, lone: Path | None = None, *, quiet: bool = False
    ) -> None:
        self.root = root
        self._console = console
        self._quiet = quiet
        self._places = Places.of_user()
        self._lone = lone
        self._renderer = Renderer(root, console, default_docs_root(workspace=root))
        self._database = self._open_database()
        self._yes = False
        self._shown: set[tuple[str, str]] = set()

    def repair(self, *, fix: bool, yes: bool, only: Collection[str] = ()) -> Report:
        """Check the workspace, and with `fix` repair it; print as it goes.

        `only` names the error codes and lints to look at; without any, all errors are.
        """
        self._yes = yes
        weights = Weights(self._database, str(self.root))
        habits = weights.habits.candidates
        workshop = Workshop(self.root, self._places.shadows, Settings(), self._lone, habits)
        try:
            repairer = Repairer(workshop, weights.weight, self._choose, self._applied, only)
            report = repairer.run(fix=fix)
        finally:
            workshop.close()
        if not self._quiet:
            self._summary(report, " and ".join(only), fix=fix)
        return report

    def exit_code(self, report: Report) -> int:
        """Return 0 without errors, 1 with some left, 2 when the compiler could not be asked."""
        if report.result.status is not Status.OK:
            return COULD_NOT_RUN
        return 1 if report.remaining else 0

    def as_json(self, report: Report) -> dict[str, object]:
        """Return the object that `--json` prints."""
        found = [self._renderer.as_json(finding, report.texts) for finding in report.findings]
        answer: dict[str, object] = {
            "diagnostics": found,
            "applied": [fix_json(fix) for fix in report.applied],
            "remaining": report.remaining,
        }
        if report.result.status is not Status.OK:
            answer["problem"] = report.result.detail
        return answer

    def _choose(self, finding: Finding, texts: Texts) -> Fix | None:
        """Show a finding and its fixes; return the one that the user (or --yes) takes."""
        first = best(finding)
        if self._yes:
            return first
        self._show_once(finding, texts)
        return self._ask(finding, texts)

    def _ask(self, finding: Finding, texts: Texts) -> Fix | None:
        left = list(finding.fixes)
        while left:
            fix = left.pop(0)
            count = len(finding.fixes)
            self._console.print(f"[bold]Way {count - len(left)} of {count}")
            self._renderer.show_fix(fix, texts)
            choices = ["y", "n", "q", "why"] + (["next"] if left else [])
            answer = Prompt.ask("Apply?", console=self._console, choices=choices, default="n")
            if answer == "q":
                raise typer.Exit(1)
            if answer == "y":
                return fix
            if answer == "why":
                left = self._reordered(fix, left)
                continue
            self._refused(fix)
            if answer == "n":
                return None
        return None

    def _reordered(self, fix: Fix, left: list[Fix]) -> list[Fix]:
        """Ask what is wrong with a fix; return the others, the likeliest to please first."""
        from rust_agent_lsp.cli.dialogue import judge_fix  # others need not wait for it

        try:
            return judge_fix(fix, left, str(self.root), self._database, self._console)
        except StoreError as error:
            self._console.print(f"Not written down: {error}", markup=False)
            return left

    def _show_once(self, finding: Finding, texts: Texts) -> None:
        key = (finding.diagnostic.rendered, str(finding.diagnostic.path))
        if key not in self._shown:
            self._shown.add(key)
            self._renderer.show(finding, texts)

    def _summary(self, report: Report, only: str, *, fix: bool) -> None:
        if report.result.status is not Status.OK:
            self._console.print(report.result.detail, style="red", markup=False)
            return
        if not fix:
            for finding in report.findings:
                self._show_once(finding, report.texts)
                for offered in finding.fixes:
                    self._console.print(f"  fix: {_title(offered)}", markup=False, highlight=False)
        self._console.rule()
        if report.result.confined == "none":
            self._console.print("The compiler ran without a sandbox (see `doctor`).")
        found = len(report.findings)
        self._console.print(
            f"{f'{found} of {only}' if only else _count(found, 'error')} at first,"
            f" {_count(len(report.applied), 'fix', 'fixes')} applied,"
            f" {_count(report.remaining, 'error')} left",
            highlight=False,
        )

    def _applied(self, finding: Finding, fix: Fix, texts: Texts) -> None:
        """Show what --yes has applied, and write every applied fix down."""
        if self._yes and not self._quiet:
            self._show_once(finding, texts)
            self._renderer.show_fix(fix, texts)
        self._write_down(fix, feature.predicted(fix, texts))

    def _write_down(self, fix: Fix, texts: Mapping[Path, tuple[bytes, bytes]]) -> None:
        if self._database is None:
            return
        try:
            record = journal_record(fix, self.root, dict(texts), self._places.redaction_key())
            journal.add(self._database, record)
        except (StoreError, OSError) as error:
            self._console.print(f"Not written into the journal: {error}", markup=False)

    def _refused(self, fix: Fix) -> None:
        if self._database is None:
            return
        try:
            action = actions.refusal(fix.candidate.rule, fix.diagnostic.code)
            actions.note(self._database, action)
        except StoreError as error:
            self._console.print(f"Not written down: {error}", markup=False)

    def _open_database(self) -> Database | None:
        try:
            return Database(self._places.database)
        except StoreError as error:
            self._console.print(f"Without journal and feedback: {error}", markup=False)
            return None


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _title(fix: Fix) -> str:
    return str(fix_json(fix)["title"])
