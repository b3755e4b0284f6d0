/**
 * Says that the server is missing and offers to install it. The user sees the command before it
 * runs, and while it does.
 */
import { homedir } from "node:os";
import * as vscode from "vscode";
import { configuredPath, findProgram } from "./locate";

/** What can install it, the best first, and what to say to it. */
const installers = [
  ["uv", "uv tool install rust-agent-lsp"],
  ["pipx", "pipx install rust-agent-lsp"],
] as const;

/** Say in a sentence what is missing. */
export function missing(): string {
  const configured = configuredPath();
  return configured
    ? `rustAgent.server.path is no absolute path of a program: ${configured}`
    : "The program rust-agent-lsp was not found on the PATH.";
}

/** Tell the user what to do; the README at `home`, the extension's folder, says how to install. */
export async function tellMissing(home: vscode.Uri): Promise<void> {
  if (!configuredPath()) {
    await offerInstallation(home);
    return;
  }
  const setting = "Open setting";
  if ((await vscode.window.showErrorMessage(`Rust Agent: ${missing()}`, setting)) === setting) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "rustAgent.server.path");
  }
}

/** Ask whether to install the server; else the README says how to do it by hand. */
async function offerInstallation(home: vscode.Uri): Promise<void> {
  const command = await findCommand();
  const install = "Install";
  const manual = "How to install";
  const problem = `Rust Agent: ${missing()}`;
  const choice =
    command === undefined
      ? await vscode.window.showWarningMessage(problem, manual)
      : await vscode.window.showWarningMessage(
          `${problem} Install it in a terminal, with “${command}”?`,
          install,
          manual,
        );
  if (choice === manual) {
    const readme = vscode.Uri.joinPath(home, "README.md").with({ fragment: "install" });
    await vscode.commands.executeCommand("markdown.showPreview", readme);
  } else if (choice === install && command !== undefined) {
    // In the home folder, where no file of the workspace can say how to install.
    const terminal = vscode.window.createTerminal({ name: "Rust Agent", cwd: homedir() });
    terminal.show();
    terminal.sendText(command);
  }
}

async function findCommand(): Promise<string | undefined> {
  for (const [program, command] of installers) {
    if ((await findProgram(program)) !== undefined) {
      return command;
    }
  }
  return undefined;
}
