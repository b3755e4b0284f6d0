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
    const { state, message, percent } = status;
    const progress = percent == null ? "" : ` ${Math.round(percent)} %`;
    this.item.text = `$(${icons[state] ?? "info"}) Rust Agent${progress}`;
    this.item.tooltip = message;
    this.item.backgroundColor =
      state === "degraded" ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
  }

  dispose(): void {
    this.item.dispose();
  }
}
