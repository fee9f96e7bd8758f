import { join } from "node:path";
import { field, text, texts } from "../../image/json-field.js";
import { isIdBegin, podmanNames } from "../engine/podman-names.js";
import { COMPOSEFS_TABLE } from "./composefs.js";
import type { StorageRoot } from "./storage-conf.js";
import { exists, readBytes, UnreadableStorage } from "./storage-file.js";

/** An image in Podman's storage. */
export interface StoredImage {
  readonly id: string;
  readonly names: readonly string[];
  /** The ID of its topmost layer; `null` for an image without layers. */
  readonly topLayer: string | null;
  /** Digests of its manifests. */
  readonly digests: readonly string[];
}

export interface StoredLayerRow {
  readonly id: string;
  readonly parent: string | null;
  readonly diffId: string | null;
  readonly size: number | null;
}

/** Where the files of a layer are. */
export interface LayerFiles {
  readonly folder: string;
  /** The table of contents, if the files are named by their digests; else `null`. */
  readonly table: string | null;
}

/**
 * Podman's lists of images and layers. The storage is only read. No lock is taken, because the files are
 * replaced by renaming.
 */
export class PodmanStore {
  private readonly place: StorageRoot;

  constructor(place: StorageRoot) {
    this.place = place;
  }

  /** @throws UnreadableStorage */
  images(): StoredImage[] {
    return [...this.rows("images")].map(([id, row]) => ({
      id,
      names: texts(field(row, "names")) ?? [],
      topLayer: text(field(row, "layer")) || null,
      digests: digestsOf(row),
    }));
  }

  /**
   * Returns the layers up to `top`, lowest first. If one is not in the list, the list is read once more,
   * because the file may have been replaced meanwhile.
   * @throws UnreadableStorage if one is still not in the list
   */
  layersBelow(top: string | null): StoredLayerRow[] {
    try {
      return this.layersListed(top);
    } catch (error) {
      if (!(error instanceof UnreadableStorage)) throw error;
      return this.layersListed(top);
    }
  }

  private layersListed(top: string | null): StoredLayerRow[] {
    const rows = this.rows("layers");
    const layers: StoredLayerRow[] = [];
    for (let id = top; id !== null; ) {
      const row = rows.get(id);
      if (row === undefined || layers.length > rows.size) {
        throw new UnreadableStorage(`the layer ${id} is not in layers.json`);
      }
      const parent = text(field(row, "parent")) || null;
      const size = field(row, "diff-size");
      const diffId = text(field(row, "diff-digest"));
      layers.unshift({ id, parent, diffId, size: typeof size === "number" ? size : null });
      id = parent;
    }
    return layers;
  }

  /**
   * Returns the bytes of an image's config.
   * @throws UnreadableStorage
   */
  config(id: string): Buffer {
    const name = `=${Buffer.from(`sha256:${id}`).toString("base64")}`;
    return readBytes(this.found(`${this.place.driver}-images`, id, name));
  }

  /**
   * Returns the path of a layer's compressed tar-split file.
   * @throws UnreadableStorage
   */
  splitFile(layer: string): string {
    return this.found(`${this.place.driver}-layers`, `${layer}.tar-split.gz`);
  }

  /**
   * Returns the folder with the files of a layer, under their names.
   * @throws UnreadableStorage
   */
  filesOf(layer: string): LayerFiles {
    const { driver } = this.place;
    if (driver === "vfs") return { folder: this.found("vfs", "dir", layer), table: null };
    const folder = this.found("overlay", layer, "diff");
    // Source: containers/storage, drivers/overlay, `getComposefsData`.
    if (!exists(this.found("overlay", layer, "composefs-data"))) return { folder, table: null };
    const table = this.found("overlay-layers", layer, COMPOSEFS_TABLE);
    if (exists(table)) return { folder, table };
    throw new UnreadableStorage(`the files of the layer ${layer} are kept by composefs, and it has no table`);
  }

  /** Returns a path in the first of the folders that has it; in the main folder if none has it. */
  private found(...parts: readonly string[]): string {
    const { root, others } = this.place;
    return join([root, ...others].find((each) => exists(join(each, ...parts))) ?? root, ...parts);
  }

  /**
   * Returns the rows of all folders by their IDs. An image in one folder may have layers in another one. If
   * two folders have the same image or layer, the first one counts.
   */
  private rows(list: "images" | "layers"): Map<string, unknown> {
    const { root, driver, others } = this.place;
    const paths = [root, ...others].map((each) => join(each, `${driver}-${list}`, `${list}.json`));
    const there = paths.filter((path) => exists(path));
    const rows = (there.length === 0 ? paths.slice(0, 1) : there).flatMap(rowsIn);
    return new Map(rows.reverse().map((row) => [text(field(row, "id")) ?? "", row]));
  }
}

function rowsIn(path: string): unknown[] {
  try {
    const value: unknown = JSON.parse(readBytes(path).toString("utf8"));
    if (Array.isArray(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new UnreadableStorage(`${path} is not a list`);
}

function digestsOf(row: unknown): string[] {
  const main = text(field(row, "digest"));
  const others = (texts(field(row, "big-data-names")) ?? []).flatMap((name) =>
    name.startsWith("manifest-sha256:") ? [name.slice("manifest-".length)] : [],
  );
  return main === null ? others : [main, ...others];
}

/**
 * Returns the image with that name or ID in a storage; `null` if there is none. A name without a domain is
 * searched unchanged, then below `localhost`, then at Docker Hub. A name comes before the beginning of an ID.
 */
export function findImage(images: readonly StoredImage[], name: string): StoredImage | null {
  const [repository, digest] = name.split("@");
  if (digest !== undefined && !name.startsWith("sha256:")) {
    const names = podmanNames(repository).map(withoutTag);
    return (
      images.find(
        (image) =>
          image.digests.includes(digest) && image.names.some((each) => names.includes(withoutTag(each))),
      ) ?? null
    );
  }
  if (!/^sha256:/.test(name)) {
    for (const candidate of podmanNames(name)) {
      const found = images.find((image) => image.names.includes(candidate));
      if (found !== undefined) return found;
    }
  }
  const hex = name.replace(/^sha256:/, "");
  const begun = isIdBegin(hex) ? images.filter(({ id }) => id.startsWith(hex)) : [];
  return begun.length === 1 ? begun[0] : null;
}

function withoutTag(name: string): string {
  return name.replace(/@.*/, "").replace(/:[^/:]*$/, "");
}
