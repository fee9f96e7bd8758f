import type { FileBytes } from "../../image/entry.js";
import { Damage } from "./damage.js";
import { byOffset, fileContent } from "./read-contents.js";

/** What lies between two small files is read with them, where it is less than a read of its own would cost. */
const MOST_GAP = 64 * 1024;
const RUN_BYTES = 1024 * 1024;

type Archive = (from: number, to: number) => AsyncGenerator<Buffer>;

/**
 * The contents of several small files, in the order given, out of an archive that can be seeked in: neighbours are
 * read at once, since a read of its own for each would cost more than all their bytes.
 * @throws Damage where the archive ends before a file does.
 */
export async function readFiles(files: readonly FileBytes[], archive: Archive): Promise<Buffer[]> {
  const contents = new Array<Buffer>(files.length);
  for (const run of runs(files)) {
    const from = files[run[0]].offset;
    const to = run.reduce((end, i) => Math.max(end, files[i].offset + files[i].stored), from);
    if (files[run[0]].sparse !== null) {
      contents[run[0]] = await whole(fileContent(archive(from, to), files[run[0]]));
      continue;
    }
    const bytes = await whole(archive(from, to));
    const missing = to - from - bytes.length;
    if (missing > 0)
      throw new Damage("truncated", from + bytes.length, `${missing} bytes of files are missing`);
    for (const i of run)
      contents[i] = bytes.subarray(files[i].offset - from, files[i].offset - from + files[i].size);
  }
  return contents;
}

/** The files by rising offset, those in one list that are read at once. A sparse one is read alone. */
function runs(files: readonly FileBytes[]): number[][] {
  const out: number[][] = [];
  let from = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const i of byOffset(files)) {
    const { offset, stored, sparse } = files[i];
    const joins = sparse === null && offset - end <= MOST_GAP && offset + stored - from <= RUN_BYTES;
    if (joins) out[out.length - 1].push(i);
    else {
      out.push([i]);
      from = offset;
    }
    end = sparse === null ? Math.max(joins ? end : 0, offset + stored) : Number.NEGATIVE_INFINITY;
  }
  return out;
}

async function whole(chunks: AsyncGenerator<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return parts.length === 1 ? parts[0] : Buffer.concat(parts);
}
