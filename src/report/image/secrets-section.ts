import type { Analysis } from "../../analysis/analyze.js";
import type { SecretFindings } from "../../analysis/secrets/secrets.js";
import { andMore } from "../../text/count.js";
import { cutEnd } from "../../text/width.js";
import { writtenBy } from "../../words/finding-words.js";
import { secretsTitle, secretWords, unsearchedText } from "../../words/secret-words.js";
import type { TextFrame } from "../text/text-frame.js";
import { instructionLines, wrapped } from "../waste/finding-text.js";

const INDENT = "  ";

/**
 * Returns files with secrets: path, kind, the layer that wrote it, the layer that removed it, if any, and
 * advice.
 */
export function secretLines(
  { image, tree }: Pick<Analysis, "image" | "tree">,
  secrets: SecretFindings | null,
  { paint, columns, top }: TextFrame & { readonly top: number },
): string[] {
  if (secrets === null) return [];
  const { found } = secrets;
  const left = unsearchedText(secrets);
  if (found.length === 0) return left === null ? [] : [`${paint.bold("Secrets")}: none found; ${left}`];
  const width = Math.max(columns - INDENT.length * 2, 20);
  const rows = found.slice(0, top).flatMap((secret) => {
    const { what, path, buried, layer, say } = secretWords({ tree }, secret);
    const lines = [
      ...(buried === null ? [] : [paint.red(cutEnd(`buried: ${buried}`, width))]),
      ...instructionLines(writtenBy(image, layer), width),
      ...wrapped(`→ ${say}`, width).map((line) => paint.cyan(line)),
    ];
    return [
      INDENT + cutEnd(path, width),
      ...[paint.yellow(cutEnd(what, width)), ...lines].map((line) => INDENT + INDENT + line),
      "",
    ];
  });
  const rest = found.length - top;
  const more = rest > 0 ? [`${INDENT}${andMore(rest)}: see --format json`] : [];
  const lines = more.length > 0 ? [...rows, ...more] : rows.slice(0, -1);
  return [
    `${paint.bold("Secrets")}: ${secretsTitle(secrets)}`,
    "",
    ...lines,
    ...(left === null ? [] : ["", INDENT + left]),
  ];
}
