import type { ImageFormat } from "../../src/image/image.js";
import { type BuiltImage, type BuiltLayer, digestOf, hex, jsonBytes } from "./fixture.js";
import { type SpecPair, symlink } from "./layer-spec.js";
import { imageManifest, layerDescriptor, ociFiles } from "./oci.js";

/*
 * The archive and folder forms of an image. A packing makes the files of an archive from built images. The files are
 * declared like a layer, in archive order, so that a test can remove or change a file before it is written.
 */

export interface Packing {
  /** The program that writes this form. */
  readonly name: string;
  /** The name of the form in layerx. */
  readonly format: ImageFormat;
  readonly form: "archive" | "folder";
  /** It can have tags, or several images. */
  readonly tags: boolean;
  readonly several: boolean;
  /** It has the manifest of the image, and so a digest. */
  readonly manifest: boolean;
  files(images: readonly BuiltImage[]): SpecPair[];
}

const dockerArchive = {
  format: "docker-archive",
  form: "archive",
  tags: true,
  several: true,
  manifest: false,
} as const;
const oci = { tags: true, several: true, manifest: true } as const;

export const packings = {
  dockerSave24: { name: "docker save ≤ 24", ...dockerArchive, files: dockerSave24 },
  dockerSave25: { name: "docker save ≥ 25", ...dockerArchive, manifest: true, files: dockerSave25 },
  podmanSave: { name: "podman save", ...dockerArchive, files: podmanSave },
  kaniko: { name: "kaniko, crane", ...dockerArchive, files: kaniko },
  ociArchive: {
    name: "oci-archive",
    ...oci,
    format: "oci-archive",
    form: "archive",
    files: (images) => ociFiles(images, "flat"),
  },
  ociLayout: {
    name: "oci folder",
    ...oci,
    format: "oci-layout",
    form: "folder",
    files: (images) => ociFiles(images, "flat"),
  },
  ociNested: {
    name: "oci-archive with an index in the index",
    ...oci,
    format: "oci-archive",
    form: "archive",
    files: (images) => ociFiles(images, "nested"),
  },
  ociAttested: {
    name: "buildkit type=oci with attestations",
    ...oci,
    format: "oci-archive",
    form: "archive",
    files: (images) => ociFiles(images, "attested"),
  },
  dir: {
    name: "dir: folder",
    format: "dir",
    form: "folder",
    tags: false,
    several: false,
    manifest: true,
    files: dirFiles,
  },
} as const satisfies Record<string, Packing>;

/** The old form: one folder for each layer, with its own ID as name. A repeated layer is a symlink. */
function dockerSave24(images: readonly BuiltImage[]): SpecPair[] {
  const files = new Map<string, SpecPair[1]>();
  const firstPath = new Map<string, string>();
  const repositories: Record<string, Record<string, string>> = {};
  for (const image of images) {
    const ids = v1Ids(image.layers);
    for (const [n, layer] of image.layers.entries()) {
      const path = `${ids[n]}/layer.tar`;
      const first = firstPath.get(layer.digest) ?? path;
      firstPath.set(layer.digest, first);
      files.set(`${ids[n]}/`, null);
      files.set(`${ids[n]}/VERSION`, "1.0");
      files.set(`${ids[n]}/json`, jsonBytes({ id: ids[n], ...(n > 0 ? { parent: ids[n - 1] } : {}) }));
      files.set(path, first === path ? layer.blob : symlink(`../${first}`));
    }
    files.set(`${hex(image.id)}.json`, image.config);
    for (const reference of image.references) addRepository(repositories, reference, ids.at(-1) ?? "");
  }
  const manifest = images.map((image) => ({
    Config: `${hex(image.id)}.json`,
    RepoTags: tagsOrNull(image),
    Layers: v1Ids(image.layers).map((id) => `${id}/layer.tar`),
  }));
  return [
    ...[...files].sort(([a], [b]) => (a < b ? -1 : 1)),
    ["manifest.json", jsonBytes(manifest)],
    ["repositories", jsonBytes(repositories)],
  ];
}

/** The hybrid form: an OCI layout, and a manifest.json at the end that names the same blobs. */
function dockerSave25(images: readonly BuiltImage[]): SpecPair[] {
  const manifest = images.map((image) => ({
    Config: `blobs/sha256/${hex(image.id)}`,
    RepoTags: tagsOrNull(image),
    Layers: image.layers.map((layer) => `blobs/sha256/${hex(layer.digest)}`),
    LayerSources: Object.fromEntries(image.layers.map((layer) => [layer.diffId, layerDescriptor(layer)])),
  }));
  const [layout, ...rest] = ociFiles(images, "flat");
  return [...rest, ["manifest.json", jsonBytes(manifest)], layout];
}

/** Layers are named by their diff IDs. The layer folders of the old form are symlinks to them. */
function podmanSave(images: readonly BuiltImage[]): SpecPair[] {
  const files = new Map<string, SpecPair[1]>();
  for (const image of images) {
    const ids = v1Ids(image.layers);
    for (const layer of image.layers) files.set(`${hex(layer.diffId)}.tar`, layer.blob);
    for (const [n, layer] of image.layers.entries()) {
      files.set(`${ids[n]}/layer.tar`, symlink(`../${hex(layer.diffId)}.tar`));
      files.set(`${ids[n]}/VERSION`, "1.0");
    }
    files.set(`${hex(image.id)}.json`, image.config);
  }
  const manifest = images.map((image) => ({
    Config: `${hex(image.id)}.json`,
    RepoTags: tagsOrNull(image),
    Layers: image.layers.map((layer) => `${hex(layer.diffId)}.tar`),
  }));
  return [...files, ["manifest.json", jsonBytes(manifest)]];
}

/** The config is first, under its digest. The names of layers end in .tar.gz, also without gzip. */
function kaniko(images: readonly BuiltImage[]): SpecPair[] {
  const files = new Map<string, SpecPair[1]>();
  for (const image of images) {
    files.set(image.id, image.config);
    for (const layer of image.layers) files.set(`${hex(layer.digest)}.tar.gz`, layer.blob);
  }
  const manifest = images.map((image) => ({
    Config: image.id,
    RepoTags: tagsOrNull(image),
    Layers: image.layers.map((layer) => `${hex(layer.digest)}.tar.gz`),
  }));
  return [...files, ["manifest.json", jsonBytes(manifest)]];
}

/** The folder form of skopeo: the manifest, and blobs with their hex digests as names. It has one image. */
function dirFiles([image]: readonly BuiltImage[]): SpecPair[] {
  return [
    ...new Map<string, SpecPair[1]>([
      ...image.layers.map((layer) => [hex(layer.digest), layer.blob] as const),
      [hex(image.id), image.config],
    ]),
    ["manifest.json", imageManifest(image)],
    ["version", "Directory Transport Version: 1.1\n"],
  ];
}

/** The IDs of docker up to 24. They depend on a layer and all layers below it. */
function v1Ids(layers: readonly BuiltLayer[]): string[] {
  return layers.map((_, n) => {
    const chain = layers.slice(0, n + 1).map((layer) => layer.diffId);
    return hex(digestOf(Buffer.from(chain.join(" "))));
  });
}

function tagsOrNull(image: BuiltImage): readonly string[] | null {
  return image.references.length === 0 ? null : image.references;
}

function addRepository(all: Record<string, Record<string, string>>, reference: string, id: string): void {
  const colon = reference.lastIndexOf(":");
  const name = reference.slice(0, colon);
  all[name] = { ...all[name], [reference.slice(colon + 1)]: id };
}
