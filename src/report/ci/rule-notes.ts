import type { Verdict } from "../../analysis/gate/verdict.js";
import { humanSize } from "../../text/bytes.js";
import type { Palette } from "../../text/colour.js";
import { counted } from "../../text/count.js";
import { escapeText } from "../../text/escape.js";
import { baseWords } from "../../words/base-words.js";
import type { LinesOf } from "../text/dockerfile-lines.js";
import { wrapped } from "../waste/finding-text.js";
import type { CiResult } from "./ci-result.js";
import { diveDiffers } from "./dive-differs.js";

export interface SectionOptions {
  readonly columns: number;
  readonly style: Palette;
  readonly linesOf: LinesOf;
}

/** Returns the exceptions of a rule, also expired ones. */
export function ignoredLines({ ignored }: Verdict, { columns, style }: SectionOptions): string[] {
  return ignored.flatMap(({ ignore: { until, reason, path }, expired, paths, bytes }) => {
    const what = paths === 0 ? "" : ` ${counted(paths, "path")} of ${humanSize(bytes)}`;
    const at = path === null ? "" : ` at ${escapeText(path)}`;
    const since = until === null ? `ignored without a last day${at}` : `ignored until ${until}${at}`;
    const text = expired ? `no longer ignored${at}, since ${until} is over` : since;
    const paint = expired ? style.red : style.yellow;
    return wrapped(`${text}:${what} ${escapeText(reason)}`, columns - 6).map(
      (line) => `      ${paint(line)}`,
    );
  });
}

/** Returns notes about the origin of the rules and the baseline, and about problems with them. */
export function noteLines(result: CiResult, { columns }: Pick<SectionOptions, "columns">): string[] {
  const { rulesFile, verdicts, base, baseline, unused, unmatched, notInBaseline } = result;
  const notes: string[] = [];
  if (rulesFile !== null) {
    const used = verdicts.some(({ rule }) => rule.from === "file");
    notes.push(`rules file: ${rulesFile}${used ? "" : ", but none of its rules is used"}`);
  }
  for (const { layer, path } of diveDiffers(result)) {
    notes.push(
      `dive stops counting layer ${layer} at ${path}, which removes nothing; these numbers count the whole layer, so dive's own may be lower`,
    );
  }
  if (base.counted) {
    const none = "the history shows no base image, so paths count in all layers";
    notes.push(`base: ${base.found === null ? none : baseWords(base.found)}`);
  }
  if (baseline !== null)
    notes.push(`baseline: ${baseline.name}${baseline.updated ? ", updated from this image" : ""}`);
  for (const name of notInBaseline) {
    notes.push(
      `${name}: the baseline does not have this rule, so all its paths count as new; --update-baseline accepts them`,
    );
  }
  for (const name of unmatched)
    notes.push(`${name}: no layer has a matching instruction, so the rule passes`);
  for (const { rule, path, until } of unused) {
    const what = [rule, path].filter((part) => part !== null).map(escapeText);
    const end = until === null ? "" : `, until ${until}`;
    notes.push(`nothing to ignore: ${what.join(" ")}${end}: remove it from the rules`);
  }
  return notes.flatMap((note) => wrapped(note, columns - 2)).map((line) => `  ${line}`);
}
