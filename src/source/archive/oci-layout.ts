import { fail } from "../../errors.js";
import { field, text } from "../../image/json-field.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { LimitPassed } from "../damage.js";
import type { Limits } from "../limits.js";
import { platformOf, UNKNOWN_PLATFORM } from "../platform.js";
import { type Document, readDocument, type Source } from "../source.js";
import { artifactKind } from "./artifact.js";
import type { Candidate, LayerRef, Listed, Listing } from "./candidate.js";

/** Where a layout keeps what a digest names. The digest is checked: `algorithm`, `hex`. */
export interface Layout {
  manifest(algorithm: string, hex: string): string;
  blob(algorithm: string, hex: string): string;
}

/** `blobs/sha256/…`. Source: OCI image spec, image-layout.md. */
export const OCI_LAYOUT: Layout = {
  manifest: (algorithm, hex) => `blobs/${algorithm}/${hex}`,
  blob: (algorithm, hex) => `blobs/${algorithm}/${hex}`,
};

/** skopeo's `dir:`: everything lies in one folder, by hex digest. */
export const DIR_LAYOUT: Layout = {
  manifest: (_, hex) => `${hex}.manifest.json`,
  blob: (algorithm, hex) => (algorithm === "sha256" ? hex : `${algorithm}-${hex}`),
};

type Found = Omit<Listing, "format" | "name">;

/**
 * Everything that `root` names: an index, or one manifest. Attestations are passed over.
 * @throws LayerxError `bad-json`, `bad-document`; LimitPassed
 */
export async function readManifests(
  source: Source,
  root: Document,
  { layout, limits }: { layout: Layout; limits: Limits },
): Promise<Found> {
  const walk = new Walk(source, layout, limits);
  if (!Array.isArray(field(root.value, "manifests"))) {
    const variant = await walk.manifest(root, null);
    const images =
      variant === null ? [] : [{ references: [], digests: [], variants: [variant], parents: [] }];
    return { images, artifacts: walk.artifacts, absent: walk.absent };
  }
  const groups = new Map<
    string,
    { references: Set<string>; digests: Set<string>; variants: Map<string, Candidate> }
  >();
  const byDigest = new Map<string, string>();
  for (const descriptor of walk.descriptors(root)) {
    const variants = await walk.resolve(descriptor, 1);
    if (variants.length === 0) continue;
    const references = referencesOf(descriptor);
    const digest = text(field(descriptor, "digest")) ?? "";
    // Several tags of one image are several descriptors of one digest; several platforms without an index
    // are several descriptors with the same tag, or none.
    const isPlatform = platformOf(field(descriptor, "platform")) !== null;
    const own = references.length > 0 ? references.join(" ") : isPlatform ? "" : digest;
    const key = byDigest.get(digest) ?? own;
    byDigest.set(digest, key);
    const group = groups.get(key) ?? { references: new Set(), digests: new Set(), variants: new Map() };
    groups.set(key, group);
    for (const reference of references) group.references.add(reference);
    if (variants.length > 1 || variants[0].digest !== digest) group.digests.add(digest);
    for (const variant of variants) group.variants.set(variant.digest ?? "", variant);
  }
  const images = [...groups.values()].map(
    (group): Listed => ({
      references: [...group.references],
      digests: [...group.digests],
      variants: [...group.variants.values()],
      parents: [],
    }),
  );
  return { images, artifacts: walk.artifacts, absent: walk.absent };
}

/** Reads manifests, and notes what is no image or not there. */
class Walk {
  readonly artifacts: Printable[] = [];
  absent: { role: string; name: string } | null = null;
  private readonly source: Source;
  private readonly layout: Layout;
  private readonly limits: Limits;
  private readonly seen = new Map<string, Candidate[]>();
  private count = 0;

  constructor(source: Source, layout: Layout, limits: Limits) {
    this.source = source;
    this.layout = layout;
    this.limits = limits;
  }

  descriptors(index: Document): unknown[] {
    const list = field(index.value, "manifests");
    return Array.isArray(list) ? list.filter((descriptor) => !isAttestation(descriptor)) : [];
  }

  /** The images behind a descriptor: one, or those of an index. */
  async resolve(descriptor: unknown, depth: number): Promise<Candidate[]> {
    const digest = digestOf(descriptor);
    if (digest === null) {
      const reason = "names something without a valid digest";
      fail("bad-document", { input: this.source.input, name: "the index", reason });
    }
    const known = this.seen.get(digest.text);
    if (known !== undefined) return known;
    this.count += 1;
    if (this.count > this.limits.manifests) throw new LimitPassed("manifests", this.limits.manifests);
    if (depth > this.limits.indexDepth) throw new LimitPassed("indexDepth", this.limits.indexDepth);
    this.seen.set(digest.text, []);
    const name = this.layout.manifest(digest.algorithm, digest.hex);
    const document =
      (await readDocument(this.source, name, this.limits, digest.text)) ??
      (await readDocument(
        this.source,
        this.layout.blob(digest.algorithm, digest.hex),
        this.limits,
        digest.text,
      ));
    if (document === null) {
      this.absent ??= { role: "manifest", name };
      return [];
    }
    const found = await this.read(document, descriptor, depth);
    this.seen.set(digest.text, found);
    return found;
  }

  /** The image of a manifest; `null`, noted, where it is none or its config is not there. */
  async manifest(document: Document, descriptor: unknown): Promise<Candidate | null> {
    const { source } = this;
    const manifest = document.value;
    if (Array.isArray(field(manifest, "fsLayers"))) {
      const reason = "is a manifest of schema 1, which has no config";
      fail("bad-document", { input: source.input, name: document.name, reason });
    }
    const layers = field(manifest, "layers");
    const configRef = field(manifest, "config");
    const digest = digestOf(configRef);
    if (digest === null || !Array.isArray(layers)) {
      const kind = artifactKind(manifest, null);
      if (kind !== null && text(field(manifest, "artifactType")) !== null) {
        this.artifacts.push(kind);
        return null;
      }
      fail("bad-document", { input: source.input, name: document.name, reason: "is no image manifest" });
    }
    const name = this.layout.blob(digest.algorithm, digest.hex);
    const known = artifactKind(manifest, null);
    const config = await this.config(name, digest.text, known);
    const kind = artifactKind(manifest, config?.value);
    if (kind !== null) {
      this.artifacts.push(kind);
      return null;
    }
    if (config === null) {
      this.absent ??= { role: "config", name };
      return null;
    }
    return {
      digest: document.digest,
      promisedDigest: digestOf(descriptor)?.text ?? null,
      config,
      configDigest: digest.text,
      platform: platformOf(config.value) ?? platformOf(field(descriptor, "platform")) ?? UNKNOWN_PLATFORM,
      annotations: annotationsOf(manifest),
      layers: layers.map((layer) => this.layer(layer, document)),
    };
  }

  private async read(document: Document, descriptor: unknown, depth: number): Promise<Candidate[]> {
    if (Array.isArray(field(document.value, "manifests"))) {
      // Each once: indexes that list each other over and over would multiply what they hold.
      const found = new Set<Candidate>();
      for (const inner of this.descriptors(document)) {
        for (const candidate of await this.resolve(inner, depth + 1)) found.add(candidate);
      }
      return [...found];
    }
    const candidate = await this.manifest(document, descriptor);
    return candidate === null ? [] : [candidate];
  }

  /** The config; of something that may be no image, only where it is JSON at all. */
  private async config(name: string, digest: string, artifact: Printable | null): Promise<Document | null> {
    if (artifact === null) return readDocument(this.source, name, this.limits, digest);
    const bytes = await this.source.read(name, this.limits.jsonBytes);
    return bytes?.[0] === 0x7b ? readDocument(this.source, name, this.limits, digest) : null;
  }

  private layer(descriptor: unknown, document: Document): LayerRef {
    const digest = digestOf(descriptor);
    if (digest === null) {
      const reason = "names a layer without a valid digest";
      fail("bad-document", { input: this.source.input, name: document.name, reason });
    }
    const size = field(descriptor, "size");
    const mediaType = text(field(descriptor, "mediaType"));
    const name = this.layout.blob(digest.algorithm, digest.hex);
    return {
      name,
      digest: digest.text,
      mediaType,
      size: typeof size === "number" && Number.isSafeInteger(size) && size >= 0 ? size : null,
      foreign: isForeign(descriptor),
    };
  }
}

/** True for a layer that is fetched from elsewhere (Windows base layers). */
export function isForeign(descriptor: unknown): boolean {
  const urls = field(descriptor, "urls");
  const type = text(field(descriptor, "mediaType")) ?? "";
  return (Array.isArray(urls) && urls.length > 0) || /foreign|nondistributable/.test(type);
}

function referencesOf(descriptor: unknown): string[] {
  const annotations = field(descriptor, "annotations");
  const name =
    text(field(annotations, "io.containerd.image.name")) ??
    text(field(annotations, "org.opencontainers.image.ref.name"));
  return name === null || name === "" ? [] : [name];
}

function isAttestation(descriptor: unknown): boolean {
  const type = text(field(field(descriptor, "annotations"), "vnd.docker.reference.type"));
  const platform = field(descriptor, "platform");
  const unknown =
    text(field(platform, "os")) === "unknown" && text(field(platform, "architecture")) === "unknown";
  return type === "attestation-manifest" || unknown;
}

/** A descriptor's digest, checked before it becomes a path. */
function digestOf(descriptor: unknown): { text: string; algorithm: string; hex: string } | null {
  const digest = text(field(descriptor, "digest")) ?? "";
  const match = /^(sha256|sha384|sha512|blake3):([0-9a-f]{64,128})$/.exec(digest);
  return match === null ? null : { text: escapeText(digest), algorithm: match[1], hex: match[2] };
}

/** The annotations that are texts; nobody has to be told of others. */
function annotationsOf(manifest: unknown): ReadonlyMap<string, string> {
  const annotations = field(manifest, "annotations");
  const entries = typeof annotations === "object" && annotations !== null ? Object.entries(annotations) : [];
  return new Map(
    entries.flatMap(([name, value]) => {
      const stored = text(value);
      return stored === null ? [] : [[text(name) ?? "", stored] as const];
    }),
  );
}
