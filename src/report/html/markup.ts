/** HTML that is not escaped again. Everything else in a template is text, and is escaped. */
export class Markup {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

export type HtmlContent = string | number | Markup | readonly HtmlContent[];

/**
 * A template of HTML. Its contents are escaped as text, for a place between tags or in a quoted attribute,
 * except `Markup`.
 */
export function html(parts: TemplateStringsArray, ...contents: readonly HtmlContent[]): Markup {
  return new Markup(
    parts.map((part, at) => part + (at < contents.length ? sourceOf(contents[at]) : "")).join(""),
  );
}

/**
 * Returns a value as the text of a `<script type="application/json">`. No text in it can end the element or
 * begin a comment.
 */
export function jsonMarkup(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, jsonEscape));
}

/** Returns the size of a text in the output of `jsonMarkup`, in bytes of UTF-8, without its quotes. */
export function jsonBytes(text: string): number {
  return Buffer.byteLength(jsonMarkup(text).source) - 2;
}

function sourceOf(content: HtmlContent): string {
  if (content instanceof Markup) return content.source;
  if (typeof content === "string" || typeof content === "number") return escaped(String(content));
  return content.map(sourceOf).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char]);
}

function jsonEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
