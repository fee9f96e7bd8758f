import { spawn } from "node:child_process";
import type { Printable } from "../../../text/escape.js";
import type { Env } from "../../env.js";
import { parseJson } from "../../json.js";
import { quoted } from "../registry-message.js";

export type HelperAnswer =
  | { readonly is: "login"; readonly user: string; readonly secret: string }
  | { readonly is: "none" }
  /** The helper is missing or does not work, with a reason that contains nothing secret. */
  | { readonly is: "failed"; readonly reason: Printable };

const MAX_OUTPUT_BYTES = 64 * 1024;
const NOT_FOUND = "credentials not found in native keychain";

/**
 * Runs `docker-credential-NAME get` with the server's name on its standard input, without a shell. The helper
 * is ended after `timeoutMs`.
 * @throws the signal's reason
 */
export async function askHelper(
  name: string,
  server: string,
  { env, timeoutMs, signal }: { env: Env; timeoutMs: number; signal?: AbortSignal },
): Promise<HelperAnswer> {
  if (!/^[\w.+-]+$/.test(name)) return { is: "failed", reason: quoted("its name is not valid") };
  const { code, stdout, problem } = await runHelper(`docker-credential-${name}`, server, {
    env,
    timeoutMs,
    signal,
  });
  signal?.throwIfAborted();
  if (problem !== null) return { is: "failed", reason: problem };
  // A helper may print the secret before it fails, so its output is never shown.
  if (code !== 0) {
    return stdout.toString("utf8").includes(NOT_FOUND)
      ? { is: "none" }
      : { is: "failed", reason: quoted(`it ended with exit code ${code}`) };
  }
  return parsedAnswer(stdout);
}

function parsedAnswer(stdout: Buffer): HelperAnswer {
  let value: unknown;
  try {
    value = parseJson(stdout);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { is: "failed", reason: quoted("it did not print JSON") };
  }
  const [user, secret] =
    typeof value === "object" && value !== null
      ? [Reflect.get(value, "Username"), Reflect.get(value, "Secret")]
      : [];
  if (typeof user !== "string" || typeof secret !== "string") {
    return { is: "failed", reason: quoted("it did not print a user name and a secret") };
  }
  return secret === "" ? { is: "none" } : { is: "login", user, secret };
}

interface Ended {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly problem: Printable | null;
}

function runHelper(
  command: string,
  input: string,
  { env, timeoutMs, signal }: { env: Env; timeoutMs: number; signal?: AbortSignal },
): Promise<Ended> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let problem: Printable | null = null;
    const child = spawn(command, ["get"], {
      env: { ...env },
      stdio: ["pipe", "pipe", "ignore"],
      shell: false,
    });
    const end = (reason: string) => {
      problem ??= quoted(reason);
      child.kill("SIGKILL");
      // A grandchild process may keep the pipe open.
      child.stdout.destroy();
    };
    const timer = setTimeout(() => end(`it did not answer within ${timeoutMs / 1000} s`), timeoutMs);
    const onAbort = () => end("it was cancelled");
    signal?.addEventListener("abort", onAbort, { once: true });
    const finish = (code: number | null) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      resolve({ code, stdout: Buffer.concat(chunks), problem });
    };
    child.stdout.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_OUTPUT_BYTES) end("it printed too much");
      else chunks.push(chunk);
    });
    child.on("error", (error: NodeJS.ErrnoException) => {
      problem ??= quoted(
        error.code === "ENOENT" ? `there is no program ${command}` : `the system says ${error.code}`,
      );
      if (child.pid === undefined) finish(null);
    });
    child.on("close", finish);
    // A helper that ends without reading closes the pipe. Its exit code is more useful than EPIPE.
    child.stdin.on("error", () => undefined);
    child.stdin.end(`${input}\n`);
    if (signal?.aborted) onAbort();
  });
}
