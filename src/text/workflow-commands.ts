/*
 * A pipeline's runner reads what a program prints and obeys some of it. What comes from an image must not be able to command it.
 * GitHub obeys `::` at the start of a line, after white space, and `##[` anywhere (`ActionCommand.cs`); Azure `##vso[` and `##[`
 * anywhere (azure-pipelines-agent, `Command.cs`); GitLab reads `section_start:` and `section_end:` (docs, "Custom collapsible sections").
 */

const ANYWHERE = /##(?=vso\[|\[)|section_(?=(?:start|end):)/gi;
const LINE_START = /^(\s*):(?=:)/gm;

/** True if what is printed goes to the log of a runner that obeys it. */
export function isObeyed(env: Readonly<Record<string, string | undefined>>): boolean {
  return ["GITHUB_ACTIONS", "TF_BUILD", "GITLAB_CI"].some((name) => {
    const value = env[name];
    return value !== undefined && value !== "" && !/^(false|0)$/i.test(value);
  });
}

/** True if a runner would obey something in a text. */
export function hasCommand(text: string): boolean {
  return text.search(ANYWHERE) >= 0 || text.search(LINE_START) >= 0;
}

/** What a document is, as far as its escapes differ. */
export type DocumentForm = "text" | "json" | "html";

/** The form of a document, by its first characters. */
export function formOf(beginning: string): DocumentForm {
  if (/^\s*[[{]/.test(beginning)) return "json";
  return /^\s*<!doctype html/i.test(beginning) ? "html" : "text";
}

/** A text or document in which a runner finds nothing to obey; the value of a JSON document and a page stay the same. */
export function quiet(text: string, form: DocumentForm): string {
  if (form === "text") return quietCommands(text).replace(LINE_START, "$1\\x3a");
  if (form === "json") return quietJson(text);
  const parts = text.split(/(<script type="application\/json"[^>]*>[^<]*)/);
  return parts.map((part, at) => (at % 2 === 1 ? quietJson(part) : quietHtml(part))).join("");
}

/** A text whose own lines may be commands: what is within them commands nothing. */
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
