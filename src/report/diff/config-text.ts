import type { ConfigDifference, ConfigValue } from "../../analysis/diff/config.js";
import { escapeText } from "../../text/escape.js";
import { cutEnd } from "../../text/width.js";
import type { Frame } from "../frame.js";

const ROWS_SHOWN = 16;

const FIELDS = {
  platform: "platform",
  user: "user",
  workingDir: "workdir",
  entrypoint: "entrypoint",
  cmd: "cmd",
  env: "env",
  exposedPorts: "port",
  volumes: "volume",
  labels: "label",
  stopSignal: "stop signal",
  healthcheck: "healthcheck",
  shell: "shell",
  onBuild: "onbuild",
} as const;

/** What the configs say differently; a changed value takes two lines, the old one first. */
export function configText(config: readonly ConfigDifference[], { paint, columns }: Frame): string[] {
  if (config.length === 0) return [];
  const shown = config.slice(0, ROWS_SHOWN);
  const lines = shown.flatMap(({ field, key, a, b }) => {
    const name = FIELDS[field];
    const line = (sign: string, value: ConfigValue) =>
      value === null ? [] : [cutEnd(`  ${sign} ${name} ${settingText(key, value)}`, columns)];
    return [...line("-", a).map(paint.red), ...line("+", b).map(paint.green)];
  });
  const left = config.length - shown.length;
  const more = left > 0 ? [paint.dim(`  and ${left} more; all with --format json`)] : [];
  return [paint.bold("Config"), ...lines, ...more];
}

/** A setting as it is written: `PATH=/bin`, `80/tcp`, `["sh","-c"]`. */
function settingText(key: string | null, value: ConfigValue): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return escapeText(key === null || key === text ? text : `${key}=${text}`);
}
