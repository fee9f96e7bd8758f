const SHOWN = 5;
const WIDTH = 150;

/**
 * The first lines in which two texts differ; `null` if they are equal, byte for byte.
 *
 * @param {Buffer} ours
 * @param {Buffer} theirs
 * @returns {string | null}
 */
export function textDifference(ours, theirs) {
  if (ours.equals(theirs)) return null;
  const left = ours.toString("latin1").split("\n");
  const right = theirs.toString("latin1").split("\n");
  const out = [`${ours.length} bytes, expected ${theirs.length}`];
  for (let i = 0; i < Math.max(left.length, right.length) && out.length < 2 * SHOWN; i++) {
    if (left[i] === right[i]) continue;
    out.push(`line ${i + 1}: got      ${shown(left[i])}`, `line ${i + 1}: expected ${shown(right[i])}`);
  }
  return out.join("\n");
}

/**
 * The paths at which two JSON values differ; `null` if they are equal. The order of keys does not count.
 *
 * @param {unknown} ours
 * @param {unknown} theirs
 * @returns {string | null}
 */
export function valueDifference(ours, theirs) {
  const places = [...differingPlaces(ours, theirs, "")];
  if (places.length === 0) return null;
  const rest = places.length > SHOWN ? [`… and ${places.length - SHOWN} more`] : [];
  return [...places.slice(0, SHOWN), ...rest].join("\n");
}

/** @returns {Generator<string>} */
function* differingPlaces(ours, theirs, path) {
  if (Object.is(ours, theirs)) return;
  if (isObject(ours) && isObject(theirs)) {
    for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
      yield* differingPlaces(ours[key], theirs[key], `${path}.${key}`);
    }
    return;
  }
  yield `${path || "."}: got ${shown(JSON.stringify(ours))}, expected ${shown(JSON.stringify(theirs))}`;
}

function isObject(value) {
  return typeof value === "object" && value !== null;
}

/** @param {string | undefined} text */
function shown(text) {
  if (text === undefined) return "nothing";
  return text.length > WIDTH ? `${text.slice(0, WIDTH)}…` : text;
}
