import type { ParsableCommand } from "../commands/chosen-command.js";

/** Options whose value is an image. */
const IMAGE_OPTIONS: ReadonlySet<string> = new Set(["--base", "--baseline-image"]);
const DEFAULT_COMMAND = "inspect";

/**
 * Returns the typed part of an image name if the last of `words` is in the place of an image; `null` if it is
 * not, or is a path. Also `null` after an option, because the option may take a value.
 */
export function typedImage(words: readonly string[], commands: readonly ParsableCommand[]): string | null {
  const [before = "", typed = ""] = words.slice(-2);
  if (/^[-./~]|\\/.test(typed)) return null;
  if (before.startsWith("-")) return IMAGE_OPTIONS.has(before) ? typed : null;
  const given = words.slice(0, -1).filter((word) => !word.startsWith("-"));
  const command = commands.find(({ name }) => name === given[0]);
  const places = placesOf((command ?? commands.find(({ name }) => name === DEFAULT_COMMAND))?.usage ?? "");
  return given.length - (command === undefined ? 0 : 1) < places ? typed : null;
}

/** Returns the number of a command's words that are images. They come first. */
function placesOf(usage: string): number {
  const [, ...words] = usage.split(" ");
  if (words[0] === "[IMAGES..]") return Number.POSITIVE_INFINITY;
  const other = words.findIndex((word) => !/^[<[](?:IMAGE|A|B)[>\]]$/.test(word));
  return other < 0 ? words.length : other;
}
