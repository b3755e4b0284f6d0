/** The way in: VS Code calls `activate` when the first Rust file opens. */
import * as vscode from "vscode";
import { registerCommands } from "./commands";
import { Session } from "./session";

let session: Session | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const running = new Session(context.extension);
  session = running;
  context.subscriptions.push(
    running,
    registerCommands(running),
    vscode.workspace.onDidGrantWorkspaceTrust(() => running.trust()),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("rustAgent.server.path")) {
        await running.restart();
      }
    }),
  );
  await running.restart();
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}
