import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { header } from "../source/tar-bytes.js";
import { image, jsonBytes } from "./fixture.js";
import type { LayerSpec } from "./layer-spec.js";
import { packMembers } from "./tar.js";

/** More than any disk writes before a test has seen that the writing began. */
const BIG_FILE_BYTES = 8_000_000_000;

/**
 * Writes a docker archive with one layer. Its last file, `bigFile`, is so big that the program still writes it when the test stops it. Its bytes are zeros that the layer stores, no hole of a map. This disk keeps no room for them.
 */
export async function saveWithBigFile(layer: LayerSpec, bigFile: string, into: string): Promise<string> {
  const built = await image([layer]);
  const members = await packMembers(layer);
  const start = Buffer.concat([...members, header({ name: bigFile, size: BIG_FILE_BYTES })]);
  const layerBytes = start.length + BIG_FILE_BYTES + 1024;
  const manifest = [{ Config: "config.json", RepoTags: null, Layers: ["layer.tar"] }];
  const documents = await packMembers({ "config.json": built.config, "manifest.json": jsonBytes(manifest) });
  const archive = Buffer.concat([...documents, header({ name: "layer.tar", size: layerBytes }), start]);
  const path = join(into, "image");
  writeFileSync(path, archive);
  truncateSync(path, archive.length - start.length + layerBytes + 1024);
  return path;
}
