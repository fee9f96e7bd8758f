/** A package in the database of rpm. Texts have one char for each byte. */
export interface RpmPackage {
  readonly name: string;
  /** `[EPOCH:]VERSION-RELEASE`, as `rpm -q --qf '%{EVR}'` prints it. */
  readonly version: string;
  readonly paths: readonly string[];
}

const NAME = 1000;
const VERSION = 1001;
const RELEASE = 1002;
const EPOCH = 1003;
const OLD_PATHS = 1027;
const FOLDER_NUMBERS = 1116;
const NAMES = 1117;
const FOLDERS = 1118;

const INT32 = 4;
const STRING = 6;
const STRINGS = 8;
const TRANSLATED = 9;

const ENTRY_BYTES = 16;
/** The limits of rpm for a header (`headerVerifyInfo`). */
const MOST_ENTRIES = 65_535;
const MOST_FILES = 1_000_000;

/**
 * Reads a header as the database of rpm stores it: the number of entries, the bytes of the data, the entries (tag, type,
 * offset, count), then the data. All numbers are big-endian. Source: rpm's `docs/manual/format_header.md`.
 * @returns `null` if the bytes are not such a header, or have no name
 */
export function readRpmHeader(bytes: Uint8Array): RpmPackage | null {
  const header = Header.of(bytes);
  if (header === null) return null;
  const name = header.text(NAME);
  const version = header.text(VERSION);
  if (name === null || version === null) return null;
  const [epoch] = header.numbers(EPOCH);
  const release = header.text(RELEASE);
  return {
    name,
    version: `${epoch === undefined ? "" : `${epoch}:`}${version}${release === null ? "" : `-${release}`}`,
    paths: pathsOf(header),
  };
}

/**
 * Returns the paths of a package. Each name has the number of its folder. Packages from before rpm 4 have
 * whole paths.
 */
function pathsOf(header: Header): string[] {
  const names = header.texts(NAMES);
  if (names.length === 0) return header.texts(OLD_PATHS);
  const folders = header.texts(FOLDERS);
  const numbers = header.numbers(FOLDER_NUMBERS);
  return names.flatMap((name, at) => {
    const folder = folders[numbers[at] ?? -1];
    return folder === undefined ? [] : [folder + name];
  });
}

interface Value {
  readonly type: number;
  readonly offset: number;
  readonly count: number;
}

class Header {
  readonly #data: Buffer;
  readonly #values: ReadonlyMap<number, Value>;

  private constructor(data: Buffer, values: ReadonlyMap<number, Value>) {
    this.#data = data;
    this.#values = values;
  }

  static of(bytes: Uint8Array): Header | null {
    const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (all.length < 8) return null;
    const [entries, dataBytes] = [all.readUInt32BE(0), all.readUInt32BE(4)];
    const start = 8 + entries * ENTRY_BYTES;
    if (entries > MOST_ENTRIES || start + dataBytes > all.length) return null;
    const values = new Map<number, Value>();
    for (let at = 8; at < start; at += ENTRY_BYTES) {
      const [tag, type, offset, count] = [0, 4, 8, 12].map((field) => all.readUInt32BE(at + field));
      if (offset <= dataBytes && !values.has(tag)) values.set(tag, { type, offset, count });
    }
    return new Header(all.subarray(start, start + dataBytes), values);
  }

  /** Returns a text; `null` for a tag that is missing or of another type. */
  text(tag: number): string | null {
    return this.texts(tag)[0] ?? null;
  }

  /** Returns a list of texts; empty for a tag that is missing or of another type. */
  texts(tag: number): string[] {
    const value = this.#values.get(tag);
    if (value === undefined || ![STRING, STRINGS, TRANSLATED].includes(value.type)) return [];
    const texts: string[] = [];
    const count = value.type === STRING ? 1 : Math.min(value.count, MOST_FILES);
    for (let at = value.offset; texts.length < count; ) {
      const end = this.#data.indexOf(0, at);
      if (end < 0) break;
      texts.push(this.#data.toString("latin1", at, end));
      at = end + 1;
    }
    return texts;
  }

  /** Returns a list of numbers; empty for a tag that is missing or of another type. */
  numbers(tag: number): number[] {
    const value = this.#values.get(tag);
    if (value === undefined || value.type !== INT32) return [];
    const room = Math.floor((this.#data.length - value.offset) / 4);
    const count = Math.min(value.count, room, MOST_FILES);
    return Array.from({ length: count }, (_, at) => this.#data.readUInt32BE(value.offset + 4 * at));
  }
}
