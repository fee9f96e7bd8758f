import type { ImageConfig } from "../config/config.js";
import type { HistoryEntry } from "../history.js";
import { lastInstruction, withoutBuilder } from "./instruction.js";

/** An instruction whose last occurrence decides the whole setting. */
export type Setting = "ENTRYPOINT" | "CMD" | "USER" | "WORKDIR" | "HEALTHCHECK" | "STOPSIGNAL" | "SHELL";

/**
 * Returns the index of the history's instruction that set a setting of the config: the last one of its kind;
 * −1 if there is none, or if it sets another value. Tools that change a config without a Dockerfile, such as
 * crane, ko and jib, keep the history of the base image.
 */
export function settingInstruction(
  { config, history }: { config: ImageConfig; history: readonly HistoryEntry[] },
  setting: Setting,
): number {
  const index = lastInstruction(history, setting);
  return index >= 0 && sets(setting, instructionArgument(history[index]), config) ? index : -1;
}

/** Returns the text after the keyword of an instruction. */
export function instructionArgument({ createdBy }: HistoryEntry): string {
  return withoutBuilder(createdBy ?? "")
    .trim()
    .replace(/^\S+\s*/, "");
}

/** Returns true if a text from the history can be a value of the config: only its quotes and spaces differ. */
export function isSameText(text: string, value: string): boolean {
  // Some builders do not replace variables.
  return text.includes("$") || bare(text) === bare(value);
}

function bare(text: string): string {
  return text.replace(/[\s"'\\]+/g, "");
}

function sets(setting: Setting, text: string, config: ImageConfig): boolean {
  switch (setting) {
    case "ENTRYPOINT":
      return areWords(text, config.entrypoint ?? []);
    case "CMD":
      return areWords(text, config.cmd ?? []);
    case "SHELL":
      return areWords(text, config.shell ?? []);
    case "USER":
      return isSameText(text, config.user ?? "");
    case "STOPSIGNAL":
      return isSameText(text, config.stopSignal ?? "");
    case "WORKDIR":
      return isFolder(text, config.workingDir ?? "");
    case "HEALTHCHECK":
      return isTest(text, config.healthcheck?.test ?? []);
  }
}

/** Compares a list in any of the forms of builders, or a line for the shell, which is the last word. */
function areWords(text: string, words: readonly string[]): boolean {
  const list = /^\[(.*)\]$/s.exec(text)?.[1];
  if (list === undefined) return bare(text) === bare(words.at(-1) ?? "");
  return (
    jsonWords(text)?.join("\0") === words.join("\0") ||
    (jsonWords(text) === null && bare(list) === bare(words.join("")))
  );
}

/** Returns the words of a JSON list; `null` if the text is none. */
export function jsonWords(text: string): string[] | null {
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) ? words.map(String) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Compares folders. A relative one is below an earlier WORKDIR; one of Windows may have another form. */
function isFolder(text: string, folder: string): boolean {
  const [given, set] = [text, folder].map((path) =>
    path
      .replace(/["']/g, "")
      .replace(/^[a-z]:/i, "")
      .replace(/[\\/]+/g, "/")
      .replace(/(?<=.)\/$/, ""),
  );
  return text.includes("$") || given === set || (!given.startsWith("/") && set.endsWith(`/${given}`));
}

/** Compares the test of a health check, not its options. */
function isTest(text: string, test: readonly string[]): boolean {
  const command = text.replace(/^(?:--\S+\s+)+/, "");
  if (/^NONE$/i.test(command)) return test[0] === "NONE";
  const words = /^CMD\s+(.*)$/is.exec(command)?.[1];
  return words === undefined || areWords(words, test.slice(1));
}
