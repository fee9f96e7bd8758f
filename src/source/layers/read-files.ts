import type { FileBytes } from "../../image/entry.js";
import { Damage } from "../damage.js";
import { byOffset, fileContent } from "./read-contents.js";

/**
 * The maximum gap in bytes between two small files that are read together. Reading such a gap is faster than
 * a second read.
 */
const MOST_GAP = 64 * 1024;
const RUN_BYTES = 1024 * 1024;

type Archive = (from: number, to: number) => AsyncGenerator<Buffer>;

/**
 * Returns the contents of several small files, in the given order, from a seekable archive. Neighbouring
 * files are read together, because a separate read of each would take longer than all their bytes.
 * @throws Damage if the archive ends before a file.
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

/**
 * Returns the files by rising offset, in lists of those that are read together. A sparse file is read
 * separately.
 */
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
