import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { succeed } from "../command.js";

/**
 * Podman and buildah with their own storage below `folder`. They have no daemon.
 *
 * @param {{ folder: string }} options
 * @returns {Podman}
 */
export function podmanIn({ folder }) {
  mkdirSync(join(folder, "tmp"), { recursive: true });
  const storage = [
    "--root",
    join(folder, "root"),
    "--runroot",
    join(folder, "run"),
    "--storage-driver",
    "vfs",
  ];
  const env = { TMPDIR: join(folder, "tmp") };
  const conf = join(folder, "storage.conf");
  writeFileSync(conf, `[storage]\ndriver = "vfs"\ngraphroot = "${join(folder, "root")}"\n`);
  return {
    conf,
    podman: (args, options) => succeed("podman", [...storage, ...args], { ...options, env }),
    buildah: (args, options) => succeed("buildah", [...storage, ...args], { ...options, env }),
  };
}

/**
 * @typedef {object} Podman
 * @property {string} conf for `CONTAINERS_STORAGE_CONF`: the same storage
 * @property {(args: string[], options?: { output?: string }) => ReturnType<typeof succeed>} podman
 * @property {(args: string[], options?: { output?: string }) => ReturnType<typeof succeed>} buildah
 */
