/*
 * GitHub's runner obeys what a program prints: a line that begins with `::`, after white space, and `##[` anywhere in
 * one (`ActionCommand.cs`). What comes from an image must not be able to say such a thing.
 */

/** A report for people with nothing in it that the runner would take for a command. */
export function quietText(text: string): string {
  return text.replaceAll("##[", "#\\x23[").replace(/^(\s*)::/gm, "$1\\x3a:");
}

/** A JSON document, as `quietText`; its value stays the same. No line of one begins with a colon. */
export function quietJson(document: string): string {
  return document.replaceAll("##[", "#\\u0023[");
}
