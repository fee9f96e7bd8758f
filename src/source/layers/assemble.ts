import { fail } from "../../errors.js";
import { parseConfig } from "../../image/config/parse-config.js";
import type { Image, ImageFormat, Warning } from "../../image/image.js";
import { field } from "../../image/json-field.js";
import type { Layer } from "../../image/layer.js";
import { counted } from "../../text/count.js";
import { escapeText, type Printable } from "../../text/escape.js";
import type { LayerRef } from "../archive/candidate.js";
import type { Chosen } from "../archive/choose.js";
import { type Blob, FileBlob } from "../blob.js";
import { type Cache, NO_CACHE } from "../cache/cache.js";
import { Damage, explain, LimitPassed } from "../damage.js";
import { isObject } from "../json.js";
import { DEFAULT_LIMITS, forStored, LIMIT_NAMES, type Limits } from "../limits.js";
import { requestedFirst } from "../references/reference.js";
import { missing, type Source } from "../source.js";
import { Tally } from "../tally.js";
import { keptTree } from "./kept-tree.js";
import { LayerHashes } from "./layer-hashes.js";
import { LayerWarnings } from "./layer-warnings.js";
import { type LayerContext, type LayerFacts, SourceLayer } from "./source-layer.js";

export interface AssembleOptions {
  /** The name that the user gave, not escaped. */
  readonly source: string;
  readonly format: ImageFormat;
  readonly limits: Limits;
  readonly cache: Cache;
  /** Warnings about the source of the image. */
  readonly warnings: readonly Warning[];
}

/**
 * Makes the chosen image: reads config and history, pairs layers with their diff IDs, and collects warnings.
 * @throws LayerxError `bad-document`, `layer-truncated`, `compression-unsupported`, `missing-blob`
 */
export async function assemble(
  bytes: Source,
  { listed, candidate }: Chosen,
  options: AssembleOptions,
): Promise<Image> {
  const { config } = candidate;
  if (!isObject(config.value)) {
    fail("bad-document", { input: bytes.input, name: config.name, reason: "is not an image config" });
  }
  checkLength(candidate.layers, "layers", options.limits);
  const history = field(config.value, "history");
  if (Array.isArray(history)) checkLength(history, "historyRows", options.limits);
  const parsed = parseConfig(config.value, { layers: candidate.layers.length });
  const warnings: Warning[] = [...options.warnings, ...parsed.warnings];
  warnings.push(...otherBytes("manifest", candidate.digest, candidate.promisedDigest));
  warnings.push(...otherBytes("config", candidate.id, candidate.configDigest));
  if (parsed.diffIds.length !== candidate.layers.length) {
    const [layers, ids] = [candidate.layers.length, parsed.diffIds.length];
    const message = `the manifest lists ${counted(layers, "layer")}, the config ${counted(ids, "diff ID")}`;
    warnings.push({ code: "layer-count-mismatch", message });
  }
  const stored: LayerFacts[] = [];
  for (const [index, ref] of candidate.layers.entries()) {
    const diffId = parsed.diffIds[index] ?? null;
    const valid = diffId !== null && /^[a-z0-9]+:[0-9a-f]+$/.test(diffId) ? diffId : null;
    stored.push(await facts(bytes, ref, { index, diffId: valid, warnings }));
  }
  const context = layerContext(bytes, stored, { ...options, warnings });
  const layers = stored.map((layer) => new SourceLayer(layer, context));
  return {
    source: options.source,
    format: options.format,
    references: requestedFirst(listed.references, options.source),
    id: candidate.id,
    digest: candidate.digest,
    platform: candidate.platform,
    annotations: candidate.annotations,
    config: parsed.config,
    configBytes: config.bytes,
    history: parsed.history,
    parents: listed.parents,
    layers,
    tree: keptTree(layers, context.cache),
    warnings,
    close: () => bytes.close(),
  };
}

/** Returns the layers at these ranges of an open file, which the caller closes. */
export function layersOfFile(
  fd: number,
  ranges: readonly { readonly from: number; readonly to: number }[],
  { input, limits }: { readonly input: Printable; readonly limits: Partial<Limits> },
): Layer[] {
  const stored = ranges.map(({ from, to }, index): LayerFacts => {
    const part = { key: `${from}-${to}`, start: from, size: to - from, available: to - from };
    return { index, diffId: null, digest: null, mediaType: null, blob: new FileBlob(fd, part) };
  });
  const options = { limits: { ...DEFAULT_LIMITS, ...limits }, warnings: [], cache: NO_CACHE };
  const context = layerContext({ input }, stored, options);
  return stored.map((layer) => new SourceLayer(layer, context));
}

function checkLength(list: readonly unknown[], limit: "layers" | "historyRows", limits: Limits): void {
  if (list.length > limits[limit]) throw new LimitPassed(limit, limits[limit]);
}

/**
 * Returns the data that the layers share: the bytes of each blob are stored once, and counted for each layer
 * that has them.
 */
function layerContext(
  { input }: Pick<Source, "input">,
  layers: readonly LayerFacts[],
  { limits, warnings, cache }: { limits: Limits; warnings: Warning[]; cache: Cache },
): LayerContext {
  const times = new Map<string, number>();
  let storedBytes = 0;
  for (const { blob } of layers) {
    if (blob === null) continue;
    const before = times.get(blob.key) ?? 0;
    times.set(blob.key, before + 1);
    if (before === 0) storedBytes += blob.size;
  }
  const tally = new Tally(forStored(limits, storedBytes));
  // With other limits, an earlier run may have accepted or refused other layers. So the cache is used only
  // with the default limits.
  const usual = LIMIT_NAMES.every((name) => limits[name] === DEFAULT_LIMITS[name]);
  return {
    place: { input },
    cache: usual ? cache : NO_CACHE,
    tally,
    warnings: new LayerWarnings(warnings),
    hashes: new LayerHashes(),
    timesOf: (key) => times.get(key) ?? 1,
  };
}

/** Returns a warning if a document does not have the promised digest. */
function otherBytes(document: string, actual: string | null, promised: string | null): Warning[] {
  if (actual === null || promised === null || promised === actual) return [];
  const message = `the digest of the ${document} is ${actual}, but ${promised} was expected`;
  return [{ code: `${document}-digest-mismatch`, message }];
}

async function facts(
  source: Source,
  ref: LayerRef,
  { index, diffId, warnings }: { index: number; diffId: string | null; warnings: Warning[] },
): Promise<LayerFacts> {
  const { digest, mediaType } = ref;
  const stored = await source.blob(ref.name);
  if (stored === null) {
    if (!ref.foreign) missing(source, `layer ${index}`, ref.name);
    const message = `layer ${index} is foreign: its blob is not in the archive, so its size is unknown`;
    warnings.push({ code: "foreign-layer", message });
    return { index, diffId, digest, mediaType, blob: null };
  }
  const blob = whole(source, stored, { index, size: ref.size });
  return { index, diffId, digest, mediaType, blob };
}

/** Returns the blob, if it is complete and has the size in the manifest. */
function whole(source: Source, blob: Blob, { index, size }: { index: number; size: number | null }): Blob {
  const promised = Math.max(blob.size, size ?? 0);
  if (blob.available < promised) {
    const reason = escapeText(`it should have ${promised} bytes`);
    explain(new Damage("truncated", blob.available, reason), { input: source.input, layer: index });
  }
  return blob;
}
