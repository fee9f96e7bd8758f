import { fail } from "../../errors.js";
import { canCheck, hashLike } from "../../image/digest.js";
import type { Entry, FileBytes } from "../../image/entry.js";
import type { Warning } from "../../image/image.js";
import type { FileContent, Layer, MembersOptions, ScanOptions, StoredPiece } from "../../image/layer.js";
import type { LayerMembers } from "../../image/members/members.js";
import { MemberRecorder } from "../../image/members/recorder.js";
import { escapeText } from "../../text/escape.js";
import type { Blob, SeekableBlob } from "../blob.js";
import type { Cache } from "../cache/cache.js";
import { hideEstargz } from "../compression/estargz.js";
import { TarStream } from "../tar/streamed-tar.js";
import { MOST_BEHIND, nonZerosBehind } from "../tar/tar-end.js";
import { type SeekOptions, scanSeekable } from "../tar/tar-seek.js";
import {
  type Digester,
  digestFiles,
  eachFile,
  fileContent,
  fileData,
  mapDigestOf,
  sha256Of,
} from "./content.js";
import { Damage, type DamagePlace, explain, LimitPassed, NotTar } from "./damage.js";
import { keepMembers, keepsMembers, type ReadLayer, recallMembers } from "./kept-members.js";
import { LayerBytes, type PassOptions, type Range } from "./layer-bytes.js";
import { foreignKind, headOf, layerKind } from "./layer-kind.js";
import { readFiles } from "./read-files.js";
import { soughtPieces, streamedPieces } from "./stored-pieces.js";
import type { Tally, TallyPart } from "./tally.js";

/** What the manifest and the config say of a layer, and its bytes. */
export interface LayerFacts {
  readonly index: number;
  readonly diffId: string | null;
  readonly digest: string | null;
  readonly mediaType: string | null;
  /** `null`: a foreign layer whose blob is not there. */
  readonly blob: Blob | null;
}

interface ReadOptions extends Omit<ScanOptions, "onRoot"> {
  readonly tally: TallyPart;
  /** Read all bytes, where headers would be enough. */
  readonly whole?: boolean;
}

const COPY_BYTES = 1024 * 1024;

/** What the layers of one image share. */
export interface LayerContext {
  readonly place: Omit<DamagePlace, "layer">;
  readonly tally: Tally;
  readonly cache: Cache;
  readonly warnings: Warning[];
  /** How many layers have a blob: each counts against the limits. */
  timesOf(blobKey: string): number;
}

/** A layer of any source: a tar that can be seeked in, or one that must be streamed or decompressed. */
export class SourceLayer implements Layer {
  readonly index: number;
  readonly diffId: string | null;
  readonly digest: string | null;
  readonly mediaType: string | null;
  readonly storedSize: number;
  readonly available: boolean;
  readonly blobKey: string;
  private readonly packed: LayerBytes | null;
  private readonly context: LayerContext;
  private verified = false;
  private compared = false;
  private toldBehind = false;

  constructor({ index, diffId, digest, mediaType, blob }: LayerFacts, context: LayerContext) {
    this.index = index;
    this.diffId = diffId;
    this.digest = digest;
    this.mediaType = mediaType;
    const where = `layer ${index} of ${context.place.input}`;
    this.packed = blob === null ? null : new LayerBytes(blob, { tally: context.tally, where });
    this.context = context;
    this.available = blob !== null;
    this.storedSize = blob?.available ?? 0;
    this.blobKey = blob?.key ?? `absent:${index}`;
  }

  /** As the first bytes of the blob say; until a streamed blob is read, as its media type says. */
  get compressedSize(): number | null {
    if (this.packed === null) return null;
    const { compression, blob } = this.packed;
    const compressed = compression === null ? /gzip|zstd/.test(this.mediaType ?? "") : compression !== "none";
    return compressed ? blob.size : null;
  }

  async members({ onEntry: tell, digests = false, ...options }: MembersOptions): Promise<LayerMembers> {
    const recorder = new MemberRecorder();
    const { packed, context } = this;
    if (packed === null) return recorder.finish();
    const { cache } = context;
    const tally = this.tally(packed);
    return this.explained(async () => {
      const kept = await recallMembers(packed, { cache, promised: this.diffId, tally });
      if (kept !== null) {
        this.warnUnless(kept.diffId);
        options.onProgress?.(packed.blob.available);
        return kept.members;
      }
      const keeps = keepsMembers(packed, cache);
      let pathsByLinks = 0;
      const onEntry = (entry: Entry) => {
        recorder.add(entry);
        if (recorder.pathsByLinks > pathsByLinks) {
          tally.add("entries", recorder.pathsByLinks - pathsByLinks);
          pathsByLinks = recorder.pathsByLinks;
        }
        if (entry.path !== "") tell?.(entry);
      };
      // To be kept, a layer must be hashed as a whole, even one that could be seeked in.
      const whole = keeps && packed.blob.memory?.keepsPlain === true;
      const read = await this.read(packed, { ...options, digests: digests || keeps, whole, tally, onEntry });
      const members = recorder.finish();
      if (keeps && read !== null) await keepMembers(packed, members, { cache, read, tally });
      return members;
    });
  }

  async scan({ onEntry, onRoot, ...options }: ScanOptions): Promise<void> {
    const { packed } = this;
    if (packed === null) return;
    const tally = this.tally(packed);
    const named = (entry: Entry) => {
      if (entry.path === "") onRoot?.(entry);
      else onEntry(entry);
    };
    await this.explained(() => this.read(packed, { ...options, tally, onEntry: named }));
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
    for await (const { index, bytes } of eachFile(files, archive, { seek: this.canSeek })) {
      yield {
        index,
        content: this.explainedChunks(() => fileContent(bytes, files[index])),
        data: this.explainedChunks(() => fileData(bytes, files[index])),
      };
    }
  }

  pieces(files: readonly FileBytes[], signal?: AbortSignal): AsyncGenerator<readonly StoredPiece[]> {
    const { packed } = this;
    const { seekable } = packed ?? { seekable: null };
    return this.explainedChunks(() =>
      seekable === null
        ? streamedPieces(files, this.bytes({ from: 0, to: Number.POSITIVE_INFINITY, signal }))
        : soughtPieces(files, seekable, signal),
    );
  }

  async readAll(files: readonly FileBytes[], signal?: AbortSignal): Promise<Uint8Array[]> {
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
    return this.explained(() => digestFiles(files, archive, { seek: this.canSeek, digestOf }));
  }

  async verify({ onProgress, signal }: PassOptions): Promise<void> {
    const { packed, diffId } = this;
    if (packed === null || this.verified) return;
    if (diffId === null || !canCheck(diffId)) {
      this.verified = true;
      const why =
        diffId === null ? "the config has no diff ID for it" : `${escapeText(diffId)} cannot be made here`;
      const message = `layer ${this.index} is not verified: ${why}`;
      this.context.warnings.push({ code: "diff-id-unchecked", message });
      return;
    }
    await this.explained(async () => {
      const hash = hashLike(this.diffId);
      const { chunks } = await packed.pass({ onProgress, signal });
      for await (const chunk of chunks()) hash.update(chunk);
      this.compare(hash.digest());
    });
  }

  private tally({ blob }: LayerBytes): TallyPart {
    const { tally, timesOf } = this.context;
    return tally.part(blob.key, { times: timesOf(blob.key) });
  }

  /** Reads all members, the root among them. @returns what it hashed; `null` where the archive was not read as a whole */
  private async read(packed: LayerBytes, options: ReadOptions): Promise<ReadLayer | null> {
    if (packed.seekable === null || options.whole === true) return this.stream(packed, options);
    await this.seek(packed.seekable, options);
    return null;
  }

  private async seek(blob: SeekableBlob, options: SeekOptions): Promise<void> {
    const { ended, blank, position } = await scanSeekable(blob, options);
    const behind = ended ? await nonZerosBehind(blob, position, options.signal) : 0;
    if (blank && behind > 0) throw new NotTar("zeros stand before other bytes");
    this.tellBehind(behind);
  }

  private async stream(
    packed: LayerBytes,
    { tally, onEntry, digests = false, onProgress, signal }: ReadOptions,
  ): Promise<ReadLayer> {
    const { compression, estargz: known, endsInFooter, chunks } = await packed.pass({ onProgress, signal });
    const estargz = compression === "gzip" ? hideEstargz(onEntry, { known, endsInFooter }) : null;
    const tar = new TarStream(tally, estargz?.onEntry ?? onEntry, { digests });
    const hash = hashLike(this.diffId);
    for await (const chunk of chunks()) {
      hash.update(chunk);
      tar.push(chunk);
    }
    tar.finish();
    this.tellBehind(tar.nonZerosBehind);
    const leftOut = estargz?.finish() ?? false;
    const diffId = hash.digest();
    this.compare(diffId);
    return { diffId, estargz: leftOut, behind: tar.nonZerosBehind };
  }

  /** Bytes of the uncompressed archive; where it is compressed, up to its end. */
  private bytes(range: Range): AsyncGenerator<Buffer> {
    const { input } = this.context.place;
    if (this.packed === null) fail("layer-missing", { where: `layer ${this.index} of ${input}` });
    return this.packed.range(range);
  }

  private get canSeek(): boolean {
    return this.packed !== null && this.packed.seekable !== null;
  }

  /** Megabytes behind the end of the archive may be another archive: engines do not read them. */
  private tellBehind(bytes: number): void {
    if (bytes <= MOST_BEHIND || this.toldBehind) return;
    this.toldBehind = true;
    const message = `layer ${this.index}: more than 1 MB follows the end of its archive and is not read`;
    this.context.warnings.push({ code: "bytes-behind-archive", message });
  }

  /** @param actual what this run hashed */
  private compare(actual: string): void {
    if (this.diffId !== null && canCheck(this.diffId)) this.verified = true;
    this.warnUnless(actual);
  }

  /** A warning, once, where the bytes are not what the config promises. */
  private warnUnless(actual: string): void {
    const { diffId } = this;
    if (this.compared || diffId === null || !canCheck(diffId)) return;
    this.compared = true;
    if (actual === diffId) return;
    const message = `layer ${this.index}: its bytes are ${actual}, the config promises ${diffId}`;
    // An engine's archive is hashed as it comes, before its layers are read.
    const { warnings } = this.context;
    if (!warnings.some((warning) => warning.message === message))
      warnings.push({ code: "diff-id-mismatch", message });
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

  private async explain(error: unknown): Promise<never> {
    const blob = this.packed?.blob;
    await this.explainKind(error);
    if (
      error instanceof Damage &&
      blob !== undefined &&
      blob.available < blob.size &&
      error.kind === "truncated"
    ) {
      const reason = `of ${blob.size} bytes that should be stored, ${blob.available} are there`;
      explain(new Damage("truncated", error.at, reason, error), { ...this.context.place, layer: this.index });
    }
    explain(error, { ...this.context.place, layer: this.index });
  }

  /** Says what a layer is that is no tar archive, and no damaged one. */
  private async explainKind(error: unknown): Promise<void> {
    const { packed, mediaType } = this;
    // What is no zstd may ask for any window.
    const passed = error instanceof LimitPassed && error.limit === "zstdWindow";
    if (packed === null || !(error instanceof NotTar || error instanceof Damage || passed)) return;
    const found =
      error instanceof NotTar
        ? layerKind(mediaType, await headOf(packed), packed.blob.size)
        : foreignKind(mediaType, Buffer.alloc(0));
    if (found === null) return;
    fail("layer-no-tar", { where: `layer ${this.index} of ${this.context.place.input}`, ...found }, error);
  }
}
