import { Agent, type IncomingMessage } from "node:http";
import { connect, type NetConnectOpts, type Socket } from "node:net";
import { ChunkedBody } from "./chunked-body.js";

/** The maximum number of bytes in one read. A socket has about 200 kB at a time. */
const READ_BYTES = 256 * 1024;

const ENDED = { code: "ECONNRESET" };

/**
 * The connection of one request. The reader can get the body of the answer directly instead of through
 * `http`. Node's parser copies a body in pieces of at most 64 kB: that takes 0.25 s for 400 MB, longer than
 * receiving them. `http` always reads the head of the answer.
 */
class BodySocket {
  readonly socket: Socket;
  /** True after the reader took the body. */
  private isBody = false;
  private answered = false;
  /** Bytes that arrived and were not passed on yet. */
  private held: Buffer | null = null;
  private failure: Error | null = null;
  private wake: () => void = () => undefined;

  constructor(options: NetConnectOpts) {
    const onread = {
      buffer: Buffer.allocUnsafeSlow(READ_BYTES),
      callback: (length: number, buffer: Uint8Array) =>
        this.take(Buffer.from(buffer.buffer, buffer.byteOffset, length)),
    };
    this.socket = connect({ ...options, onread });
    this.socket.on("error", (error) => this.end(error));
    this.socket.on("end", () => this.end(Object.assign(new Error("the connection ended"), ENDED)));
    this.socket.on("close", () => this.end(Object.assign(new Error("the connection was closed"), ENDED)));
  }

  /**
   * Called while `http` reports the head of the answer.
   * @param takesBody true if the reader takes the body with `body`
   */
  onHead(takesBody: boolean): void {
    this.answered = true;
    this.isBody = takesBody;
  }

  /**
   * Yields the chunks of the body. Each is unchanged until the next one is requested.
   * @throws the error that ended the connection early
   */
  async *body(): AsyncGenerator<Buffer> {
    const body = new ChunkedBody();
    try {
      for (;;) {
        const bytes = this.held ?? (await this.next());
        this.held = null;
        yield* body.dataIn(bytes);
        if (body.ended) return;
      }
    } finally {
      this.socket.destroy();
    }
  }

  private async next(): Promise<Buffer> {
    if (this.held === null && this.failure === null) {
      const arrived = new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.socket.resume();
      await arrived;
    }
    if (this.held !== null) return this.held;
    throw this.failure ?? new Error("nothing arrived");
  }

  /** @returns false if the socket must stop reading */
  private take(bytes: Buffer): boolean {
    let at = 0;
    // `http` reports a head when it gets its last line: the next bytes are the body.
    while (!this.answered && at < bytes.length) {
      const line = bytes.indexOf("\n", at) + 1 || bytes.length;
      this.pass(bytes.subarray(at, line));
      at = line;
    }
    const rest = bytes.subarray(at);
    if (!this.isBody) {
      if (rest.length > 0) this.pass(rest);
      return true;
    }
    this.held = rest;
    this.wake();
    return false;
  }

  /** Passes bytes to `http`, which may keep them. */
  private pass(bytes: Buffer): void {
    this.socket.emit("data", Buffer.from(bytes));
  }

  private end(error: Error): void {
    this.failure ??= error;
    this.wake();
  }
}

/** Opens connections whose bodies can be read without `http`. */
export class BodyAgent extends Agent {
  private readonly opened = new WeakMap<Socket, BodySocket>();

  override createConnection(options: NetConnectOpts): Socket {
    const opened = new BodySocket(options);
    this.opened.set(opened.socket, opened);
    return opened.socket;
  }

  /**
   * Takes the body of an answer away from `http`. Call it while `http` reports the answer.
   * @returns the chunks of the body; `null` if `http` must read it, because it is not sent in chunks
   */
  takeBody(answer: IncomingMessage, wanted: boolean): AsyncGenerator<Buffer> | null {
    const opened = this.opened.get(answer.socket);
    const takes = wanted && answer.headers["transfer-encoding"] === "chunked";
    opened?.onHead(takes);
    return takes ? (opened?.body() ?? null) : null;
  }
}
