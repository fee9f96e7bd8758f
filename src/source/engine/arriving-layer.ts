import type { LateDigest, LateHash } from "../../hashing/late-hash.js";
import type { ArrivedLayer } from "../blob.js";
import { Damage, LimitPassed, NotTar } from "../damage.js";
import { MemberReader } from "../layers/member-reader.js";
import type { TallyPart } from "../tally.js";
import { type ContentReader, TarStream } from "../tar/streamed-tar.js";
import type { Draft } from "../tar/tar.js";
import type { ArrivingHashes } from "./arriving-hashes.js";

/** An entry, and the digest of its content; `null` if it has none. */
interface WaitingEntry {
  readonly entry: Draft;
  readonly digest: LateDigest | null;
}

/** A member of an archive that may be a plain layer. */
export class ArrivingLayer {
  /** True if its first bytes are a tar header. */
  isTar = false;
  private readonly reader: MemberReader;
  private readonly tar: TarStream;
  private readonly tally: TallyPart;
  private failed = false;
  /** The digest of the next entry. */
  private digest: LateDigest | null = null;
  /** Entries from `next` on wait for the digest of the first of them. */
  private waiting: WaitingEntry[] = [];
  private next = 0;

  /** @param hashes computes a digest of each file; `null`: no digests */
  constructor(tally: TallyPart, hashes: ArrivingHashes | null) {
    this.tally = tally;
    this.reader = new MemberReader(tally);
    const contents = hashes === null ? undefined : (file: Draft) => this.contentOf(file, hashes);
    this.tar = new TarStream(tally, (entry) => this.add(entry), { digests: false, contents });
  }

  read(bytes: Buffer): void {
    this.attempt(() => this.tar.push(bytes));
    this.isTar ||= !this.failed && this.tar.hasHeader;
  }

  /** Records the entries whose digests are computed. */
  recordEntries(): void {
    this.attempt(() => this.record({ wait: false }));
  }

  /** @returns `null` if it is not a layer, or cannot be read */
  finish(diffId: string): ArrivedLayer | null {
    this.attempt(() => {
      this.tar.finish();
      this.record({ wait: true });
    });
    if (this.failed || !this.isTar) return null;
    const { reader, tally, tar } = this;
    return { members: reader.finish(), sums: tally.sums, diffId, estargz: false, behind: tar.nonZerosBehind };
  }

  private contentOf({ stored }: Draft, hashes: ArrivingHashes): ContentReader {
    let hash: LateHash | null = null;
    const update = (bytes: Buffer) => {
      if (bytes.length === stored) {
        this.digest = hashes.file(bytes);
        return;
      }
      hash ??= hashes.startFile();
      hash.update(bytes);
    };
    const digest = () => {
      this.digest ??= hash?.later() ?? null;
      return null;
    };
    return { update, digest };
  }

  private add(entry: Draft): void {
    this.waiting.push({ entry, digest: this.digest });
    this.digest = null;
    if (this.next === this.waiting.length - 1) this.record({ wait: false });
  }

  /** @throws LimitPassed */
  private record({ wait }: { wait: boolean }): void {
    for (; this.next < this.waiting.length; this.next++) {
      const { entry, digest } = this.waiting[this.next];
      if (digest !== null) {
        if (digest.bytes === null && !wait) return;
        entry.contentDigest = digest.wait();
      }
      this.reader.add(entry);
    }
    this.waiting = [];
    this.next = 0;
  }

  private attempt(work: () => void): void {
    if (this.failed) return;
    try {
      work();
    } catch (error) {
      if (!(error instanceof Damage || error instanceof NotTar || error instanceof LimitPassed)) throw error;
      this.failed = true;
    }
  }
}
