import { statSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { fail, isSystemError, LayerxError } from "../errors.js";
import type { PickImage } from "../image/choice.js";
import type { EarlyLayer } from "../image/early-layer.js";
import type { Image, ImageFormat } from "../image/image.js";
import { sourceName } from "../image/source-name.js";
import { escapeText, type Printable } from "../text/escape.js";
import { type ArchiveSource, openArchive } from "./archive/archive-source.js";
import type { Listing } from "./archive/candidate.js";
import { readDockerArchive } from "./archive/docker-archive.js";
import { FolderSource } from "./archive/folder-source.js";
import { locateArchive } from "./archive/locate.js";
import { noImage } from "./archive/no-image.js";
import { DIR_LAYOUT, OCI_LAYOUT, readManifests } from "./archive/oci-layout.js";
import { type PackedArchive, packedArchive } from "./archive/packed-archive.js";
import { type Cache, NO_CACHE } from "./cache/cache.js";
import { fileMemory } from "./cache/file-memory.js";
import { explain } from "./damage.js";
import { isObject } from "./json.js";
import { imageOf } from "./layers/image-of.js";
import { DEFAULT_LIMITS, type Limits } from "./limits.js";
import type { OpenProgress } from "./open-progress.js";
import { FORCED_FORMAT, type ForcedKind, isName, splitScheme, splitSuffix } from "./references/scheme.js";
import type { NetworkOptions } from "./registry/open-registry.js";
import { type Document, readDocument, type Source } from "./source.js";

/** `of-engines`: only the images of engines are kept, because an engine sends no single files. */
export type KeepContent = boolean | "of-engines";

export interface OpenOptions {
  /** The folder from which relative paths start. */
  readonly cwd: string;
  /** The input for `-`; `null` if there is none. */
  readonly stdin: NodeJS.ReadableStream | null;
  /** The value of `--platform`: `os/arch[/variant]`. */
  readonly platform?: string;
  /** The value of `--image`: reference, ID, digest, or the 0-based number in the list. */
  readonly image?: string;
  /**
   * Opens one platform of an image, by the digest of its manifest or its ID. It is used before `image` and
   * `platform`.
   */
  readonly exactly?: string | undefined;
  /** `arch` in the words of `process.arch`. */
  readonly host: { readonly arch: string };
  /** The folder for temporary files; by default the system's. */
  readonly tempDir?: string;
  readonly limits?: Partial<Limits>;
  /** The cache; without it nothing is kept. */
  readonly cache?: Cache;
  /** Lets the user choose if it is not clear which image is meant. Without it, that is an error. */
  readonly pick?: PickImage;
  /** The options for engines and registries; without them no engine or registry is used. */
  readonly network?: NetworkOptions;
  /**
   * True to keep a private copy of each remote layer that is read, because the contents of its files are read
   * later.
   */
  readonly keepContent?: KeepContent;
  /** True if the table of contents of a remote layer may be read instead of the layer. */
  readonly looking?: boolean;
  /** True if the explorer uses the screen, so that no program may ask the user for anything. */
  readonly batch?: boolean;
  onProgress?(progress: OpenProgress): void;
  /** Called with the layers of the image before an engine packs it; not called if they are unknown then. */
  onLayers?(layers: readonly EarlyLayer[]): void;
  readonly signal?: AbortSignal;
}

/**
 * Opens the image that `source` names: a path of a file or folder, `-`, or a reference, each with or without
 * a scheme. The form of an archive is recognized by its contents, never by its name. Reads manifests and
 * config, but no layer of an archive.
 * @throws LayerxError with code and text for the user; the signal's reason.
 */
export async function openImage(source: string, options: OpenOptions): Promise<Image> {
  const { forced, path: rest, remote } = splitScheme(source);
  if (remote !== null || isName(source, options)) return openRemote(source, options);
  const exists = (name: string) => isThere(resolve(options.cwd, name));
  const { path, image: suffix } = splitSuffix(rest, { forced, exists });
  if (suffix !== null && options.image !== undefined) {
    const problem = `both ${sourceName(source)} and --image`;
    fail("bad-usage", { problem, why: "each of them names an image; leave one out", command: "layerx" });
  }
  const image = suffix ?? options.image;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const input = sourceName(source);
  const wish = [forced ?? "", options.platform ?? "", image ?? "", options.exactly ?? "", options.host.arch];
  const packed = packedArchive(path, { cwd: options.cwd, wish, cache: options.cache ?? NO_CACHE });
  const imageFrom = async (from: Source) =>
    imageOf(from, await list(from, { forced, limits }), { ...options, image, source });
  const open = () => openSource(path, { input, limits, packed, options });
  const kept = await packed?.kept(input, open, imageFrom);
  if (kept) return kept;
  const bytes = await open();
  try {
    const found = await imageFrom(bytes);
    await packed?.keep();
    return found;
  } catch (error) {
    await bytes.close();
    return explain(error, { input, layer: null });
  }
}

function isThere(path: string): boolean {
  try {
    return !path.includes("\0") && statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}

/** Code for engines and networks is loaded only here. */
async function openRemote(source: string, { network, ...options }: OpenOptions): Promise<Image> {
  if (network === undefined) fail("local-only", { input: escapeText(source) });
  const { openNamed } = await import("./named-sources.js");
  return openNamed(source, { ...options, network, tempDir: options.tempDir ?? tmpdir() });
}

async function openSource(
  path: string,
  {
    input,
    limits,
    packed,
    options,
  }: { input: Printable; limits: Limits; packed: PackedArchive | null; options: OpenOptions },
): Promise<ArchiveSource | FolderSource> {
  const { cwd, stdin, signal, onProgress, cache = NO_CACHE } = options;
  const tempDir = options.tempDir ?? tmpdir();
  const located = await locateArchive(path, { input, cwd, stdin, tempDir, limits, signal, onProgress });
  if (located.is === "folder") return new FolderSource(located.path, { input, cache });
  const { fd, size, lasting } = located;
  const memory = lasting
    ? { memoryOf: (blob: string) => fileMemory(fd, { cache, blob }) }
    : (packed?.memory() ?? {});
  return openArchive({ fd, size, input, ...memory }, { limits, signal });
}

/** Recognizes the form of an archive by its documents, and returns the list of its images. */
export async function list(
  source: Source,
  { forced, limits }: { forced: ForcedKind | null; limits: Limits },
): Promise<Listing> {
  const manifest = await attempt(source, "manifest.json", limits);
  const isDocker = Array.isArray(manifest.document?.value);
  if (manifest.document !== null && isDocker && (forced === null || forced === "docker-archive")) {
    const found = await readDockerArchive(source, manifest.document, limits);
    return { format: "docker-archive", name: manifest.document.name, ...found };
  }
  const index = await attempt(source, "index.json", limits);
  const format = formOf(source, { manifest: manifest.document, index: index.document });
  const isOci = format === "oci-archive" || format === "oci-layout";
  const problem = isOci && forced !== "docker-archive" ? null : (manifest.error ?? index.error);
  if (problem !== null) throw problem;
  if (format === null) return noImage(source);
  if (forced !== null && FORCED_FORMAT[forced] !== format)
    wrongKind(source, forced, isDocker ? "docker-archive" : format);
  const [root, layout] = format === "dir" ? [manifest.document, DIR_LAYOUT] : [index.document, OCI_LAYOUT];
  if (root === null || format === "docker-archive") {
    fail("bad-document", { input: source.input, name: "manifest.json", reason: "is not a list of images" });
  }
  const found = await readManifests(source, root, { layout, limits });
  const message = `manifest.json is not used: ${manifest.error?.why}`;
  const warnings = manifest.error === null ? [] : [{ code: "manifest-unreadable", message }];
  return { format, name: root.name, ...found, warnings };
}

/**
 * Reads a document that may not be needed. The result distinguishes a missing document from one that cannot
 * be read.
 */
async function attempt(
  source: Source,
  name: string,
  limits: Limits,
): Promise<{ document: Document | null; error: LayerxError | null }> {
  try {
    return { document: await readDocument(source, name, limits), error: null };
  } catch (error) {
    if (error instanceof LayerxError) return { document: null, error };
    throw error;
  }
}

function formOf(
  source: Source,
  { manifest, index }: { manifest: Document | null; index: Document | null },
): ImageFormat | null {
  if (index !== null && isObject(index.value))
    return source.kind === "archive" ? "oci-archive" : "oci-layout";
  if (manifest !== null && isObject(manifest.value) && source.kind === "folder") return "dir";
  return manifest === null ? null : "docker-archive";
}

const KIND_WORDS: { readonly [format: string]: string } = {
  "docker-archive": "a docker archive",
  "oci-archive": "an OCI archive",
  "oci-layout": "a folder with an OCI layout",
  dir: "a folder of skopeo's dir: form",
};

function wrongKind(source: Source, forced: ForcedKind, format: ImageFormat): never {
  const wanted = KIND_WORDS[FORCED_FORMAT[forced]];
  fail("wrong-kind", { input: source.input, wanted, found: KIND_WORDS[format] });
}
