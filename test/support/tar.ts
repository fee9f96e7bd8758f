import { buffer } from "node:stream/consumers";
import { type Header, pack } from "tar-stream";
import { type Content, type LayerSpec, type MemberSpec, MTIME, memberSpec, specPairs } from "./layer-spec.js";

/** The end of an archive: two blocks of zeros. */
export const END_OF_ARCHIVE = Buffer.alloc(1024);

/** @returns a real tar archive of a declared layer. The same declaration has the same bytes. */
export async function packTar(layer: LayerSpec): Promise<Buffer> {
  return Buffer.concat([...(await packMembers(layer)), END_OF_ARCHIVE]);
}

/** @returns the members of the archive with headers and padding, without the end of the archive. */
export function packMembers(layer: LayerSpec): Promise<Buffer[]> {
  return Promise.all(specPairs(layer).map(([path, spec]) => packMember(path, memberSpec(spec))));
}

async function packMember(path: Content, spec: MemberSpec): Promise<Buffer> {
  const records = paxRecords(spec);
  const extended = records.length === 0 ? [] : [await paxHeader(records)];
  const body = spec.type === "file" ? Buffer.from(spec.content) : null;
  const member = await packOne(tarHeader(path, spec), body);
  // tar-stream cannot write a path of bytes and a mode of 0, so they are written afterwards.
  if (path instanceof Uint8Array) member.set(path, 0);
  if ("target" in spec && spec.target instanceof Uint8Array) member.set(spec.target, 157);
  if (spec.mode === 0) member.write("000000 \0", 100, "latin1");
  return Buffer.concat([...extended, checksummed(member)]);
}

type TarHeader = Partial<Header> & Pick<Header, "name">;

const TAR_TYPES = {
  file: "file",
  dir: "directory",
  fifo: "fifo",
  symlink: "symlink",
  hardlink: "link",
  char: "character-device",
  block: "block-device",
} as const;

function tarHeader(path: Content, spec: MemberSpec): TarHeader {
  const seconds = isHeaderTime(spec.mtime ?? MTIME) ? (spec.mtime ?? MTIME) : 0;
  const linkname = "target" in spec ? { linkname: placeholder(spec.target) } : {};
  const device = "major" in spec ? { devmajor: spec.major, devminor: spec.minor } : {};
  return {
    name: placeholder(path),
    type: TAR_TYPES[spec.type],
    mode: spec.mode ?? (spec.type === "dir" ? 0o755 : spec.type === "symlink" ? 0o777 : 0o644),
    uid: isHeaderId(spec.uid) ? (spec.uid ?? 0) : 0,
    gid: isHeaderId(spec.gid) ? (spec.gid ?? 0) : 0,
    mtime: new Date(seconds * 1000),
    ...linkname,
    ...device,
  };
}

function placeholder(name: Content): string {
  if (typeof name === "string") return name;
  if (name.length > 100) throw new RangeError("a name as bytes can have at most 100 bytes");
  return "?".repeat(name.length);
}

function isHeaderTime(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 0;
}

function isHeaderId(id: number | undefined): boolean {
  return id === undefined || id < 0o1000000;
}

type PaxRecord = readonly [key: string, value: Content];

function paxRecords(spec: MemberSpec): PaxRecord[] {
  const records: PaxRecord[] = Object.entries(spec.pax ?? {});
  if (spec.mtime !== undefined && !isHeaderTime(spec.mtime)) records.push(["mtime", String(spec.mtime)]);
  if (!isHeaderId(spec.uid)) records.push(["uid", String(spec.uid)]);
  if (!isHeaderId(spec.gid)) records.push(["gid", String(spec.gid)]);
  for (const [name, value] of Object.entries(spec.xattrs ?? {}))
    records.push([`SCHILY.xattr.${name}`, value]);
  return records;
}

/** Packs the records as a file, and then makes it a PAX header, because tar-stream writes only text records. */
async function paxHeader(records: readonly PaxRecord[]): Promise<Buffer> {
  const body = Buffer.concat(records.map(paxRecord));
  const member = await packOne({ name: "PaxHeader", mode: 0o644, mtime: new Date(0) }, body);
  member.write("x", 156, "latin1");
  return checksummed(member);
}

function paxRecord([key, value]: PaxRecord): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from("\n")]);
  // The length counts its own digits.
  let length = rest.length + 1;
  while (String(length).length + rest.length > length) length += 1;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

async function packOne(header: TarHeader, body: Buffer | null): Promise<Buffer> {
  const stream = pack();
  if (body === null) stream.entry(header);
  else stream.entry(header, body);
  stream.finalize();
  return (await buffer(stream)).subarray(0, -END_OF_ARCHIVE.length);
}

/** @returns the member with a new checksum of its first header. */
function checksummed(member: Buffer): Buffer {
  member.fill(" ", 148, 156);
  const sum = member.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  member.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return member;
}
