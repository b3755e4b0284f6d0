// Bundles the extension and its libraries into a single file, with their licences beside it, and
// brings the documentation's pictures into the walkthrough.
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const { metafile } = await build({
  entryPoints: ["src/extension.ts"],
  outfile: "out/extension.js",
  bundle: true,
  minify: true,
  metafile: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  external: ["vscode"],
  logLevel: "info",
});

mkdirSync("out/walkthrough", { recursive: true });
cpSync("walkthrough", "out/walkthrough", { recursive: true });
for (const picture of ["vscode-explanation.png", "vscode-diff.png"]) {
  copyFileSync(`../../docs/pictures/${picture}`, `out/walkthrough/${picture}`);
}

const packages = new Set(
  Object.keys(metafile.inputs)
    .map((path) => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0])
    .filter((folder) => folder !== undefined),
);
const notices = [...packages].sort().map((folder) => {
  const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  return `${name} ${version}\n\n${licence(folder)}`;
});
writeFileSync("out/THIRD_PARTY.txt", notices.join(`\n${"-".repeat(72)}\n\n`));

function licence(folder) {
  for (const name of ["License.txt", "LICENSE", "LICENSE.md", "LICENSE.txt"]) {
    try {
      return readFileSync(`${folder}/${name}`, "utf8");
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
  }
  throw new Error(`${folder} ships no licence`);
}
