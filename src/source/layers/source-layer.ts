import { fail } from "../../errors.js";
import { isHashLike } from "../../image/digest.js";
import type { Entry, FileBytes } from "../../image/entry.js";
import type { FileContent, Layer, MembersOptions, ScanOptions, StoredPiece } from "../../image/layer.js";
import type { LayerMembers } from "../../image/members/members.js";
import { MemberRecorder } from "../../image/members/recorder.js";
import type { LayerRows } from "../../image/members/tree-columns.js";
import type { ArrivedLayer, Blob, KeptLayer } from "../blob.js";
import type { Cache } from "../cache/cache.js";
import { countAgain, type KeptSums } from "../cache/layer-rows.js";
import type { DamagePlace } from "../damage.js";
import type { Tally, TallyPart } from "../tally.js";
import { keepMembers, keepsMembers, keptLayer, type ReadLayer } from "./kept-members.js";
import { LayerBytes, type PassOptions, type Range } from "./layer-bytes.js";
import { LayerCheck } from "./layer-check.js";
import type { LayerHashes } from "./layer-hashes.js";
import { explainLayer } from "./layer-kind.js";
import { LayerReader } from "./layer-reader.js";
import type { LayerWarnings } from "./layer-warnings.js";
import { MemberReader } from "./member-reader.js";
import {
  type Digester,
  digestFiles,
  eachFile,
  fileContent,
  fileData,
  mapDigestOf,
  sha256Of,
} from "./read-contents.js";
import { readFiles } from "./read-files.js";
import { soughtPieces, streamedPieces } from "./stored-pieces.js";

/** The facts about a layer in the manifest and the config, and its bytes. */
export interface LayerFacts {
  readonly index: number;
  readonly diffId: string | null;
  readonly digest: string | null;
  readonly mediaType: string | null;
  /** `null`: a foreign layer whose blob is not in the image. */
  readonly blob: Blob | null;
}

const COPY_BYTES = 1024 * 1024;

/** The data that the layers of one image share. */
export interface LayerContext {
  readonly place: Omit<DamagePlace, "layer">;
  readonly tally: Tally;
  readonly cache: Cache;
  readonly warnings: LayerWarnings;
  readonly hashes: LayerHashes;
  /** Returns the number of layers with a blob: each counts against the limits. */
  timesOf(blobKey: string): number;
}

/** A layer of any source: a seekable tar, or one that must be streamed or decompressed. */
export class SourceLayer implements Layer {
  readonly index: number;
  readonly diffId: string | null;
  readonly digest: string | null;
  readonly mediaType: string | null;
  readonly storedSize: number;
  readonly available: boolean;
  readonly blobKey: string;
  readonly filePosition: number | null;
  private readonly packed: LayerBytes | null;
  private readonly context: LayerContext;
  private readonly check: LayerCheck;
  private keptAs: KeptLayer | null = null;

  constructor({ index, diffId, digest, mediaType, blob }: LayerFacts, context: LayerContext) {
    this.index = index;
    this.diffId = diffId;
    this.digest = digest;
    this.mediaType = mediaType;
    const where = `layer ${index} of ${context.place.input}`;
    this.packed = blob === null ? null : new LayerBytes(blob, { tally: context.tally, where });
    this.context = context;
    this.check = new LayerCheck({ index, diffId, warnings: context.warnings });
    this.available = blob !== null;
    this.storedSize = blob?.available ?? 0;
    this.blobKey = blob?.key ?? `absent:${index}`;
    this.filePosition = blob?.filePosition ?? null;
  }

  /** Known from the first bytes of the blob; before a streamed blob is read, from its media type. */
  get compressedSize(): number | null {
    if (this.packed === null) return null;
    const { compression, blob } = this.packed;
    const compressed = compression === null ? /gzip|zstd/.test(this.mediaType ?? "") : compression !== "none";
    return compressed ? blob.size : null;
  }

  async members({ onEntry: tell, digests = false, ...options }: MembersOptions): Promise<LayerMembers> {
    const { packed, context } = this;
    if (packed === null) return new MemberRecorder().finish();
    const { cache } = context;
    return this.explained(async () => {
      const recalled = await this.recall((kept) => cache.layer(kept));
      if (recalled !== null) {
        options.onProgress?.(packed.blob.available);
        return recalled.members;
      }
      const tally = this.tally(packed);
      const keeps = keepsMembers(packed, cache);
      const { arrived } = this;
      if (arrived !== null) {
        countAgain(arrived.sums, tally);
        options.onProgress?.(packed.blob.available);
        this.check.addBytesBehind(arrived.behind);
        this.check.addDigest(arrived.diffId);
        if (keeps) await this.keep(packed, arrived.members, { read: arrived, tally });
        return arrived.members;
      }
      const reader = new MemberReader(tally);
      const onEntry = (entry: Entry) => {
        reader.add(entry);
        if (entry.path !== "") tell?.(entry);
      };
      // A layer that is cached under its diff ID must be hashed completely, even if it is seekable.
      const { memory } = packed.blob;
      const whole = keeps && memory?.keepsPlain === true && memory.headers === undefined;
      const read = await this.reader(packed).read({
        ...options,
        digests: digests || keeps,
        whole,
        tally,
        onEntry,
      });
      const members = reader.finish();
      if (keeps && read !== null) await this.keep(packed, members, { read, tally });
      return members;
    });
  }

  /**
   * The layer that was read while its blob arrived; `null` if it was not, or was hashed with another
   * algorithm.
   */
  private get arrived(): ArrivedLayer | null {
    const arrived = this.packed?.blob.arrived ?? null;
    return arrived !== null && isHashLike(arrived.diffId, this.diffId) ? arrived : null;
  }

  private async keep(
    packed: LayerBytes,
    members: LayerMembers,
    { read, tally }: { read: ReadLayer; tally: TallyPart },
  ): Promise<void> {
    this.keptAs = await keepMembers(packed, members, { cache: this.context.cache, read, tally });
  }

  /**
   * Returns the cache key of this layer's members, if an earlier run or this object has cached them; else
   * `null`.
   */
  async findKept(): Promise<KeptLayer | null> {
    if (this.packed !== null) this.keptAs ??= await keptLayer(this.packed, this.diffId);
    return this.keptAs;
  }

  /**
   * Returns the cached rows; `null` if there are none.
   * @throws LayerxError as `members`
   */
  async recallRows(): Promise<LayerRows | null> {
    const { cache } = this.context;
    return this.explained(async () => (await this.recall((kept) => cache.rows(kept)))?.layer ?? null);
  }

  /** Returns the cached facts about the layer. They count against the limits like reading the layer. */
  private async recall<T extends { readonly sums: KeptSums }>(
    find: (kept: KeptLayer) => Promise<T | null>,
  ): Promise<T | null> {
    const { packed } = this;
    const kept = await this.findKept();
    const found = kept === null ? null : await find(kept);
    if (packed === null || kept === null || found === null) {
      this.keptAs = null;
      return null;
    }
    countAgain(found.sums, this.tally(packed));
    if (kept.tarSplit !== true) this.check.addKeptDigest(kept.diffId);
    return found;
  }

  async scan({ onEntry, onRoot, ...options }: ScanOptions): Promise<void> {
    const { packed } = this;
    if (packed === null) return;
    const tally = this.tally(packed);
    const named = (entry: Entry) => {
      if (entry.path === "") onRoot?.(entry);
      else onEntry(entry);
    };
    await this.explained(() => this.reader(packed).read({ ...options, tally, onEntry: named }));
  }

  stored(signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    const { packed } = this;
    return this.explainedChunks(async function* () {
      if (packed !== null) yield* packed.blob.chunks({ chunkBytes: COPY_BYTES, signal });
    });
  }

  open(file: FileBytes, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    return this.explainedChunks(() =>
      fileContent(this.bytes({ from: file.offset, to: file.offset + file.stored, signal }), file),
    );
  }

  async *contents(files: readonly FileBytes[], signal?: AbortSignal): AsyncGenerator<FileContent> {
    if (files.length === 0) return;
    const archive = (from: number, to: number) => this.bytes({ from, to, signal });
    await this.explained(() => this.prepare());
    for await (const { index, bytes } of eachFile(files, archive, { seek: this.canSeek })) {
      yield {
        index,
        content: this.explainedChunks(() => fileContent(bytes, files[index])),
        data: this.explainedChunks(() => fileData(bytes, files[index])),
      };
    }
  }

  pieces(files: readonly FileBytes[], signal?: AbortSignal): AsyncGenerator<readonly StoredPiece[]> {
    return this.explainedChunks(() => this.piecesOf(files, signal));
  }

  private async *piecesOf(
    files: readonly FileBytes[],
    signal?: AbortSignal,
  ): AsyncGenerator<readonly StoredPiece[]> {
    await this.prepare();
    const seekable = this.packed?.seekable ?? null;
    if (seekable !== null) yield* soughtPieces(files, seekable, signal);
    else yield* streamedPieces(files, this.bytes({ from: 0, to: Number.POSITIVE_INFINITY, signal }));
  }

  async readAll(files: readonly FileBytes[], signal?: AbortSignal): Promise<Uint8Array[]> {
    await this.explained(() => this.prepare());
    if (this.canSeek) {
      return this.explained(() => readFiles(files, (from, to) => this.bytes({ from, to, signal })));
    }
    const contents = new Array<Uint8Array>(files.length);
    for await (const { index, content } of this.contents(files, signal)) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of content) chunks.push(chunk);
      contents[index] = Buffer.concat(chunks);
    }
    return contents;
  }

  digests(files: readonly FileBytes[], signal?: AbortSignal): Promise<Uint8Array[]> {
    return this.digestsBy(sha256Of(this.context.tally.limits), files, signal);
  }

  mapDigests(files: readonly FileBytes[], signal?: AbortSignal): Promise<Uint8Array[]> {
    return this.digestsBy(mapDigestOf, files, signal);
  }

  private async digestsBy(
    digestOf: Digester,
    files: readonly FileBytes[],
    signal?: AbortSignal,
  ): Promise<Uint8Array[]> {
    if (files.length === 0) return [];
    const archive = (from: number, to: number) => this.bytes({ from, to, signal });
    return this.explained(async () => {
      await this.prepare();
      return digestFiles(files, archive, { seek: this.canSeek, digestOf });
    });
  }

  async verify(options: PassOptions): Promise<void> {
    const { packed, arrived, check } = this;
    if (packed === null || !check.needsDigest()) return;
    if (arrived !== null) check.addDigest(arrived.diffId);
    else await this.explained(() => this.reader(packed).verify(options));
  }

  private reader(packed: LayerBytes): LayerReader {
    const { diffId, check } = this;
    return new LayerReader(packed, { diffId, hashes: this.context.hashes, check });
  }

  private async prepare(): Promise<void> {
    await this.packed?.blob.prepare?.();
  }

  private tally({ blob }: LayerBytes): TallyPart {
    const { tally, timesOf } = this.context;
    return tally.part(blob.key, { times: timesOf(blob.key) });
  }

  /** Yields bytes of the uncompressed archive; if it is compressed, up to its end. */
  private bytes(range: Range): AsyncGenerator<Buffer> {
    const { input } = this.context.place;
    if (this.packed === null) fail("layer-missing", { where: `layer ${this.index} of ${input}` });
    return this.packed.range(range);
  }

  private get canSeek(): boolean {
    return this.packed !== null && this.packed.seekable !== null;
  }

  private async *explainedChunks<T>(chunks: () => AsyncGenerator<T>): AsyncGenerator<T> {
    try {
      yield* chunks();
    } catch (error) {
      await this.explain(error);
    }
  }

  private async explained<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      return await this.explain(error);
    }
  }

  private explain(error: unknown): Promise<never> {
    const { packed, mediaType, index } = this;
    return explainLayer(error, { packed, mediaType, place: { ...this.context.place, layer: index } });
  }
}
