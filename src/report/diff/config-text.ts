import {
  type ConfigDifference,
  type ConfigValue,
  SETTING_NAMES,
  settingText,
} from "../../analysis/diff/config-differences.js";
import { andMore } from "../../text/count.js";
import { cutEnd } from "../../text/width.js";
import type { TextFrame } from "../text/text-frame.js";

const ROWS_SHOWN = 16;

/** Returns the differences of the configs. A changed value takes two lines, the old value first. */
export function configText(config: readonly ConfigDifference[], { paint, columns }: TextFrame): string[] {
  if (config.length === 0) return [];
  const shown = config.slice(0, ROWS_SHOWN);
  const lines = shown.flatMap(({ field, key, a, b }) => {
    const name = SETTING_NAMES[field];
    const line = (sign: string, value: ConfigValue) =>
      value === null ? [] : [cutEnd(`  ${sign} ${name} ${settingText(key, value)}`, columns)];
    return [...line("-", a).map(paint.red), ...line("+", b).map(paint.green)];
  });
  const left = config.length - shown.length;
  const more = left > 0 ? [paint.dim(`  ${andMore(left)}; all with --format json`)] : [];
  return [paint.bold("Config"), ...lines, ...more];
}
