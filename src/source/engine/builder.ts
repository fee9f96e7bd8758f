import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fail, isSystemError } from "../../errors.js";
import { field, text } from "../../image/json-field.js";
import { escapeText } from "../../text/escape.js";
import { writeFault } from "../../text/system-words.js";
import type { Env } from "../env.js";
import type { NetworkOptions } from "../registry/open-registry.js";
import { quoted } from "../registry/registry-message.js";
import { Refused } from "./api.js";
import { BUILDERS, type Builder } from "./builder-names.js";
import { findDaemon } from "./docker-config.js";
import { Unreachable } from "./engine-client.js";
import { connect } from "./engine-image.js";
import { programOn } from "./program.js";

export interface BuildOptions {
  /** The value of `--builder`; by default the first builder that works. */
  readonly builder?: Builder;
  readonly cwd: string;
  /**
   * Set if the image is pushed to a registry: the user's own `--metadata-file`, or `null` if the user named
   * none.
   */
  readonly push?: { readonly metadataFile: string | null };
  /** The user's own `--iidfile`; `null` if the user named none. */
  readonly idFile?: string | null;
  /** The user's options send the image to standard output. */
  readonly toStdout?: boolean;
  /** The user's options write the files of the image to a folder or a plain tar archive. */
  readonly toFiles?: boolean;
  /** The platforms in the user's options. */
  readonly platforms?: readonly string[];
  readonly network: NetworkOptions;
  readonly tempDir?: string;
  readonly signal?: AbortSignal;
}

export interface Built {
  readonly builder: Builder;
  /** `sha256:…` from the builder; `null` if the builder wrote none. */
  readonly id: string | null;
  /** `NAME@sha256:…` in a registry; `null` if nothing was pushed, or if the builder did not write it. */
  readonly pushed: string | null;
}

/**
 * Runs `BUILDER build ARGS` in the user's terminal, and reads the ID of the new image. The builder's stdout
 * is sent to stderr.
 * @throws LayerxError `no-builder`, `no-temp-folder`, `build-to-stdout`, `build-to-files`, `build-of-platforms`,
 * `build-failed`; the signal's reason, after the builder has ended
 */
export async function build(args: readonly string[], options: BuildOptions): Promise<Built> {
  const { network, cwd, signal } = options;
  const { builder, program } = await chooseBuilder(options);
  if (options.toStdout) fail("build-to-stdout", { builder });
  // docker refuses `--iidfile` with such an output. podman and buildah also keep the image.
  if (options.toFiles && builder === "docker") fail("build-to-files");
  // buildah refuses `--iidfile` with them. podman writes the ID of the last one.
  const { platforms = [] } = options;
  if (platforms.length > 1 && builder === "buildah")
    fail("build-of-platforms", { platforms: quoted(platforms.join(", ")) });
  const folder = await temporaryFolder(options.tempDir ?? tmpdir());
  try {
    const ownFile = join(folder, "id");
    const metadata = metadataOf(builder, options, folder);
    const added = [...metadata.args, "--iidfile", ownFile];
    // If an option is given twice, builders use the last one. buildah reads options only before the context, and
    // every builder only before `--`.
    const isFirst = builder === "buildah" || args.includes("--");
    const words = isFirst ? [...added, ...args] : [...args, ...added];
    const idFile = isFirst && options.idFile ? resolve(cwd, options.idFile) : ownFile;
    const code = await run(program, ["build", ...words], { env: network.env, cwd, signal });
    signal?.throwIfAborted();
    if (code !== 0)
      fail("build-failed", {
        builder,
        how: code === null ? "was ended by a signal" : `ended with exit code ${code}`,
      });
    return { builder, id: idIn(idFile), pushed: metadata.file === null ? null : pushedIn(metadata.file) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function temporaryFolder(parent: string): Promise<string> {
  return mkdtemp(join(parent, "layerx-build-")).catch((error: unknown) => {
    if (!isSystemError(error)) throw error;
    const details = { folder: escapeText(parent), reason: writeFault(error).reason };
    return fail("no-temp-folder", details, error);
  });
}

/** Returns the file to which docker writes what it pushed: the user's file, or a temporary one. */
function metadataOf(
  builder: Builder,
  { push, cwd }: BuildOptions,
  folder: string,
): { file: string | null; args: readonly string[] } {
  if (push === undefined || builder !== "docker") return { file: null, args: [] };
  if (push.metadataFile !== null) return { file: resolve(cwd, push.metadataFile), args: [] };
  const file = join(folder, "metadata");
  return { file, args: ["--metadata-file", file] };
}

async function chooseBuilder(options: BuildOptions): Promise<{ builder: Builder; program: string }> {
  const { env } = options.network;
  const wanted = options.builder === undefined ? BUILDERS : [options.builder];
  for (const builder of wanted) {
    const program = programOn(env, builder);
    if (program === null) continue;
    const works = options.builder !== undefined || builder !== "docker" || (await dockerAnswers(options));
    if (works) return { builder, program };
  }
  return fail("no-builder", { looked: wanted.join(", ") });
}

async function dockerAnswers({ network, cwd, signal }: BuildOptions): Promise<boolean> {
  const { address, headers } = findDaemon(network);
  const options = { network, cwd, signal, stdin: null, host: { arch: "" }, tempDir: tmpdir() };
  try {
    (await connect(address, headers, options)).client.close();
    return true;
  } catch (error) {
    if (error instanceof Unreachable || error instanceof Refused) return false;
    throw error;
  }
}

/** Waits for the program's end, also after an interrupt, because the builder then cleans up. */
async function run(
  program: string,
  args: readonly string[],
  { env, cwd, signal }: { env: Env; cwd: string; signal?: AbortSignal },
): Promise<number | null> {
  signal?.throwIfAborted();
  const stderr = 2;
  const child = spawn(program, args, { env, cwd, stdio: ["inherit", stderr, "inherit"] });
  const interrupt = () => void child.kill("SIGINT");
  signal?.addEventListener("abort", interrupt, { once: true });
  try {
    return await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
  } catch (error) {
    const reason = quoted(error instanceof Error ? error.message : String(error));
    return fail("unreadable", { input: quoted(program), reason }, error);
  } finally {
    signal?.removeEventListener("abort", interrupt);
  }
}

function idIn(path: string): string | null {
  const id = textIn(path)?.trim() ?? "";
  const full = /^[0-9a-f]{64}$/.test(id) ? `sha256:${id}` : id;
  return /^sha256:[0-9a-f]{64}$/.test(full) ? full : null;
}

/**
 * Returns the first name and the digest in a builder's metadata. Source: docs.docker.com, `docker buildx
 * build --metadata-file`.
 */
function pushedIn(path: string): string | null {
  let metadata: unknown;
  try {
    metadata = JSON.parse(textIn(path) ?? "null");
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
  const [name] = (text(field(metadata, "image.name")) ?? "").split(",");
  const digest = text(field(metadata, "containerimage.digest"));
  return name === "" || digest === null ? null : `${name.replace(/@.*/, "")}@${digest}`;
}

function textIn(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}
