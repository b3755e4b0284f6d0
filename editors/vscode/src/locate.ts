/** Finds the server's program. */
import { access, constants } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import * as vscode from "vscode";

const program = process.platform === "win32" ? "rust-agent-lsp.exe" : "rust-agent-lsp";

/**
 * Return the absolute path of the server, or undefined after telling the user what to do.
 * The README at `home`, the extension's folder, says how to install it.
 */
export async function findServer(home: vscode.Uri): Promise<string | undefined> {
  const configured = vscode.workspace.getConfiguration("rustAgent").get("server.path", "");
  if (configured) {
    if (isAbsolute(configured) && (await isExecutable(configured))) {
      return configured;
    }
    void tellMissing(home, `rustAgent.server.path is no absolute path of a program: ${configured}`);
    return undefined;
  }
  // A relative entry of PATH could name a program inside the workspace.
  for (const folder of (process.env["PATH"] ?? "").split(delimiter).filter(isAbsolute)) {
    const path = join(folder, program);
    if (await isExecutable(path)) {
      return path;
    }
  }
  void tellMissing(home, "The program rust-agent-lsp was not found on the PATH.");
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function tellMissing(home: vscode.Uri, reason: string): Promise<void> {
  const install = "How to install";
  const settings = "Open setting";
  const choice = await vscode.window.showErrorMessage(`Rust Agent: ${reason}`, install, settings);
  if (choice === install) {
    const readme = vscode.Uri.joinPath(home, "README.md").with({ fragment: "install" });
    await vscode.commands.executeCommand("markdown.showPreview", readme);
  } else if (choice === settings) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "rustAgent.server.path");
  }
}
