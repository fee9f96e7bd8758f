import * as v from "valibot";
import {
  HIDDEN_CHANGES,
  type PaneWidth,
  START_SORTS,
  START_VIEWS,
  type StartSettings,
} from "../../explorer/settings.js";

/** The maximum depth. Real filesystems are not that deep, so a bigger number is a mistake. */
const MOST_DEPTH = 100;
/**
 * The minimum width of a pane: a narrower one shows no names. layout.ts gives each side at least as many
 * columns.
 */
const LEAST_COLUMNS = 30;

function oneOf<const Name extends string>(names: readonly Name[]) {
  return v.picklist(names, ({ received }) => `${received} is not one of ${names.join(", ")}`);
}

const DEPTH_FORMS = `it takes auto, all, or a number of folder levels from 0 to ${MOST_DEPTH}`;

const DEPTH = v.union(
  [
    v.picklist(["auto", "all"]),
    v.pipe(
      v.number(),
      v.check((depth) => Number.isInteger(depth) && depth >= 0 && depth <= MOST_DEPTH, DEPTH_FORMS),
    ),
  ],
  DEPTH_FORMS,
);

const WIDTH = v.rawTransform<unknown, PaneWidth>(({ dataset, addIssue, NEVER }) => {
  const width = parseWidth(dataset.value);
  if (width !== null) return width;
  addIssue({
    message: `it takes a number of columns from ${LEAST_COLUMNS}, or a part of the screen from 10% to 90%`,
  });
  return NEVER;
});

/** Parses `40`, `"40"` or `40%`; `null` for anything else. */
function parseWidth(value: unknown): PaneWidth | null {
  const [, digits, percent] = /^(\d{1,4})(%?)$/.exec(String(value)) ?? [];
  if (digits === undefined) return null;
  const number = Number(digits);
  if (percent === "%") return number >= 10 && number <= 90 ? { percent: number } : null;
  return number >= LEAST_COLUMNS ? { columns: number } : null;
}

const SWITCH = v.boolean("it takes true or false");

const ENTRIES = {
  sort: v.optional(oneOf(START_SORTS)),
  hide: v.optional(
    v.union(
      [
        v.array(oneOf(HIDDEN_CHANGES)),
        v.pipe(
          oneOf(HIDDEN_CHANGES),
          v.transform((change) => [change]),
        ),
      ],
      `it takes a list of ${HIDDEN_CHANGES.join(", ")}`,
    ),
  ),
  depth: v.optional(DEPTH),
  show: v.optional(oneOf(START_VIEWS)),
  flat: v.optional(SWITCH),
  attributes: v.optional(SWITCH),
  "left-width": v.optional(v.pipe(v.unknown(), WIDTH)),
};

/** The names of the settings in `start`. */
export const START_NAMES: readonly string[] = Object.keys(ENTRIES);

/** Parses the map `start` of the configuration: the settings of the first screen. */
export const START_SETTINGS = v.pipe(
  v.strictObject(ENTRIES, `it takes a map with ${START_NAMES.join(", ")}`),
  v.transform(({ "left-width": leftWidth, ...rest }): StartSettings => ({ ...rest, leftWidth })),
);
