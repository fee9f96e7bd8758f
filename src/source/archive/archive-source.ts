import { closeSync } from "node:fs";
import { posix } from "node:path";
import type { Entry } from "../../image/entry.js";
import { escapePath, escapeText, type Printable, type RawPath, rawPath } from "../../text/escape.js";
import {
  type ArrivedLayer,
  type Blob,
  FileBlob,
  isWhole,
  type LayerMemory,
  readDocumentBytes,
} from "../blob.js";
import { Damage, explain, LimitPassed } from "../damage.js";
import { forStored, type Limits } from "../limits.js";
import type { Source } from "../source.js";
import { Tally } from "../tally.js";
import { normalisePath } from "../tar/entry-path.js";
import { scanSeekable } from "../tar/tar-seek.js";
import { ArchiveAgain, type FetchedArchive } from "./archive-again.js";
import type { ArchiveRecorder, BlobRecord } from "./archive-record.js";
import { SparseBlob } from "./sparse-blob.js";

/** The members of an archive, by name. */
type Members = ReadonlyMap<string, Entry>;

export interface OpenArchive {
  readonly fd: number;
  /** Bytes of the file. */
  readonly size: number;
  readonly input: Printable;
  /** Returns the cache of a blob's layer, by the blob's key; without it no layer is cached. */
  readonly memoryOf?: (key: string) => LayerMemory | undefined;
  /** Records the members that are read. */
  readonly recorder?: ArchiveRecorder;
  /**
   * The facts about an archive that was read while it arrived; without it the members are read from the file.
   */
  readonly arrived?: ArrivedMembers;
}

/** The facts about an archive that was read while it arrived. The keys are those of its blobs. */
export interface ArrivedMembers {
  readonly members: Members;
  readonly layers: ReadonlyMap<string, ArrivedLayer>;
  /** Digests of the blobs whose bytes are not in the file, because they were not kept. */
  readonly absent: ReadonlyMap<string, string>;
  /** Requests the archive again. */
  fetch(): Promise<FetchedArchive>;
}

const MOST_LINKS = 16;
const NAMES_SHOWN = 6;

/**
 * Reads the members of an uncompressed archive. If the archive is truncated, all complete members are read.
 * @throws LayerxError `archive-corrupt`, `limit-passed`; the signal's reason.
 */
export async function openArchive(
  file: OpenArchive,
  { limits, signal }: { limits: Limits; signal?: AbortSignal },
): Promise<ArchiveSource> {
  const { fd, size, input, arrived } = file;
  if (arrived !== undefined) {
    return new ArchiveSource(file, { members: arrived.members, cut: null, limits: forStored(limits, size) });
  }
  const members = new Map<string, Entry>();
  let cut: Damage | null = null;
  let last: Entry | null = null;
  const bounds = forStored(limits, size);
  const onEntry = (entry: Entry) => {
    members.set(entry.path, entry);
    last = entry;
  };
  try {
    const whole = new FileBlob(fd, { key: "", start: 0, size, available: size });
    const tally = new Tally(bounds).part("");
    await scanSeekable(whole, { tally, onEntry, signal });
  } catch (error) {
    if (!(error instanceof Damage) || error.kind !== "truncated") {
      closeSync(fd);
      explain(error, { input, layer: null });
    }
    cut = within(error, last);
  }
  return new ArchiveSource(file, { members, cut, limits: bounds });
}

/** Adds the name of the damaged member to an error. */
function within(cut: Damage, last: Entry | null): Damage {
  if (last === null) return cut;
  const name = short(escapePath(last.path));
  return new Damage("truncated", cut.at, `${cut.message}, and its last member is ${name}`, cut);
}

/** A tar archive on disk (or its unpacked form in a temporary file). */
export class ArchiveSource implements Source {
  readonly kind = "archive";
  readonly input: Printable;
  private readonly fd: number;
  private readonly size: number;
  private readonly file: OpenArchive;
  private readonly members: Members;
  private readonly cut: Damage | null;
  private readonly limits: Limits;
  /** Offsets of the requested sparse members whose holes were counted. */
  private readonly unfolded = new Set<number>();
  private holeBytes = 0;
  private open = true;
  private readonly again: ArchiveAgain | null;

  constructor(
    file: OpenArchive,
    { members, cut, limits }: { members: Members; cut: Damage | null; limits: Limits },
  ) {
    this.fd = file.fd;
    this.size = file.size;
    this.input = file.input;
    this.file = file;
    this.members = members;
    this.cut = cut;
    this.limits = limits;
    this.again = file.arrived === undefined ? null : new ArchiveAgain(file.arrived.fetch);
  }

  async blob(name: string): Promise<Blob | null> {
    const blob = this.find(name);
    this.file.recorder?.noteBlob(name, blob);
    return blob;
  }

  private find(name: string): Blob | null {
    const entry = this.resolve(normalisePath(rawPath(name)));
    if (entry === null) return null;
    const available = Math.max(0, Math.min(entry.stored, this.size - entry.offset));
    const key = `${entry.offset}`;
    const known = { memory: this.file.memoryOf?.(key), arrived: this.file.arrived?.layers.get(key) };
    const id = this.file.arrived?.absent.get(key);
    if (id !== undefined) {
      const record: BlobRecord = { id, key, size: entry.stored, compression: "none" };
      return this.again?.blobOf(entry.path, record, known) ?? null;
    }
    const stored = new FileBlob(this.fd, {
      key,
      start: entry.offset,
      size: entry.stored,
      available,
      ...known,
    });
    if (entry.sparse === null) return stored;
    this.countHoles(entry);
    return new SparseBlob(stored, entry);
  }

  /**
   * Counts the holes of a member. They are read as zeros each time the blob is read, so their sum has a
   * limit, like that of compressed data.
   */
  private countHoles({ offset, size, stored }: Entry): void {
    if (this.unfolded.has(offset)) return;
    this.unfolded.add(offset);
    this.holeBytes += size - stored;
    const { expandedBytes } = this.limits;
    if (this.holeBytes > expandedBytes)
      explain(new LimitPassed("expandedBytes", expandedBytes), { input: this.input, layer: null });
  }

  summary(): Printable {
    const tops = new Map<string, boolean>();
    for (const [path, { type }] of this.members) {
      const slash = path.indexOf("/");
      tops.set(slash < 0 ? path : path.slice(0, slash), slash >= 0 || type === "dir");
      if (tops.size > NAMES_SHOWN) break;
    }
    tops.delete("");
    const names = [...tops].map(([name, folder]) => escapePath((folder ? `${name}/` : name) as RawPath));
    if (names.length === 0) return escapeText("nothing");
    const shown = names.slice(0, NAMES_SHOWN).map(short).join(", ");
    return escapeText(names.length > NAMES_SHOWN ? `${shown} and more` : shown);
  }

  checkWhole(): void {
    // The archive must be complete for this check, so a record cannot contain it.
    if (this.file.recorder !== undefined) this.file.recorder.complete = false;
    if (this.cut !== null) explain(this.cut, { input: this.input, layer: null });
  }

  async has(name: string): Promise<boolean> {
    const found = this.resolve(normalisePath(rawPath(name))) !== null;
    this.file.recorder?.present.set(name, found);
    return found;
  }

  async read(name: string, limit: number): Promise<Buffer | null> {
    const blob = this.find(name);
    if (blob !== null && !isWhole(blob)) this.checkWhole();
    const bytes = blob === null ? null : await readDocumentBytes(blob, limit);
    this.file.recorder?.documents.set(name, bytes);
    return bytes;
  }

  /** Returns the paths of all members, as raw bytes. */
  paths(): IterableIterator<string> {
    return this.members.keys();
  }

  async close(): Promise<void> {
    if (this.open) closeSync(this.fd);
    this.open = false;
    await this.again?.close();
  }

  private resolve(path: RawPath): Entry | null {
    let at: string = path;
    for (let links = 0; links < MOST_LINKS; links++) {
      const entry = this.members.get(at);
      if (entry === undefined) return null;
      if (entry.type === "file") return entry;
      if (entry.type === "hardlink") at = entry.linkname;
      else if (entry.type === "symlink")
        at = normalisePath(posix.join(posix.dirname(at), entry.linkname) as RawPath);
      else return null;
    }
    return null;
  }
}

function short(name: string): string {
  return name.length > 60 ? `${name.slice(0, 59)}…` : name;
}
