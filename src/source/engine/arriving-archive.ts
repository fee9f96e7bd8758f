import type { LateDigest } from "../../hashing/late-hash.js";
import type { Entry } from "../../image/entry.js";
import { padded } from "../../image/tar-block.js";
import type { ArrivedLayer } from "../blob.js";
import { forStored, type Limits } from "../limits.js";
import { Tally } from "../tally.js";
import { type ContentReader, TarStream } from "../tar/streamed-tar.js";
import { ArrivingHashes } from "./arriving-hashes.js";
import { ArrivingLayer } from "./arriving-layer.js";

export interface ArrivingOptions {
  readonly limits: Limits;
  /** True to compute the SHA-256 of each file in a layer. */
  readonly digests: boolean;
  /** True to keep the contents of layers, because files are read later. */
  readonly keepContent: boolean;
  /** The expected size of the archive in bytes; 0 if it is not known. */
  readonly bytes?: number;
}

/** A range of bytes. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** A member whose bytes have all arrived. */
interface EndedMember {
  readonly digest: LateDigest;
  /** Adds the member to the results when its digest is computed. */
  finish(digest: Uint8Array): void;
}

/**
 * Reads an archive while it arrives. One pass hashes its members and reads the plain layers among them.
 * Whether a member is a layer is only known from its bytes, because the documents that name it come last.
 */
export class ArrivingArchive {
  readonly members = new Map<string, Entry>();
  /** `sha256:…` of each member with content, by `keyOf`. */
  readonly digests = new Map<string, string>();
  /** The plain layers, by the same keys. */
  readonly layers = new Map<string, ArrivedLayer>();
  /** Digests of the members whose content is not kept. */
  readonly absent = new Map<string, string>();
  /** The expected offset of the next header. */
  next = 0;
  private readonly options: ArrivingOptions;
  private readonly tar: TarStream;
  private readonly hashes = new ArrivingHashes();
  private entries = 0;
  /** The last member that may be a layer. */
  private layer: ArrivingLayer | null = null;
  /** Members in their order whose digests are not computed yet. */
  private ended: EndedMember[] = [];
  /** The parts of the current chunk that are not kept. */
  private passed: Range[] = [];
  private chunk: Buffer = Buffer.alloc(0);

  constructor(options: ArrivingOptions) {
    this.options = options;
    // The thread starts while the engine packs: starting it takes as long as hashing some bytes.
    this.hashes.prepare(options.bytes ?? 0);
    const onEntry = (entry: Entry) => {
      this.members.set(entry.path, entry);
      this.next = Math.max(this.next, entry.offset + padded(entry.stored));
    };
    const contents = (file: Entry) => this.contentOf(file);
    this.tar = new TarStream(new Tally(options.limits).part(""), onEntry, { digests: false, contents });
  }

  /** Returns memory for the next chunk, until the next call. A chunk in other memory is copied to be hashed. */
  block(): Buffer {
    return this.hashes.block();
  }

  /**
   * Reads the next chunk.
   * @throws Damage, NotTar, LimitPassed of the archive; a layer that cannot be read is read again with the
   * image
   */
  read(chunk: Buffer): void {
    this.chunk = chunk;
    this.passed = [];
    this.tar.push(chunk);
    this.hashes.collect();
    this.layer?.recordEntries();
    const waiting = this.ended.findIndex(({ digest }) => digest.bytes === null);
    this.finishMembers(waiting < 0 ? this.ended.length : waiting);
  }

  /** Yields the kept parts of the last chunk, with their places in it. */
  *kept(): Generator<{ readonly bytes: Buffer; readonly at: number }> {
    let from = 0;
    for (const { from: to, to: next } of [...this.passed, { from: this.chunk.length, to: 0 }]) {
      if (to > from) yield { bytes: this.chunk.subarray(from, to), at: from };
      from = next;
    }
  }

  /**
   * Ends the archive.
   * @throws as `read`
   */
  finish(): void {
    this.tar.finish();
    this.finishMembers(this.ended.length);
  }

  /** Stops the work of other threads. */
  stop(): void {
    this.hashes.stop();
  }

  private finishMembers(count: number): void {
    for (const { digest, finish } of this.ended.splice(0, count)) finish(digest.wait());
  }

  private contentOf(file: Entry): ContentReader {
    const key = keyOf(file);
    const layer = this.arrivingLayer(file);
    this.layer = layer;
    const hash = this.hashes.startMember(file.stored);
    let isAbsent = false;
    const update = (bytes: Buffer) => {
      hash.update(bytes);
      layer?.read(bytes);
      if (layer === null || this.options.keepContent || !layer.isTar) return;
      isAbsent = true;
      const from = bytes.byteOffset - this.chunk.byteOffset;
      this.passed.push({ from, to: from + bytes.length });
    };
    const finish = (bytes: Uint8Array) => {
      const diffId = `sha256:${Buffer.from(bytes).toString("hex")}`;
      this.digests.set(key, diffId);
      if (isAbsent) this.absent.set(key, diffId);
      const arrived = layer?.finish(diffId) ?? null;
      if (arrived !== null) this.layers.set(key, arrived);
      this.entries += arrived?.sums.entries ?? 0;
    };
    const digest = () => {
      this.ended.push({ digest: hash.later(), finish });
      return null;
    };
    return { update, digest };
  }

  /** Returns `null` if all layers together would have more entries than an image may have. */
  private arrivingLayer({ offset, stored }: Entry): ArrivingLayer | null {
    const { digests, limits } = this.options;
    const bounds = forStored(limits, offset + stored);
    const entries = bounds.entries - this.entries;
    if (entries <= 0) return null;
    return new ArrivingLayer(new Tally({ ...bounds, entries }).part(""), digests ? this.hashes : null);
  }
}

/** Returns the key of a member's blob: the offset of its content. */
function keyOf({ offset }: Entry): string {
  return `${offset}`;
}
