import { execFile } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Runs the scripts of a pipeline in its own folder, with fake programs instead of engines and services. */
export interface Pipeline {
  readonly folder: string;
  /** Runs a script by bash, as a CI runner does. The first command that fails ends the script. */
  run(script: string, env?: Readonly<Record<string, string>>): Promise<Ran>;
  /** @returns the calls of docker, gh and npm in order, one line for each. */
  calls(): string[];
  has(name: string): boolean;
  read(name: string): string;
  write(name: string, text: string): void;
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface PipelineOptions {
  /** A new folder. */
  readonly folder: string;
  /** The sample image that `docker build` creates. */
  readonly image: "waste" | "flask" | "lean";
  /** Scripts of the programs, by name. Each call is recorded before the script runs. */
  readonly programs?: Readonly<Record<string, string>>;
}

/** Runs the real layerx on a sample image. The fake docker saves this image. */
export function pipeline({ folder, image, programs = {} }: PipelineOptions): Pipeline {
  const archive = join(ROOT, "samples", `${image}.tar`);
  const work = join(folder, "work");
  const bin = join(folder, "bin");
  const notes = join(folder, "calls");
  for (const path of [work, bin]) mkdirSync(path);
  copyFileSync(join(ROOT, "samples", `${image}.Dockerfile`), join(work, "Dockerfile"));
  writeFileSync(notes, "");
  const layerx = `"${process.execPath}" "${join(ROOT, "bin/layerx.js")}"`;
  const all: Readonly<Record<string, string>> = {
    layerx: `exec ${layerx} "$@"`,
    docker: `case "$1" in
      save) if [ "$2" = --output ]; then cp "${archive}" "$3"; else cat "${archive}"; fi;;
      run) while [ "$1" != layerx ]; do shift; done; shift; exec ${layerx} "$@";;
    esac`,
    npm: "",
    ...programs,
  };
  for (const [name, body] of Object.entries(all)) {
    const path = join(bin, name);
    const note = name === "layerx" ? "" : `echo "${name} $*" >> "${notes}"\n`;
    writeFileSync(path, `#!/bin/bash\n${note}${body}\n`);
    chmodSync(path, 0o755);
  }
  const run = (script: string, env: Readonly<Record<string, string>> = {}) =>
    bash(script, work, { PATH: `${bin}${delimiter}${process.env.PATH}`, ...env });
  return {
    folder: work,
    run,
    calls: () => readFileSync(notes, "utf8").split("\n").slice(0, -1),
    has: (name) => existsSync(join(work, name)),
    read: (name) => readFileSync(join(work, name), "utf8"),
    write: (name, text) => writeFileSync(join(work, name), text),
  };
}

function bash(script: string, cwd: string, env: Readonly<Record<string, string>>): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...env }, encoding: "utf8" } as const;
    const shell = ["--noprofile", "--norc", "-eo", "pipefail", "-c", script];
    const child = execFile("bash", shell, options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
    child.stdin?.end();
  });
}
