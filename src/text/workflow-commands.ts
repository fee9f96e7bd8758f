/*
 * A pipeline's runner executes commands in the output of a program. Text from an image must not contain such
 * commands. GitHub executes `::` at the start of a line, after white space, and `##[` anywhere
 * (`ActionCommand.cs`); Azure `##vso[` and `##[` anywhere (azure-pipelines-agent, `Command.cs`); GitLab
 * `section_start:` and `section_end:` (docs, "Custom collapsible sections").
 */

const ANYWHERE = /##(?=vso\[|\[)|section_(?=(?:start|end):)/gi;
const LINE_START = /^(\s*):(?=:)/gm;

/** Returns true if the output goes to the log of such a runner. */
export function isRunnerLog(env: Readonly<Record<string, string | undefined>>): boolean {
  return ["GITHUB_ACTIONS", "TF_BUILD", "GITLAB_CI"].some((name) => {
    const value = env[name];
    return value !== undefined && value !== "" && !/^(false|0)$/i.test(value);
  });
}

/** Returns true if a text contains a command of a runner. */
export function hasCommand(text: string): boolean {
  return text.search(ANYWHERE) >= 0 || text.search(LINE_START) >= 0;
}

/** The form of a document, which decides how it can be escaped. */
export type DocumentForm = "text" | "json" | "html";

/** Returns the form of a document, by its first characters. */
export function formOf(beginning: string): DocumentForm {
  if (/^\s*[[{]/.test(beginning)) return "json";
  return /^\s*<!doctype html/i.test(beginning) ? "html" : "text";
}

/**
 * Returns a text or document without commands of a runner. The values of a JSON document and the look of a
 * page stay the same.
 */
export function quiet(text: string, form: DocumentForm): string {
  if (form === "text") return quietCommands(text).replace(LINE_START, "$1\\x3a");
  if (form === "json") return quietJson(text);
  const parts = text.split(/(<script type="application\/json"[^>]*>[^<]*)/);
  return parts.map((part, at) => (at % 2 === 1 ? quietJson(part) : quietHtml(part))).join("");
}

/** Returns a text without commands within its lines. Lines may begin with a command of layerx itself. */
export function quietCommands(text: string): string {
  return text.replace(ANYWHERE, (found) => (found === "##" ? "#\\x23" : `${found.slice(0, -1)}\\x5f`));
}

function quietJson(text: string): string {
  return text.replace(ANYWHERE, (found) => (found === "##" ? "#\\u0023" : `${found.slice(0, -1)}\\u005f`));
}

function quietHtml(text: string): string {
  return text
    .replace(ANYWHERE, (found) => (found === "##" ? "#&#35;" : `${found.slice(0, -1)}&#95;`))
    .replace(LINE_START, "$1&#58;");
}
