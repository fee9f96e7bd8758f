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

/** A fact that is unusual but does not prevent reading. Codes are kebab-case and stable. */
export interface Warning {
  readonly code: string;
  /** The text for the user, printable. */
  readonly message: string;
}

/** One image of any source. Layers are in order from the lowest up. */
export interface Image {
  /** The name that the user gave: a path, `-`, a reference. */
  readonly source: string;
  readonly format: ImageFormat;
  /** Tags, as stored, the one that the user named first; may be empty. */
  readonly references: readonly string[];
  /** The image ID: the digest of the config's bytes, in the algorithm of its name, usually `sha256:…`. */
  readonly id: string;
  /** The digest of the image's manifest; `null` if the archive has none. */
  readonly digest: string | null;
  readonly platform: Platform;
  /**
   * All platforms of a multi-platform image, including this one, in the order of its index; absent if there
   * is only one.
   */
  readonly platforms?: readonly ImageChoice[];
  /** The annotations of its manifest, texts as stored; empty if the archive has none. */
  readonly annotations: ReadonlyMap<string, string>;
  readonly config: ImageConfig;
  /** The config document as stored: JSON in UTF-8. */
  readonly configBytes: Uint8Array;
  /** Oldest first, as in the config; empty if the config has none. */
  readonly history: readonly HistoryEntry[];
  /** IDs of the parent images that the archive names (`Parent` of old docker archives), nearest first. */
  readonly parents: readonly string[];
  readonly layers: readonly Layer[];
  /** Access to the merged tree of an earlier run; absent if nothing is kept. */
  readonly tree?: TreeMemory;
  /** The best number of layers to read at the same time; 2 by default, because two cores decompress two. */
  readonly layersAtOnce?: number;
  /** Warnings. Reading the image adds more, for example for a wrong diff ID or a missing layer. */
  readonly warnings: Warning[];
  /** Closes files and removes temporary files. */
  close(): Promise<void>;
}

/** Returns the index of an image among its `platforms`; −1 for an image of one platform. */
export function placeAmongPlatforms({ platforms = [], id, digest }: Image): number {
  return platforms.findIndex((one) =>
    one.digest === null || digest === null ? one.id === id : one.digest === digest,
  );
}
