// Drives VS Code in Chromium. Reads one JSON command a line, answers with one JSON line:
// {"value": …} or {"error": "…"}. Every wait is for something on the page, with a deadline.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [playwright, chromium] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const browser = await require(playwright).chromium.launch({
  executablePath: chromium,
  args: ["--no-sandbox"],
});
const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
page.setDefaultTimeout(120_000);
const seconds = (n) => ({ timeout: n * 1000 });

/** Text as the user sees it: Monaco draws spaces as no-break spaces. */
const plain = (text) => text.replaceAll("\u00a0", " ");
const editor = () => page.locator(".editor-instance .monaco-editor").first();

/** Do `attempt` again until it returns something; each attempt waits for the page by itself. */
async function until(what, attempt) {
  const end = Date.now() + 120_000;
  while (Date.now() < end) {
    const found = await attempt();
    if (found) return found;
    await page.waitForTimeout(300);
  }
  throw new Error(`timed out: ${what}`);
}

async function visible(locator, patience) {
  try {
    await locator.waitFor({ state: "visible", ...seconds(patience) });
    return true;
  } catch {
    return false;
  }
}

async function previewed(expected) {
  for (const frame of page.frames()) {
    const text = await frame.locator("body").innerText().catch(() => "");
    if (frame !== page.mainFrame() && text.includes(expected)) return plain(text);
  }
  return undefined;
}

/** What our item in the status bar says, for the message of a failed test. */
async function state() {
  const item = page.locator(".statusbar-item", { hasText: "Rust Agent" }).locator("[aria-label]");
  return item.first().getAttribute("aria-label", seconds(1)).catch(() => "not running");
}

async function focusEditor() {
  await page.keyboard.press("Escape");
  await editor().locator(".lines-content > .view-lines").first().click({ position: { x: 5, y: 5 } });
}

const commands = {
  /** Open a folder and one file, and answer whether its authors are trusted. */
  async open({ url, trusted }) {
    await page.goto(url);
    const answer = trusted ? "Yes, I trust" : "No, I don't trust";
    await page.locator(".monaco-dialog-box .monaco-button", { hasText: answer }).click();
    await editor().locator(".view-line").first().waitFor();
  },

  /** Wait for a squiggle, that is for diagnostics of anybody. */
  async squiggle({ severity = "error" }) {
    await editor().locator(`.squiggly-${severity}`).first().waitFor();
  },

  async goto({ line, column }) {
    await focusEditor();
    await page.keyboard.press("Control+g");
    await page.locator(".quick-input-widget input").first().fill(`:${line}:${column}`);
    await page.keyboard.press("Enter");
    await page.locator(".quick-input-widget").first().waitFor({ state: "hidden" });
  },

  /** Return the text of the hover at the cursor as soon as it contains `expected`. */
  async hover({ expected }) {
    const hover = page.locator(".monaco-hover.visible, .monaco-hover:not(.hidden)");
    return until(`a hover with ${expected}`, async () => {
      await page.keyboard.press("Control+k");
      await page.keyboard.press("Control+i");
      const wanted = hover.filter({ hasText: expected }).first();
      if (await visible(wanted, 3)) return plain(await wanted.innerText());
      await page.keyboard.press("Escape");
      return undefined;
    });
  },

  /** Open the quick-fix menu until a row contains `expected`; return all rows and choose it. */
  async fix({ expected }) {
    const rows = page.locator(".action-widget .monaco-list-row.action");
    return until(`a quick fix with ${expected}`, async () => {
      await page.keyboard.press("Control+.");
      const wanted = rows.filter({ hasText: expected }).first();
      if (await visible(wanted, 3)) {
        const titles = (await rows.allInnerTexts()).map(plain);
        await wanted.click();
        return titles;
      }
      await page.keyboard.press("Escape");
      return undefined;
    });
  },

  /** Wait for a question with the button; return its text and the buttons, and press it. */
  async answer({ button }) {
    const named = { hasText: new RegExp(`^\\s*${button}\\s*$`) };
    const toast = page.locator(".notification-toast").filter({
      has: page.locator(".monaco-button", named),
    });
    await toast.first().waitFor();
    const text = plain(await toast.first().innerText());
    const buttons = await toast.first().locator(".monaco-button").allInnerTexts();
    await toast.first().locator(".monaco-button", named).first().click();
    return { text, buttons: buttons.map((name) => name.trim()).filter(Boolean) };
  },

  /** Close the question without an answer, as a user does with its cross. */
  async dismiss({ expected }) {
    const toast = page.locator(".notification-toast").filter({ hasText: expected }).first();
    await toast.hover();
    await toast.locator(".codicon-notifications-clear").click();
    await toast.waitFor({ state: "detached" });
  },

  async toast({ expected }) {
    const toast = page.locator(".notification-toast").filter({ hasText: expected }).first();
    await toast.waitFor();
    return plain(await toast.innerText());
  },

  /** Return both sides of the diff editor once it shows one. */
  async diff() {
    const sides = page.locator(".monaco-diff-editor");
    await sides.locator(".line-insert, .char-insert").first().waitFor();
    const text = async (side) =>
      plain(await sides.locator(`.editor.${side} .lines-content > .view-lines`).innerText());
    return { before: await text("original"), after: await text("modified") };
  },

  async diffClosed() {
    await page.locator(".monaco-diff-editor").waitFor({ state: "detached" });
  },

  /** Trust the folder that is open. */
  async grantTrust() {
    await commands.palette({ title: "Workspaces: Manage Workspace Trust" });
    await page.locator(".workspace-trust-editor .monaco-button", { hasText: "Trust" }).first().click();
    await page.locator(".workspace-trust-editor.trusted").waitFor();
    await commands.closeTab();
  },

  async palette({ title }) {
    await page.keyboard.press("F1");
    const input = page.locator(".quick-input-widget input").first();
    await input.waitFor();
    await input.fill(`>${title}`);
    await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().click();
  },

  /** Choose a row of the open quick pick. */
  async pick({ label }) {
    await page.locator(".quick-input-list .monaco-list-row", { hasText: label }).first().click();
  },

  /** Fill in the open input box. */
  async type({ text }) {
    const box = page.locator(".quick-input-widget", { hasNot: page.locator(".quick-input-list .monaco-list-row") });
    await box.locator("input").first().fill(text);
    await page.keyboard.press("Enter");
    await box.first().waitFor({ state: "hidden" });
  },

  /** Return the text of a rendered Markdown page once it contains `expected`. */
  async preview({ expected }) {
    return until(`a preview with ${expected}`, () => previewed(expected));
  },

  /** Ask for the page about the error at the cursor until rust-analyzer has settled on one. */
  async explain({ expected }) {
    return until(`an explanation with ${expected}`, async () => {
      await commands.palette({ title: "Rust Agent: Explain this error" });
      const tab = page.locator(".tab.active", { hasText: "Preview" });
      return (await visible(tab, 5)) && (await until("its text", () => previewed(expected)));
    });
  },

  async closeTab() {
    await commands.palette({ title: "View: Close Editor" });
  },

  /** Wait until our item in the status bar has this tooltip, which a screen reader reads too. */
  async status({ expected }) {
    return until(`a status with ${expected}`, async () => {
      const text = await state();
      return text.includes(expected) ? text : undefined;
    });
  },

  /** Return the editor's text, once it contains `expected` if that is given. */
  async text({ expected = "" }) {
    return until(`text with ${expected}`, async () => {
      const lines = await editor().locator(".lines-content > .view-lines").first().innerText();
      return plain(lines).includes(expected) ? plain(lines) : undefined;
    });
  },

  /** Write at the end of the text. */
  async append({ text }) {
    await focusEditor();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(text);
  },

  /** Open the menu of our item in the status bar. */
  async menu() {
    await page.locator(".statusbar-item", { hasText: "Rust Agent" }).first().click();
    await page.locator(".quick-input-list .monaco-list-row").first().waitFor();
  },

  /** Open a step of the walkthrough that is shown; return all that is written there. */
  async walkthrough({ step }) {
    const shown = page.locator(".gettingStartedContainer");
    await shown.locator(".step-title", { hasText: step }).first().click();
    const picture = shown.locator(".getting-started-media img").first();
    await picture.waitFor();
    await until("the picture", () => picture.evaluate((image) => image.naturalWidth > 0));
    return plain(await shown.innerText());
  },

  async isDirty() {
    return (await page.locator(".tab.active.dirty").count()) > 0;
  },

  /** Save a text that has just changed. */
  async save() {
    await page.locator(".tab.active.dirty").waitFor();
    await focusEditor();
    await page.keyboard.press("Control+s");
    await page.locator(".tab.dirty").waitFor({ state: "detached" });
  },

  async screenshot({ path }) {
    await page.screenshot({ path });
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...args } = JSON.parse(line);
  try {
    console.log(JSON.stringify({ value: (await commands[command](args)) ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ error: `${error}\nOur status: ${await state()}` }));
  }
}
await browser.close();
