/** Asks what is wanted, shows what could be inserted with the code of each, inserts the choice. */
import * as vscode from "vscode";
import type { Pages } from "./pages";
import type { PatternCandidate, PatternCandidates } from "./protocol";

type Ask = (params: object) => Promise<unknown>;

const verdicts = {
  passed: "compiles here",
  pending: "not compiled yet",
  unavailable: "not checked",
  refused: "does not compile here",
};

/** Run the command; `ask` sends it to the server with the place of the cursor. */
export async function insertPattern(pages: Pages, ask: Ask): Promise<void> {
  const description = await vscode.window.showInputBox({
    title: "Insert a pattern",
    prompt: "In plain words, with your own names.",
    placeHolder: "A builder for HttpRequest with required url and method",
  });
  if (!description?.trim()) {
    return;
  }
  const found = (await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: "Rust Agent: compiling patterns" },
    () => ask({ description, dryRun: true }),
  )) as PatternCandidates | null | undefined;
  if (!found?.candidates.length) {
    void vscode.window.showInformationMessage("Rust Agent: no pattern fits that description.");
    return;
  }
  const chosen = await choose(pages, found);
  if (chosen !== undefined) {
    await ask({ description, id: chosen.id });
  }
}

/** Let the user choose, with the code of the active one beside; nothing when it is closed. */
async function choose(
  pages: Pages,
  found: PatternCandidates,
): Promise<PatternCandidate | undefined> {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { is: PatternCandidate }>();
  pick.title = found.confident ? "Insert which one?" : "Did you mean one of these?";
  pick.items = found.candidates.map((is) => ({
    label: is.title,
    description: verdicts[is.verification],
    ...(is.reason ? { detail: is.reason } : {}),
    is,
  }));
  pick.onDidChangeActive(([active]) => {
    if (active !== undefined) {
      void pages.peek(active.is.code);
    }
  });
  const chosen = await new Promise<PatternCandidate | undefined>((resolve) => {
    pick.onDidAccept(() => resolve(pick.activeItems[0]?.is));
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  });
  pick.dispose();
  await pages.closePeek();
  return chosen;
}
