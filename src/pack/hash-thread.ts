import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";

/**
 * The thread's own program. It hashes a block and sends it back; `null` asks for the digest. `answers` counts what it sent, so
 * that the other thread can wait without an event loop.
 */
const PROGRAM = `
const { workerData: { port, answers } } = require("node:worker_threads");
const { createHash } = require("node:crypto");
let hash = createHash("sha256");
port.on("message", (block) => {
  if (block === null) {
    port.postMessage(hash.digest("hex"));
    hash = createHash("sha256");
  } else {
    hash.update(block);
    port.postMessage(block, [block.buffer]);
  }
  Atomics.add(answers, 0, 1);
  Atomics.notify(answers, 0);
});`;

const BLOCKS = 8;
/** Longer than any answer takes: a thread that died must not stop this one for ever. */
const LONGEST_WAIT_MS = 10_000;

/** Hashes archives in a thread of its own, while this thread fills and writes the next blocks. */
export class HashThread {
  readonly #answers = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  readonly #port: MessagePort;
  readonly #worker: Worker;
  readonly #free: Uint8Array[] = [];
  #blocks = 0;
  #received = 0;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    const workerData = { port: port2, answers: this.#answers };
    this.#worker = new Worker(PROGRAM, { eval: true, workerData, transferList: [port2] });
    this.#port = port1;
    // It must not keep the process alive after a failure elsewhere.
    this.#worker.unref();
    this.#port.unref();
  }

  /** A block to be filled: a new one, or one that was hashed. */
  readonly block = (bytes: number): Uint8Array => {
    if (this.#free.length === 0 && this.#blocks < BLOCKS) {
      this.#blocks++;
      return new Uint8Array(bytes);
    }
    while (this.#free.length === 0) this.#receive();
    return this.#free.pop() ?? new Uint8Array(bytes);
  };

  /**
   * Passes blocks on, then hashes them: a block must be used before the next one is requested.
   * @param blocks each from `block`, or a part of one
   */
  async *hashed(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const block of blocks) {
      yield block;
      this.#port.postMessage(block, [block.buffer as ArrayBuffer]);
    }
  }

  /** The SHA-256 of all blocks since the last digest, in hexadecimal. */
  digest(): string {
    this.#port.postMessage(null);
    for (;;) {
      const answer = this.#receive();
      if (answer !== null) return answer;
    }
  }

  async stop(): Promise<void> {
    this.#port.close();
    await this.#worker.terminate();
  }

  /** Waits for the next answer. @returns a digest; `null` where a block came back */
  #receive(): string | null {
    while (Atomics.load(this.#answers, 0) === this.#received) {
      if (Atomics.wait(this.#answers, 0, this.#received, LONGEST_WAIT_MS) === "timed-out")
        throw new Error("the hash thread does not answer");
    }
    this.#received++;
    const answer = receiveMessageOnPort(this.#port)?.message as string | Uint8Array;
    if (typeof answer === "string") return answer;
    this.#free.push(new Uint8Array(answer.buffer));
    return null;
  }
}
