import { createHash } from "node:crypto";
import { html, Markup } from "./markup.js";

export interface FramedPage {
  readonly title: string;
  readonly style: string;
  readonly script: string;
  readonly head: Markup;
  readonly main: Markup;
  readonly foot: Markup;
  /** The data for the script, as JSON. */
  readonly data: Markup;
}

/** Returns a page that contains everything. Its policy allows only its own script and style. */
export function framed({ title, style, script, head, main, foot, data }: FramedPage): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy({ script, style })}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#main">To the report</a>
${head}
<main id="main" tabindex="-1">
${main}
</main>
<footer><p>${foot}</p></footer>
<script type="application/json" id="data">${data}</script>
<script>${new Markup(script)}</script>
</body>
</html>
`.source;
}

/**
 * Returns the content security policy of such a page: only its own script and style are allowed, and no
 * requests. Both are the text between their tags.
 */
function contentPolicy({ script, style }: { readonly script: string; readonly style: string }): string {
  return [
    "default-src 'none'",
    `script-src '${hash(script)}'`,
    `style-src '${hash(style)}'`,
    // The empty icon, so that browsers do not request one.
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;
}
