// The real rust-analyzer behind a second extension. Its diagnostics are made by its own copy of
// the client library, as those of the published extension are; that is what loses their `data`.
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = async () => {
  client = new LanguageClient(
    "rust-analyzer",
    { command: process.env.RUST_ANALYZER },
    {
      documentSelector: [{ language: "rust", scheme: "file" }],
      initializationOptions: vscode.workspace.getConfiguration("rust-analyzer"),
    },
  );
  await client.start();
};

exports.deactivate = () => client?.stop();
