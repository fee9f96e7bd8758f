import { escapePath, escapeText } from "../../../text/escape.js";
import { type Copied, MOST_BYTES } from "../../clipboard.js";
import { isLoaded } from "./file-content.js";
import type { ViewPage } from "./view-page.js";

/** Returns a file's content, if it is text that is safe to paste. */
export function copiedContent({ content, name }: ViewPage): Copied {
  if (content.size > MOST_BYTES) return { why: "this file is too long for a terminal's clipboard" };
  if (!isLoaded(content)) return { why: "this file is still being read" };
  const bytes = content.window.bytes.subarray(0, content.size);
  const text = bytes.toString("utf8");
  const plain = text.replace(/[\t\n]|\r\n/g, "");
  if (escapeText(plain) !== plain || !Buffer.from(text, "utf8").equals(bytes))
    return { why: "only plain text is copied; e in the files saves this" };
  return { text, name: `the content of ${escapePath(name)}` };
}
