import { fail } from "../errors.js";
import { digestLike } from "../image/digest.js";
import { escapeText, type Printable } from "../text/escape.js";
import type { Blob } from "./blob.js";
import { explain, LimitPassed } from "./image/damage.js";
import { countDocument, documentRoom, noRoom } from "./image/document-sum.js";
import { parseJson, syntaxReason } from "./json.js";
import type { Limits } from "./limits.js";

/**
 * Bytes by name. What the names mean, and in which order layers stand, is derived above it, once for all
 * sources.
 */
export interface Source {
  /** As the user named it. */
  readonly input: Printable;
  /** `remote`: each blob that is looked up costs a request, and each one that is read costs its size. */
  readonly kind: "archive" | "folder" | "remote";
  /** The blob of that name, links followed as far as they stay inside; `null` if there is none. */
  blob(name: string): Promise<Blob | null>;
  /** True where `blob` finds one. Opens nothing. */
  has(name: string): Promise<boolean>;
  /** The bytes of a small blob, at most `limit`; `null` if there is none. @throws LimitPassed, LayerxError */
  read(name: string, limit: number): Promise<Buffer | null>;
  /** Why there is no blob of that name, where something else is in its place: "it is a link that …". */
  whyAbsent?(name: string): Printable | null;
  /** What it holds, in a few words, for messages. */
  holds(): Printable;
  /** Throws where what is missing may be missing because the source is cut. */
  checkWhole(): void;
  close(): Promise<void>;
}

/** A JSON document and what it was made from. */
export interface Document {
  readonly name: Printable;
  readonly value: unknown;
  readonly bytes: Uint8Array;
  /**
   * Of its bytes: `sha256:…`, or in the algorithm of the digest that names it. What names it, where that algorithm cannot
   * be made.
   */
  readonly digest: string;
}

/**
 * Reads a JSON document; `null` if there is none. `promised` is the digest that names it, if one does.
 * @throws LayerxError `bad-json`; LimitPassed
 */
export async function readDocument(
  source: Source,
  name: string,
  limits: Limits,
  promised: string | null = null,
): Promise<Document | null> {
  const bytes = await readBounded(source, name, limits);
  return bytes === null ? null : documentOf(source, name, bytes, promised);
}

/** The bytes of a document, bounded for itself and in sum; `null` if there is none. @throws LayerxError */
export async function readBounded(source: Source, name: string, limits: Limits): Promise<Buffer | null> {
  try {
    const bytes = await source.read(name, documentRoom(source, limits));
    countDocument(source, bytes?.length ?? 0);
    return bytes;
  } catch (error) {
    const passed = error instanceof LimitPassed && error.limit === "jsonBytes";
    const input = escapeText(`${escapeText(name)} of ${source.input}`);
    return explain(passed ? noRoom(source, limits) : error, { input, layer: null });
  }
}

/** The document of some bytes. @throws LayerxError `bad-json` */
export function documentOf(source: Source, name: string, bytes: Buffer, promised: string | null): Document {
  try {
    return { name: escapeText(name), value: parseJson(bytes), bytes, digest: digestLike(bytes, promised) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    fail("bad-json", { input: source.input, name: escapeText(name), reason: syntaxReason(error) }, error);
  }
}

/** The error for a document or blob that is not there. */
export function missing(source: Source, role: string, name: string): never {
  source.checkWhole();
  const why = source.whyAbsent?.(name) ?? null;
  if (why !== null) fail("link-not-followed", { input: source.input, role, name: escapeText(name), why });
  fail("missing-blob", { input: source.input, role, name: escapeText(name), holds: source.holds() });
}
