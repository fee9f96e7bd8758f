import { fail, LayerxError } from "../../errors.js";
import { field, text } from "../../image/json-field.js";
import { type Platform, platformName } from "../../image/platform.js";
import { escapeText } from "../../text/escape.js";
import { osVersionOf, platformOf, UNKNOWN_PLATFORM } from "../choose-platform.js";
import { explain, LimitPassed } from "../damage.js";
import type { Limits } from "../limits.js";
import { type Document, documentOf, missing, readBounded, readDocument, type Source } from "../source.js";
import { artifactKind, indexKind, isLayerType } from "./artifact.js";
import type { Artifact, BrokenImage, Candidate, LayerRef } from "./candidate.js";
import { annotationsOf, digestOf, isAttestation, isForeign, isOfNoPlatform, layersIn } from "./descriptor.js";

/** Returns the path of a blob in a layout. The digest is checked: `algorithm`, `hex`. */
export interface OciLayout {
  manifest(algorithm: string, hex: string): string;
  blob(algorithm: string, hex: string): string;
}

/** The images and artifacts of a descriptor, each once. */
export interface Resolved {
  readonly variants: readonly Candidate[];
  readonly broken: readonly BrokenImage[];
  readonly artifacts: readonly Artifact[];
}

const NOTHING: Resolved = { variants: [], broken: [], artifacts: [] };

/** Reads the images of an index. If a document cannot be read, only its own image is `broken`. */
export class OciWalk {
  private readonly source: Source;
  private readonly layout: OciLayout;
  private readonly limits: Limits;
  private readonly seen = new Map<string, { found: Resolved; isIndex: boolean }>();
  private count = 0;

  constructor(source: Source, layout: OciLayout, limits: Limits) {
    this.source = source;
    this.layout = layout;
    this.limits = limits;
  }

  /**
   * Returns the images of a descriptor: one, or those of an index.
   * @throws LimitPassed `manifests`; the signal's reason
   */
  async resolve(descriptor: unknown, depth: number): Promise<Resolved> {
    const digest = digestOf(descriptor);
    const mediaType = text(field(descriptor, "mediaType"));
    const artifact = (kind: Artifact["kind"]): Resolved => ({
      ...NOTHING,
      artifacts: [{ references: [], digest: digest?.text ?? null, kind }],
    });
    if (isAttestation(descriptor)) return artifact(escapeText("an attestation"));
    if (mediaType !== null && mediaType !== "" && isBlobType(mediaType)) {
      return artifact(escapeText(`something of type ${mediaType.slice(0, 120)}`));
    }
    try {
      const known = digest === null ? undefined : this.seen.get(digest.text);
      const { found, isIndex } = known ?? (await this.load(descriptor, depth));
      return isIndex ? found : { ...found, variants: found.variants.map((one) => placed(one, descriptor)) };
    } catch (error) {
      if (error instanceof LimitPassed && error.limit === "manifests") throw error;
      const found = { ...NOTHING, broken: [this.broken(error, descriptor)] };
      if (digest !== null) this.seen.set(digest.text, { found, isIndex: true });
      return found;
    }
  }

  /**
   * Returns the image of a manifest, or the artifact.
   * @throws LayerxError if a document is truncated or missing.
   */
  async manifest(document: Document, promised: string | null): Promise<Resolved> {
    const { source } = this;
    const manifest = document.value;
    if (Array.isArray(field(manifest, "fsLayers"))) {
      const reason = "is a manifest of schema 1, which has no config";
      fail("bad-document", { input: source.input, name: document.name, reason });
    }
    const layers = layersIn(manifest);
    const named = digestOf(field(manifest, "config"));
    const known = artifactKind(manifest, null);
    const { digest } = document;
    const artifact = (kind: Artifact["kind"]) => ({
      ...NOTHING,
      artifacts: [{ references: [], digest, kind }],
    });
    if (named === null || layers === null) {
      if (known !== null && text(field(manifest, "artifactType")) !== null) return artifact(known);
      fail("bad-document", { input: source.input, name: document.name, reason: "is not an image manifest" });
    }
    const name = this.layout.blob(named.algorithm, named.hex);
    // An image with an unusual config looks like an artifact. If its config is JSON, the config decides.
    const config =
      known === null || layers.some(hasLayerType)
        ? await this.config(name, named.text, known !== null)
        : null;
    const kind = artifactKind(manifest, config?.value);
    if (kind !== null) return artifact(kind);
    if (config === null) return missing(source, "config", name);
    const variant: Candidate = {
      digest,
      promisedDigest: promised,
      config,
      id: config.digest,
      configDigest: named.text,
      platform: platformOf(config.value) ?? UNKNOWN_PLATFORM,
      osVersion: osVersionOf(config.value),
      passedOver: false,
      annotations: annotationsOf(manifest),
      layers: layers.map((layer) => this.layer(layer, document)),
    };
    return { ...NOTHING, variants: [variant] };
  }

  private async load(descriptor: unknown, depth: number): Promise<{ found: Resolved; isIndex: boolean }> {
    const digest = digestOf(descriptor);
    if (digest === null) {
      const reason = "lists an entry without a valid digest";
      fail("bad-document", { input: this.source.input, name: "the index", reason });
    }
    this.count += 1;
    if (this.count > this.limits.manifests) throw new LimitPassed("manifests", this.limits.manifests);
    if (depth > this.limits.indexDepth) throw new LimitPassed("indexDepth", this.limits.indexDepth);
    // An index that contains itself adds nothing.
    this.seen.set(digest.text, { found: NOTHING, isIndex: true });
    const name = this.layout.manifest(digest.algorithm, digest.hex);
    const document =
      (await readDocument(this.source, name, this.limits, digest.text)) ??
      (await readDocument(
        this.source,
        this.layout.blob(digest.algorithm, digest.hex),
        this.limits,
        digest.text,
      )) ??
      missing(this.source, "manifest", name);
    const list = field(document.value, "manifests");
    const isIndex = Array.isArray(list);
    const found = isIndex
      ? await this.index(list, { digest: digest.text, depth })
      : await this.manifest(document, digest.text);
    const result = { found, isIndex };
    this.seen.set(digest.text, result);
    return result;
  }

  /** Each index is read once: indexes that contain each other would otherwise multiply. */
  private async index(
    list: readonly unknown[],
    { digest, depth }: { digest: string; depth: number },
  ): Promise<Resolved> {
    const kind = indexKind(list);
    if (kind !== null) return { ...NOTHING, artifacts: [{ references: [], digest, kind }] };
    const variants = new Map<string, Candidate>();
    const broken = new Map<string, BrokenImage>();
    const artifacts = new Map<string, Artifact>();
    for (const inner of list) {
      const found = await this.resolve(inner, depth + 1);
      for (const one of found.variants) variants.set(variantKey(one), one);
      for (const one of found.broken) broken.set(`${one.digest} ${platformKey(one)}`, one);
      for (const one of found.artifacts) artifacts.set(`${one.digest} ${one.kind}`, one);
    }
    return {
      variants: [...variants.values()],
      broken: [...broken.values()],
      artifacts: [...artifacts.values()],
    };
  }

  private broken(error: unknown, descriptor: unknown): BrokenImage {
    try {
      return explain(error, { input: this.source.input, layer: null });
    } catch (explained) {
      if (!(explained instanceof LayerxError)) throw explained;
      const platform = field(descriptor, "platform");
      return {
        digest: digestOf(descriptor)?.text ?? null,
        platform: isOfNoPlatform(descriptor) ? null : platformOf(platform),
        osVersion: osVersionOf(platform),
        absent: explained.code === "missing-blob",
        error: explained,
      };
    }
  }

  private async config(name: string, digest: string, mayBeNone: boolean): Promise<Document | null> {
    if (!mayBeNone) return readDocument(this.source, name, this.limits, digest);
    const bytes = await readBounded(this.source, name, this.limits);
    return bytes?.[0] === 0x7b ? documentOf(this.source, name, bytes, digest) : null;
  }

  private layer(descriptor: unknown, document: Document): LayerRef {
    const digest = digestOf(descriptor);
    if (digest === null) {
      const reason = "names a layer without a valid digest";
      fail("bad-document", { input: this.source.input, name: document.name, reason });
    }
    const size = field(descriptor, "size");
    return {
      name: this.layout.blob(digest.algorithm, digest.hex),
      digest: digest.text,
      mediaType: text(field(descriptor, "mediaType")),
      size: typeof size === "number" && Number.isSafeInteger(size) && size >= 0 ? size : null,
      foreign: isForeign(descriptor),
    };
  }
}

/** Returns the image with the platform of the index, if the index has one. */
export function placed(candidate: Candidate, descriptor: unknown): Candidate {
  if (isOfNoPlatform(descriptor)) return { ...candidate, passedOver: true };
  const given = field(descriptor, "platform");
  const platform = platformOf(given);
  if (platform === null) return candidate;
  return { ...candidate, platform, osVersion: osVersionOf(given) ?? candidate.osVersion };
}

/** Returns the same key for two descriptors of the same image for the same platform. */
export function variantKey(candidate: Candidate): string {
  return `${candidate.digest} ${platformKey(candidate)}`;
}

/** Returns a key of all platform fields of an index. */
export function platformKey(one: { platform: Platform | null; osVersion: string | null }): string {
  return `${one.platform === null ? "" : platformName(one.platform)} ${one.osVersion ?? ""}`;
}

function hasLayerType(descriptor: unknown): boolean {
  return isLayerType(text(field(descriptor, "mediaType")));
}

/**
 * Returns true for a media type that no manifest has: of a layer, a config, or the table of a build cache.
 */
function isBlobType(mediaType: string): boolean {
  return /image\.layer|rootfs\.(?:foreign\.)?diff|image\.config|cacheconfig|\+gzip$|\+zstd$|\.tar$/.test(
    mediaType,
  );
}
