import { fail } from "../errors.js";
import { digestLike } from "../image/digest.js";
import { escapeText, type Printable } from "../text/escape.js";
import type { Blob } from "./blob.js";
import { explain, LimitPassed } from "./damage.js";
import { countDocument, documentRoom, noRoom } from "./document-sum.js";
import { parseJson, syntaxReason } from "./json.js";
import type { Limits } from "./limits.js";

/**
 * Bytes by name. The meaning of the names, and the order of layers, are the same for all sources and computed
 * elsewhere.
 */
export interface Source {
  /** The name that the user gave. */
  readonly input: Printable;
  /** `remote`: each lookup of a blob takes a request, and each read transfers its bytes. */
  readonly kind: "archive" | "folder" | "remote";
  /** Documents that were read for this object count together with those of the source. */
  readonly countedWith?: object;
  /** Returns the blob with that name, following links that stay inside; `null` if there is none. */
  blob(name: string): Promise<Blob | null>;
  /** Returns true if `blob` finds one. Opens nothing. */
  has(name: string): Promise<boolean>;
  /**
   * Returns the bytes of a small blob, at most `limit`; `null` if there is none.
   * @throws LimitPassed, LayerxError
   */
  read(name: string, limit: number): Promise<Buffer | null>;
  /**
   * Returns why there is no blob with that name, if something else is in its place: "it is a link that …".
   */
  whyAbsent?(name: string): Printable | null;
  /** Returns the contents in a few words, for messages. */
  summary(): Printable;
  /** Throws an error if the source is truncated, which explains why something is missing. */
  checkWhole(): void;
  close(): Promise<void>;
}

/** A JSON document and its bytes. */
export interface Document {
  readonly name: Printable;
  readonly value: unknown;
  readonly bytes: Uint8Array;
  /**
   * The digest of its bytes, in the algorithm of the digest that names it, else `sha256:…`. If that algorithm
   * is not supported, the digest that names it.
   */
  readonly digest: string;
}

/**
 * Reads a JSON document; `null` if there is none. `promised` is the digest that names it, if there is one.
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

/**
 * Returns the bytes of a document, within the limits for one document and for all; `null` if there is none.
 * @throws LayerxError
 */
export async function readBounded(source: Source, name: string, limits: Limits): Promise<Buffer | null> {
  const sum = source.countedWith ?? source;
  try {
    const bytes = await source.read(name, documentRoom(sum, limits));
    countDocument(sum, bytes?.length ?? 0);
    return bytes;
  } catch (error) {
    const passed = error instanceof LimitPassed && error.limit === "jsonBytes";
    const input = escapeText(`${escapeText(name)} of ${source.input}`);
    return explain(passed ? noRoom(sum, limits) : error, { input, layer: null });
  }
}

/**
 * Returns the document in some bytes.
 * @throws LayerxError `bad-json`
 */
export function documentOf(source: Source, name: string, bytes: Buffer, promised: string | null): Document {
  try {
    return { name: escapeText(name), value: parseJson(bytes), bytes, digest: digestLike(bytes, promised) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    fail("bad-json", { input: source.input, name: escapeText(name), reason: syntaxReason(error) }, error);
  }
}

/** Throws the error for a missing document or blob. */
export function missing(source: Source, role: string, name: string): never {
  source.checkWhole();
  const why = source.whyAbsent?.(name) ?? null;
  if (why !== null) fail("link-not-followed", { input: source.input, role, name: escapeText(name), why });
  fail("missing-blob", { input: source.input, role, name: escapeText(name), content: source.summary() });
}
