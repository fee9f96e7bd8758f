import type { Argv } from "yargs";
import { fail } from "../../errors.js";
import { readsStandardInput } from "../../image/source-name.js";
import { DEFAULT_LIMITS, LIMIT_WORDS, type Limits, limitByFlag } from "../../source/limits.js";
import { SOURCE_NAMES, schemeOf } from "../../source/references/scheme.js";
import { parseSize } from "../../text/bytes.js";
import { escapeText } from "../../text/escape.js";
import { nearest } from "../../text/nearest.js";

/** The options of every command that reads an image. */
export interface CommonArgs {
  platform: string | undefined;
  image: string | undefined;
  source: string | undefined;
  "insecure-registry": string[] | undefined;
  timeout: string | undefined;
  verify: boolean | undefined;
  limit: (string | number)[] | undefined;
  "no-color": boolean | undefined;
  "no-progress": boolean | undefined;
  "cache-dir": string | undefined;
  "no-cache": boolean | undefined;
  debug: boolean | undefined;
}

const GROUP = "Options of every command:";

/** Adds the options of all commands that read an image. */
export function commonOptions<T>(argv: Argv<T>): Argv<T & CommonArgs> {
  return argv
    .option("platform", {
      group: GROUP,
      type: "string",
      requiresArg: true,
      describe: "Platform of a multi-platform image: os/arch[/variant]",
    })
    .option("image", {
      group: GROUP,
      type: "string",
      requiresArg: true,
      describe: "One of several images: its reference, or its number from 0",
    })
    .option("source", {
      group: GROUP,
      type: "string",
      requiresArg: true,
      describe: "Source of the image: docker, podman, registry, oci, …",
    })
    .option("insecure-registry", {
      group: GROUP,
      type: "array",
      string: true,
      requiresArg: true,
      describe: "Skip TLS checks, allow plain http: HOST or HOST:PORT",
    })
    .option("timeout", {
      group: GROUP,
      type: "string",
      requiresArg: true,
      describe: "Seconds that a connection may be silent (default: 30)",
    })
    .option("verify", {
      group: GROUP,
      type: "boolean",
      describe: "Hash every layer against its diff ID",
    })
    .option("limit", {
      group: GROUP,
      type: "array",
      requiresArg: true,
      describe: "Raise a limit for large images: NAME=VALUE",
    })
    .option("no-color", { group: GROUP, type: "boolean", describe: "No colours" })
    .option("no-progress", {
      group: GROUP,
      type: "boolean",
      describe: "No progress on stderr",
    })
    .option("cache-dir", {
      group: GROUP,
      type: "string",
      requiresArg: true,
      describe: "Folder of the cache (default: see `layerx cache path`)",
    })
    .option("no-cache", {
      group: GROUP,
      type: "boolean",
      describe: "Do not read or write the cache",
    })
    .option("debug", {
      group: GROUP,
      type: "boolean",
      describe: "Print requests, and the stack trace of an error",
    });
}

/**
 * Returns the seconds of `--timeout`; `undefined` if it is not set.
 * @throws LayerxError `bad-value`
 */
export function timeoutOf(value: string | undefined, command: string): number | undefined {
  if (value === undefined) return undefined;
  const seconds = /^\d{1,6}(\.\d{1,3})?$/.test(value) ? Number(value) : 0;
  if (seconds > 0) return seconds;
  return fail("bad-value", {
    option: "--timeout",
    value: escapeText(value),
    wanted: "a number of seconds above 0",
    command,
  });
}

/**
 * Returns the hosts of `--insecure-registry`.
 * @throws LayerxError `bad-value`
 */
export function insecureHosts(values: readonly string[], command: string): readonly string[] {
  for (const value of values) {
    if (/^(\[[0-9a-f:]+\]|[\w.-]+)(:\d{1,5})?$/i.test(value)) continue;
    const wanted = "HOST or HOST:PORT, without http:// and without a path";
    fail("bad-value", { option: "--insecure-registry", value: escapeText(value), wanted, command });
  }
  return values;
}

/**
 * Returns the image's argument with the scheme of `--source` before it.
 * @throws LayerxError `bad-value` for an unknown name; `bad-usage` if the argument has another scheme
 */
export function withSource(argument: string, source: string | undefined, command: string): string {
  if (source === undefined) return argument;
  if (!SOURCE_NAMES.includes(source)) {
    const near = nearest(source, SOURCE_NAMES);
    const wanted = `one of ${SOURCE_NAMES.join(", ")}${near === null ? "" : `; ${near} may be meant`}`;
    fail("bad-value", { option: "--source", value: escapeText(source), wanted, command });
  }
  const own = schemeOf(argument);
  if (own === null) return `${source}:${argument}`;
  if (own === source) return argument;
  return fail("bad-usage", {
    problem: `--source ${source} and the scheme ${own}: contradict each other`,
    why: "both say where the image is",
    command,
  });
}

/**
 * Returns the limits, changed by `--limit NAME=VALUE`.
 * @throws LayerxError `bad-value`.
 */
export function limitsOf(values: readonly (string | number)[], command: string): Limits {
  const limits: { -readonly [K in keyof Limits]: Limits[K] } = { ...DEFAULT_LIMITS };
  for (const value of values.map(String)) {
    const at = value.indexOf("=");
    const name = limitByFlag(value.slice(0, at));
    const bound = parseSize(value.slice(at + 1));
    if (at > 0 && name !== null && bound !== null) limits[name] = bound;
    else
      fail("bad-value", { option: "--limit", value: escapeText(value), wanted: wanted(value, at), command });
  }
  return limits;
}

function wanted(value: string, at: number): string {
  const flags = Object.values(LIMIT_WORDS).map(({ flag }) => flag);
  const near = nearest(at < 0 ? value : value.slice(0, at), flags);
  const names = near === null ? flags.join(", ") : `${near} or another one`;
  return `NAME=VALUE, where NAME is ${names}, and VALUE a number or a size such as 10MB`;
}

/**
 * Checks that at most one of the images is read from standard input.
 * @throws LayerxError `bad-usage`
 */
export function checkPiped(images: readonly string[], command: string): void {
  if (images.filter(readsStandardInput).length < 2) return;
  const why = "standard input can be read once; name a file for one of them";
  fail("bad-usage", { problem: "two images are -", why, command });
}

/** The option `--format` of a report that is text by default. Add its `choices`. */
export const OUTPUT_FORMAT = {
  requiresArg: true,
  default: "text",
  describe: "Output format (default: text)",
} as const;

/** The argument of every command that reads one image. */
export const IMAGE_ARGUMENT = {
  type: "string",
  demandOption: true,
  describe: "File, folder, - for stdin, or an image name",
} as const;

interface NumberOption {
  readonly option: string;
  readonly least: number;
  readonly most?: number;
  readonly command: string;
}

/**
 * Returns the whole number of an option.
 * @throws LayerxError `bad-value`
 */
export function wholeNumber(
  text: string,
  { option, least, most = Number.MAX_SAFE_INTEGER, command }: NumberOption,
): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  const end = most === Number.MAX_SAFE_INTEGER ? "" : ` to ${most}`;
  const wanted = `a whole number from ${least}${end}`;
  return fail("bad-value", { option, value: escapeText(text), wanted, command });
}
