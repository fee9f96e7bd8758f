import { isSystemError, LayerxError } from "../errors.js";
import { escapeText, type Printable } from "../text/escape.js";

const REASONS: ReadonlyMap<string, string> = new Map([
  ["ENOSPC", "the disk is full"],
  ["EDQUOT", "your quota on this disk is used up"],
  ["ENAMETOOLONG", "the name is longer than a file's can be here"],
]);

/** What the system says against writing `path`, as an error of the catalogue; anything else stays as it is. */
export function systemError(error: unknown, path: Printable): unknown {
  if (error instanceof LayerxError || !isSystemError(error)) return error;
  if (error.code === "EEXIST") return new LayerxError("name-taken", { path }, error);
  // What stands behind the comma is the call, with the name of a temporary file.
  const said = error.message.replace(/, \w+( .*)?$/s, "");
  const reason = REASONS.get(error.code ?? "") ?? escapeText(said);
  return new LayerxError("extract-failed", { path, reason }, error);
}
