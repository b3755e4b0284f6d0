/** Finds the server's program, and others. */
import { access, constants } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";
import * as vscode from "vscode";

const suffix = process.platform === "win32" ? ".exe" : "";

/** Return the absolute path of the server, or undefined where there is none yet. */
export async function findServer(): Promise<string | undefined> {
  const configured = configuredPath();
  if (configured) {
    return isAbsolute(configured) && (await isExecutable(configured)) ? configured : undefined;
  }
  return findProgram("rust-agent-lsp");
}

/** Return a program of the PATH, or of the folder where uv and pipx put what they install. */
export async function findProgram(name: string): Promise<string | undefined> {
  // A relative entry of PATH could name a program inside the workspace.
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter(isAbsolute);
  for (const folder of [...folders, join(homedir(), ".local", "bin")]) {
    const path = join(folder, name + suffix);
    if (await isExecutable(path)) {
      return path;
    }
  }
  return undefined;
}

/** The path that the user set, or nothing. */
export function configuredPath(): string {
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
