import { composeCommand } from "../../../image/config/run-command.js";
import type { Image } from "../../../image/image.js";
import { imageName } from "../../../image/source-name.js";
import { escapeText } from "../../../text/escape.js";
import { shellLine } from "../../../text/shell-words.js";
import type { Copied } from "../../clipboard.js";
import { literal } from "../../drawing/row.js";
import { bindings } from "../../keys/binding.js";
import { isCompared } from "../../keys/disabled.js";
import { documentPage } from "../documents/document-page.js";
import type { ScrollPage } from "../page.js";
import { opensText } from "../scrolling.js";

/** The page with the command that a container starts, and the instructions that it comes from. */
export const COMMAND = documentPage<ScrollPage<"command">>({
  kind: "command",
  keys: [
    ...bindings("Image", { places: ["image"], disabled: isCompared }, [
      [["c"], opensText("command"), "the command of a container, and its origin", "command"],
    ]),
    ...bindings("Image", { places: ["dockerfile", "command"] }, [
      [["y"], { type: "copy" }, "copy the Dockerfile, or the command as a line for a shell", "copy"],
    ]),
  ],
  title: ({ subject }) => [literal("Command"), imageName(subject.analysis.image)],
  lines: ({ subject }, columns) => subject.documents.command?.(columns) ?? [],
  copied: ({ subject }) => commandLine(subject.analysis.image),
});

/**
 * Returns the started command as a line for a shell; none if the line would do something else when it is
 * pasted.
 */
function commandLine({ config }: Image): Copied {
  const line = shellLine(composeCommand(config).argv);
  if (line === "") return { why: "this image names no command" };
  if (escapeText(line) !== line)
    return { why: "this command has characters that are not safe in a shell line" };
  return { text: line, name: "the command line" };
}
