/** Shows in the status bar what the server is doing. */
import * as vscode from "vscode";
import type { ServerState, ServerStatus } from "./protocol";

const icons: Record<ServerState, string> = {
  ready: "check",
  indexing: "sync~spin",
  checking: "sync~spin",
  untrusted: "shield",
  degraded: "warning",
};

const meanings: Record<ServerState, string> = {
  ready: "Ready.",
  indexing: "Building the search index.",
  checking: "Asking the compiler.",
  untrusted: "This workspace is not trusted, so the compiler is not started.",
  degraded: "Something does not work.",
};

/** Return the state in words: the server's own if it says any. */
export function describe({ state, message }: ServerStatus): string {
  return message || meanings[state];
}

/** The item in the status bar; a click asks the server for its status. */
export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    "rustAgent.status",
    vscode.StatusBarAlignment.Left,
  );

  constructor() {
    this.item.name = "Rust Agent";
    this.item.command = "rustAgent.palette.status";
    this.item.show();
  }

  /** Show a state that the server reported, or that we know of ourselves. */
  show(status: ServerStatus): void {
    const { state, percent } = status;
    const progress = percent == null ? "" : ` ${Math.round(percent)} %`;
    this.item.text = `$(${icons[state]}) Rust Agent${progress}`;
    this.item.tooltip = describe(status);
    this.item.backgroundColor =
      state === "degraded" ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
  }

  dispose(): void {
    this.item.dispose();
  }
}
