/** The messages that our server understands beside the standard ones. */
import { NotificationType, RequestType } from "vscode-languageclient/node";
import type { Diagnostic, Range, TextDocumentEdit } from "vscode-languageclient/node";

/** Diagnostics of other servers for one file; they replace all earlier ones of that file. */
export interface ForwardedDiagnostics {
  uri: string;
  /** The version that they speak of; absent where the file is not open. */
  version?: number;
  positionEncoding: "utf-16";
  diagnostics: Diagnostic[];
}
export const forwardDiagnostics = new NotificationType<ForwardedDiagnostics>(
  "rustAgent/diagnostics",
);

/** The editor's word on workspace trust, when it changes during a session. */
export const trustChanged = new NotificationType<{ trusted: boolean }>("rustAgent/trust");

/** A fix that the server wants a yes for. */
export interface FixQuestion {
  title: string;
  verification: "passed" | "pending" | "unavailable";
  safety: "safe" | "changes-behaviour" | "api-change" | "guess";
  cost?: string | null;
  edits: TextDocumentEdit[];
}
export interface FixAnswer {
  choice: "apply" | "cancel";
}
export const confirmFix = new RequestType<FixQuestion, FixAnswer, void>("rustAgent/confirmFix");

/** A lint that the user wants to silence, and why it may be. */
export interface ReasonQuestion {
  title: string;
  prompt: string;
}
export interface ReasonAnswer {
  text: string | null;
}
export const askReason = new RequestType<ReasonQuestion, ReasonAnswer, void>("rustAgent/askReason");

/** A question with choices; where `text` is given, the user may write something beside. */
export interface ChoiceQuestion {
  message: string;
  choices: { id: string; label: string }[];
  text?: string | null;
}
export interface ChoiceAnswer {
  choice: string | null;
  text: string | null;
}
export const askChoice = new RequestType<ChoiceQuestion, ChoiceAnswer, void>("rustAgent/askChoice");

export type ServerState = "ready" | "indexing" | "checking" | "untrusted" | "degraded";

/** What the server is doing, in one short sentence. */
export interface ServerStatus {
  state: ServerState;
  message: string;
  percent?: number | null;
}
export const statusChanged = new NotificationType<ServerStatus>("rustAgent/status");

/** A page of Markdown that the user asked for when the server offered it. */
export interface Page {
  name: string;
  markdown: string;
}
export const showPage = new NotificationType<Page>("rustAgent/showPage");

/** A file to repair, as an exercise. */
export interface ExerciseFile {
  uri: string | null;
}

/** What a question is answered with, the best first. */
export interface Answers {
  answers: { title: string; command: string }[];
  confident: boolean;
}

/** A pattern that could be inserted, filled with the user's names. */
export interface PatternCandidate {
  id: string;
  title: string;
  code: string;
  verification: "passed" | "pending" | "unavailable" | "refused";
  reason: string;
}

/** What could be inserted, the best first. */
export interface PatternCandidates {
  candidates: PatternCandidate[];
  confident: boolean;
}

/** The patterns of a text, best first. */
export interface RecognizedPatterns {
  patterns: { id: string; range: Range; reason: string; bad: boolean }[];
}

/** What became of the fixes of one kind. */
export interface FixedAll {
  applied: boolean;
  fixed: number;
  left: number;
  reason?: string;
}

/** How a rule fared with the user in this project. */
export interface RuleStanding {
  rule: string;
  code: string;
  fixes: number;
  bad: number;
  off: boolean;
  by: "you" | "record" | "";
}

/** Commands of the server; the language client registers them in VS Code under the same names. */
export const serverCommand = {
  fixAll: "rustAgent.fixAll",
  suppress: "rustAgent.suppress",
  explain: "rustAgent.explain",
  exercise: "rustAgent.exercise",
  ask: "rustAgent.ask",
  insert: "rustAgent.insertPattern",
  recognize: "rustAgent.recognize",
  learnCrates: "rustAgent.learnCrates",
  wasHelpful: "rustAgent.wasHelpful",
  rules: "rustAgent.rules",
  journal: "rustAgent.journal",
  undo: "rustAgent.undoFix",
  status: "rustAgent.status",
} as const;
