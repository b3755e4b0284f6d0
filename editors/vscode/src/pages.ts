/** Read-only documents that exist only in the editor: explanations, the journal, sides of a diff. */
import * as vscode from "vscode";

const scheme = "rust-agent";
const peeked = "/Pattern.rs";

/** Holds the text of each page until it is dropped. */
export class Pages implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changes = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(
    scheme,
    this,
  );
  readonly onDidChange = this.changes.event;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? "";
  }

  /** Give the page at `path` a text; open editors and previews of it follow. */
  put(path: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme, path });
    this.texts.set(uri.path, text);
    this.changes.fire(uri);
    return uri;
  }

  /** Show Markdown as a rendered page. */
  async preview(path: string, markdown: string): Promise<void> {
    // The preview renders no link to a file, but would show its source; the name alone stays.
    const text = markdown.replace(/\[([^\]]+)\]\(file:[^)]*\)/g, "$1");
    await vscode.commands.executeCommand("markdown.showPreview", this.put(path, text));
  }

  /** Show code beside the editor, without taking the focus; the next code takes its place. */
  async peek(code: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.put(peeked, code));
    await vscode.window.showTextDocument(document, {
      preserveFocus: true,
      preview: true,
      viewColumn: vscode.ViewColumn.Beside,
    });
  }

  /** Close the code that is shown beside the editor. */
  async closePeek(): Promise<void> {
    const shown = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(
        (tab) =>
          tab.input instanceof vscode.TabInputText &&
          tab.input.uri.scheme === scheme &&
          tab.input.uri.path === peeked,
      );
    await vscode.window.tabGroups.close(shown, true);
    this.texts.delete(peeked);
  }

  /** Forget every page below `folder` and close the diff editors that show one. */
  async drop(folder: string): Promise<void> {
    const shown = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(
        (tab) =>
          tab.input instanceof vscode.TabInputTextDiff &&
          tab.input.modified.scheme === scheme &&
          tab.input.modified.path.startsWith(folder),
      );
    await vscode.window.tabGroups.close(shown, true);
    for (const path of [...this.texts.keys()].filter((path) => path.startsWith(folder))) {
      this.texts.delete(path);
    }
  }

  dispose(): void {
    this.registration.dispose();
    this.changes.dispose();
  }
}
