import type { SparseChunk } from "../../image/entry.js";
import { Damage, LimitPassed } from "../damage.js";
import type { PaxRecords } from "./pax.js";
import { decodeNumber, valid } from "./tar-header.js";

/**
 * Adds the pairs of an old GNU sparse header (4 at 386) or of an extension block (21 at 0). Returns true if
 * another extension block follows. Source: GNU tar, "Storing Sparse Files".
 */
export function gnuSparsePairs(
  bytes: Buffer,
  start: number,
  { extension, position }: { extension: boolean; position: number },
  into: SparseChunk[],
): boolean {
  const first = start + (extension ? 0 : 386);
  const count = extension ? 21 : 4;
  for (let i = 0; i < count; i++) {
    const at = first + 24 * i;
    if (bytes[at] === 0 && bytes[at + 12] === 0) break;
    into.push({
      offset: valid(decodeNumber(bytes, at, 12), "sparse offset", position),
      length: valid(decodeNumber(bytes, at + 12, 12), "sparse length", position),
    });
  }
  return bytes[start + (extension ? 504 : 482)] !== 0;
}

/**
 * Returns the map of PAX sparse formats 0.0 (repeated records) and 0.1 (one list); `null` if there is none.
 */
export function paxSparseMap(records: PaxRecords, position: number): SparseChunk[] | null {
  let numbers: string[] = [];
  let found = false;
  for (const [key, value] of records) {
    if (key === "GNU.sparse.map") {
      numbers = value === "" ? [] : value.split(",");
      found = true;
    } else if (key === "GNU.sparse.offset" || key === "GNU.sparse.numbytes") {
      numbers.push(value);
      found = true;
    }
  }
  return found ? pairs(numbers, position) : null;
}

/**
 * Parses the map of PAX sparse format 1.0, which comes before the data: a count, then offsets and lengths,
 * one decimal number on each line, padded to whole blocks.
 */
export class InlineSparseMap {
  private readonly lines: string[] = [];
  private rest = "";

  /**
   * Adds the next block. Returns the map when it is complete, else `null`.
   * @throws Damage, LimitPassed
   */
  push(block: Buffer, position: number, limit: number): SparseChunk[] | null {
    const lines = (this.rest + block.toString("latin1")).split("\n");
    this.rest = lines.pop() ?? "";
    for (const line of lines) this.lines.push(line);
    if (this.lines.length === 0 || !/^\d{1,9}$/.test(this.lines[0])) throw badMap(position);
    const count = Number(this.lines[0]);
    if (count > limit) throw new LimitPassed("sparseChunks", limit);
    return this.lines.length - 1 < 2 * count ? null : pairs(this.lines.slice(1, 1 + 2 * count), position);
  }
}

/**
 * @throws Damage unless the chunks are in order, without overlap, within `size`, and their sum is `stored`
 * bytes.
 */
export function checkSparse(
  chunks: readonly SparseChunk[],
  size: number,
  stored: number,
  position: number,
): void {
  let end = 0;
  let sum = 0;
  for (const { offset, length } of chunks) {
    if (offset < end || length < 0 || offset + length > size) throw badMap(position);
    end = offset + length;
    sum += length;
  }
  if (sum !== stored) throw badMap(position);
}

function pairs(numbers: readonly string[], position: number): SparseChunk[] {
  if (numbers.length % 2 !== 0 || !numbers.every((number) => /^\d{1,15}$/.test(number)))
    throw badMap(position);
  const chunks: SparseChunk[] = [];
  for (let i = 0; i < numbers.length; i += 2) {
    chunks.push({ offset: Number(numbers[i]), length: Number(numbers[i + 1]) });
  }
  return chunks;
}

function badMap(position: number): Damage {
  return new Damage("corrupt", position, "the map of a sparse file does not fit it");
}
