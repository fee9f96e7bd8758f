import { fail } from "../../errors.js";
import type { Image } from "../../image/image.js";
import { sourceName } from "../../image/source-name.js";
import { counted } from "../../text/count.js";
import { escapePath, escapeText, type RawPath, rawBytes, rawPath } from "../../text/escape.js";
import { nearest } from "../../text/nearest.js";
import type { FileTree, Node, Rootfs } from "../../tree/file-tree.js";
import { follow } from "../../tree/follow-links.js";
import { applyLayer } from "../../tree/layer-diff.js";

/**
 * Returns a path that the user typed, as an absolute path in bytes. If there is no such path, the escapes
 * that layerx prints (`\xhh`, `\\`) are decoded.
 */
export function typedPath(tree: FileTree, typed: string): RawPath {
  const literal = rawPath(typed);
  if (!typed.includes("\\") || tree.find(literal) >= 0) return literal;
  // `\x85` is printed for a byte that is not UTF-8, and for the control character U+0085, which is two bytes.
  const control = unescaped(typed, (code) => Buffer.from(String.fromCharCode(code)));
  return tree.find(control) >= 0 ? control : unescaped(typed, (code) => Buffer.from([code]));
}

function unescaped(typed: string, bytesOf: (code: number) => Buffer): RawPath {
  const parts = typed.split(/(\\x[0-9a-f]{2}|\\u\{[0-9a-f]{4,6}\}|\\\\)/);
  const bytes = parts.map((part) => {
    if (part === "\\\\") return Buffer.from("\\");
    if (part.startsWith("\\x")) return bytesOf(Number.parseInt(part.slice(2), 16));
    if (part.startsWith("\\u{"))
      return Buffer.from(String.fromCodePoint(Number.parseInt(part.slice(3, -1), 16)));
    return Buffer.from(part);
  });
  return rawBytes(Buffer.concat(bytes));
}

/**
 * Parses `--layer N`, and checks that the image has the layer.
 * @throws LayerxError `no-such-layer`, `bad-value`.
 */
export function layerIndex(
  value: string | undefined,
  image: Image,
  command: string,
  option = "--layer",
): number | null {
  if (value === undefined) return null;
  if (!/^\d+$/.test(value)) {
    fail("bad-value", {
      option,
      value: escapeText(value),
      wanted: "a layer's number, from 0",
      command,
    });
  }
  const layer = Number(value);
  if (layer < image.layers.length) return layer;
  const layers = counted(image.layers.length, "layer");
  return fail("no-such-layer", { layer, input: sourceName(image.source), layers });
}

export interface PathProblem {
  readonly tree: FileTree;
  readonly rootfs: Rootfs;
  readonly image: Image;
  /** The last layer of the merged filesystem; `null` for all layers. */
  readonly layer: number | null;
  /** The path that was not found. */
  readonly path: RawPath;
  readonly command: string;
}

/**
 * Throws the error for a missing path. It names the deepest existing folder, the layer that removed the path,
 * or a similar name.
 */
export function failNoPath(problem: PathProblem): never {
  const { tree, image, path } = problem;
  const node = tree.find(path);
  const shown = escapePath(absolute(path));
  fail("no-such-path", {
    path: shown,
    input: sourceName(image.source),
    ...(node >= 0 ? otherLayerReason(problem, node) : missingPathReason(problem)),
  });
}

function otherLayerReason({ tree, path, layer, command }: PathProblem, node: Node) {
  const there = layersWith(tree, node);
  const before = there.filter((index) => layer === null || index < layer);
  const nearby = before[before.length - 1] ?? there[0];
  if (nearby === undefined) return { reason: "no layer has it", hint: "see `layerx tree`" };
  return {
    reason: before.length > 0 ? "a later layer removed it" : "a later layer adds it",
    hint: `see it with \`${command} … ${escapePath(absolute(path))} --layer ${nearby}\``,
  };
}

/** Returns the layers after which the node exists. */
function layersWith(tree: FileTree, node: Node): number[] {
  const rootfs = new Int32Array(tree.size).fill(-1);
  return [...tree.layers.keys()].filter((index) => {
    applyLayer(tree.layers[index], rootfs);
    return rootfs[node] >= 0;
  });
}

function missingPathReason({ tree, rootfs, path }: PathProblem) {
  let node: Node = 0;
  for (const part of path.split("/").filter((name) => name !== "")) {
    const names = new Map<string, Node>();
    for (const child of tree.children(node)) if (rootfs[child] >= 0) names.set(tree.name(child), child);
    const child = names.get(part);
    if (child !== undefined) {
      node = child;
      continue;
    }
    const near = names.get(nearest(part, names.keys()) ?? "");
    const folder = escapePath(tree.path(node));
    const hint = near === undefined ? `look into ${folder}` : `did you mean ${escapePath(tree.path(near))}?`;
    return { reason: `${folder} has no ${escapePath(part as RawPath)} in it`, hint };
  }
  return { reason: "it is not in this filesystem", hint: "see `layerx tree`" };
}

function absolute(path: RawPath): RawPath {
  return path.startsWith("/") ? path : (`/${path}` as RawPath);
}

/**
 * Returns the node of a path that the user named. Symlinks are followed within the image.
 * @throws LayerxError `no-such-path`, `broken-link`.
 */
export function followPath(place: Omit<PathProblem, "path">, path: RawPath): Node {
  const { tree, rootfs, image } = place;
  const found = follow(tree, rootfs, path);
  if (found.is === "found") return found.node;
  const failed = (reason: string) =>
    fail("broken-link", { path: escapePath(path), input: sourceName(image.source), reason });
  if (found.is === "loop")
    return failed(`its symlinks lead in a circle, at ${escapePath(tree.path(found.link))}`);
  if (found.link < 0) return failNoPath({ ...place, path: found.at });
  const link = escapePath(tree.path(found.link));
  return failed(`the symlink ${link} leads to ${escapePath(found.at)}, which is not there`);
}
