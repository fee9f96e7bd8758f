import { valueDifference } from "../difference.js";
import { layerx, layerxJson } from "../layerx.js";
import { exportedDifference, isOfImage } from "./exported-difference.js";
import { guarded } from "./guarded.js";

const SCREEN = { rows: 24, columns: 80 };
/** Fields that a conversion to OCI drops from the config. Only these may differ then. */
const DOCKER_ONLY = ["healthcheck", "shell"];

/**
 * Compares two builds that differ in one instruction. The first screen of `layerx diff` must name the instruction, its
 * paths must be the differences of the engine's containers, and its numbers must be those of `docker image inspect`.
 *
 * @param {import("../images/pairs.js").Pair[]} pairs
 * @param {import("../tally.js").Tally} results
 */
export async function checkDiff(pairs, results) {
  for (const { name, before, after, says, docker } of pairs) {
    const subject = `diff, one instruction changed (${name})`;
    const check = (what, compare) => guarded(results, `${subject}: ${what}`, compare);
    await check("the first screen shows the change", () => firstScreen(before, after, says));
    let ours;
    await check("json opens", async () => {
      ours = await layerxJson(["diff", before.archive, after.archive]);
      return null;
    });
    if (ours === undefined) continue;
    const theirs = exportedDifference(before.rootfs, after.rootfs);
    await check("paths = differences of the containers", async () => pathDifference(ours, theirs));
    await check("bytes = differences of the containers", async () => byteDifference(ours, theirs));
    await check("layers = layers of docker image inspect", () =>
      layerDifference(ours, { before, after, docker }),
    );
  }
}

/**
 * Checks that an image does not differ from itself, also in another form.
 *
 * @param {{ name: string, args: string[] }[]} images
 * @param {{ image: { name: string, archive: string }, forms: import("../forms.js").Form[] }[]} formed
 * @param {import("../tally.js").Tally} results
 */
export async function checkSame(images, formed, results) {
  for (const { name, args } of images) {
    const [path, ...options] = args;
    await guarded(results, `${name}: diff with itself is empty, exit 0`, () =>
      same([path, path, ...options]),
    );
  }
  for (const { image, forms } of formed) {
    for (const { name, path } of forms) {
      await guarded(results, `${image.name}: diff with ${name} is empty`, () =>
        same([image.archive, path], name),
      );
    }
  }
}

async function firstScreen({ archive: a }, { archive: b }, says) {
  const { code, stdout, stderr } = await layerx(["diff", a, b], { env: { COLUMNS: String(SCREEN.columns) } });
  if (code !== 0) return `exit ${code}: ${stderr.trim()}`;
  const screen = screenOf(stdout.toString("utf8"));
  const missing = says.filter((line) => !line.test(screen));
  return missing.length === 0 ? null : `not there: ${missing.join(", ")}\n${screen}`;
}

/** The lines of a text that fit on one screen. A long line takes several rows. */
function screenOf(text) {
  let rows = 0;
  const fits = (line) => {
    rows += Math.max(Math.ceil(line.length / SCREEN.columns), 1);
    return rows <= SCREEN.rows;
  };
  return text.split("\n").filter(fits).join("\n");
}

/** A moved file counts as added at its new path and removed at its old one. */
function pathDifference({ paths }, theirs) {
  const of = (...changes) => paths.filter(({ change }) => changes.includes(change));
  const names = (list) => list.filter(isOfImage).sort();
  const moved = of("moved");
  return valueDifference(
    {
      added: names(of("added", "moved").map(({ path }) => path)),
      removed: names([...of("removed").map(({ path }) => path), ...moved.map(({ from }) => from)]),
      changed: names(of("changed").map(({ path }) => path)),
      metadata: names(of("metadata").map(({ path }) => path)),
      movedWithOtherContent: moved.filter(
        ({ path, from }) => theirs.files.after.get(path)?.content !== theirs.files.before.get(from)?.content,
      ),
    },
    {
      added: theirs.added,
      removed: theirs.removed,
      changed: theirs.changed,
      metadata: theirs.metadata,
      movedWithOtherContent: [],
    },
  );
}

function byteDifference({ a, b, totals }, { files }) {
  const bytes = (side) =>
    [...side.values()].reduce((sum, { isFirstName, size }) => sum + (isFirstName ? size : 0), 0);
  const grown = Object.values(totals).reduce((sum, { bytesA, bytesB }) => sum + bytesB - bytesA, 0);
  const [before, after] = [bytes(files.before), bytes(files.after)];
  return valueDifference(
    { grown: b.rootfsSize - a.rootfsSize, totals: grown },
    { grown: after - before, totals: after - before },
  );
}

async function layerDifference({ a, b, shared, transfer }, { before, after, docker }) {
  const inspected = async (tag) =>
    JSON.parse((await docker.run(["image", "inspect", tag])).stdout.toString("utf8"))[0];
  const [old, now] = [await inspected(before.tag), await inspected(after.tag)];
  const has = new Set(old.RootFS.Layers);
  const lacking = now.RootFS.Layers.flatMap((id, index) =>
    has.has(id) || now.RootFS.Layers.indexOf(id) < index ? [] : [index],
  );
  return valueDifference(
    { sizes: [a.size, b.size], shared: shared.layers, transfer: transfer.layers },
    {
      sizes: [old.Size, now.Size],
      shared: now.RootFS.Layers.filter((id) => has.has(id)).length,
      transfer: lacking,
    },
  );
}

/** @param {string} [form] the form, if another program converted the image */
async function same(args, form) {
  const { paths, config } = await layerxJson(["diff", ...args]);
  const left = config.filter(({ field }) => form === undefined || !DOCKER_ONLY.includes(field));
  const difference = valueDifference({ paths, config: left }, { paths: [], config: [] });
  if (difference !== null || config.length > 0) return difference;
  const { code, stdout } = await layerx(["diff", ...args, "--exit-code"]);
  const text = stdout.toString("utf8");
  return code === 0 && text.split("\n").length === 2 && / the same/.test(text)
    ? null
    : `exit ${code}: ${text}`;
}
