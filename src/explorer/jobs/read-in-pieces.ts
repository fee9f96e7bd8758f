import { find, MOST_MATCHES, type Needle, needleBytes } from "../pages/view/needle.js";
import type { FileStream } from "./file-stream.js";
import type { News } from "./job.js";

interface Work {
  readonly tell: (news: News) => void;
  readonly signal: AbortSignal;
}

/**
 * The number of bytes that are sent together. The first piece is small, because the user waits for the first
 * screen.
 */
const FIRST_PIECE = 64 * 1024;
const PIECE = 1024 * 1024;

/** Reads up to an offset and sends the bytes in pieces. Pieces that were not sent can be read again. */
export async function readInPieces(stream: FileStream, to: number, { tell, signal }: Work): Promise<void> {
  let piece = FIRST_PIECE;
  while (stream.position < to) {
    const from = stream.position;
    const chunks: Buffer[] = [];
    while (stream.position < Math.min(from + piece, to)) {
      const chunk = await stream.next();
      if (chunk === null) break;
      const over = Math.max(stream.position - to, 0);
      stream.putBack(chunk.subarray(chunk.length - over));
      chunks.push(chunk.subarray(0, chunk.length - over));
      if (signal.aborted) return;
    }
    if (chunks.length === 0) return;
    tell({ of: "read", from, bytes: Buffer.concat(chunks) });
    if (signal.aborted) return;
    piece = PIECE;
  }
}

/** The number of searched bytes between two messages. */
const SEARCHED_BETWEEN = 4 * 1024 * 1024;

/** Searches a whole file. Sends the matches so far from time to time, and at the end. */
export async function searchFile(stream: FileStream, needle: Needle, { tell, signal }: Work): Promise<void> {
  const length = needleBytes(needle);
  let offsets: number[] = [];
  let before: Buffer = Buffer.alloc(0);
  let searched = 0;
  try {
    for (let chunk = await stream.next(); chunk !== null && !signal.aborted; chunk = await stream.next()) {
      const bytes = Buffer.concat([before, chunk]);
      const free = (offsets.at(-1) ?? -length) + length;
      const found = find(needle, bytes, stream.position - bytes.length, MOST_MATCHES - offsets.length);
      offsets = offsets.concat(found.filter((offset) => offset >= free));
      before = Buffer.from(bytes.subarray(Math.max(bytes.length - length + 1, 0)));
      if (offsets.length >= MOST_MATCHES) break;
      if (stream.position - searched < SEARCHED_BETWEEN) continue;
      searched = stream.position;
      tell({ of: "search", matches: { offsets, through: searched } });
    }
    tell({ of: "search", matches: { offsets, through: Number.POSITIVE_INFINITY } });
  } finally {
    await stream.close();
  }
}
