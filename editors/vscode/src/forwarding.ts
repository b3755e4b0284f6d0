/** Hands rust-analyzer's diagnostics to our server, which explains them. Publishes nothing. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { forwardDiagnostics } from "./protocol";

const sources = new Set(["rustc", "clippy", "rust-analyzer"]);
const rustAnalyzer = "rust-lang.rust-analyzer";
/** A burst of changes within this time becomes one message. */
const pauseMs = 50;

interface Pending {
  uri: vscode.Uri;
  timer: NodeJS.Timeout;
  version: number | undefined;
}

/** Forwards what other extensions publish for Rust files, one file at a time. */
export class Forwarding implements vscode.Disposable {
  private readonly pending = new Map<string, Pending>();
  /** Files that the server holds diagnostics of, and so must be told when these are gone. */
  private readonly held = new Set<string>();
  private readonly listener = vscode.languages.onDidChangeDiagnostics((event) => {
    for (const uri of event.uris) {
      this.schedule(uri);
    }
  });

  constructor(private readonly client: LanguageClient) {}

  /** Send everything again, for a server that has just started. */
  restart(): void {
    this.held.clear();
    for (const [uri] of vscode.languages.getDiagnostics()) {
      this.schedule(uri);
    }
  }

  /** Send the diagnostics of `uri` soon, with the version that the document has now. */
  schedule(uri: vscode.Uri): void {
    if (uri.scheme !== "file" || !uri.path.endsWith(".rs")) {
      return;
    }
    const key = uri.toString();
    clearTimeout(this.pending.get(key)?.timer);
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === key);
    const timer = setTimeout(() => void this.flush(uri), pauseMs);
    this.pending.set(key, { uri, timer, version: document?.version });
  }

  /** Send what waits now, so that a message sent afterwards finds it. */
  async settle(): Promise<void> {
    await Promise.all([...this.pending.values()].map(({ uri }) => this.flush(uri)));
  }

  private async flush(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    const waiting = this.pending.get(key);
    if (waiting === undefined || !this.client.isRunning()) {
      return;
    }
    clearTimeout(waiting.timer);
    this.pending.delete(key);
    const diagnostics = this.foreign(uri);
    if (diagnostics.length === 0 && !this.held.has(key) && !rustAnalyzerRuns()) {
      return;
    }
    this.held.add(key);
    await this.client.sendNotification(forwardDiagnostics, {
      uri: this.client.code2ProtocolConverter.asUri(uri),
      ...(waiting.version === undefined ? {} : { version: waiting.version }),
      positionEncoding: "utf-16",
      diagnostics: diagnostics.map((diagnostic) => this.converted(diagnostic)),
    });
  }

  /** The compiler's diagnostics of `uri` that somebody else published. */
  private foreign(uri: vscode.Uri): vscode.Diagnostic[] {
    const own = new Set(this.client.diagnostics?.get(uri));
    return vscode.languages
      .getDiagnostics(uri)
      .filter((diagnostic) => sources.has(diagnostic.source ?? "") && !own.has(diagnostic));
  }

  private converted(diagnostic: vscode.Diagnostic) {
    const plain = this.client.code2ProtocolConverter.asDiagnostic(diagnostic);
    // The converter keeps `data` only of diagnostics that this very copy of the library made.
    const { data } = diagnostic as { data?: unknown };
    return data === undefined ? plain : { ...plain, data };
  }

  dispose(): void {
    this.listener.dispose();
    for (const { timer } of this.pending.values()) {
      clearTimeout(timer);
    }
  }
}

/**
 * Say whether somebody else checks the code. If so, the server hears of clean files as well and
 * need not check by itself; if not, silence leaves that to the server.
 */
function rustAnalyzerRuns(): boolean {
  return vscode.extensions.getExtension(rustAnalyzer)?.isActive ?? false;
}
