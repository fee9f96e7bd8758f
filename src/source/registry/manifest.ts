import { createHash } from "node:crypto";
import { fail } from "../../errors.js";
import { field, text } from "../../image/json-field.js";
import { escapeText } from "../../text/escape.js";
import { layersIn } from "../archive/descriptor.js";
import type { Cache } from "../cache/cache.js";
import { LimitPassed } from "../damage.js";
import { countDocument, documentRoom, noRoom } from "../document-sum.js";
import { parseJson } from "../json.js";
import type { Limits } from "../limits.js";
import { bodyOf } from "./net/exchange.js";
import type { RegistryClient } from "./registry-client.js";

/** The four forms that can be read. A registry answers 404 if its form is not in this list. */
const ACCEPT = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** A manifest or an index, compared with its digest, if that is known. */
export interface ManifestBytes {
  readonly kind: "index" | "manifest";
  readonly bytes: Buffer;
  readonly value: unknown;
  /** The hash of `bytes`: with the requested algorithm, else sha256. */
  readonly digest: string;
}

/**
 * Returns a manifest by tag or digest; by digest from the cache, if it was read before. Its digest is the
 * hash of the bytes, never the one in a header. A manifest that was requested by digest must have that hash.
 * @throws LayerxError `registry-mismatch`, `not-a-registry`, `registry-old-schema`, and those of
 * `RegistryClient.get`; LimitPassed
 */
export async function getManifest(
  client: RegistryClient,
  tagOrDigest: string,
  {
    size,
    data = null,
    limits,
    cache,
  }: {
    size: number | null;
    /** The bytes, if the index contains them. */
    data?: Buffer | null;
    limits: Limits;
    cache: Cache;
  },
): Promise<ManifestBytes> {
  const { place } = client;
  const part = escapeText("the manifest");
  const bytes = data ?? (await cache.document(tagOrDigest)) ?? (await requested(client, tagOrDigest, limits));
  if (bytes.length > documentRoom(client, limits)) throw noRoom(client, limits);
  countDocument(client, bytes.length);
  const byDigest = /^(sha256|sha512):/.exec(tagOrDigest);
  const algorithm = byDigest?.[1] ?? "sha256";
  const digest = `${algorithm}:${createHash(algorithm).update(bytes).digest("hex")}`;
  const promise = { image: place.image, host: place.host, part };
  if (byDigest !== null && digest !== tagOrDigest) {
    fail("registry-mismatch", { ...promise, found: digest, promised: tagOrDigest });
  }
  if (size !== null && size !== bytes.length) {
    fail("registry-mismatch", { ...promise, found: `${bytes.length} bytes`, promised: `${size} bytes` });
  }
  const value = parsed(bytes, client);
  const kind = kindOf(value, client);
  await cache.keepDocument(bytes);
  return { kind, bytes, value, digest };
}

async function requested(client: RegistryClient, tagOrDigest: string, limits: Limits): Promise<Buffer> {
  const part = escapeText("the manifest");
  const options = { part, headers: { accept: ACCEPT }, bodyBytes: limits.jsonBytes };
  const answer = await client.get(`manifests/${tagOrDigest}`, options);
  const bytes = await client.reading(() => bodyOf(answer, limits.jsonBytes));
  if (bytes === null) throw new LimitPassed("jsonBytes", limits.jsonBytes);
  return bytes;
}

function parsed(bytes: Buffer, { place }: RegistryClient): unknown {
  try {
    return parseJson(bytes);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return fail("not-a-registry", { ...place }, error);
  }
}

const INDEX_TYPES = /manifest\.list\.v2|image\.index\.v1/;

/** Returns the kind by `schemaVersion`, `mediaType`, then the fields; never by `Content-Type`. */
function kindOf(value: unknown, { place }: RegistryClient): ManifestBytes["kind"] {
  if (field(value, "schemaVersion") === 1 || Array.isArray(field(value, "fsLayers"))) {
    fail("registry-old-schema", { ...place });
  }
  const bad = (reason: string): never =>
    fail("bad-document", { input: place.image, name: "the manifest", reason });
  const hasManifests = Array.isArray(field(value, "manifests"));
  const hasLayers = layersIn(value) !== null;
  if (hasManifests && hasLayers) bad("lists both manifests and layers, so it can be read in two ways");
  if (!hasManifests && !hasLayers) {
    if (field(value, "schemaVersion") === undefined) fail("not-a-registry", { ...place });
    bad("lists neither layers nor manifests");
  }
  const mediaType = text(field(value, "mediaType"));
  if (mediaType !== null && INDEX_TYPES.test(mediaType) !== hasManifests) {
    bad(`is not what its media type ${escapeText(mediaType.slice(0, 100))} says`);
  }
  return hasManifests ? "index" : "manifest";
}
