/** The commands of the palette. Each asks the server and shows its answer. */
import * as vscode from "vscode";
import type { Position } from "vscode-languageclient/node";
import type { Session } from "./session";
import { serverCommand } from "./protocol";
import type {
  Answers,
  ExerciseFile,
  FixedAll,
  RecognizedPatterns,
  RuleStanding,
} from "./protocol";
import { insertPattern } from "./insert";
import { describe } from "./status";

/** Register every command that package.json contributes. */
export function registerCommands(session: Session): vscode.Disposable {
  const handlers: Record<string, () => Promise<unknown>> = {
    ask: () => askQuestion(),
    explain: () => atCursor(serverCommand.explain),
    exercise: () => exercise(),
    insert: () => insert(session),
    recognize: () => recognize(),
    learnCrates: () => ask(serverCommand.learnCrates, place()),
    fixAll: () => fixAll("file"),
    fixAllWorkspace: () => fixAll("workspace"),
    suppress: () => atCursor(serverCommand.suppress),
    feedback: () => ask(serverCommand.wasHelpful, place()),
    rules: () => rules(),
    journal: () => ask(serverCommand.journal, {}),
    undo: () => ask(serverCommand.undo, {}),
    install: () => session.install(),
    menu: () => showMenu(session),
    restart: () => session.restart(),
    status: () => showStatus(session),
  };
  const needsServer = (name: string) => !["install", "menu", "restart"].includes(name);
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([name, handler]) =>
      vscode.commands.registerCommand(`rustAgent.palette.${name}`, async () => {
        if (needsServer(name) && !session.isRunning()) {
          await session.restart();
        }
        if (!needsServer(name) || session.isRunning()) {
          await handler();
        }
      }),
    ),
  );
}

/** Send a command to the server, which shows questions and pages by itself; return its answer. */
async function ask(command: string, params: object): Promise<unknown> {
  return vscode.commands.executeCommand(command, params);
}

/** The place of the cursor in a Rust file, in the protocol's terms. */
function place(): { textDocument?: { uri: string }; position?: Position } {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== "rust") {
    return {};
  }
  const { line, character } = editor.selection.active;
  return {
    textDocument: { uri: editor.document.uri.toString() },
    position: { line, character },
  };
}

/** Send a command about the diagnostic at the cursor. */
async function atCursor(command: string, more: object = {}): Promise<unknown> {
  const here = place();
  if (here.textDocument === undefined) {
    void vscode.window.showInformationMessage("Rust Agent: put the cursor on an error first.");
    return undefined;
  }
  return ask(command, { ...here, ...more });
}

/** Ask for a question; the server opens the page with the answer. */
async function askQuestion(): Promise<void> {
  const question = await vscode.window.showInputBox({
    title: "Ask about Rust, Git, Linux or the GitHub CLI",
    prompt: "In plain words, or with a name or code. The output of a failed command will do too.",
    placeHolder: "How do I undo my last commit?",
  });
  if (!question?.trim()) {
    return;
  }
  const found = (await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: "Rust Agent: looking it up" },
    () => ask(serverCommand.ask, { question, ...place() }),
  )) as Answers | null | undefined;
  const command = found?.answers[0]?.command;
  if (command) {
    const choice = await vscode.window.showInformationMessage(command, "Copy command");
    if (choice !== undefined) {
      await vscode.env.clipboard.writeText(command);
    }
  }
}

/** Insert a pattern at the cursor of a Rust file. */
async function insert(session: Session): Promise<void> {
  const here = place();
  if (here.textDocument === undefined) {
    void vscode.window.showInformationMessage("Rust Agent: open a Rust file first.");
    return;
  }
  await insertPattern(session.pages, (params) =>
    ask(serverCommand.insert, { ...here, ...params }),
  );
}

/** Show the patterns of the open file; choosing one goes there. */
async function recognize(): Promise<void> {
  const { textDocument } = place();
  const editor = vscode.window.activeTextEditor;
  if (textDocument === undefined || editor === undefined) {
    void vscode.window.showInformationMessage("Rust Agent: open a Rust file first.");
    return;
  }
  const found = (await ask(serverCommand.recognize, { textDocument })) as
    RecognizedPatterns | null | undefined;
  if (!found?.patterns.length) {
    void vscode.window.showInformationMessage("Rust Agent: no pattern was recognised here.");
    return;
  }
  const choice = await vscode.window.showQuickPick(
    found.patterns.map(({ id, reason, bad, range }) => {
      return { label: `${bad ? "$(warning)" : "$(symbol-structure)"} ${id}`, detail: reason, range };
    }),
    { title: "Patterns of this file", matchOnDetail: true },
  );
  if (choice !== undefined) {
    const { start, end } = choice.range;
    const range = new vscode.Range(start.line, start.character, end.line, end.character);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenter);
    editor.selection = new vscode.Selection(range.start, range.end);
  }
}

async function exercise(): Promise<void> {
  const task = (await atCursor(serverCommand.exercise)) as ExerciseFile | null | undefined;
  if (task?.uri) {
    await vscode.window.showTextDocument(vscode.Uri.parse(task.uri));
  }
}

async function fixAll(scope: "file" | "workspace"): Promise<void> {
  const made = (await atCursor(serverCommand.fixAll, { scope })) as FixedAll | null | undefined;
  if (made?.applied && made.left > 0) {
    void vscode.window.showInformationMessage(
      `Rust Agent: fixed ${made.fixed}; left: ${made.reason}.`,
    );
  }
}

/** Show how the rules fared in this project; choosing one switches it off, or on again. */
async function rules(): Promise<void> {
  const here = place();
  const found = (await ask(serverCommand.rules, here)) as { rules: RuleStanding[] } | null | undefined;
  if (!found?.rules.length) {
    void vscode.window.showInformationMessage(
      "Rust Agent: no fix was applied or judged in this project.",
    );
    return;
  }
  const choice = await vscode.window.showQuickPick(
    found.rules.map((one) => {
      const state = one.off ? `off, by ${one.by === "you" ? "you" : "its record"}` : "on";
      return {
        label: `${one.off ? "$(circle-slash)" : "$(check)"} ${one.rule}${one.code && ` at ${one.code}`}`,
        description: `${state}; ${one.bad} of ${one.fixes} fixes were not wanted`,
        one,
      };
    }),
    { title: "Rules in this project", placeHolder: "Choose one to switch it off, or on again" },
  );
  if (choice !== undefined) {
    const { rule, code, off } = choice.one;
    await ask(serverCommand.rules, { ...here, rule, code, on: off });
    void vscode.window.showInformationMessage(
      `Rust Agent: ${rule} is ${off ? "on" : "off"} in this project.`,
    );
  }
}

async function showStatus(session: Session): Promise<void> {
  const status = await session.refresh();
  if (status !== undefined) {
    void vscode.window.showInformationMessage(`Rust Agent: ${describe(status)}`);
  }
}

/** Offer what fits now, in the menu of the status item. */
async function showMenu(session: Session): Promise<void> {
  const palette = (label: string, name: string) => {
    return { label, command: `rustAgent.palette.${name}` };
  };
  const withoutServer = [palette("$(cloud-download) Install the server", "install")];
  const withServer = [
    palette("$(question) Ask", "ask"),
    palette("$(add) Insert a pattern", "insert"),
    palette("$(book) Explain this error", "explain"),
    palette("$(mortar-board) Exercise on this error", "exercise"),
    palette("$(history) Fix journal", "journal"),
    palette("$(info) Show status", "status"),
  ];
  const choice = await vscode.window.showQuickPick(
    [
      ...(session.isRunning() ? withServer : withoutServer),
      palette("$(debug-restart) Restart server", "restart"),
      { label: "$(shield) Trust of this workspace", command: "workbench.trust.manage" },
    ],
    { title: "Rust Agent" },
  );
  if (choice !== undefined) {
    await vscode.commands.executeCommand(choice.command);
  }
}
