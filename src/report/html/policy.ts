import { createHash } from "node:crypto";

/**
 * The content security policy of a page that has all in itself: only the script and the style that it came with, and
 * nothing from anywhere. Both as they stand between their tags.
 */
export function contentPolicy({
  script,
  style,
}: {
  readonly script: string;
  readonly style: string;
}): string {
  return [
    "default-src 'none'",
    `script-src '${hash(script)}'`,
    `style-src '${hash(style)}'`,
    // The empty icon, so that no browser asks for one.
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;
}
