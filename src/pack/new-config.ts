import { fail } from "../errors.js";
import type { Image } from "../image/image.js";
import type { SlimLayer } from "./slim-plan.js";

/**
 * The config of the new image: the source's own bytes where no layer changed, else the same document with other diff IDs.
 * With fewer layers, instructions whose layers were joined into a later one count as making none.
 * @throws LayerxError `not-slimmable` where the config names fewer layers than the image has.
 */
export function newConfig(
  image: Image,
  layers: readonly SlimLayer[],
  diffIds: readonly string[],
): Uint8Array {
  if (layers.every(({ archive }) => archive === null)) return image.configBytes;
  const document: unknown = JSON.parse(Buffer.from(image.configBytes).toString("utf8"));
  if (!isObject(document)) return fail("not-slimmable", { reason: "its config is not a JSON object" });
  const rootfs = { ...(isObject(document.rootfs) ? document.rootfs : {}), type: "layers", diff_ids: diffIds };
  const history = Array.isArray(document.history)
    ? joinedHistory(image, document.history, layers)
    : undefined;
  return Buffer.from(JSON.stringify({ ...document, rootfs, ...(history === undefined ? {} : { history }) }));
}

function joinedHistory(image: Image, stored: readonly unknown[], layers: readonly SlimLayer[]): unknown[] {
  const kept = new Set(layers.map(({ index }) => index));
  return stored.map((entry, i) => {
    const layer = image.history[i]?.layer ?? null;
    return layer === null || kept.has(layer) || !isObject(entry) ? entry : { ...entry, empty_layer: true };
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
