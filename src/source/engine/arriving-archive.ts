import { createHash } from "node:crypto";
import { HashThread, OWN_THREAD_BYTES, type StreamHash } from "../../hash-thread.js";
import type { Entry } from "../../image/entry.js";
import type { ArrivedLayer } from "../blob.js";
import { Damage, LimitPassed, NotTar } from "../damage.js";
import { MemberReader } from "../layers/member-reader.js";
import { forStored, type Limits } from "../limits.js";
import { Tally, type TallyPart } from "../tally.js";
import { type ContentReader, TarStream } from "../tar/streamed-tar.js";

export interface ArrivingOptions {
  readonly limits: Limits;
  /** True to compute the SHA-256 of each file in a layer. */
  readonly digests: boolean;
  /** True to keep the contents of layers, because files are read later. */
  readonly keepContent: boolean;
}

const BLOCK = 512;

/** A range of bytes. */
interface Range {
  readonly from: number;
  readonly to: number;
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
  private thread: HashThread | null = null;
  private entries = 0;
  /** The parts of the current chunk that are not kept. */
  private passed: Range[] = [];
  private chunk: Buffer = Buffer.alloc(0);

  constructor(options: ArrivingOptions) {
    this.options = options;
    const onEntry = (entry: Entry) => {
      this.members.set(entry.path, entry);
      this.next = Math.max(this.next, entry.offset + Math.ceil(entry.stored / BLOCK) * BLOCK);
    };
    const contents = (file: Entry) => this.contentOf(file);
    this.tar = new TarStream(new Tally(options.limits).part(""), onEntry, { digests: false, contents });
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
  }

  /** Starts the thread that hashes large members, before the first of them arrives. */
  startThread(): HashThread {
    this.thread ??= new HashThread();
    return this.thread;
  }

  /** Stops that thread. */
  stop(): void {
    this.thread?.stop();
    this.thread = null;
  }

  private contentOf(file: Entry): ContentReader {
    const key = keyOf(file);
    const layer = this.arrivingLayer(file);
    const hash = this.hashOf(file);
    let isAbsent = false;
    const update = (bytes: Buffer) => {
      hash.update(bytes);
      layer?.read(bytes);
      if (layer === null || this.options.keepContent || !layer.isTar) return;
      isAbsent = true;
      const from = bytes.byteOffset - this.chunk.byteOffset;
      this.passed.push({ from, to: from + bytes.length });
    };
    const digest = () => {
      const diffId = `sha256:${hash.digest()}`;
      this.digests.set(key, diffId);
      if (isAbsent) this.absent.set(key, diffId);
      const arrived = layer?.finish(diffId) ?? null;
      if (arrived !== null) this.layers.set(key, arrived);
      this.entries += arrived?.sums.entries ?? 0;
      return null;
    };
    return { update, digest };
  }

  /** Returns `null` if all layers together would have more entries than an image may have. */
  private arrivingLayer({ offset, stored }: Entry): ArrivingLayer | null {
    const { digests, limits } = this.options;
    const bounds = forStored(limits, offset + stored);
    const entries = bounds.entries - this.entries;
    return entries <= 0 ? null : new ArrivingLayer(new Tally({ ...bounds, entries }).part(""), digests);
  }

  /** Returns a hash. Another thread computes it for a large member. */
  private hashOf({ stored }: Entry): Pick<StreamHash, "update" | "digest"> {
    if (stored >= OWN_THREAD_BYTES) {
      return this.startThread().start();
    }
    const hash = createHash("sha256");
    return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest("hex") };
  }
}

/** Returns the key of a member's blob: the offset of its content. */
function keyOf({ offset }: Entry): string {
  return `${offset}`;
}

/** A member that may be a plain layer. */
class ArrivingLayer {
  private readonly reader: MemberReader;
  private readonly tar: TarStream;
  private readonly tally: TallyPart;
  /** True if its first bytes are a tar header. */
  isTar = false;
  private failed = false;

  constructor(tally: TallyPart, digests: boolean) {
    this.tally = tally;
    this.reader = new MemberReader(tally);
    this.tar = new TarStream(tally, (entry) => this.reader.add(entry), { digests });
  }

  read(bytes: Buffer): void {
    if (!this.failed) this.attempt(() => this.tar.push(bytes));
    this.isTar ||= !this.failed && this.tar.hasHeader;
  }

  /** @returns `null` if it is not a layer, or cannot be read */
  finish(diffId: string): ArrivedLayer | null {
    if (!this.failed) this.attempt(() => this.tar.finish());
    if (this.failed || !this.isTar) return null;
    const { reader, tally, tar } = this;
    return { members: reader.finish(), sums: tally.sums, diffId, estargz: false, behind: tar.nonZerosBehind };
  }

  private attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof Damage || error instanceof NotTar || error instanceof LimitPassed)) throw error;
      this.failed = true;
    }
  }
}
