import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { hasZstd } from "../commands.js";
import { writeArchive } from "./archive.js";
import { bigLayers } from "./big.js";
import { writeEstargzLayers } from "./estargz.js";
import { manyLayers } from "./many.js";

const filesIn = (folder) =>
  readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));

const HUNDRED = { files: 100_000, layers: 10, whiteouts: 600 };
const MANY = { files: 300_000, layers: 30, whiteouts: 2000 };

/**
 * Returns the archives for the measurements. Missing archives are written, with the same bytes on every machine.
 *
 * @param {(line: string) => void} say
 */
export function inputs(say) {
  const folder = process.env.LAYERX_BENCH_DIR ?? fileURLToPath(new URL("../.inputs/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const blobs = join(folder, "big-layers");
  const zstdBlobs = join(folder, "big-layers-zstd");
  const hundredBlobs = join(folder, "100k-layers");
  const made = (name, layers, options) => {
    const path = join(folder, name);
    if (!existsSync(path) || (options.blobs !== undefined && !existsSync(options.blobs))) {
      say(`making ${path}`);
      writeArchive(path, layers(), options);
    }
    return path;
  };
  /** @returns an archive that is compressed completely. */
  const packed = (name, archive) => {
    const path = join(folder, name);
    if (!existsSync(path)) {
      say(`making ${path}`);
      writeFileSync(`${path}.part`, gzipSync(readFileSync(archive)));
      renameSync(`${path}.part`, path);
    }
    return path;
  };
  /** @returns layers with a table of contents, as `serveLayers` takes them */
  const estargzLayers = (name, layers) => {
    const path = join(folder, name);
    const list = join(path, "layers.json");
    if (!existsSync(list)) {
      say(`making ${path}`);
      writeEstargzLayers(path, list, layers());
    }
    return JSON.parse(readFileSync(list, "utf8")).map((layer) => ({
      ...layer,
      path: join(path, layer.name),
    }));
  };
  const hundred = made("100k.docker.tar", () => manyLayers(HUNDRED), { form: "docker" });
  return {
    big: made("big.docker.tar", bigLayers, { form: "docker" }),
    bigForEngine: made("big-for-engine.docker.tar", () => bigLayers({ repeats: false }), { form: "docker" }),
    bigGzip: made("big.oci-gzip.tar", bigLayers, { form: "oci-gzip", blobs }),
    bigGzipLayers: filesIn(blobs),
    bigEstargzLayers: estargzLayers("big-layers-estargz", () => bigLayers({ repeats: false })),
    // Only if the program for the comparison is installed.
    ...(hasZstd()
      ? {
          bigZstd: made("big.oci-zstd.tar", bigLayers, { form: "oci-zstd", blobs: zstdBlobs }),
          bigZstdLayers: zstdBlobs,
        }
      : {}),
    hundredGzip: made("100k.oci-gzip.tar", () => manyLayers(HUNDRED), {
      form: "oci-gzip",
      blobs: hundredBlobs,
    }),
    hundredLayers: filesIn(hundredBlobs),
    hundredPacked: packed("100k.docker.tar.gz", hundred),
    many: made("300k.docker.tar", () => manyLayers(MANY), { form: "docker" }),
    manyAgain: made("300k-again.docker.tar", () => manyLayers({ ...MANY, changed: 15 }), { form: "docker" }),
    some: made("30k.docker.tar", () => manyLayers({ files: 30_000, layers: 10, whiteouts: 200 }), {
      form: "docker",
    }),
    small: made("small.docker.tar", () => manyLayers({ files: 120, layers: 6, whiteouts: 5 }), {
      form: "docker",
    }),
  };
}
