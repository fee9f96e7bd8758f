import { type ImageFindings, imageJson } from "../../report/image/image-json.js";
import { imageMarkdown } from "../../report/image/image-markdown.js";
import { imageText } from "../../report/image/image-text.js";

/** A form that the report on an image can have. */
export interface ReportForm {
  /** As `--format` takes it. */
  readonly name: string;
  /** What the names of its files end in. */
  readonly ending: string;
  /** The whole report; what is heavy is loaded here. */
  write(findings: ImageFindings, paper: Paper): string | Promise<string>;
}

/** What the text is drawn on. */
interface Paper {
  readonly colour: boolean;
  readonly columns: number;
}

/** The one table of them: `--format` and the explorer's reports read it. The explorer proposes the first one. */
export const IMAGE_FORMATS = [
  {
    name: "html",
    ending: "html",
    write: async (findings) => (await import("../../report/html/image-html.js")).imageHtml(findings),
  },
  { name: "markdown", ending: "md", write: (findings) => imageMarkdown(findings) },
  { name: "text", ending: "txt", write: imageText },
  { name: "json", ending: "json", write: (findings) => imageJson(findings) },
] as const satisfies readonly ReportForm[];

export type ImageFormatName = (typeof IMAGE_FORMATS)[number]["name"];

/** As `--format` lists them. */
export const IMAGE_FORMAT_NAMES = IMAGE_FORMATS.map(({ name }) => name);

export function formatNamed(name: ImageFormatName): ReportForm {
  const [first] = IMAGE_FORMATS;
  return IMAGE_FORMATS.find((format) => format.name === name) ?? first;
}
