/**
 * Asks the user about a fix before anything is edited, shows it as a diff on request, asks for the
 * reason where a lint is to be silenced, and puts the server's other questions.
 */
import * as vscode from "vscode";
import type { TextDocumentEdit } from "vscode-languageclient/node";
import type { Pages } from "./pages";
import type {
  ChoiceAnswer,
  ChoiceQuestion,
  FixAnswer,
  FixQuestion,
  ReasonAnswer,
  ReasonQuestion,
} from "./protocol";

const verdicts = {
  passed: "The compiler accepts it.",
  pending: "The compiler has not checked it yet.",
  unavailable: "The compiler could not check it.",
};
const effects = {
  safe: "",
  "changes-behaviour": "It may change what the program does.",
  "api-change": "It changes a signature that other code may use.",
  guess: "It is a guess.",
};

let asked = 0;

/** Return the user's choice; a dismissed question is a No. */
export async function askAboutFix(pages: Pages, fix: FixQuestion): Promise<FixAnswer> {
  const folder = `/fix-${++asked}/`;
  const ask = fix.verification === "passed" ? information : warning;
  const parts = [fix.title, verdicts[fix.verification], effects[fix.safety], fix.cost];
  const message = parts.filter(Boolean).join(" — ");
  let choice = await ask(message, "Apply", "Show diff", "Cancel");
  if (choice === "Show diff") {
    await showDiff(pages, folder, fix);
    choice = await ask(message, "Apply", "Cancel");
    await pages.drop(folder);
  }
  return { choice: choice === "Apply" ? "apply" : "cancel" };
}

/** Return the user's reason; a dismissed question has none. */
export async function askForReason({ title, prompt }: ReasonQuestion): Promise<ReasonAnswer> {
  const text = await vscode.window.showInputBox({ title, prompt, ignoreFocusOut: true });
  return { text: text ?? null };
}

/** Return what the user chose and wrote; a dismissed question has neither. */
export async function askForChoice(question: ChoiceQuestion): Promise<ChoiceAnswer> {
  const choice = await vscode.window.showQuickPick(question.choices, {
    title: question.message,
    ignoreFocusOut: true,
  });
  if (choice === undefined || !question.text) {
    return { choice: choice?.id ?? null, text: null };
  }
  const text = await vscode.window.showInputBox({
    title: question.message,
    prompt: `${question.text}. It stays on this computer; Enter without a text is fine.`,
    ignoreFocusOut: true,
  });
  return { choice: choice.id, text: text ?? null };
}

function information(message: string, ...buttons: string[]): Thenable<string | undefined> {
  return vscode.window.showInformationMessage(message, ...buttons);
}

function warning(message: string, ...buttons: string[]): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(message, ...buttons);
}

/** Open one diff editor for each file that the fix touches. */
async function showDiff(pages: Pages, folder: string, fix: FixQuestion): Promise<void> {
  for (const change of fix.edits) {
    const document = await vscode.workspace.openTextDocument(
      vscode.Uri.parse(change.textDocument.uri),
    );
    const name = vscode.workspace.asRelativePath(document.uri);
    const before = pages.put(`${folder}before/${name}`, document.getText());
    const after = pages.put(`${folder}after/${name}`, edited(document, change));
    const title = `${name}: ${fix.title}`;
    await vscode.commands.executeCommand("vscode.diff", before, after, title, { preview: false });
  }
}

/** Return the document's text with the edits made; their ranges speak of the present text. */
function edited(document: vscode.TextDocument, change: TextDocumentEdit): string {
  const offset = (position: { line: number; character: number }) =>
    document.offsetAt(new vscode.Position(position.line, position.character));
  const edits = change.edits
    .filter((edit) => "newText" in edit)
    .map((edit, order) => ({ ...edit, start: offset(edit.range.start), order }))
    .sort((a, b) => b.start - a.start || b.order - a.order);
  let text = document.getText();
  for (const edit of edits) {
    text = text.slice(0, edit.start) + edit.newText + text.slice(offset(edit.range.end));
  }
  return text;
}
