/*
 * The declaration of a layer in a test: paths and their contents, in archive order.
 *
 *   { "etc/": null, "etc/hosts": "a", "etc/.wh.old": "", "bin/sh": symlink("busybox"), "b": hardlink("etc/hosts") }
 */

export type Content = string | Uint8Array;

export interface Attributes {
  /** Permission bits; by default 0o644, 0o755 for a folder, 0o777 for a symlink. */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Seconds since 1970, by default `MTIME`; a fraction or a negative value becomes a PAX record. */
  readonly mtime?: number;
  readonly xattrs?: Readonly<Record<string, Content>>;
  /** More PAX records, unchanged: `{ "GNU.sparse.major": "1" }`. */
  readonly pax?: Readonly<Record<string, Content>>;
}

export type MemberSpec = Attributes &
  (
    | { readonly type: "file"; readonly content: Content }
    | { readonly type: "dir" | "fifo" }
    | { readonly type: "symlink" | "hardlink"; readonly target: Content }
    | { readonly type: "char" | "block"; readonly major: number; readonly minor: number }
  );

/** Text or bytes mean a file, `null` means a folder. */
export type Spec = Content | null | MemberSpec;

/** A list of pairs can repeat a path, and can have a path as bytes that are not UTF-8. */
export type LayerSpec = Readonly<Record<string, Spec>> | readonly SpecPair[];

export type SpecPair = readonly [path: Content, spec: Spec];

/** 2023-11-14T22:13:20Z */
export const MTIME = 1_700_000_000;

export function file(content: Content, attributes: Attributes = {}): MemberSpec {
  return { ...attributes, type: "file", content };
}

export function dir(attributes: Attributes = {}): MemberSpec {
  return { ...attributes, type: "dir" };
}

export function fifo(attributes: Attributes = {}): MemberSpec {
  return { ...attributes, type: "fifo" };
}

export function symlink(target: Content, attributes: Attributes = {}): MemberSpec {
  return { ...attributes, type: "symlink", target };
}

/** @param target the path of the other name from the root, as in an archive. */
export function hardlink(target: Content, attributes: Attributes = {}): MemberSpec {
  return { ...attributes, type: "hardlink", target };
}

export function device(type: "char" | "block", major: number, minor: number): MemberSpec {
  return { type, major, minor };
}

/** @returns the pairs of a declared layer, in archive order. */
export function specPairs(layer: LayerSpec): readonly SpecPair[] {
  return isPairs(layer) ? layer : Object.entries(layer);
}

export function memberSpec(spec: Spec): MemberSpec {
  if (spec === null) return { type: "dir" };
  return typeof spec === "string" || spec instanceof Uint8Array ? { type: "file", content: spec } : spec;
}

function isPairs(layer: LayerSpec): layer is readonly SpecPair[] {
  return Array.isArray(layer);
}
