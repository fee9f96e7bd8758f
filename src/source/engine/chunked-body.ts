const LF = 0x0a;
/** The maximum length of the line before a chunk. A sender may add text after the size. */
const MOST_LINE_BYTES = 16 * 1024;

type State = "size" | "data" | "data-end" | "trailer" | "ended";

/** Finds the data in a body that is sent in chunks. Source: RFC 9112, section 7.1. */
export class ChunkedBody {
  private state: State = "size";
  private line = "";
  /** The number of missing bytes of the chunk. */
  private left = 0;

  /** Returns true after the last chunk and its trailer. */
  get ended(): boolean {
    return this.state === "ended";
  }

  /**
   * Yields the data in the next bytes of the body.
   * @throws NotChunked
   */
  *dataIn(bytes: Buffer): Generator<Buffer> {
    let at = 0;
    while (at < bytes.length && this.state !== "ended") {
      if (this.state === "data") {
        const data = bytes.subarray(at, at + this.left);
        at += data.length;
        this.left -= data.length;
        if (this.left === 0) this.state = "data-end";
        yield data;
        continue;
      }
      const end = bytes.indexOf(LF, at);
      this.line += bytes.toString("latin1", at, end < 0 ? bytes.length : end);
      if (this.line.length > MOST_LINE_BYTES) throw new NotChunked("a line between two chunks is too long");
      if (end < 0) return;
      at = end + 1;
      this.endLine(this.line.replace(/\r$/, ""));
      this.line = "";
    }
  }

  private endLine(line: string): void {
    switch (this.state) {
      case "size": {
        const digits = /^([0-9a-f]{1,13})[ \t]*(?:;.*)?$/i.exec(line);
        if (digits === null) throw new NotChunked("the size of a chunk is not a number");
        this.left = Number.parseInt(digits[1], 16);
        this.state = this.left === 0 ? "trailer" : "data";
        return;
      }
      case "data-end":
        if (line !== "") throw new NotChunked("a chunk is longer than its size");
        this.state = "size";
        return;
      default:
        // The last line of the trailer is empty.
        if (line === "") this.state = "ended";
    }
  }
}

/** The body is not in chunks. `code` is the error code of Node's own parser. */
class NotChunked extends Error {
  override readonly name = "NotChunked";
  readonly code = "HPE_INVALID_CHUNK_SIZE";
}
