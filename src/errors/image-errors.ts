import type { Catalogue } from "./error-text.js";

/** Errors of an image: of finding it, opening it, reading it. */
export const IMAGE_ERRORS = {
  "not-found": (d) => ({
    what: `cannot open ${d.input}`,
    why: "there is no such file or folder",
    next: "check the path; to open an image by name, write docker:NAME or registry:NAME",
  }),
  unreadable: (d) => ({
    what: `cannot read ${d.input}`,
    why: String(d.reason),
    next: "check that the file exists and that you have permission to read it",
  }),
  "no-input": () => ({
    what: "cannot read an image from standard input",
    why: "nothing is piped into it",
    next: "pipe an archive into it: `docker save IMAGE | layerx inspect -`",
  }),
  "no-cache-folder": () => ({
    what: "there is no folder for the cache",
    why: "the home folder is unknown: HOME is not set",
    next: "set a folder with --cache-dir or LAYERX_CACHE_DIR",
  }),
  "local-only": (d) => ({
    what: `cannot open ${d.input}`,
    why: "it is the name of an image, and no network options were given",
    next: "give `network` to `openImage`, or the path of an archive",
  }),
  "is-empty": (d) => ({
    what: `${d.input} is empty`,
    why: "it has 0 bytes",
    next: "save the image again; the command that saved it may have failed",
  }),
  "not-an-image": (d) => ({
    what: `${d.input} is not a container image`,
    why: `it is ${d.kind}`,
    next: "give an archive that `docker save`, `podman save` or `skopeo copy` wrote, or an OCI layout folder",
  }),
  "root-filesystem": (d) => ({
    what: `${d.input} is not a container image`,
    why: `it is a plain root filesystem (it contains ${d.content}), as \`docker export\` writes it, without layers and history`,
    next: "save the image of the container instead: `docker save IMAGE -o image.tar`",
  }),
  "no-manifest": (d) => ({
    what: `${d.input} contains no image`,
    why: `it has neither a manifest.json nor an index.json; it contains ${d.content}`,
    next: "give an archive that `docker save`, `podman save` or `skopeo copy` wrote, or an OCI layout folder",
  }),
  "folder-no-layout": (d) => ({
    what: `the folder ${d.input} contains no image`,
    why: `it has neither an index.json with oci-layout nor a manifest.json; it contains ${d.content}`,
    next: "give the folder that contains `index.json` (OCI layout) or `manifest.json` (skopeo's dir:)",
  }),
  "wrong-kind": (d) => ({
    what: `${d.input} is not what its scheme says`,
    why: `${d.wanted} was expected, but it is ${d.found}`,
    next: "leave the scheme out: layerx detects the format",
  }),
  "archive-truncated": (d) => ({
    what: `${d.where} is cut off`,
    why: `it ends at byte ${d.at}: ${d.reason}`,
    next: "copy or save the archive again, and check that the disk is not full",
  }),
  "archive-corrupt": (d) => ({
    what: `${d.where} is damaged`,
    why: `at byte ${d.at}: ${d.reason}`,
    next: "copy or save the archive again",
  }),
  "layer-truncated": (d) => ({
    what: `${d.where} is cut off`,
    why: `it ends at byte ${d.at}: ${d.reason}`,
    next: "copy or save the image again, and check that the disk is not full",
  }),
  "layer-corrupt": (d) => ({
    what: `${d.where} is damaged`,
    why: `at byte ${d.at}: ${d.reason}`,
    next: "copy or save the image again",
  }),
  "layer-no-tar": (d) => ({
    what: `${d.where} cannot be read`,
    why: `it is ${d.kind}, not a tar archive`,
    next: String(d.next),
  }),
  "layer-missing": (d) => ({
    what: `${d.where} is missing`,
    why: "its blob was not saved, so its files cannot be read",
    next: "save the image again with all its layers",
  }),
  "old-docker-archive": (d) => ({
    what: `${d.input} is an archive from before Docker 1.10`,
    why: "it has a `repositories` document and layers, but no manifest.json with the config of an image",
    next: "load it into an old Docker with `docker load`, and save it with a newer one",
  }),
  "compression-unsupported": (d) => ({
    what: `${d.where} cannot be decompressed`,
    why: `it is compressed with ${d.kind}, which is not supported`,
    next: "decompress it first, or compress it with gzip or zstd",
  }),
  "missing-blob": (d) => ({
    what: `${d.input} is not complete`,
    why: `the ${d.role} ${d.name} is not in it; it contains ${d.content}`,
    next: "save the image again",
  }),
  "bad-json": (d) => ({
    what: `${d.input} cannot be understood`,
    why: `${d.name} is not JSON: ${d.reason}`,
    next: "save the image again",
  }),
  "bad-document": (d) => ({
    what: `${d.input} cannot be understood`,
    why: `${d.name} ${d.reason}`,
    next: "save the image again with a current tool",
  }),
  "is-artifact": (d) => ({
    what: `${d.input} contains no container image`,
    why: `it contains ${d.kind}`,
    next: "give the image itself",
  }),
  "no-images": (d) => ({
    what: `${d.input} contains no image`,
    why: `${d.name} lists none`,
    next: "save or push the image again",
  }),
  "several-images": (d) => ({
    what: `${d.input} contains several images`,
    why: `choose one of these:\n${d.list}`,
    next: "use --image with its number, name or digest",
  }),
  "several-alike": (d) => ({
    what: `${d.input} contains several images for ${d.wanted}`,
    why: `choose one of these:\n${d.list}`,
    next: `use --image with its ${d.selectors}`,
  }),
  "link-not-followed": (d) => ({
    what: `${d.input} is not complete`,
    why: `the ${d.role} ${d.name} cannot be read: ${d.why}`,
    next: "replace the link with the file itself",
  }),
  "several-platforms": (d) => ({
    what: `${d.input} contains an image for several platforms`,
    why: `none of them is this machine's (${d.host}):\n${d.list}`,
    next: "use --platform OS/ARCH, or --image with its digest",
  }),
  "no-such-image": (d) => ({
    what: `${d.input} contains no image ${d.image}`,
    why: `it contains:\n${d.list}`,
    next: "use --image with a number, name or digest of this list",
  }),
  "ambiguous-image": (d) => ({
    what: `${d.image} names several images of ${d.input}`,
    why: `these fit:\n${d.list}`,
    next: "give more of the ID, or use --image NUMBER",
  }),
  "platform-mismatch": (d) => ({
    what: `${d.input} contains no image for ${d.wanted}`,
    why: `it is for ${d.found}`,
    next: "leave --platform out, or use one of these",
  }),
  "bad-platform": (d) => ({
    what: `${d.platform} is not a platform`,
    why: "a platform is OS/ARCH or OS/ARCH/VARIANT",
    next: "write it like linux/amd64 or linux/arm64/v8",
  }),
  "limit-passed": (d) => ({
    what: `${d.where} exceeds a limit`,
    why: `the limit on ${d.of} is ${d.bound}`,
    next: `if you trust the image, raise the limit: --limit ${d.flag}=VALUE`,
  }),
  "spool-failed": (d) => ({
    what: `${d.input} cannot be copied to a temporary file`,
    why: `in ${d.folder}: ${d.reason}`,
    next: "free some space there, or set another folder with TMPDIR",
  }),
} satisfies Catalogue;
