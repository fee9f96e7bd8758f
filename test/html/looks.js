/**
 * Finds texts with a contrast to their background below AA: 4.5, or 3 for big letters. Source: WCAG 2.2, 1.4.3.
 *
 * @param {import("playwright-core").Page} page
 * @returns {Promise<string[]>}
 */
export function lowContrast(page) {
  return page.evaluate(() => {
    const numbers = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const luminance = ([red, green, blue]) =>
      0.2126 * linear(red / 255) + 0.7152 * linear(green / 255) + 0.0722 * linear(blue / 255);
    const ground = (element) => {
      for (let at = element; at !== null; at = at.parentElement) {
        const colour = numbers(getComputedStyle(at).backgroundColor);
        if (colour.length === 3 || colour[3] === 1) return colour;
      }
      return [255, 255, 255];
    };
    const found = [];
    for (const element of document.body.querySelectorAll("*")) {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "");
      if (!own || element.closest("svg,script") !== null || !element.checkVisibility()) continue;
      const { color, fontSize, fontWeight } = getComputedStyle(element);
      const [low, high] = [luminance(numbers(color)), luminance(ground(element))].sort((a, b) => a - b);
      const ratio = (high + 0.05) / (low + 0.05);
      const size = Number.parseFloat(fontSize);
      const needed = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 600) ? 3 : 4.5;
      if (ratio < needed) found.push(`${ratio.toFixed(2)}: ${element.textContent.slice(0, 60)}`);
    }
    return found;
  });
}

/**
 * Presses the tab key until it has reached all controls. A control without a name, without a visible focus, or that the
 * tab key does not reach is a fault.
 *
 * @param {import("playwright-core").Page} page
 * @returns {Promise<{ reached: number, faults: string[] }>}
 */
export async function walkByTab(page) {
  const focusable = await page.evaluate(() => {
    const controls = "a[href],button,input,summary,[tabindex='0']";
    const shown = [...document.querySelectorAll(controls)].filter((element) => element.checkVisibility());
    for (const [at, element] of shown.entries()) element.dataset.control = String(at);
    document.activeElement?.blur();
    return shown.length;
  });
  const reached = new Set();
  const faults = [];
  for (let press = 0; press < focusable + 3; press++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      const name =
        element?.getAttribute("aria-label") ?? element?.labels?.[0]?.textContent ?? element?.textContent;
      const { outlineStyle } = element === null ? { outlineStyle: "" } : getComputedStyle(element);
      const seen = outlineStyle !== "none" || element?.closest("svg") !== null;
      return { control: element?.dataset.control, name: name?.trim() ?? "", tag: element?.tagName, seen };
    });
    if (at.control === undefined) continue;
    reached.add(at.control);
    if (at.name === "") faults.push(`${at.tag} has no name`);
    if (!at.seen) faults.push(`${at.name} has the focus, but the focus is not visible`);
  }
  if (reached.size < focusable) faults.push(`the tab key reaches ${reached.size} of ${focusable} controls`);
  return { reached: reached.size, faults };
}
