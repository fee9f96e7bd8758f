import { createHash } from "node:crypto";
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { succeed } from "../command.js";

const NAMES = ["a", "b", "c"];
const LAYERS = 4;
const STEPS = 14;
const IMPOSSIBLE = new Set(["ENOTDIR", "EEXIST", "ENOENT", "EPERM", "EISDIR"]);

/**
 * Writes a docker archive whose layers overwrite, remove, hide and link a few paths at random. The same seed gives the same
 * image.
 *
 * @param {{ seed: number, folder: string, tag: string }} options
 * @returns {Promise<string>} the archive's path
 */
export async function randomImage({ seed, folder, tag }) {
  rmSync(folder, { recursive: true, force: true });
  const random = generator(seed);
  const names = [];
  for (let layer = 0; layer < LAYERS; layer++) {
    const root = join(folder, `layer-${layer}`);
    mkdirSync(root, { recursive: true });
    for (let step = 0; step < STEPS; step++) tryStep(root, random);
    const options = ["--sort=name", "--mtime=@1700000000", "--numeric-owner"];
    await succeed("tar", [...options, "-C", root, "-cf", join(folder, `${layer}.tar`), "."]);
    names.push(`${layer}.tar`);
  }
  const config = {
    os: "linux",
    architecture: process.arch === "arm64" ? "arm64" : "amd64",
    config: { Cmd: ["true"] },
    rootfs: { type: "layers", diff_ids: names.map((name) => digestOf(join(folder, name))) },
    history: names.map((name) => ({ created: "2024-01-02T03:04:05Z", created_by: `ADD ${name} /` })),
  };
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  const manifest = [{ Config: "config.json", RepoTags: [tag], Layers: names }];
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  const archive = join(folder, "image.tar");
  await succeed("tar", ["-C", folder, "-cf", archive, "config.json", "manifest.json", ...names]);
  return archive;
}

/**
 * Adds a file, folder or link at a random path of a layer. It skips impossible steps: a path below a file, or an existing
 * path. A layer never has a path and its whiteout, because engines differ in this case.
 */
function tryStep(root, random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const path = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(NAMES)).join("/");
  const at = join(root, path);
  const whiteout = join(dirname(at), `.wh.${basename(at)}`);
  const content = pick(["", "x", "yy", "z".repeat(3000)]);
  const steps = [
    () => writeFileSync(at, content, { mode: pick([0o644, 0o600, 0o755]), flag: "wx" }),
    () => writeFileSync(at, content, { flag: "wx" }),
    () => mkdirSync(at, { mode: pick([0o755, 0o700]) }),
    () => symlinkSync(pick(["a", "../b", "/c", "nowhere"]), at),
    () => linkSync(join(root, pick(NAMES)), at),
    () => writeFileSync(join(at, ".wh..wh..opq"), ""),
  ];
  try {
    // A symlink may lead out of the layer's folder.
    if (!isPlainBelow(root, path)) return;
    mkdirSync(dirname(at), { recursive: true });
    if (random() < 0.3) {
      if (!existsSync(at)) writeFileSync(whiteout, "");
    } else if (!existsSync(whiteout)) {
      pick(steps)();
    }
  } catch (error) {
    if (!IMPOSSIBLE.has(error.code)) throw error;
  }
}

/** True if no part of the path is a symlink. */
function isPlainBelow(root, path) {
  const parts = path.split("/");
  return parts.every((_, i) => {
    const found = lstatSync(join(root, ...parts.slice(0, i + 1)), { throwIfNoEntry: false });
    return found?.isSymbolicLink() !== true;
  });
}

/** Numbers from 0 to 1. Source: mulberry32, public domain. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function digestOf(path) {
  return `sha256:${createHash("sha256").update(readFileSync(path)).digest("hex")}`;
}
