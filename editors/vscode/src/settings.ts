/** What the user set, and only that: where they set nothing of ours, rust-analyzer's may count. */
import * as vscode from "vscode";
import type { ConfigurationMiddleware, DocumentFilter } from "vscode-languageclient/node";

/** The part of package.json that names our settings. */
export interface Manifest {
  contributes: { configuration: { properties: Record<string, unknown> } };
}

/** Settings that are ours alone; all others belong to the server. */
const clientSettings = new Set(["rustAgent.server.path", "rustAgent.trace.server"]);

/** A change in these is for the server to ask about. */
export const watchedSections = ["rustAgent", "rust-analyzer"];

/** The server's settings that are not left at their defaults, named without the prefix. */
export function chosenSettings(manifest: Manifest): Record<string, unknown> {
  const all = vscode.workspace.getConfiguration();
  return Object.fromEntries(
    Object.keys(manifest.contributes.configuration.properties)
      .filter((key) => !clientSettings.has(key) && isChosen(all.inspect(key)))
      .map((key) => [key.slice("rustAgent.".length), all.get(key)]),
  );
}

/** What the server sees: Rust, and where `hover.commands` asks for it, files that hold commands.
 * None of the latter starts the extension. */
export function selectedDocuments(): DocumentFilter[] {
  const wanted = vscode.workspace.getConfiguration().get<string>("rustAgent.hover.commands");
  const languages = ["rust"];
  if (wanted !== "never") {
    languages.push("shellscript");
  }
  if (wanted === "everywhere") {
    languages.push("makefile", "dockerfile", "markdown");
  }
  const selected: DocumentFilter[] = languages.map((language) => ({ language, scheme: "file" }));
  if (wanted === "everywhere") {
    const pattern = "**/.github/workflows/*.{yml,yaml}";
    selected.push(
      { language: "yaml", scheme: "file", pattern },
      { language: "github-actions-workflow", scheme: "file", pattern },
    );
  }
  return selected;
}

/** Answers the server's questions about settings; rust-analyzer's are read by their full names. */
export function settingsMiddleware(manifest: Manifest): ConfigurationMiddleware {
  return {
    configuration: async (params, token, next) => {
      const answers = (await next(params, token)) as unknown[];
      const all = vscode.workspace.getConfiguration();
      return params.items.map(({ section }, number) => {
        if (section === "rustAgent") {
          return chosenSettings(manifest);
        }
        return section && isChosen(all.inspect(section)) ? answers[number] : null;
      });
    },
  };
}

function isChosen(found: ReturnType<vscode.WorkspaceConfiguration["inspect"]>): boolean {
  const places = [found?.globalValue, found?.workspaceValue, found?.workspaceFolderValue];
  return places.some((value) => value !== undefined);
}
