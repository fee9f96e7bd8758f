/**
 * Opens a page of the report in a browser. `faults` lists its requests, log messages, errors and dialogs.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {string} file
 * @param {import("playwright-core").BrowserContextOptions} [options]
 */
export async function openPage(browser, file, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  /** @type {string[]} */
  const faults = [];
  const url = `file://${file}`;
  page.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("data:")) faults.push(`requests ${request.url()}`);
  });
  page.on("console", (message) => faults.push(`logs ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`throws ${error.message}`));
  page.on("dialog", (dialog) => faults.push(`opens a dialog: ${dialog.message()}`));
  await page.goto(url);
  return { page, faults, close: () => context.close() };
}

/** @returns a message if the page is wider than the window, otherwise `null`. */
export function overflow(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? `${scrollWidth} pixels wide in a window of ${clientWidth}` : null;
  });
}
