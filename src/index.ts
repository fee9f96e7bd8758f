/*
 * layerx as a library: open an image, read it, see what it wastes.
 *
 *   const image = await openImage("image.tar");
 *   const analysis = await analyze(image);
 *   console.log(analysis.metrics.efficiency, await waste(analysis));
 *   await image.close();
 */
import { arch } from "node:os";
import { resolve } from "node:path";
import type { Image } from "./image/image.js";
import { type OpenOptions, openImage as open } from "./source/open.js";

export { type Analysis, analyze, waste } from "./analysis/analyze.js";
export type { ImageMetrics, LayerMetrics } from "./analysis/metrics.js";
export { CAUSES, type Cause, type WastedCopy } from "./analysis/waste/causes.js";
export { type ErrorCode, LayerxError } from "./errors.js";
export type { ImageChoice, PickImage, UnclearChoice } from "./image/choice.js";
export type { Healthcheck, ImageConfig } from "./image/config/config.js";
export type { Entry, EntryType, FileBytes, SparseChunk } from "./image/entry.js";
export type { HistoryEntry } from "./image/history.js";
export type { Image, ImageFormat, Warning } from "./image/image.js";
export type { Layer, ScanOptions } from "./image/layer.js";
export type { Platform } from "./image/platform.js";
export type { Limits } from "./source/limits.js";
export type { OpenOptions } from "./source/open.js";
export type { OpenProgress } from "./source/open-progress.js";
export { escapePath, escapeText, type Printable, type RawPath, rawPath } from "./text/escape.js";
export type { EntryId, EntryTable } from "./tree/columns/entry-table.js";
export type { FileTree, LayerDiff, Node, Rootfs } from "./tree/file-tree.js";
export type { LoadOptions } from "./tree/load-members.js";

/**
 * Opens an image archive or folder: a path, or `-` for `options.stdin`. Reads the manifests and the config,
 * but no layer. By default, relative paths start from the working directory, and the platform has the host's
 * architecture. Close the image when it is no longer needed.
 * @throws LayerxError with code and text for the user; the signal's reason when aborted.
 */
export function openImage(source: string, options: Partial<OpenOptions> = {}): Promise<Image> {
  return open(source, { cwd: resolve(), stdin: null, host: { arch: arch() }, ...options });
}
