import type { Catalogue } from "./error-text.js";

/**
 * Errors between layerx and Docker Engine, Podman or containerd, and errors of finding an image by its name.
 */
export const ENGINE_ERRORS = {
  "engine-setting": (d) => ({
    what: "cannot find the engine",
    why: `${d.reason}`,
    next: `${d.next}`,
  }),
  "engine-unreachable": (d) => ({
    what: `cannot read ${d.image} from ${d.engine}`,
    why: `cannot connect to ${d.daemon} at ${d.where}; is it running? (${d.reason})`,
    next: `${d.next}`,
  }),
  "engine-unusable": (d) => ({
    what: `cannot read ${d.image} from ${d.engine}`,
    why: `${d.reason}`,
    next: `${d.next}`,
  }),
  "engine-permission": (d) => ({
    what: `cannot read ${d.image} from ${d.engine}`,
    why: `permission denied on ${d.where}`,
    next: `${d.next}`,
  }),
  "engine-no-image": (d) => ({
    what: `${d.engine} has no image ${d.image}`,
    why: `${d.where} does not have it${d.words}`,
    next: `${d.next}`,
  }),
  "engine-failed": (d) => ({
    what: `cannot read ${d.image} from ${d.engine}`,
    why: `${d.where}: ${d.words}`,
    next: `${d.next}`,
  }),
  "engine-cut": (d) => ({
    what: `cannot read ${d.image} from ${d.engine}`,
    why: `${d.where} stopped in the middle of the image: ${d.reason}`,
    next: "try again, and look at the log of the engine; the disk may be full",
  }),
  "podman-over-ssh": (d) => ({
    what: `cannot read ${d.image} from Podman`,
    why: `${d.setting} names a machine over ssh, which is not supported`,
    next: `run \`ssh ${d.to} podman save ${d.image} | layerx inspect -\``,
  }),
  "storage-denied": (d) => ({
    what: `cannot read ${d.where}`,
    why: `this user may not read the file ${d.path} in Podman's storage`,
    next: "run `podman unshare layerx …`, or save the image with `podman save`",
  }),
  "storage-changed": (d) => ({
    what: `${d.where} changed on disk`,
    why: `${d.reason}`,
    next: "wait until no other program writes to Podman's storage, or save the image with `podman save`",
  }),
  "no-source-has": (d) => ({
    what: `cannot find ${d.image}`,
    why: "no source has it:",
    lines: String(d.lines).split("\n"),
    next: `${d.next}`,
  }),
  "brackets-in-reference": (d) => ({
    what: `cannot open ${d.input}`,
    why: "a storage in brackets is not supported",
    next: "write the storage into a file, and set CONTAINERS_STORAGE_CONF to that file",
  }),
  "no-builder": (d) => ({
    what: "cannot build an image",
    why: `no builder was found; layerx looked for ${d.looked}`,
    next: "install one of them, start Docker, or choose one with --builder",
  }),
  "build-failed": (d) => ({
    what: "the image was not built",
    why: `\`${d.builder} build\` ${d.how}`,
    next: "see the builder's messages above",
  }),
  "build-kept": (d) => ({
    what: "cannot open the image that was built",
    why: `the builder did not pass the image to ${d.builder}`,
    next:
      d.builder === "docker"
        ? "add `--load`, or `--output type=oci,dest=FILE`"
        : "save it with `podman save --output FILE IMAGE`, then run `layerx FILE`",
  }),
  "build-to-stdout": (d) => ({
    what: "cannot open the image that is built",
    why: "its `--output` is standard output",
    next:
      d.builder === "docker"
        ? "write it to a file: `--output type=oci,dest=FILE`"
        : `leave out \`--output\`: ${d.builder} keeps the image, and layerx opens it`,
  }),
  "build-to-files": () => ({
    what: "cannot open the image that is built",
    why: "with this `--output`, docker writes files to a folder or an archive, not an image",
    next: "leave out `--output`, or write an image: `--output type=oci,dest=FILE`",
  }),
  "build-of-platforms": (d) => ({
    what: "cannot open the image that is built",
    why: `for several platforms (${d.platforms}), buildah does not say which images it builds`,
    next: "give `--platform` one platform, or add `--builder podman`",
  }),
} satisfies Catalogue;
