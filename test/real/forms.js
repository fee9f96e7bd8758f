import { join } from "node:path";
import { succeed } from "./command.js";
import { keptFile } from "./kept.js";

const ONE_OF_EACH_KIND =
  /^(podman-docker-archive\.tar|buildah-oci|skopeo-oci-zstd|skopeo-oci-archive\.tar|skopeo-dir)$/;

/**
 * Converts one image from `docker save` to every form that skopeo, podman and buildah support. A form that a program is
 * too old for is skipped.
 *
 * @param {{ name: string, archive: string, folder: string, podman: import("./engines/podman.js").Podman,
 *           thorough: boolean, skip: (name: string, reason: string) => void }} options
 *   `archive` is a file of `docker save`; without `thorough` one form of each kind is written
 * @returns {Promise<Form[]>}
 */
export async function writeForms({ name, archive, folder, podman, thorough, skip }) {
  const at = (file) => join(folder, file);
  const reference = `localhost/layerx-real/${name}`;
  await podman.podman(["load", "-q", "-i", archive]);

  const forms = [{ name: "docker-save.tar", path: archive, transport: `docker-archive:${archive}` }];
  const all = recipes({ reference, source: `docker-archive:${archive}`, podman });
  for (const { file, transport, write } of all.filter(
    ({ file }) => thorough || ONE_OF_EACH_KIND.test(file),
  )) {
    try {
      await keptFile(at(file), write);
      forms.push({ name: file, path: at(file), transport: `${transport}:${at(file)}` });
    } catch (error) {
      skip(`${name}: ${file}`, String(error.message).split("\n").slice(-1)[0]);
    }
  }
  forms.push(...(await compressWhole(forms, folder)));
  return forms;
}

/** @returns for each form its file, skopeo's name of its kind, and the function that writes it. */
function recipes({ reference, source, podman }) {
  const copy = (to, ...options) => succeed("skopeo", ["copy", "-q", ...options, source, to]);
  const save = (format, path) => podman.podman(["save", "-q", "--format", format, "-o", path, reference]);
  const push = (transport, path) => podman.buildah(["push", "-q", reference, `${transport}:${path}`]);
  const recipe = (file, transport, write) => ({ file, transport, write });
  return [
    recipe("podman-docker-archive.tar", "docker-archive", (path) => save("docker-archive", path)),
    recipe("podman-oci-archive.tar", "oci-archive", (path) => save("oci-archive", path)),
    recipe("podman-oci-dir", "oci", (path) => save("oci-dir", path)),
    recipe("podman-docker-dir", "dir", (path) => save("docker-dir", path)),
    recipe("buildah-docker-archive.tar", "docker-archive", (path) => push("docker-archive", path)),
    recipe("buildah-oci-archive.tar", "oci-archive", (path) => push("oci-archive", path)),
    recipe("buildah-oci", "oci", (path) => push("oci", path)),
    recipe("buildah-dir", "dir", (path) => push("dir", path)),
    recipe("skopeo-docker-archive.tar", "docker-archive", (path) => copy(`docker-archive:${path}`)),
    recipe("skopeo-oci", "oci", (path) => copy(`oci:${path}`)),
    recipe("skopeo-oci-tagged", "oci", (path) => copy(`oci:${path}:latest`)),
    recipe("skopeo-oci-zstd", "oci", (path) => copy(`oci:${path}`, "--dest-compress-format", "zstd")),
    recipe("skopeo-oci-zstd-chunked", "oci", (path) =>
      copy(`oci:${path}`, "--dest-compress-format", "zstd:chunked"),
    ),
    recipe("skopeo-oci-archive.tar", "oci-archive", (path) => copy(`oci-archive:${path}`)),
    recipe("skopeo-oci-archive-zstd.tar", "oci-archive", (path) =>
      copy(`oci-archive:${path}`, "--dest-compress-format", "zstd"),
    ),
    recipe("skopeo-dir", "dir", (path) => copy(`dir:${path}`)),
    recipe("skopeo-dir-gzip", "dir", (path) => copy(`dir:${path}`, "--dest-compress")),
    recipe("skopeo-dir-zstd", "dir", (path) =>
      copy(`dir:${path}`, "-f", "oci", "--dest-compress", "--dest-compress-format", "zstd"),
    ),
  ];
}

/** Compresses two of the archives completely. Their names do not show the compression. */
async function compressWhole(forms, folder) {
  const wholes = [];
  for (const form of forms.filter(
    ({ name }) => name === "docker-save.tar" || name === "skopeo-oci-archive.tar",
  )) {
    for (const program of ["gzip", "zstd"]) {
      const name = `${form.name.replace(".tar", "")}-whole-${program}.image`;
      const path = join(folder, name);
      await keptFile(path, (part) => succeed(program, ["-c", form.path], { output: part }));
      wholes.push({ name, path, transport: null });
    }
  }
  return wholes;
}

/**
 * @typedef {object} Form
 * @property {string} name
 * @property {string} path
 * @property {string | null} transport its name for skopeo; `null` if skopeo cannot read it
 */
