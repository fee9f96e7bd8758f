import * as v from "valibot";
import { LayerxError } from "../../errors.js";
import { escapeText } from "../../text/escape.js";
import { type Baseline, copyKey } from "./baseline.js";
import { YamlFile } from "./yaml-file.js";

const AGAIN = "write it again: layerx ci IMAGE --baseline FILE --update-baseline";

/**
 * Reads an earlier report: from `inspect` or `ci` with `--format json`, or from `--update-baseline`. `path`
 * is printed in errors.
 * @throws LayerxError `bad-baseline` with file, line and column: the file is not JSON, or not such a report.
 */
export function parseBaseline({ path, text }: { readonly path: string; readonly text: string }): Baseline {
  const bad = (place: string, { problem, next }: { readonly problem: string; readonly next: string }) =>
    new LayerxError("bad-baseline", {
      where: escapeText(`${path}:${place}`),
      problem: escapeText(problem),
      next,
    });
  const value = json(text, bad);
  const result = v.safeParse(SCHEMA, value);
  if (!result.success) {
    const [issue] = result.issues;
    const at = (issue.path ?? []).map((item) => String(item.key));
    const file = new YamlFile(text, bad);
    const missing = issue.received === "undefined";
    const offset = file.offsetOf(missing ? at.slice(0, -1) : at, { of: "value" });
    const problem = missing ? `${at.join(".")} is missing` : `${at.join(".") || "it"} has a wrong value`;
    throw file.error({ offset, problem: `it is not a report of layerx: ${problem}`, next: AGAIN });
  }
  const { image, layers, waste, forbidden } = result.output;
  return {
    name: path,
    references: image.references,
    platform: image.platform,
    size: image.size,
    wastedBytes: image.wastedBytes,
    efficiency: image.efficiency,
    layers: layers.length,
    whole: layers.every(({ size }) => size !== null),
    stored: layers.every(({ createdBy }) => createdBy !== undefined)
      ? layers.map(({ diffId = null, size = null, createdBy = null }) => ({ diffId, size, createdBy }))
      : null,
    copies: waste === undefined ? null : new Set(waste.copies.map((copy) => copyKey(copy.path, copy.bytes))),
    forbidden:
      forbidden === undefined
        ? null
        : new Map(forbidden.map(({ pattern, paths }) => [pattern, new Set(paths)])),
  };
}

function json(
  text: string,
  bad: (place: string, fault: { problem: string; next: string }) => Error,
): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // The YAML parser finds the line and column of the error. A file that is YAML but not JSON was not
    // written by layerx.
    const file = new YamlFile(text, (place, { problem }) =>
      bad(place, { problem: `it is not JSON: ${problem}`, next: AGAIN }),
    );
    const reason = cause instanceof Error ? cause.message : String(cause);
    const offset = Number(/ position (\d+)/.exec(reason)?.[1] ?? 0);
    throw file.error({ offset, problem: reason.replace(/ in JSON at position .*/s, ""), next: AGAIN });
  }
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const SCHEMA = v.object({
  schemaVersion: v.literal(1),
  image: v.object({
    references: v.array(v.string()),
    platform: v.string(),
    size: count,
    efficiency: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    wastedBytes: count,
  }),
  layers: v.array(
    v.object({
      size: v.nullish(count),
      diffId: v.nullish(v.string()),
      createdBy: v.nullish(v.string()),
    }),
  ),
  waste: v.optional(v.object({ copies: v.array(v.object({ path: v.string(), bytes: count })) })),
  forbidden: v.optional(v.array(v.object({ pattern: v.string(), paths: v.array(v.string()) }))),
});
