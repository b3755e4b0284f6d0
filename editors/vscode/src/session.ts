/** One running server: starts it, stops it, and wires what it says to what the user sees. */
import * as vscode from "vscode";
import { ExecuteCommandRequest, LanguageClient, State } from "vscode-languageclient/node";
import type { ClientCapabilities, Middleware, StaticFeature } from "vscode-languageclient/node";
import { askAboutFix, askForChoice, askForReason } from "./confirm";
import { Forwarding } from "./forwarding";
import { missing, tellMissing } from "./install";
import { findServer } from "./locate";
import { Pages } from "./pages";
import {
  askChoice,
  askReason,
  confirmFix,
  serverCommand,
  showPage,
  statusChanged,
  trustChanged,
} from "./protocol";
import type { ServerStatus } from "./protocol";
import { chosenSettings, selectedDocuments, settingsMiddleware, watchedSections } from "./settings";
import type { Manifest } from "./settings";
import { StatusItem } from "./status";

/** How long to wait before looking for a missing server again. */
const lookAgainMs = 5000;

/** Holds the client while it runs; restarting makes a new one. */
export class Session implements vscode.Disposable {
  readonly status = new StatusItem();
  readonly pages = new Pages();
  private readonly output = vscode.window.createOutputChannel("Rust Agent", { log: true });
  private client: LanguageClient | undefined;
  private forwarding: Forwarding | undefined;
  private steps: Promise<void> = Promise.resolve();
  private lookAgain: NodeJS.Timeout | undefined;

  constructor(private readonly extension: vscode.Extension<unknown>) {}

  private get manifest(): Manifest {
    return this.extension.packageJSON as Manifest;
  }

  /** Start the server, or start it again; the user is told if it cannot be found. */
  restart(): Promise<void> {
    return this.next(async () => {
      await this.halt();
      await this.launch();
    });
  }

  stop(): Promise<void> {
    return this.next(() => this.halt());
  }

  /** Do one step after the other, so that two restarts never leave two servers. */
  private next(step: () => Promise<void>): Promise<void> {
    const done = this.steps.then(step);
    this.steps = done.catch(() => undefined);
    return done;
  }

  /** Offer to install the server, or say that it is there. */
  async install(): Promise<void> {
    const found = await findServer();
    if (found === undefined) {
      await tellMissing(this.extension.extensionUri);
    } else {
      void vscode.window.showInformationMessage(`Rust Agent: the server is installed: ${found}`);
    }
  }

  private async launch(): Promise<void> {
    const command = await findServer();
    if (command === undefined) {
      if (this.lookAgain === undefined) {
        void tellMissing(this.extension.extensionUri);
        this.status.show({ state: "missing", message: missing() });
      }
      // It may be installed meanwhile, or the settings of a remote machine come late.
      this.lookAgain = setTimeout(() => void this.next(() => this.launch()), lookAgainMs);
      return;
    }
    this.lookAgain = undefined;
    void vscode.commands.executeCommand("setContext", "rustAgent.serverFound", true);
    const client = this.newClient(command);
    this.client = client;
    this.forwarding = new Forwarding(client);
    client.registerFeature(pagesOnly);
    client.onRequest(confirmFix, (fix) => askAboutFix(this.pages, fix));
    client.onRequest(askReason, askForReason);
    client.onRequest(askChoice, askForChoice);
    client.onNotification(statusChanged, (status) => this.status.show(status));
    client.onNotification(showPage, (page) => this.pages.preview(`/${page.name}`, page.markdown));
    client.onDidChangeState(({ newState }) => {
      // What a client that we have put away still reports no longer matters.
      if (this.client === client) {
        this.stateChanged(newState);
      }
    });
    try {
      await client.start();
    } catch {
      // The client has already shown the reason; the status bar keeps the state.
      this.status.show({ state: "degraded", message: "The server could not be started." });
    }
  }

  private async halt(): Promise<void> {
    const { client } = this;
    clearTimeout(this.lookAgain);
    this.lookAgain = undefined;
    this.forwarding?.dispose();
    this.client = this.forwarding = undefined;
    if (client?.isRunning()) {
      await client.stop();
    }
  }

  isRunning(): boolean {
    return this.client?.isRunning() ?? false;
  }

  /** Tell the server that the user trusts the workspace now; one that is starting hears it too. */
  trust(): Promise<void> {
    return this.next(async () => {
      if (this.isRunning()) {
        await this.client?.sendNotification(trustChanged, { trusted: true });
        await this.refresh();
      }
    });
  }

  /** Ask the server how it is; the status bar shows the answer, which is returned too. */
  async refresh(): Promise<ServerStatus | undefined> {
    const params = { command: serverCommand.status, arguments: [{}] };
    const status: ServerStatus | undefined = await this.client?.sendRequest(
      ExecuteCommandRequest.type,
      params,
    );
    if (status !== undefined) {
      this.status.show(status);
    }
    return status;
  }

  private newClient(command: string): LanguageClient {
    const run = { command, args: ["serve"] };
    return new LanguageClient("rustAgent", "Rust Agent", run, {
      documentSelector: selectedDocuments(),
      outputChannel: this.output,
      synchronize: { configurationSection: watchedSections },
      initializationOptions: () => ({
        ...chosenSettings(this.manifest),
        workspaceTrusted: vscode.workspace.isTrusted,
        confirmRequest: true,
      }),
      middleware: this.middleware(),
    });
  }

  private middleware(): Middleware {
    const forwarded = () => this.forwarding?.settle();
    return {
      workspace: {
        ...settingsMiddleware(this.manifest),
        // The server asks for what it needs, rather than be told all of these sections.
        didChangeConfiguration: (_sections, next) => next(undefined),
      },
      didOpen: async (document, next) => {
        await next(document);
        this.forwarding?.schedule(document.uri);
      },
      didChange: (event, next) => {
        // Before the edit goes out, lest the server drop them as diagnostics of an old text.
        void forwarded();
        return next(event);
      },
      provideHover: async (document, position, token, next) => {
        await forwarded();
        return next(document, position, token);
      },
      provideCodeActions: async (document, range, context, token, next) => {
        await forwarded();
        return next(document, range, context, token);
      },
      executeCommand: async (command, args, next) => {
        await forwarded();
        const answer: unknown = await next(command, args);
        await this.showPage(command, answer);
        return answer;
      },
    };
  }

  /** Show the Markdown that a command brought back, whoever called it. */
  private async showPage(command: string, answer: unknown): Promise<void> {
    const page = answer as { markdown?: string; entry?: string | null } | null;
    if (!page?.markdown) {
      return;
    }
    if (command === serverCommand.explain) {
      await this.pages.preview(`/${page.entry ?? "Explanation"}.md`, page.markdown);
    } else if (command === serverCommand.journal) {
      await this.pages.preview("/Fix journal.md", page.markdown);
    }
  }

  private stateChanged(state: State): void {
    if (state === State.Running) {
      this.forwarding?.restart();
      this.refresh().catch((error: unknown) => this.output.warn("No status:", error));
    } else if (state === State.Stopped) {
      this.status.show({ state: "degraded", message: "The server is not running." });
    }
  }

  dispose(): void {
    void this.stop();
    this.pages.dispose();
    this.status.dispose();
    this.output.dispose();
  }
}

/** Announces that we show pages ourselves, so that the server opens no second copy of them. */
const pagesOnly: StaticFeature = {
  fillClientCapabilities(capabilities: ClientCapabilities): void {
    capabilities.window = { ...capabilities.window, showDocument: { support: false } };
  },
  initialize(): void {},
  getState: () => ({ kind: "static" }),
  clear(): void {},
};
