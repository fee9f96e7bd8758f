/** A module in a Go program, as `go version -m` lists it. */
export interface GoModule {
  readonly path: string;
  /** `""` if the program does not contain it. */
  readonly version: string;
}

/** The list of modules in a Go program. `main` is `null` if the program was built outside of a module. */
export interface GoProgram {
  readonly main: GoModule | null;
  readonly modules: readonly GoModule[];
}

const MAGIC = Buffer.from("\xff Go buildinf:", "latin1");
/**
 * Bytes of the header after the magic: the size of a pointer, flags, and pointers for older programs. Then
 * come the texts.
 */
const HEADER = 32;
const FLAGS = 15;
/** This flag says that the texts follow the header, as in programs of Go 1.18 and later. */
const INLINE = 2;
const ELF = Buffer.from("\x7fELF", "latin1");
/**
 * The owner of the ELF note that contains the build ID of every Go program. It is near the start of the file.
 */
const NOTE = Buffer.from("Go\0\0", "latin1");
const NOTE_WITHIN = 32 * 1024;
/** The maximum for the header, the version, and a list of thousands of modules. */
const MOST_INFO = 1024 * 1024;
/** The maximum for the version of Go. */
const MOST_VERSION = 256;
/** The maximum that is read of one file. No known program is bigger. */
const MOST_READ = 256 * 1024 * 1024;

/**
 * Reads the list of modules of a program from its bytes, in chunks. If a file is not a Go program, only
 * its first bytes are needed. Source: https://pkg.go.dev/debug/buildinfo and `src/debug/buildinfo/buildinfo.go`
 * of Go
 */
export class GoProgramReader {
  #window = Buffer.alloc(0);
  #isGo = false;
  #passed = 0;
  #program: GoProgram | null = null;
  #isDone = false;

  /** Takes the next bytes, which may change afterwards. @returns true if more bytes are needed */
  update(chunk: Uint8Array): boolean {
    if (!this.#isDone) this.#isDone = this.#read(chunk);
    if (this.#isDone) this.#window = Buffer.alloc(0);
    return !this.#isDone;
  }

  /** Ends the file. @returns `null` if it is not a Go program, or a program of Go before 1.18 */
  finish(): GoProgram | null {
    if (this.#isDone || !this.#isGo) return this.#program;
    return infoIn(this.#window, { isWhole: true }).program;
  }

  #read(chunk: Uint8Array): boolean {
    this.#window = Buffer.concat([this.#window, chunk]);
    this.#passed += chunk.length;
    if (!this.#isGo) {
      const start = this.#window.subarray(0, NOTE_WITHIN);
      if (start.length >= ELF.length && !start.subarray(0, ELF.length).equals(ELF)) return true;
      if (start.length < NOTE_WITHIN) return false;
      if (start.indexOf(NOTE) < 0) return true;
      this.#isGo = true;
    }
    const found = infoIn(this.#window, { isWhole: false });
    this.#program = found.program;
    this.#window = this.#window.subarray(found.rest);
    return found.program !== null || this.#passed > MOST_READ;
  }
}

/**
 * Returns the list if these bytes contain it; otherwise the offset of the bytes that are needed again when
 * more bytes are there.
 */
function infoIn(
  bytes: Buffer,
  { isWhole }: { readonly isWhole: boolean },
): { readonly program: GoProgram | null; readonly rest: number } {
  for (let at = bytes.indexOf(MAGIC); at >= 0; at = bytes.indexOf(MAGIC, at + 1)) {
    const info = bytes.subarray(at, at + MOST_INFO);
    const texts = textsIn(info);
    if (texts === "cut" && info.length < MOST_INFO && !isWhole) return { program: null, rest: at };
    if (texts !== "cut" && texts !== null) return { program: programOf(texts), rest: bytes.length };
  }
  return { program: null, rest: Math.max(bytes.length - MAGIC.length, 0) };
}

/**
 * Returns the list of modules after the magic; `cut` if bytes are missing, `null` if this is not the list.
 */
function textsIn(info: Buffer): string | "cut" | null {
  if (info.length < HEADER) return "cut";
  if ((info[FLAGS] & INLINE) === 0) return null;
  const version = lengthAt(info, HEADER);
  if (version === null || (version !== "cut" && version.length > MOST_VERSION)) return null;
  const second = version === "cut" ? "cut" : lengthAt(info, version.start + version.length);
  if (version === "cut" || second === "cut") return "cut";
  // Every version contains this: `go1.26`, `devel go1.27-…`.
  if (second === null || !/go1|devel/.test(info.toString("latin1", version.start, second.start))) return null;
  const end = second.start + second.length;
  if (end > info.length) return "cut";
  // The list is between two marks of 16 bytes.
  return second.length < 33 ? "" : info.toString("latin1", second.start + 16, end - 16);
}

/** Reads a length in groups of seven bits, as `binary.Uvarint` does. Returns it with the offset after it. */
function lengthAt(
  info: Buffer,
  at: number,
): { readonly start: number; readonly length: number } | "cut" | null {
  let length = 0;
  for (let i = 0; i < 4; i++) {
    if (at + i >= info.length) return "cut";
    length += (info[at + i] & 0x7f) * 2 ** (7 * i);
    if (info[at + i] < 0x80) return length > MOST_INFO ? null : { start: at + i + 1, length };
  }
  return null;
}

/**
 * Parses lines of `mod`, `dep` and `=>` (the replacement of the module above it), with tabs between the
 * fields.
 */
function programOf(text: string): GoProgram {
  let main: GoModule | null = null;
  const modules: GoModule[] = [];
  for (const line of text.split("\n")) {
    const [word, path = "", version = ""] = line.split("\t");
    if (path === "") continue;
    const module = { path, version: version === "(devel)" ? "" : version };
    if (word === "mod") main = module;
    else if (word === "dep") modules.push(module);
    // A folder in place of a module has no version: the module keeps its own.
    else if (word === "=>" && module.version !== "" && modules.length > 0)
      modules[modules.length - 1] = module;
  }
  return { main, modules };
}
