import { placeName } from "../ci/gate-finding.js";
import type { Places } from "../ci/offender-finding.js";

/**
 * Returns the lines of the Dockerfile that made some layers, as a line of a report; none if they are not
 * known.
 */
export type LinesOf = (...layers: readonly (number | null)[]) => string[];

/** Returns a function that returns the lines of the Dockerfile for layers: `in Dockerfile:3, Dockerfile:5`. */
export function linesOfLayers(places: Places): LinesOf {
  return (...layers) => {
    const known = layers.map((layer) => (layer === null ? null : places(layer)));
    const names = new Set(known.flatMap((place) => (place === null ? [] : [placeName(place)])));
    return names.size === 0 ? [] : [`in ${[...names].join(", ")}`];
  };
}
