import * as v from "valibot";
import { isMap, isNode, isScalar } from "yaml";
import { excludeProblem } from "../../analysis/diff/exclude-globs.js";
import { type YamlFault, YamlFile } from "../../analysis/gate/yaml-file.js";
import { LayerxError } from "../../errors.js";
import { ROLES, type Settings, THEMES, type ThemeSettings } from "../../explorer/settings.js";
import { COLOUR_FORMS, type Colour, parseColour } from "../../text/colour.js";
import { escapeText } from "../../text/escape.js";
import { nearest } from "../../text/nearest.js";
import { START_NAMES, START_SETTINGS } from "./start-settings.js";

/** The text of a configuration. */
export interface ConfigSource {
  /** The path for messages, as the user wrote it. */
  readonly path: string;
  readonly text: string;
}

/** A parsed configuration. */
export interface Config {
  readonly settings: Partial<Omit<Settings, "keys">>;
  /** The setting `keys`; `null` if there is none. */
  readonly keys: UncheckedKeys | null;
}

/** The setting `keys` of a file. `parseKeys` checks it, with the keys of the explorer. */
export interface UncheckedKeys {
  readonly value: unknown;
  readonly file: YamlFile;
}

/**
 * Parses a configuration: a YAML map with `theme`, `keys`, `mouse`, `ascii`, `start` and `diff`. Each is
 * optional.
 * @throws LayerxError `bad-config` with file, line and column: invalid YAML, not a map, a key twice, an
 * unknown setting, role, colour or theme, or an invalid value.
 */
export function parseSettings({ path, text }: ConfigSource): Config {
  const file = new YamlFile(
    text,
    (place, { problem, next }) =>
      new LayerxError("bad-config", {
        where: escapeText(`${path}:${place}`),
        problem: escapeText(problem),
        next: escapeText(next),
      }),
  );
  const top = file.document.contents;
  if (top === null || (isScalar(top) && top.value === null)) return { settings: {}, keys: null };
  if (!isMap(top)) {
    const offset = (isNode(top) && top.range?.[0]) || 0;
    throw file.error({ offset, problem: "it is not a map of settings", next: listed(SETTINGS) });
  }
  const result = v.safeParse(CONFIG, file.values());
  if (!result.success) throw file.error(faultOf(result.issues[0], file));
  const { keys: value, diff, ...others } = result.output;
  return {
    settings: diff?.exclude === undefined ? others : { ...others, exclude: diff.exclude },
    keys: "keys" in result.output ? { value, file } : null,
  };
}

const SWITCH = v.boolean("it takes true or false");

const COLOUR = v.rawTransform<unknown, Colour>(({ dataset, addIssue, NEVER }) => {
  const { value } = dataset;
  const colour = typeof value === "string" || typeof value === "number" ? parseColour(String(value)) : null;
  if (colour !== null) return colour;
  addIssue({ message: `${JSON.stringify(value)} is not a colour; use ${COLOUR_FORMS}` });
  return NEVER;
});

/** A single name is the theme of that name. */
const THEME = v.pipe(
  v.unknown(),
  v.transform((value) => (isMapValue(value) ? value : { base: value })),
  v.strictObject({
    base: v.optional(
      v.picklist(THEMES, ({ received }) => `${received} is not a theme; the themes are ${THEMES.join(", ")}`),
      "auto",
    ),
    ...optional(ROLES, v.pipe(v.unknown(), COLOUR)),
  }),
  v.transform(({ base, ...colours }): ThemeSettings => {
    const roles = ROLES.flatMap((role) => {
      const colour = colours[role];
      return colour === undefined ? [] : [[role, colour] as const];
    });
    return { base, roles: new Map(roles) };
  }),
);

const EXCLUDED = v.pipe(
  v.string("it takes a glob such as '*.pyc', or a list of globs"),
  v.rawCheck(({ dataset, addIssue }) => {
    const problem = dataset.typed ? excludeProblem(dataset.value) : null;
    if (problem !== null) addIssue({ message: `the glob is ${problem}` });
  }),
);

const DIFF = v.strictObject(
  {
    exclude: v.optional(
      v.pipe(
        v.union([v.array(EXCLUDED), EXCLUDED], ({ issues }) => issues?.at(-1)?.message ?? ""),
        v.transform((globs) => [globs].flat()),
      ),
    ),
  },
  "it takes a map with exclude",
);

const CONFIG = v.strictObject({
  theme: v.optional(THEME),
  keys: v.optional(v.unknown()),
  mouse: v.optional(SWITCH),
  ascii: v.optional(SWITCH),
  start: v.optional(START_SETTINGS),
  diff: v.optional(DIFF),
});

const SETTINGS = Object.keys(CONFIG.entries);

function isMapValue(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns a schema in which each name is optional. `Object.fromEntries` loses the type of the names. */
export function optional<const Name extends string, Schema extends v.GenericSchema>(
  names: readonly Name[],
  schema: Schema,
) {
  return Object.fromEntries(names.map((name) => [name, v.optional(schema)])) as Record<
    Name,
    v.OptionalSchema<Schema, undefined>
  >;
}

/** Returns the error for an unknown word, by its place in the file. */
function unknownWord(path: readonly string[], actions: readonly string[]): { problem: string; next: string } {
  const [word, within] = [path.at(-1) ?? "", path.length === 1 ? null : path[0]];
  const [kind, words] =
    within === "keys"
      ? ["an action", actions]
      : within === "theme"
        ? ["a theme role", ["base", ...ROLES]]
        : within === "diff"
          ? ["a setting of diff", ["exclude"]]
          : within === "start"
            ? ["a setting of start", START_NAMES]
            : ["a setting", SETTINGS];
  const near = nearest(word, words);
  return {
    problem: `${word} is not ${kind}`,
    next: near === null ? listed(words) : `did you mean ${near}? Else ${listed(words)}`,
  };
}

function listed(words: readonly string[]): string {
  return `the names are ${words.join(", ")}`;
}

/** Returns the error for an invalid value. `actions` are the names in `keys`. */
export function faultOf(
  issue: v.BaseIssue<unknown>,
  file: YamlFile,
  actions: readonly string[] = [],
): YamlFault {
  const full = (issue.path ?? []).map((item) => String(item.key));
  // A theme that is a single name has no keys.
  const path = file.document.hasIn(full.slice(0, 2)) ? full : full.slice(0, 1);
  const unknown = issue.type === "strict_object" && issue.expected === "never";
  const offset = file.offsetOf(path, { of: unknown ? "key" : "value" });
  if (unknown) return { offset, ...unknownWord(path, actions) };
  return { offset, problem: issue.message, next: "correct the value, or remove the line" };
}
