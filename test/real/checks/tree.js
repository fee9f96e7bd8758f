import { valueDifference } from "../difference.js";
import { escaped } from "../escaped.js";
import { layerxJson } from "../layerx.js";
import { listTar } from "../tar-listing.js";
import { MADE_IF_MISSING, OF_THE_ENGINE } from "./engine-paths.js";
import { guarded } from "./guarded.js";

/** Folders whose modification time the engine changes. */
const TOUCHED = /^\/(etc|dev|run|data|srv|srv\/(volume|work))$/;

/**
 * Checks that the merged tree has the same entries as the filesystem of a container.
 *
 * @param {{ name: string, image: string, rootfs: string }} subject `rootfs` is the engine's export
 * @param {import("../tally.js").Tally} results
 */
export async function checkTree({ name, image, rootfs }, results) {
  await guarded(results, `${name}: tree = container's filesystem`, async () => {
    const theirs = exported(listTar(rootfs));
    const ours = merged((await layerxJson(["tree", image])).entries);
    removeUnknown(ours, theirs);
    return valueDifference(Object.fromEntries(ours), Object.fromEntries(theirs));
  });
}

/** @param {import("../tar-listing.js").TarEntry[]} entries */
function exported(entries) {
  const files = new Map(entries.map((entry) => [entry.path, entry]));
  const pairs = entries
    .filter(({ path }) => path !== "" && path !== ".")
    .map((entry) => {
      const target =
        entry.type === "hardlink" ? files.get(entry.linkname.replace(/^(\.?\/)+/, "")) : undefined;
      return [`/${escaped(entry.path)}`, comparable({ ...entry, linkname: escaped(entry.linkname) }, target)];
    });
  return new Map(pairs.filter(([path]) => !OF_THE_ENGINE.test(path)));
}

function merged(entries) {
  const files = new Map(entries.map((entry) => [entry.path, entry]));
  const read = (entry) => ({ ...entry, mode: Number.parseInt(entry.mode, 8), mtime: seconds(entry.mtime) });
  const pairs = entries.map((entry) => {
    const target = entry.type === "hardlink" ? files.get(entry.linkname) : undefined;
    // The target's name may be removed, or be another file now. Then its size is not known here.
    const same = target !== undefined && target.type === "file" && target.layer <= entry.layer;
    return [entry.path, comparable(read(entry), same ? read(target) : undefined)];
  });
  return new Map(pairs.filter(([path]) => !OF_THE_ENGINE.test(path)));
}

/** A hard link is compared as its file: each archive chooses which of the names is the file. */
function comparable(entry, target) {
  const { mode, uid, gid, mtime } = entry;
  const type = entry.type === "hardlink" ? "file" : entry.type;
  const size = entry.type === "hardlink" ? (target?.size ?? null) : entry.type === "file" ? entry.size : 0;
  return {
    type,
    mode: `0${(type === "symlink" ? 0o777 : mode).toString(8)}`,
    owner: `${uid}:${gid}`,
    size,
    target: type === "symlink" ? entry.linkname : "",
    mtime: Math.max(0, mtime),
  };
}

/** Removes values that one side cannot have: times that the engine changed, and sizes of missing targets. */
function removeUnknown(ours, theirs) {
  for (const path of MADE_IF_MISSING) if (!ours.has(path)) theirs.delete(path);
  for (const [path, entry] of ours) {
    const other = theirs.get(path);
    if (other === undefined) continue;
    if (TOUCHED.test(path)) entry.mtime = other.mtime;
    if (entry.size === null) entry.size = other.size;
  }
}

/** @param {string | null} time RFC 3339 */
function seconds(time) {
  return time === null ? 0 : Math.floor(Date.parse(time) / 1000);
}
