import { createHash } from "node:crypto";
import { type LayerCompression, storeLayer } from "./compression.js";
import { type LayerSpec, specPairs } from "./layer-spec.js";

/*
 * The image builder makes the config and the layer blobs of a real image from declared layers.
 * `packings.ts` writes an image in every archive or folder form.
 *
 *   const built = await image([{ "etc/hosts": "a" }, { "etc/.wh.hosts": "" }]);
 *   const path = await save(packings.dockerSave25, [built], await tempDir());
 */

export interface BuiltImage {
  /** The config document's bytes, and their digest: the image ID. */
  readonly config: Buffer;
  readonly id: string;
  readonly layers: readonly BuiltLayer[];
  readonly references: readonly string[];
  readonly platform: PlatformSpec;
}

export interface BuiltLayer {
  readonly spec: LayerSpec;
  /** The uncompressed archive, and its digest. */
  readonly tar: Buffer;
  readonly diffId: string;
  /** The stored bytes, and their digest. */
  readonly blob: Buffer;
  readonly digest: string;
  readonly compression: LayerCompression;
}

export interface PlatformSpec {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** One entry of the config's `history`, with the keys of the config. */
export interface HistorySpec {
  readonly created?: string;
  readonly created_by?: string;
  readonly author?: string;
  readonly comment?: string;
  readonly empty_layer?: boolean;
}

export interface ImageOptions {
  /** By default one instruction for each layer: `RUN step 0`, …; `null` for no history. */
  readonly history?: readonly HistorySpec[] | null;
  /** The config's `config`: `{ Env: […], Cmd: […] }`. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** More keys of the config document, or other values for the usual ones. */
  readonly document?: Readonly<Record<string, unknown>>;
  /** By default `example.com/app:1`. */
  readonly references?: readonly string[];
  /** By default `linux/amd64`. */
  readonly platform?: string;
  /** By default `none`. */
  readonly compression?: LayerCompression;
}

export const CREATED = "2024-01-02T03:04:05Z";

/** Builds an image. The same declaration has the same bytes. */
export async function image(layers: readonly LayerSpec[], options: ImageOptions = {}): Promise<BuiltImage> {
  const built = await Promise.all(layers.map((spec) => builtLayer(spec, options.compression ?? "none")));
  const platform = platformSpec(options.platform ?? "linux/amd64");
  const config = jsonBytes(configDocument(built, platform, options));
  const references = options.references ?? ["example.com/app:1"];
  return { config, id: digestOf(config), layers: built, references, platform };
}

async function builtLayer(spec: LayerSpec, compression: LayerCompression): Promise<BuiltLayer> {
  const { tar, blob } = await storeLayer(specPairs(spec), compression);
  return { spec, tar, diffId: digestOf(tar), blob, digest: digestOf(blob), compression };
}

function configDocument(layers: readonly BuiltLayer[], platform: PlatformSpec, options: ImageOptions) {
  const history = options.history === undefined ? defaultHistory(layers.length) : options.history;
  return {
    ...platform,
    created: CREATED,
    config: options.config ?? {},
    rootfs: { type: "layers", diff_ids: layers.map((layer) => layer.diffId) },
    ...(history === null ? {} : { history }),
    ...options.document,
  };
}

function defaultHistory(layers: number): HistorySpec[] {
  return Array.from({ length: layers }, (_, n) => ({ created: CREATED, created_by: `RUN step ${n}` }));
}

/** Parses `os/architecture[/variant]`. */
function platformSpec(platform: string): PlatformSpec {
  const [os, architecture, variant] = platform.split("/");
  return variant === undefined ? { os, architecture } : { os, architecture, variant };
}

/** `sha256:…` */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** The digest without its algorithm. */
export function hex(digest: string): string {
  return digest.slice(digest.indexOf(":") + 1);
}

export function jsonBytes(document: unknown): Buffer {
  return Buffer.from(JSON.stringify(document));
}
