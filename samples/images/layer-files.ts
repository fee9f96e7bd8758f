import {
  type Attributes,
  dir,
  file,
  memberSpec,
  type Spec,
  type SpecPair,
} from "../../test/support/layer-spec.js";

/**
 * A layer as a builder writes it: the folders above each path as members of their own, all in the order of a
 * walk through the tree, and `mtime` on all that names none.
 */
export function layer(mtime: number, ...parts: readonly Readonly<Record<string, Spec>>[]): SpecPair[] {
  const members = new Map<string, Spec>();
  for (const [path, spec] of parts.flatMap((part) => Object.entries(part))) {
    for (const parent of parents(path)) if (!members.has(parent)) members.set(parent, dir());
    members.set(path, spec);
  }
  return [...members].sort(byWalk).map(([path, spec]) => [path, { mtime, ...memberSpec(spec) }]);
}

/** Stand-in files in one folder, `name:bytes` each: `files("usr/bin", "bash:14200 cat:440", { mode: 0o755 })`. */
export function files(folder: string, names: string, attributes: Attributes = {}): Record<string, Spec> {
  const entries = names.split(/\s+/).map((item): [string, Spec] => {
    const [name, bytes] = item.split(":");
    const path = `${folder}/${name}`;
    return [path, file(standIn(path, Number(bytes)), attributes)];
  });
  return Object.fromEntries(entries);
}

/**
 * `bytes` bytes of text that says what it stands for: the same for the same path and version.
 * Lines are short, as in a program's source, so that a viewer has something to show.
 */
export function standIn(path: string, bytes: number, version = 1): string {
  const next = random(`${path}@${version}`);
  const lines = [`# stand-in for /${path}, version ${version}`];
  for (let length = lines[0].length + 1; length < bytes; ) {
    const words = Array.from({ length: 3 + next(6) }, () => WORDS[next(WORDS.length)]);
    lines.push(words.join(" "));
    length += words.join(" ").length + 1;
  }
  return `${lines.join("\n").slice(0, Math.max(bytes - 1, 0))}\n`;
}

const WORDS = (
  "anchor apple basin bridge candle canvas cedar cloud copper corner delta ember fable feather field flint " +
  "garden glass harbor hollow island ivory jacket kettle lantern ledger linen maple marble meadow mirror " +
  "needle north ocean orchard paper pebble pepper pillar pocket quarry quiet raven ribbon river saddle salt " +
  "shadow silver stone summer table thread timber tunnel valley velvet wagon walnut water willow window winter"
).split(" ");

/** Numbers below a bound, the same for the same seed (xorshift32). */
function random(seed: string): (below: number) => number {
  let state = 2_166_136_261;
  for (const char of seed) state = Math.imul(state ^ char.charCodeAt(0), 16_777_619);
  state = state === 0 ? 1 : state;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function parents(path: string): string[] {
  const parts = path.replace(/\/$/, "").split("/");
  return parts.slice(1).map((_, n) => `${parts.slice(0, n + 1).join("/")}/`);
}

function byWalk([a]: readonly [string, Spec], [b]: readonly [string, Spec]): number {
  const [x, y] = [a, b].map((path) => path.replace(/\/$/, "").replaceAll("/", "\0"));
  return x < y ? -1 : x > y ? 1 : 0;
}
