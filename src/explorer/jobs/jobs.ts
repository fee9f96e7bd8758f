import { resolve } from "node:path";
import type { Analysis } from "../../analysis/analyze.js";
import { LayerxError } from "../../errors.js";
import { listFolder } from "../../extract/list-folder.js";
import type { Image } from "../../image/image.js";
import { humanSize } from "../../text/bytes.js";
import { escapeText } from "../../text/escape.js";
import type { EntryId, EntryTable } from "../../tree/columns/entry-table.js";
import type { Reports } from "../pages/report/reports.js";
import type { FolderEntry } from "../typing/path-completion.js";
import { FileStream } from "./file-stream.js";
import type { Job, News, OwnersJob, ReadJob, ReportJob } from "./job.js";
import { readInPieces, searchFile } from "./read-in-pieces.js";
import { save } from "./save.js";

export type Tell = (job: Job, news: News) => void;

export interface JobWorld {
  /** The folder from which relative paths start. */
  readonly cwd: string;
  /** `null` if the subject has no reports. */
  readonly reports: Reports | null;
  /** Returns the names of local images that begin with a typed text; without it there are none. */
  readonly imageNames?: ((typed: string) => Promise<readonly string[]>) | undefined;
}

/** Runs the jobs of the pages, each as long as it is wanted. */
export class Jobs {
  readonly #analysis: Analysis;
  readonly #world: JobWorld;
  readonly #tell: Tell;
  readonly #running = new Map<Job, AbortController>();
  /**
   * One reader for each file that is read, so that the next job can continue without opening the file again.
   */
  readonly #readers = new Map<EntryId, Reader>();

  constructor(analysis: Analysis, world: JobWorld, tell: Tell) {
    this.#analysis = analysis;
    this.#world = world;
    this.#tell = tell;
  }

  /** Starts the jobs that are new, and stops those that are not in the list. */
  want(jobs: readonly Job[]): void {
    for (const [job, stop] of this.#running) {
      if (jobs.includes(job)) continue;
      this.#running.delete(job);
      stop.abort();
    }
    const read = new Set(jobs.map((job) => (job.kind === "read" ? job.row : -1)));
    for (const [row, reader] of this.#readers) {
      if (read.has(row)) continue;
      this.#readers.delete(row);
      reader.close();
    }
    for (const job of jobs) if (!this.#running.has(job)) this.#start(job);
  }

  #start(job: Job): void {
    const stop = new AbortController();
    this.#running.set(job, stop);
    const tell = (news: News) => {
      if (!stop.signal.aborted) this.#tell(job, news);
    };
    this.#done(job, tell, stop.signal).catch((error: unknown) => tell(failure(error)));
  }

  async #done(job: Job, tell: (news: News) => void, signal: AbortSignal): Promise<void> {
    const { tree, image } = this.#analysis;
    const { entries } = tree;
    switch (job.kind) {
      case "read":
        return this.#reader(job).read(job, tell, signal);
      case "search":
        return searchFile(new FileStream(image, entries, job.row, 0), job.needle, { tell, signal });
      case "digest": {
        const layer = image.layers[entries.layer(job.row)];
        const [digest] = await layer.digests([entries.content(job.row)], signal);
        return tell({ of: "digest", hex: Buffer.from(digest).toString("hex") });
      }
      case "owners":
        return tell(await ownerNames(image, entries, job, signal));
      case "colour": {
        // Loaded here, because most runs do not need it.
        const { wordsOf } = await import("./coloured-words.js");
        for await (const words of wordsOf(job, signal)) tell({ of: "colour", words });
        return;
      }
      case "save":
        return save(this.#analysis, job, { cwd: this.#world.cwd, signal, tell });
      case "list": {
        const { cwd, imageNames } = this.#world;
        const files = listFolder(resolve(cwd, job.folder), signal);
        const { image } = job;
        if (image === undefined || imageNames === undefined)
          return tell({ of: "listed", entries: await files });
        const [listed, names] = await Promise.allSettled([files, imageNames(image)]);
        signal.throwIfAborted();
        return tell({ of: "listed", entries: [...namesOf(listed), ...inFolder(namesOf(names), job.folder)] });
      }
      case "packages": {
        const { packagesAndSecrets } = await import("./packages-job.js");
        return tell(await packagesAndSecrets(this.#analysis, signal));
      }
      case "report":
        return this.#report(job, { signal, tell });
      case "compare": {
        const { compareFiles } = await import("./compare-files.js");
        const open = (row: EntryId) => ({
          size: entries.bytes(row),
          stream: () => new FileStream(image, entries, row, 0),
        });
        const comparison = await compareFiles(open(job.before), open(job.after), signal);
        return tell({ of: "compare", comparison });
      }
    }
  }

  async #report(job: ReportJob, options: { signal: AbortSignal; tell(news: News): void }): Promise<void> {
    const { reports } = this.#world;
    if (reports !== null) await saveReport(this.#analysis, job, { ...options, reports });
  }

  #reader({ row }: ReadJob): Reader {
    const { tree, image } = this.#analysis;
    const reader =
      this.#readers.get(row) ?? new Reader((from) => new FileStream(image, tree.entries, row, from));
    this.#readers.set(row, reader);
    return reader;
  }
}

/** Reads one file, one job after the other. */
class Reader {
  readonly #open: (from: number) => FileStream;
  #stream: FileStream | null = null;
  #last: Promise<void> = Promise.resolve();

  constructor(open: (from: number) => FileStream) {
    this.#open = open;
  }

  read({ from, to }: ReadJob, tell: (news: News) => void, signal: AbortSignal): Promise<void> {
    const reading = this.#last.then(async () => {
      if (signal.aborted || from >= to) return;
      if (this.#stream?.position !== from) {
        this.close();
        this.#stream = this.#open(from);
      }
      await readInPieces(this.#stream, to, { tell, signal });
    });
    // The next job begins when this one ends, also after an error.
    this.#last = reading.catch(() => this.close());
    return reading;
  }

  close(): void {
    const stream = this.#stream;
    this.#stream = null;
    // The file is not read any more, so an error of closing it does not matter.
    stream?.close().catch(() => undefined);
  }
}

function failure(error: unknown): News {
  const why = error instanceof LayerxError ? `${error.what}: ${error.why}` : String(error);
  return { of: "failure", why: escapeText(why) };
}

/** The maximum size in bytes of a list of users or groups. */
const MOST_BYTES = 1_000_000;

/** Looks up an owner in the image's own lists of users and groups. */
async function ownerNames(
  image: Image,
  entries: EntryTable,
  { uid, gid, passwd, group }: OwnersJob,
  signal: AbortSignal,
): Promise<News> {
  const nameIn = async (row: EntryId, id: number) => {
    if (row < 0 || entries.bytes(row) > MOST_BYTES) return null;
    const layer = image.layers[entries.layer(row)];
    const [bytes] = await layer.readAll([entries.content(row)], signal);
    return nameOf(Buffer.from(bytes).toString("latin1"), id);
  };
  return { of: "owners", user: await nameIn(passwd, uid), group: await nameIn(group, gid) };
}

/** Returns the first name with a number, as getpwuid(3) does: `name:password:number:…`. */
function nameOf(list: string, id: number): string | null {
  for (const line of list.split("\n")) {
    const [name, , number] = line.split(":");
    if (number !== undefined && /^\d+$/.test(number) && Number(number) === id && name !== "") return name;
  }
  return null;
}

interface ReportOptions {
  readonly reports: Reports;
  readonly signal: AbortSignal;
  tell(news: News): void;
}

/**
 * Writes a report through `reports` and sends the result.
 * @throws as writing it.
 */
async function saveReport(
  analysis: Analysis,
  { format, to, copies, replace }: ReportJob,
  { reports, signal, tell }: ReportOptions,
): Promise<void> {
  const saved = await reports.save({ analysis, copies, format, to, replace, signal });
  if (saved.is === "in the way") return tell({ of: "in the way", why: saved.why });
  tell({ of: "saved", said: escapeText(`wrote ${humanSize(saved.bytes)} to ${saved.path}`), warnings: [] });
}

/** Returns nothing for a folder that does not exist: `me/` may be the beginning of an image's name. */
function namesOf<T>(settled: PromiseSettledResult<readonly T[]>): readonly T[] {
  return settled.status === "fulfilled" ? settled.value : [];
}

/** Returns the parts of names after the last slash that the user typed. */
function inFolder(names: readonly string[], folder: string): FolderEntry[] {
  return names.map((name) => ({ name: name.slice(folder.length), isFolder: false }));
}
