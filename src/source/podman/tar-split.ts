import { pipeline } from "node:stream/promises";
import { StringDecoder } from "node:string_decoder";
import { createGunzip } from "node:zlib";
import { Pauses } from "../../pauses.js";
import { isObject } from "../json.js";
import { UnreadableStorage } from "./storage-file.js";

/** A part of a layer's archive: raw bytes, or the content of a file. */
export type Piece =
  | { readonly is: "raw"; readonly start: number; readonly size: number; readonly bytes: Buffer }
  | {
      readonly is: "file";
      readonly start: number;
      readonly size: number;
      /** The name as in the archive, not escaped. */
      readonly name: Buffer;
      /** CRC-64 of the content, 8 bytes. */
      readonly crc: Buffer;
    };

/** The maximum size of the file with the pieces after decompression, in bytes. */
const MOST_BYTES = 2 * 1024 ** 3;
const CHUNK_BYTES = 256 * 1024;

/**
 * Reads the pieces of a layer's archive, in order, without empty ones. Format: tar-split's storage package,
 * JSON lines of type 1 (a file) and 2 (a segment), gzipped.
 * @param path of the file with these bytes, for errors
 * @throws UnreadableStorage; the signal's reason
 */
export async function readPieces(
  packed: Buffer,
  { path, signal }: { path: string; signal?: AbortSignal },
): Promise<Piece[]> {
  const pieces: Piece[] = [];
  const pauses = new Pauses();
  const decoder = new StringDecoder("utf8");
  let start = 0;
  let rest = "";
  let bytes = 0;
  const take = (line: string) => {
    const piece = pieceOf(line, start);
    if (piece === null) return;
    pieces.push(piece);
    start += piece.size;
  };
  try {
    await pipeline(
      [packed],
      createGunzip({ chunkSize: CHUNK_BYTES }),
      async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) {
          bytes += chunk.length;
          if (bytes > MOST_BYTES)
            throw new UnreadableStorage(`${path} expands to more than ${MOST_BYTES} bytes`);
          const lines = (rest + decoder.write(chunk)).split("\n");
          rest = lines.pop() ?? "";
          for (const line of lines) take(line);
          if (pauses.due) await pauses.pause();
        }
      },
      { signal },
    );
    if (rest !== "") take(rest);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof SyntaxError || isZlibError(error)) {
      throw new UnreadableStorage(`${path}: ${error.message}`, { cause: error });
    }
    throw error;
  }
  return pieces;
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
}

function pieceOf(line: string, start: number): Piece | null {
  if (line === "") return null;
  const value: unknown = JSON.parse(line);
  // Only one program writes these lines, and it writes their keys exactly like this.
  if (!isObject(value)) return null;
  const { payload, size, name_raw: raw } = value;
  const bytes = Buffer.from(typeof payload === "string" ? payload : "", "base64");
  if (value.type === 2) {
    return bytes.length === 0 ? null : { is: "raw", start, size: bytes.length, bytes };
  }
  if (typeof size !== "number" || size <= 0) return null;
  const name = typeof raw === "string" ? Buffer.from(raw, "base64") : Buffer.from(String(value.name));
  return { is: "file", start, size, name, crc: bytes };
}
