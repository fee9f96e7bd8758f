import { type ImageFindings, imageJson } from "./image-json.js";
import { imageMarkdown } from "./image-markdown.js";
import { imageText } from "./image-text.js";

/** A format of the report on an image. */
export interface ReportForm {
  /** The name for `--format`. */
  readonly name: string;
  /** The extension of its files. */
  readonly ending: string;
  /** Returns the whole report. It loads large modules when it is called. */
  write(findings: ImageFindings, paper: Paper): string | Promise<string>;
}

/** The output device of the text: its colours and columns. */
interface Paper {
  readonly colour: boolean;
  readonly columns: number;
}

/** The formats of a report, for `--format` and for the explorer, which proposes the first one. */
export const IMAGE_FORMATS = [
  {
    name: "html",
    ending: "html",
    write: async (findings) => (await import("../html/image-html.js")).imageHtml(findings),
  },
  { name: "markdown", ending: "md", write: (findings) => imageMarkdown(findings) },
  { name: "text", ending: "txt", write: imageText },
  { name: "json", ending: "json", write: (findings) => imageJson(findings) },
] as const satisfies readonly ReportForm[];

export type ImageFormatName = (typeof IMAGE_FORMATS)[number]["name"];

/** The names for `--format`. */
export const IMAGE_FORMAT_NAMES = IMAGE_FORMATS.map(({ name }) => name);

/** Returns the format with this name. */
export function formatNamed(name: ImageFormatName): ReportForm {
  const [first] = IMAGE_FORMATS;
  return IMAGE_FORMATS.find((format) => format.name === name) ?? first;
}
