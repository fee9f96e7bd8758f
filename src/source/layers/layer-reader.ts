import { OWN_THREAD_BYTES } from "../../hashing/hash-thread.js";
import type { ScanOptions } from "../../image/layer.js";
import type { ReadableCompression, SeekableBlob } from "../blob.js";
import { hideEstargz } from "../compression/estargz.js";
import { NotTar } from "../damage.js";
import type { TallyPart } from "../tally.js";
import { TarStream } from "../tar/streamed-tar.js";
import { nonZerosBehind } from "../tar/tar-end.js";
import { type SeekOptions, scanSeekable } from "../tar/tar-seek.js";
import { FollowingTable } from "./following-table.js";
import type { ReadLayer } from "./kept-members.js";
import type { LayerBytes, PassOptions } from "./layer-bytes.js";
import type { LayerCheck } from "./layer-check.js";
import type { LayerHash, LayerHashes } from "./layer-hashes.js";

interface ReadOptions extends Omit<ScanOptions, "onRoot"> {
  readonly tally: TallyPart;
  /** True to read all bytes, even if headers are enough. */
  readonly whole?: boolean;
}

interface ReaderContext {
  /** The digest in the config, which decides the algorithm; `null` if there is none. */
  readonly diffId: string | null;
  readonly hashes: LayerHashes;
  readonly check: LayerCheck;
}

/** Reads the archive of a layer from its start to its end: only the headers if it is seekable, else all bytes. */
export class LayerReader {
  private readonly packed: LayerBytes;
  private readonly context: ReaderContext;

  constructor(packed: LayerBytes, context: ReaderContext) {
    this.packed = packed;
    this.context = context;
  }

  /**
   * Reads all members, including the root.
   * @returns its cache key; `null` if nothing was hashed that could be one
   */
  async read(options: ReadOptions): Promise<ReadLayer | null> {
    const { packed } = this;
    await packed.blob.prepare?.();
    if (packed.seekable === null || options.whole === true) return this.stream(options);
    const behind = await this.seek(packed.seekable, options);
    const headers = packed.blob.memory?.headers;
    return headers === undefined ? null : { ...headers, behind };
  }

  /** Hashes all bytes and compares them with the diff ID. */
  async verify({ onProgress, signal }: PassOptions): Promise<void> {
    const { compression, chunks } = await this.packed.pass({ onProgress, signal });
    const hash = this.startHash(compression);
    try {
      for await (const chunk of chunks()) hash.update(chunk);
      this.context.check.addDigest(hash.digest());
    } finally {
      hash.end();
    }
  }

  /** Returns the number of bytes after the end of the archive that are not zeros. */
  private async seek(blob: SeekableBlob, options: SeekOptions): Promise<number> {
    const { ended, blank, position } = await scanSeekable(blob, options);
    const behind = ended ? await nonZerosBehind(blob, position, options.signal) : 0;
    if (blank && behind > 0 && !(await this.isTableAt(position, options.signal))) {
      throw new NotTar("zeros come before other bytes");
    }
    this.context.check.addBytesBehind(behind);
    return behind;
  }

  /** Returns true if the table of an empty eStargz layer begins at a position, or after zeros there. */
  private async isTableAt(from: number, signal?: AbortSignal): Promise<boolean> {
    const following = new FollowingTable();
    for await (const chunk of this.packed.blob.chunks({ from, signal })) {
      following.add(chunk);
      if (following.isKnown) break;
    }
    return following.isThere;
  }

  private async stream({
    tally,
    onEntry,
    digests = false,
    contentOf,
    onProgress,
    signal,
  }: ReadOptions): Promise<ReadLayer> {
    const { check } = this.context;
    const {
      compression,
      estargz: known,
      endsInFooter,
      chunks,
    } = await this.packed.pass({ onProgress, signal });
    const estargz = compression === "gzip" ? hideEstargz(onEntry, { known, endsInFooter }) : null;
    const tar = new TarStream(tally, estargz?.onEntry ?? onEntry, { digests, contentOf });
    const hash = this.startHash(compression);
    const following = new FollowingTable();
    try {
      for await (const chunk of chunks()) {
        tar.push(chunk);
        if (!tar.hasHeader) following.add(chunk);
        if (compression === "none") hash.update(chunk);
        else hash.take(chunk);
      }
      finish(tar, following);
      check.addBytesBehind(tar.nonZerosBehind);
      const leftOut = estargz?.finish() ?? false;
      const diffId = hash.digest();
      check.addDigest(diffId);
      return { diffId, estargz: leftOut, behind: tar.nonZerosBehind };
    } finally {
      hash.end();
    }
  }

  private startHash(compression: ReadableCompression): LayerHash {
    const { blob } = this.packed;
    const { hashes, diffId } = this.context;
    return hashes.start({
      promised: diffId,
      known: compression === "none" ? blob.memory?.hashed : undefined,
      // Two gzip layers keep two threads busy: another thread makes them 3 % slower on two cores.
      inThread: compression !== "gzip" && blob.size >= OWN_THREAD_BYTES,
    });
  }
}

/** @throws Damage if the archive is truncated; NotTar if zeros come before bytes that are not the table of an empty eStargz layer */
function finish(tar: TarStream, following: FollowingTable): void {
  try {
    tar.finish();
  } catch (error) {
    if (!(error instanceof NotTar) || !following.isThere) throw error;
  }
}
