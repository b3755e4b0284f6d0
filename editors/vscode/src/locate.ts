/** Finds the server's program. */
import { access, constants } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import * as vscode from "vscode";

const program = process.platform === "win32" ? "rust-agent-lsp.exe" : "rust-agent-lsp";

/** Return the absolute path of the server, or undefined where there is none yet. */
export async function findServer(): Promise<string | undefined> {
  const configured = configuredPath();
  if (configured) {
    return isAbsolute(configured) && (await isExecutable(configured)) ? configured : undefined;
  }
  // A relative entry of PATH could name a program inside the workspace.
  for (const folder of (process.env["PATH"] ?? "").split(delimiter).filter(isAbsolute)) {
    const path = join(folder, program);
    if (await isExecutable(path)) {
      return path;
    }
  }
  return undefined;
}

function configuredPath(): string {
  return vscode.workspace.getConfiguration("rustAgent").get("server.path", "");
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Tell the user what to do; the README at `home`, the extension's folder, says how to install. */
export async function tellMissing(home: vscode.Uri): Promise<void> {
  const configured = configuredPath();
  const reason = configured
    ? `rustAgent.server.path is no absolute path of a program: ${configured}`
    : "The program rust-agent-lsp was not found on the PATH.";
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
