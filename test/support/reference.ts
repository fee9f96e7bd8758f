import type { MemberSpec } from "./memory-image.js";

/*
 * The rules of layers in a slow and simple version with maps of paths. Property tests compare the program with it.
 */

interface ReferenceEntry {
  readonly layer: number;
  readonly type: string;
  readonly member: MemberSpec | null;
  /** The member with the content, or `null`. */
  readonly inode: MemberSpec | null;
}

export type ReferenceFilesystem = Map<string, ReferenceEntry>;

export interface ReferenceCopy {
  readonly path: string;
  readonly bytes: number;
  readonly layer: number;
  readonly endedBy: number;
  readonly cause: string;
}

interface Step {
  readonly filesystem: ReferenceFilesystem;
  readonly added: number;
  readonly modified: number;
  readonly removed: number;
}

const CAUSES = ["overwritten", "metadata", "rewritten", "moved", "deleted", "repeated"];

const typeOf = (member: MemberSpec) => member.type ?? "file";
const isBelow = (path: string, folder: string) =>
  path.startsWith(folder === "" ? "" : `${folder}/`) && path !== folder;
const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);
const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf("/")));
const isWhiteout = (member: MemberSpec) => nameOf(member.path).startsWith(".wh.");
const bytesOf = (member: MemberSpec) => (typeOf(member) === "file" ? (member.content ?? "").length : 0);

/** @returns the members of one archive at their paths after its own symlinks, also for targets of hard links. */
function placed(members: readonly MemberSpec[]): MemberSpec[] {
  const written = new Map<string, MemberSpec>();
  return members.map((member) => {
    const path = placeOf(member.path, written);
    const linkname =
      typeOf(member) === "hardlink" ? placeOf(member.linkname ?? "", written) : member.linkname;
    const there: MemberSpec = { ...member, path, linkname };
    if (isWhiteout(there)) return there;
    for (const other of written.keys())
      if (typeOf(there) !== "dir" && isBelow(other, path)) written.delete(other);
    written.set(path, there);
    return there;
  });
}

/** @returns a path with all symlinks of its folders resolved. A path with a circle of links is unchanged. */
function placeOf(path: string, written: ReadonlyMap<string, MemberSpec>): string {
  let at: string[] = [];
  const rest = folderOf(path).split("/");
  for (let links = 0; rest.length > 0; ) {
    const part = rest.shift() ?? "";
    if (part === "" || part === ".") continue;
    if (part === "..") {
      at.pop();
      continue;
    }
    const member = written.get([...at, part].join("/"));
    if (member === undefined || typeOf(member) !== "symlink") {
      at.push(part);
      continue;
    }
    if (++links > 40) return path;
    const target = member.linkname ?? "";
    if (target.startsWith("/")) at = [];
    rest.unshift(...target.split("/"));
  }
  return [...at, nameOf(path)].join("/");
}

/** @returns the filesystem after each layer, and the numbers of its changes. */
export function referenceSteps(archives: readonly (readonly MemberSpec[])[]): Step[] {
  return stepsOf(archives.map(placed));
}

function stepsOf(layers: readonly (readonly MemberSpec[])[]): Step[] {
  const steps: Step[] = [];
  let below: ReferenceFilesystem = new Map();
  for (const [index, members] of layers.entries()) {
    const step = applied(below, members, index);
    steps.push(step);
    below = step.filesystem;
  }
  return steps;
}

function applied(below: ReferenceFilesystem, members: readonly MemberSpec[], layer: number): Step {
  const own = members.filter((member) => !isWhiteout(member));
  const standing = own.filter((member, i) => !own.slice(i + 1).some((later) => supersedes(later, member)));
  const hides = (path: string) =>
    members.some((member) => {
      if (nameOf(member.path) === ".wh..wh..opq") return isBelow(path, folderOf(member.path));
      if (!isWhiteout(member)) return false;
      const removed =
        member.path.slice(0, -nameOf(member.path).length) + nameOf(member.path).slice(".wh.".length);
      return path === removed || isBelow(path, removed);
    }) || standing.some((member) => typeOf(member) !== "dir" && isBelow(path, member.path));

  const filesystem: ReferenceFilesystem = new Map();
  for (const [path, entry] of below) if (!hides(path)) filesystem.set(path, entry);
  for (const member of standing) {
    for (let at = folderOf(member.path); at !== ""; at = folderOf(at)) {
      if (standing.some(({ path }) => path === at) || filesystem.get(at)?.type === "dir") continue;
      filesystem.set(at, { layer, type: "dir", member: null, inode: null });
    }
  }
  for (const member of standing) {
    filesystem.set(member.path, { layer, type: typeOf(member), member, inode: inodeOf(own, below, member) });
  }
  const paths = [...filesystem.keys()];
  return {
    filesystem,
    added: paths.filter((path) => !below.has(path)).length,
    modified: paths.filter((path) => below.has(path) && filesystem.get(path)?.layer === layer).length,
    removed: [...below.keys()].filter((path) => !filesystem.has(path)).length,
  };
}

function supersedes(later: MemberSpec, member: MemberSpec): boolean {
  if (later.path === member.path) return true;
  if (typeOf(later) !== "dir" && isBelow(member.path, later.path)) return true;
  return typeOf(member) !== "dir" && isBelow(later.path, member.path);
}

function inodeOf(
  own: readonly MemberSpec[],
  below: ReferenceFilesystem,
  member: MemberSpec,
): MemberSpec | null {
  let at: MemberSpec = member;
  for (const seen = new Set<MemberSpec>(); !seen.has(at); ) {
    if (typeOf(at) !== "hardlink") return at;
    seen.add(at);
    const position = own.indexOf(at);
    const target = (candidate: MemberSpec) => candidate.path === at.linkname;
    const before = own.slice(0, position).findLast(target);
    const lower = below.get(at.linkname ?? "");
    if (before === undefined && lower !== undefined) return lower.inode;
    const next = before ?? own.slice(position + 1).find(target);
    if (next === undefined) return null;
    at = next;
  }
  return null;
}

/** @returns every wasted copy: its content is in a layer, but no name in the final filesystem leads to it. */
export function referenceWaste(archives: readonly (readonly MemberSpec[])[]): ReferenceCopy[] {
  const layers = archives.map(placed);
  const steps = stepsOf(layers);
  const names = (index: number, inode: MemberSpec) =>
    [...(steps[index]?.filesystem ?? [])].filter(([, entry]) => entry.inode === inode).map(([path]) => path);
  const copies: ReferenceCopy[] = [];
  for (const [layer, members] of layers.entries()) {
    for (const member of members) {
      if (isWhiteout(member) || bytesOf(member) === 0) continue;
      const lived = steps.slice(layer).filter((_, i) => names(layer + i, member).length > 0).length;
      if (layer + lived === layers.length) continue;
      const endedBy = lived === 0 ? layer : layer + lived;
      const causes =
        lived === 0 ? ["repeated"] : names(endedBy - 1, member).map((path) => causeOf(path, member, endedBy));
      const cause = CAUSES.find((candidate) => causes.includes(candidate)) ?? "none";
      copies.push({
        path: firstName(layers[layer], steps[layer - 1]?.filesystem ?? new Map(), member),
        bytes: bytesOf(member),
        layer,
        endedBy,
        cause,
      });
    }
  }
  return copies;

  function causeOf(path: string, member: MemberSpec, endedBy: number): string {
    const after = steps[endedBy].filesystem.get(path);
    if (after === undefined) {
      const moved = [...steps[endedBy].filesystem].some(
        ([other, entry]) =>
          other !== path &&
          entry.layer === endedBy &&
          entry.type === "file" &&
          entry.inode?.content === member.content,
      );
      return moved ? "moved" : "deleted";
    }
    if (after.inode === null || typeOf(after.inode) !== "file" || after.inode.content !== member.content) {
      return "overwritten";
    }
    const metadata = ({ mode, uid, gid, xattrs }: MemberSpec) => JSON.stringify([mode, uid, gid, xattrs]);
    return metadata(after.inode) === metadata(member) ? "rewritten" : "metadata";
  }
}

function firstName(members: readonly MemberSpec[], below: ReferenceFilesystem, inode: MemberSpec): string {
  const own = members.filter((member) => !isWhiteout(member));
  const first = own.find((member) => member === inode || inodeOf(own, below, member) === inode);
  return (first ?? inode).path;
}

/** @returns the sum of the contents of a layer's regular files, in bytes. */
export function referenceSize(members: readonly MemberSpec[]): number {
  return members.reduce((sum, member) => sum + (isWhiteout(member) ? 0 : bytesOf(member)), 0);
}

/** @returns the bytes of the visible files, each inode once. */
export function referenceRootfsSize(filesystem: ReferenceFilesystem): number {
  const inodes = new Set([...filesystem.values()].map(({ inode }) => inode));
  return [...inodes].reduce((sum, inode) => sum + (inode === null ? 0 : bytesOf(inode)), 0);
}
