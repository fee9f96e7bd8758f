import { fail } from "../../errors.js";
import { field } from "../../image/json-field.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { dataOf, isForeign } from "../archive/descriptor.js";
import type { OciLayout } from "../archive/oci-walk.js";
import type { Blob } from "../blob.js";
import type { Cache } from "../cache/cache.js";
import { LimitPassed } from "../damage.js";
import type { Source } from "../source.js";
import { Turns } from "../turns.js";
import { download } from "./download.js";
import type { ManifestBytes } from "./manifest.js";
import { RegistryBlob } from "./registry-blob.js";
import type { RegistryClient } from "./registry-client.js";

const digestName = (algorithm: string, hex: string) => `${algorithm}:${hex}`;

/** The name of a layer or a config is its digest. */
export const REGISTRY_LAYOUT: OciLayout = { manifest: digestName, blob: digestName };

/** The maximum number of blobs that are streamed at the same time. */
export const STREAMS = 4;

/** One image of a registry: the blobs of its manifest. Nothing else is requested. */
export class RegistrySource implements Source {
  readonly input: Printable;
  readonly kind = "remote";
  readonly client: RegistryClient;
  /** The client counts indexes and manifests. */
  readonly countedWith: RegistryClient;
  private readonly blobs = new Map<string, RegistryBlob>();
  private readonly sizes = new Map<string, number>();
  /** Blobs that the manifest contains, by digest. */
  private readonly data = new Map<string, Buffer>();
  private readonly turns = new Turns(STREAMS);
  private readonly keepIn: string | null;

  private readonly cache: Cache;

  constructor(client: RegistryClient, { keepIn, cache }: { keepIn: string | null; cache: Cache }) {
    this.client = client;
    this.countedWith = client;
    this.input = client.place.image;
    this.keepIn = keepIn;
    this.cache = cache;
  }

  /** Takes the sizes of blobs from a manifest. The blobs are then requested by digest. */
  describe(manifest: ManifestBytes): void {
    const layers = field(manifest.value, "layers");
    const descriptors = [field(manifest.value, "config"), ...(Array.isArray(layers) ? layers : [])];
    for (const descriptor of descriptors) {
      const [digest, size] = [field(descriptor, "digest"), field(descriptor, "size")];
      // The bytes of a foreign layer are on another host, and are never requested.
      if (typeof digest !== "string" || isForeign(descriptor)) continue;
      if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) {
        this.bad(`does not say how many bytes ${escapeText(digest.slice(0, 140))} has`);
      }
      const known = this.sizes.get(digest);
      if (known !== undefined && known !== size) this.bad("gives two sizes for one digest");
      this.sizes.set(digest, size);
      const data = dataOf(descriptor);
      if (data !== null) this.data.set(digest, data);
    }
  }

  async blob(name: string): Promise<Blob | null> {
    const digest = this.checked(name);
    const size = this.sizes.get(digest);
    if (size === undefined) return null;
    const known = this.blobs.get(digest);
    if (known !== undefined) return known;
    const part = escapeText(`the layer ${digest.slice(0, 19)}…`);
    const { client, turns, keepIn, cache } = this;
    const data = this.data.get(digest) ?? null;
    const blob = new RegistryBlob({ digest, size, part, data }, { client, turns, keepIn, cache });
    this.blobs.set(digest, blob);
    return blob;
  }

  async has(name: string): Promise<boolean> {
    return this.sizes.has(this.checked(name));
  }

  async read(name: string, limit: number): Promise<Buffer | null> {
    const digest = this.checked(name);
    const size = this.sizes.get(digest);
    if (size === undefined) return null;
    if (size > limit) throw new LimitPassed("jsonBytes", limit);
    const kept = this.data.get(digest) ?? (await this.cache.document(digest));
    if (kept !== null && kept.length === size) return kept;
    const chunks: Buffer[] = [];
    const wanted = { digest, size, part: escapeText("the config") };
    for await (const chunk of download(this.client, wanted)) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    await this.cache.keepDocument(bytes);
    return bytes;
  }

  summary(): Printable {
    return escapeText("what its manifest names");
  }

  checkWhole(): void {}

  async close(): Promise<void> {
    for (const blob of this.blobs.values()) blob.close();
    this.client.world.connections.close();
  }

  private checked(digest: string): string {
    if (!/^(sha256|sha512):/.test(digest)) this.bad("uses a digest that is neither sha256 nor sha512");
    return digest;
  }

  private bad(reason: string): never {
    fail("bad-document", { input: this.input, name: "the manifest", reason });
  }
}
