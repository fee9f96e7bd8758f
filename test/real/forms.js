import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { succeed } from "./command.js";

const ONE_OF_EACH_KIND =
  /^(podman-docker-archive\.tar|buildah-oci|skopeo-oci-zstd|skopeo-oci-archive\.tar|skopeo-dir)$/;

/**
 * Writes one image in every form that skopeo, podman and buildah know, starting from what `docker save` wrote.
 * A program too old for a form is skipped by name.
 *
 * @param {{ name: string, archive: string, folder: string, podman: import("./engines/podman.js").Podman,
 *           thorough: boolean, skip: (name: string, reason: string) => void }} options
 *   `archive` is a `docker save`; not thorough: one form of each kind, for an image of many megabytes
 * @returns {Promise<Form[]>}
 */
export async function writeForms({ name, archive, folder, podman, thorough, skip }) {
  mkdirSync(folder, { recursive: true });
  const at = (file) => join(folder, file);
  const reference = `localhost/layerx-real/${name}`;
  await podman.podman(["load", "-q", "-i", archive]);

  const forms = [{ name: "docker-save.tar", path: archive, transport: `docker-archive:${archive}` }];
  const all = recipes({ reference, source: `docker-archive:${archive}`, podman, at });
  for (const { file, transport, write } of all.filter(
    ({ file }) => thorough || ONE_OF_EACH_KIND.test(file),
  )) {
    try {
      if (!existsSync(at(file))) await write();
      forms.push({ name: file, path: at(file), transport: `${transport}:${at(file)}` });
    } catch (error) {
      skip(`${name}: ${file}`, String(error.message).split("\n").slice(-1)[0]);
    }
  }
  forms.push(...(await compressWhole(forms, folder)));
  return forms;
}

/** One line a form: the file that it makes, skopeo's word for its kind, and the call that makes it. */
function recipes({ reference, source, podman, at }) {
  const copy = (to, ...options) => succeed("skopeo", ["copy", "-q", ...options, source, to]);
  const save = (format, file) => podman.podman(["save", "-q", "--format", format, "-o", at(file), reference]);
  const push = (transport, file, ...options) =>
    podman.buildah(["push", "-q", ...options, reference, `${transport}:${at(file)}`]);
  const recipe = (file, transport, write) => ({ file, transport, write: () => write(file) });
  return [
    recipe("podman-docker-archive.tar", "docker-archive", (file) => save("docker-archive", file)),
    recipe("podman-oci-archive.tar", "oci-archive", (file) => save("oci-archive", file)),
    recipe("podman-oci-dir", "oci", (file) => save("oci-dir", file)),
    recipe("podman-docker-dir", "dir", (file) => save("docker-dir", file)),
    recipe("buildah-docker-archive.tar", "docker-archive", (file) => push("docker-archive", file)),
    recipe("buildah-oci-archive.tar", "oci-archive", (file) => push("oci-archive", file)),
    recipe("buildah-oci", "oci", (file) => push("oci", file)),
    recipe("buildah-dir", "dir", (file) => push("dir", file)),
    recipe("skopeo-docker-archive.tar", "docker-archive", (file) => copy(`docker-archive:${at(file)}`)),
    recipe("skopeo-oci", "oci", (file) => copy(`oci:${at(file)}`)),
    recipe("skopeo-oci-tagged", "oci", (file) => copy(`oci:${at(file)}:latest`)),
    recipe("skopeo-oci-zstd", "oci", (file) => copy(`oci:${at(file)}`, "--dest-compress-format", "zstd")),
    recipe("skopeo-oci-zstd-chunked", "oci", (file) =>
      copy(`oci:${at(file)}`, "--dest-compress-format", "zstd:chunked"),
    ),
    recipe("skopeo-oci-archive.tar", "oci-archive", (file) => copy(`oci-archive:${at(file)}`)),
    recipe("skopeo-oci-archive-zstd.tar", "oci-archive", (file) =>
      copy(`oci-archive:${at(file)}`, "--dest-compress-format", "zstd"),
    ),
    recipe("skopeo-dir", "dir", (file) => copy(`dir:${at(file)}`)),
    recipe("skopeo-dir-gzip", "dir", (file) => copy(`dir:${at(file)}`, "--dest-compress")),
    recipe("skopeo-dir-zstd", "dir", (file) =>
      copy(`dir:${at(file)}`, "-f", "oci", "--dest-compress", "--dest-compress-format", "zstd"),
    ),
  ];
}

/** Two archives again, compressed as a whole, under names that tell nothing. */
async function compressWhole(forms, folder) {
  const wholes = [];
  for (const form of forms.filter(
    ({ name }) => name === "docker-save.tar" || name === "skopeo-oci-archive.tar",
  )) {
    for (const program of ["gzip", "zstd"]) {
      const name = `${form.name.replace(".tar", "")}-whole-${program}.image`;
      const path = join(folder, name);
      if (!existsSync(path)) await succeed(program, ["-c", form.path], { output: path });
      wholes.push({ name, path, transport: null });
    }
  }
  return wholes;
}

/**
 * @typedef {object} Form
 * @property {string} name
 * @property {string} path
 * @property {string | null} transport what skopeo calls it; `null` where skopeo cannot read it
 */
