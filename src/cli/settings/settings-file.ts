import * as v from "valibot";
import { isMap, isNode, isScalar } from "yaml";
import { excludeProblem } from "../../analysis/diff/exclude-globs.js";
import { type YamlFault, YamlFile } from "../../analysis/gate/yaml-file.js";
import { LayerxError } from "../../errors.js";
import { bindingName, conflictOf } from "../../explorer/keys/key-map.js";
import { isKey, type KeyMap, NAMED_KEYS, SAME_KEYS } from "../../explorer/keys/key-names.js";
import { BINDINGS } from "../../explorer/keys/keys.js";
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

/**
 * Parses a configuration: a YAML map with `theme`, `keys`, `mouse`, `ascii`, `start` and `diff`. Each is
 * optional.
 * @throws LayerxError `bad-config` with file, line and column: invalid YAML, not a map, a key twice, an
 * unknown setting, action, role, colour, theme or key, an invalid value, or a key with two meanings in one
 * pane.
 */
export function parseSettings({ path, text }: ConfigSource): Partial<Settings> {
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
  if (top === null || (isScalar(top) && top.value === null)) return {};
  if (!isMap(top)) {
    const offset = (isNode(top) && top.range?.[0]) || 0;
    throw file.error({ offset, problem: "it is not a map of settings", next: listed(SETTINGS) });
  }
  const result = v.safeParse(CONFIG, file.values());
  if (!result.success) throw file.error(faultOf(result.issues[0], file));
  const { keys, diff, ...others } = result.output;
  const settings = diff?.exclude === undefined ? others : { ...others, exclude: diff.exclude };
  if (keys === undefined) return settings;
  const conflict = conflictFault(keys, file);
  if (conflict !== null) throw file.error(conflict);
  return { ...settings, keys };
}

const ACTIONS: readonly string[] = [...new Set(BINDINGS.map(bindingName))];
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

const KEY = v.pipe(
  v.union([v.string(), v.number()], "a key is a word or a character"),
  v.transform(String),
  v.check(isKey, ({ input }) => noKey(input)),
);

const KEY_MAP = v.pipe(
  v.strictObject(
    optional(
      ACTIONS,
      v.union([v.array(KEY), KEY], ({ issues }) => issues?.at(-1)?.message ?? ""),
    ),
    "it takes a map of actions to keys",
  ),
  v.transform((keys): KeyMap => {
    const given = Object.entries(keys).map(([name, key = []]) => [name, [key].flat()] as const);
    return new Map(given);
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
  keys: v.optional(KEY_MAP),
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
function optional<const Name extends string, Schema extends v.GenericSchema>(
  names: readonly Name[],
  schema: Schema,
) {
  return Object.fromEntries(names.map((name) => [name, v.optional(schema)])) as Record<
    Name,
    v.OptionalSchema<Schema, undefined>
  >;
}

function noKey(name: string): string {
  const same = SAME_KEYS.get(name);
  if (same !== undefined) return `terminals send ${name} for ${same}, so they cannot be distinguished`;
  const near = nearest(name, NAMED_KEYS);
  return `${name} is not a key${near === null ? "" : `: did you mean ${near}?`}`;
}

/** Returns the error for an unknown word, by its place in the file. */
function unknownWord(path: readonly string[]): { problem: string; next: string } {
  const [word, within] = [path.at(-1) ?? "", path.length === 1 ? null : path[0]];
  const [kind, words] =
    within === "keys"
      ? ["an action", ACTIONS]
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

function faultOf(issue: v.BaseIssue<unknown>, file: YamlFile): YamlFault {
  const full = (issue.path ?? []).map((item) => String(item.key));
  // A theme that is a single name has no keys.
  const path = file.document.hasIn(full.slice(0, 2)) ? full : full.slice(0, 1);
  const unknown = issue.type === "strict_object" && issue.expected === "never";
  const offset = file.offsetOf(path, { of: unknown ? "key" : "value" });
  if (unknown) return { offset, ...unknownWord(path) };
  return { offset, problem: issue.message, next: "correct the value, or remove the line" };
}

function conflictFault(keys: KeyMap, file: YamlFile): YamlFault | null {
  const conflict = conflictOf(BINDINGS, keys);
  if (conflict === null) return null;
  const {
    key,
    names: [mine, other],
    place,
  } = conflict;
  return {
    offset: file.offsetOf(["keys", mine], { of: "value" }),
    problem: `${key} would be ${mine} and ${other} in one place (${place})`,
    next: `give one of them another key: ${other} may stand under keys, too`,
  };
}
