import * as v from "valibot";
import type { YamlFault, YamlFile } from "../../analysis/gate/yaml-file.js";
import { bindingName, conflictOf } from "../../explorer/keys/key-map.js";
import { isKey, type KeyMap, NAMED_KEYS, SAME_KEYS } from "../../explorer/keys/key-names.js";
import { BINDINGS } from "../../explorer/keys/keys.js";
import { nearest } from "../../text/nearest.js";
import { faultOf, optional, type UncheckedKeys } from "./settings-file.js";

/**
 * Parses the setting `keys`. This loads the whole explorer, so only commands that open it call this.
 * @throws LayerxError `bad-config` with file, line and column: not a map, an unknown action or key, or a key
 * with two meanings in one pane.
 */
export function parseKeys({ value, file }: UncheckedKeys): KeyMap {
  const result = v.safeParse(KEYS, { keys: value });
  if (!result.success) throw file.error(faultOf(result.issues[0], file, ACTIONS));
  const { keys } = result.output;
  const conflict = conflictFault(keys, file);
  if (conflict !== null) throw file.error(conflict);
  return keys;
}

const ACTIONS: readonly string[] = [...new Set(BINDINGS.map(bindingName))];

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

/** The place of an error begins with `keys`. */
const KEYS = v.object({ keys: KEY_MAP });

function noKey(name: string): string {
  const same = SAME_KEYS.get(name);
  if (same !== undefined) return `terminals send ${name} for ${same}, so they cannot be distinguished`;
  const near = nearest(name, NAMED_KEYS);
  return `${name} is not a key${near === null ? "" : `: did you mean ${near}?`}`;
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
    next: `give one of them another key: you can also set ${other} under keys`,
  };
}
