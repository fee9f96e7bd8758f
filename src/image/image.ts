import type { ImageChoice } from "./choice.js";
import type { ImageConfig } from "./config/config.js";
import type { HistoryEntry } from "./history.js";
import type { Layer } from "./layer.js";
import type { TreeMemory } from "./members/tree-columns.js";
import type { Platform } from "./platform.js";

export type ImageFormat =
  | "docker-archive"
  | "oci-archive"
  | "oci-layout"
  | "dir"
  | "docker"
  | "podman"
  | "containerd"
  | "registry";

/** What is odd but readable. Codes are kebab-case and stable. */
export interface Warning {
  readonly code: string;
  /** Untrusted parts in it are already escaped. */
  readonly message: string;
}

/** One image, whatever it came from. Layers from the lowest up. */
export interface Image {
  /** As the user named it: a path, `-`, a reference. */
  readonly source: string;
  readonly format: ImageFormat;
  /** Tags, as stored; may be empty. */
  readonly references: readonly string[];
  /** Digest of the config's bytes, in the algorithm that names it, `sha256:…` mostly: the image ID. */
  readonly id: string;
  /** Digest of the image's manifest; `null` where the archive has none. */
  readonly digest: string | null;
  readonly platform: Platform;
  /** All platforms of a multi-platform image, in the order of its index, with this one; absent if there is only one. */
  readonly platforms?: readonly ImageChoice[];
  /** Of its manifest, texts as stored; empty where the archive has none. */
  readonly annotations: ReadonlyMap<string, string>;
  readonly config: ImageConfig;
  /** The config document as it is stored: JSON in UTF-8. */
  readonly configBytes: Uint8Array;
  /** Oldest first, as in the config; empty where it has none. */
  readonly history: readonly HistoryEntry[];
  /** IDs of the parent images that the archive names (`Parent` of old docker archives), nearest first. */
  readonly parents: readonly string[];
  readonly layers: readonly Layer[];
  /** The merged tree of the layers as an earlier run kept it; absent where nothing is kept. */
  readonly tree?: TreeMemory;
  /** How many layers are best read at a time; 2 without it, because two cores decompress two. */
  readonly layersAtOnce?: number;
  /** Grows while the image is read (a diff ID that does not match, a layer that is not there). */
  readonly warnings: Warning[];
  /** Gives up files and temporary files. */
  close(): Promise<void>;
}

/** The place of an image among its `platforms`, from 0; −1 for an image of one platform. */
export function placeAmongPlatforms({ platforms = [], id, digest }: Image): number {
  return platforms.findIndex((one) =>
    one.digest === null || digest === null ? one.id === id : one.digest === digest,
  );
}
