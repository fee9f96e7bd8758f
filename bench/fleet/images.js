import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { random } from "../inputs/random.js";
import { END, member } from "../inputs/tar.js";

const BASES = 30;
const TAGS = 5;
const TEAMS = 20;
/** Bytes of files in a layer, by its kind. They cannot be compressed. */
const BYTES = { base: 400_000, packages: 100_000, app: 20_000 };

/**
 * Returns synthetic images of a registry, the same on every machine. Each image has one of 30 base images, a layer that
 * all tags of its repository share, and its own layer, which removes a file of the base and writes another file again.
 *
 * @param {number} count
 */
export function fleet(count) {
  const blobs = new Map();
  const manifests = new Map();
  const names = [];
  const layers = new Map();
  const layer = (name, make) => {
    if (!layers.has(name)) layers.set(name, stored(make()));
    return layers.get(name);
  };
  for (let at = 0; at < count; at++) {
    const repository = Math.floor(at / TAGS);
    const base = repository % BASES;
    const parts = [
      layer(`base ${base}`, () => files(base + 1, "usr/lib/base", BYTES.base)),
      layer(`packages ${repository}`, () => [
        ...files(1000 + repository, "opt/packages", BYTES.packages),
        ...member({ path: "opt/shared.conf", body: Buffer.alloc(2000, repository % 250) }),
      ]),
      layer(`app ${at}`, () => [
        ...files(100_000 + at, "srv/app", BYTES.app),
        ...member({ path: "usr/lib/.wh.base-0", body: Buffer.alloc(0) }),
        ...member({ path: "opt/shared.conf", body: Buffer.alloc(2000, at % 250) }),
      ]),
    ];
    const config = jsonBytes({
      architecture: "amd64",
      os: "linux",
      created: new Date(Date.UTC(2026, 0, 1 + (at % 300))).toISOString(),
      config: { Labels: { team: `team-${repository % TEAMS}` } },
      history: [
        { created: `202${base % 6}-03-01T00:00:00Z`, created_by: `ADD base-${base}.tar /` },
        { created: "2026-01-01T00:00:00Z", created_by: `RUN install packages of ${repository % 50}` },
        { created: "2026-01-01T00:00:00Z", created_by: "COPY app /srv" },
      ],
      rootfs: { type: "layers", diff_ids: parts.map(({ diffId }) => diffId) },
    });
    const manifest = jsonBytes({
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      config: { mediaType: "application/vnd.oci.image.config.v1+json", ...descriptor(config) },
      layers: parts.map(({ blob }) => ({
        mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
        ...descriptor(blob),
      })),
    });
    blobs.set(digestOf(config), config);
    for (const { blob } of parts) blobs.set(digestOf(blob), blob);
    const name = `team-${repository % TEAMS}/service-${repository}`;
    manifests.set(`${name}:v${at % TAGS}`, manifest);
    names.push(`${name}:v${at % TAGS}`);
  }
  const kept = [...layers.values()];
  return {
    names,
    blobs,
    manifests,
    layerDigests: new Set(kept.map(({ blob }) => digestOf(blob))),
    layerBytes: kept.reduce((sum, { blob }) => sum + blob.length, 0),
    sumBytes: names.length === 0 ? 0 : [...manifests.values()].reduce((sum, bytes) => sum + sizeOf(bytes), 0),
  };
}

function sizeOf(manifest) {
  return JSON.parse(manifest).layers.reduce((sum, { size }) => sum + size, 0);
}

/** @returns ten files with this number of bytes together. */
function files(seed, folder, bytes) {
  const source = random(seed);
  return Array.from({ length: 10 }, (_, at) => {
    const body = Buffer.alloc(bytes / 10);
    source.fill(body);
    return member({ path: `${folder}-${at}`, body });
  }).flat();
}

function stored(members) {
  const tar = Buffer.concat([...members, END]);
  return { diffId: digestOf(tar), blob: gzipSync(tar, { level: 1 }) };
}

function descriptor(bytes) {
  return { digest: digestOf(bytes), size: bytes.length };
}

function jsonBytes(value) {
  return Buffer.from(JSON.stringify(value));
}

function digestOf(bytes) {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
