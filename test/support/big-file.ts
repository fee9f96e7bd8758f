import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { header } from "../source/tar-bytes.js";
import { image, jsonBytes } from "./fixture.js";
import type { LayerSpec } from "./layer-spec.js";
import { packMembers } from "./tar.js";

/** More bytes than a disk can write before the test stops the program. */
const BIG_FILE_BYTES = 8_000_000_000;

/**
 * Writes a docker archive with one layer. Its last file, `bigFile`, is so big that the program is still writing it
 * when the test stops the program. The layer stores zeros for it, without a sparse map. The archive itself is a sparse
 * file, so it needs little disk space. @returns the path.
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
