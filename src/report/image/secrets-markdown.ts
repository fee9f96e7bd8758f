import type { Analysis } from "../../analysis/analyze.js";
import type { SecretFindings } from "../../analysis/secrets/secrets.js";
import { layerText } from "../../image/dockerfile/instruction.js";
import { secretsTitle, secretWords, unsearchedText } from "../../words/secret.js";
import { code, cutText, fitting, folded, plain } from "../formats/markdown.js";

const TEXT_COLUMNS = 160;
const CHARS = 4_000;

/** Files that hold secrets; no lines where there are none. */
export function secretsMarkdown(
  { image, tree }: Pick<Analysis, "image" | "tree">,
  secrets: SecretFindings | null,
): string[] {
  if (secrets === null || (secrets.found.length === 0 && secrets.unsearched === 0)) return [];
  const { lines, left } = fitting(secrets.found, CHARS, (secret) => {
    const { what, path, buried, layer, say, source } = secretWords({ tree }, secret);
    return [
      `- ${code(cutText(path, TEXT_COLUMNS))}: ${plain(what)}`,
      `  → ${plain(say)} ([why](${source}))`,
      ...(buried === null ? [] : [`  - **buried**: ${plain(buried)}`]),
      `  - written by layer ${layer}: ${code(cutText(layerText(image, layer), TEXT_COLUMNS))}`,
    ];
  });
  const unsearched = unsearchedText(secrets);
  return [
    "#### Secrets",
    "",
    ...folded(secretsTitle(secrets), [
      ...lines,
      ...(left > 0 ? [`- and ${left} more: see \`--format json\``] : []),
      ...(unsearched === null ? [] : ["", plain(unsearched)]),
    ]),
  ];
}
