import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { Agent } from "node:http";
import { Duplex } from "node:stream";
import type { Env } from "../env.js";
import { lastWords } from "../registry/registry-message.js";
import type { Address } from "./address.js";

type SshAddress = Extract<Address, { is: "ssh" }>;

const KEPT_BYTES = 4096;

/**
 * Connections over `ssh HOST docker system dial-stdio`: one child process for each, with HTTP over its
 * standard input and output. After a failed connection, `failure` returns ssh's own words: Node only says
 * "socket hang up".
 */
export class DialStdio extends Agent {
  private readonly children = new Set<ChildProcessWithoutNullStreams>();
  private readonly address: SshAddress;
  private readonly env: Env;
  private readonly batch: boolean;
  private said: Buffer = Buffer.alloc(0);
  private ended: Promise<number | null> = Promise.resolve(null);

  /** @param options `batch`: ssh must not ask for a password, because the explorer uses the screen */
  constructor(address: SshAddress, { env, batch }: { env: Env; batch: boolean }) {
    super({ keepAlive: false, maxSockets: 1 });
    this.address = address;
    this.env = env;
    this.batch = batch;
  }

  override createConnection(): Duplex {
    const child = spawn("ssh", sshArguments(this.address, { batch: this.batch }), {
      env: this.env,
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.children.add(child);
    child.stderr.on("data", (chunk: Buffer) => {
      this.said = Buffer.concat([this.said, chunk]).subarray(-KEPT_BYTES);
    });
    const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
    this.ended = new Promise((resolve) => {
      child.on("error", (error) => {
        const isMissing = "code" in error && error.code === "ENOENT";
        this.said = Buffer.from(isMissing ? "there is no program ssh on the PATH" : error.message);
        resolve(null);
        stream.destroy(error);
      });
      child.on("close", (code) => {
        this.children.delete(child);
        resolve(code);
      });
    });
    stream.on("close", () => child.kill());
    // A request reports errors of its connection. Without a request, the end of a connection is not an error.
    stream.on("error", () => undefined);
    child.stdin.on("error", () => undefined);
    // `http` calls these functions of a socket.
    const same = () => stream;
    return Object.assign(stream, {
      setTimeout: same,
      setNoDelay: same,
      setKeepAlive: same,
      ref: same,
      unref: same,
    });
  }

  /** Returns ssh's words about the last failed connection; empty if there are none. */
  async failure(): Promise<string> {
    const code = await this.ended;
    const words = lastWords(this.said.toString("utf8"));
    return code === 127 ? `no docker on ${this.address.host}` : words;
  }

  override destroy(): void {
    for (const child of this.children) child.kill();
    super.destroy();
  }
}

function sshArguments({ user, host, port, path }: SshAddress, { batch }: { batch: boolean }): string[] {
  return [
    "-o",
    "ConnectTimeout=30",
    ...(batch ? ["-o", "BatchMode=yes"] : []),
    "-T",
    ...(user === null ? [] : ["-l", user]),
    ...(port === null ? [] : ["-p", String(port)]),
    "--",
    host,
    "docker",
    ...(path === null ? [] : [`--host=unix://${path}`]),
    "system",
    "dial-stdio",
  ];
}
