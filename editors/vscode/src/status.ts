/** Shows in the status bar what the server is doing. */
import * as vscode from "vscode";
import type { ServerState, ServerStatus } from "./protocol";

/** What the item shows: the server's state, or that there is no server. */
export interface Shown extends Omit<ServerStatus, "state"> {
  state: ServerState | "missing";
}

const icons: Record<Shown["state"], string> = {
  ready: "check",
  indexing: "sync~spin",
  checking: "sync~spin",
  untrusted: "shield",
  degraded: "warning",
  missing: "cloud-download",
};

/** What stands behind our name; nothing where all is well. */
const words: Record<Shown["state"], string> = {
  ready: "",
  indexing: "indexing",
  checking: "checking",
  untrusted: "untrusted",
  degraded: "limited",
  missing: "not installed",
};

const meanings: Record<Shown["state"], string> = {
  ready: "Ready.",
  indexing: "Building the search index.",
  checking: "Asking the compiler.",
  untrusted: "This workspace is not trusted, so the compiler is not started.",
  degraded: "Something does not work.",
  missing: "The server is not installed.",
};

/** Return the state in words: the server's own if it says any. */
export function describe({ state, message }: Shown): string {
  return message || meanings[state];
}

/** The item in the status bar; a click opens the menu. */
export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    "rustAgent.status",
    vscode.StatusBarAlignment.Left,
  );

  constructor() {
    this.item.name = "Rust Agent";
    this.item.command = "rustAgent.palette.menu";
    this.item.show();
  }

  /** Show a state that the server reported, or that we know of ourselves. */
  show(status: Shown): void {
    const { state, percent } = status;
    const progress = percent == null ? "" : `${Math.round(percent)} %`;
    // All is well, and there is something to say: a reminder that the user has asked for.
    const icon = state === "ready" && status.message ? "bell" : icons[state];
    const text = [`$(${icon}) Rust Agent`, words[state], progress];
    this.item.text = text.filter(Boolean).join(" ");
    this.item.tooltip = `${describe(status)}\nClick for what can be done.`;
    const attention = state === "degraded" || state === "missing";
    this.item.backgroundColor = attention
      ? new vscode.ThemeColor("statusBarItem.warningBackground")
      : undefined;
  }

  dispose(): void {
    this.item.dispose();
  }
}
