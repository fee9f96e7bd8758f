import { addToGroup } from "../../groups.js";
import { isBinary } from "../../text/binary.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { Node } from "../../tree/file-tree.js";
import { sideBySide } from "../../tree/side-by-side.js";
import type { Analysis } from "../analyze.js";
import { isPrivateKey } from "../leftovers/private-keys.js";
import { type FileToSearch, filesToSearch } from "./files-to-search.js";
import { loadSecretRules, type SecretHit, type SecretSearch } from "./secret-rules.js";

/** The word for files with a secret, in place of a rule's pattern, whatever their path is. */
export const SECRETS = "secrets";

/** A version of a file that contains a secret. */
export interface Secret {
  readonly node: Node;
  /** The row of the entry table that has the content. */
  readonly entry: EntryId;
  /** Bytes of the file. */
  readonly bytes: number;
  /** The layer that wrote it. */
  readonly layer: number;
  /** The matches, each kind once, at its first line. */
  readonly hits: readonly SecretHit[];
  /**
   * The layer that removed or overwrote the file, which is still shipped. `null` if the file is in the final
   * image.
   */
  readonly endedBy: number | null;
}

export interface SecretFindings {
  /** By path, then by layer. */
  readonly found: readonly Secret[];
  /** The number of files that were not searched, because there are too many. */
  readonly unsearched: number;
}

interface SecretOptions {
  /** The lowest layer to search. */
  readonly fromLayer?: number;
  readonly signal?: AbortSignal;
}

/**
 * Finds files with secrets in every layer, because a removed file is still shipped. Reads small text files
 * only, each layer in one pass, within the limits of `filesToSearch`.
 * @throws LayerxError if a layer cannot be read; the signal's reason when aborted.
 */
export async function findSecrets(
  analysis: Analysis,
  { fromLayer = 0, signal }: SecretOptions = {},
): Promise<SecretFindings> {
  const { image, tree, copies } = analysis;
  const { entries } = tree;
  const { files, left } = filesToSearch(analysis, fromLayer);
  const byLayer = new Map<number, FileToSearch[]>();
  for (const one of files) {
    const layer = entries.layer(one.entry);
    addToGroup(byLayer, layer, one);
  }
  if (byLayer.size === 0) return { found: [], unsearched: left };
  const search = await loadSecretRules();
  const endings = new Map(copies.map(({ entry, node, endedBy }) => [entry, { node, endedBy }]));
  const found: Secret[] = [];
  const read = async ([layer, wanted]: readonly [number, readonly FileToSearch[]], stop: AbortSignal) => {
    const contents = wanted.map(({ entry }) => entries.content(entry));
    for await (const { index, content } of image.layers[layer].contents(contents, stop)) {
      const { entry, kind } = wanted[index];
      const node = endings.get(entry)?.node ?? entries.node[entry];
      const chunks: Uint8Array[] = [];
      for await (const chunk of content) chunks.push(chunk);
      const hits = await hitsIn(Buffer.concat(chunks), { name: tree.name(node), kind, search });
      if (hits.length === 0) continue;
      const endedBy = endings.get(entry)?.endedBy ?? null;
      found.push({ node, entry, bytes: entries.bytes(entry), layer, hits, endedBy });
    }
  };
  await sideBySide([...byLayer], read, { signal });
  return { found: found.sort((a, b) => a.node - b.node || a.layer - b.layer), unsearched: left };
}

interface Searched extends Pick<FileToSearch, "kind"> {
  readonly name: string;
  readonly search: SecretSearch;
}

async function hitsIn(bytes: Buffer, { name, kind, search }: Searched): Promise<SecretHit[]> {
  if (isBinary(bytes)) return [];
  const text = bytes.toString("utf8");
  const hits = await search(name, text);
  if (kind === "key" && isPrivateKey(text)) hits.push({ kind: "private-key", title: "private key", line: 1 });
  const line = kind === "credentials" ? credentialLine(name, text) : 0;
  // If a rule found something, its match is more precise.
  if (line > 0 && hits.length === 0) hits.push({ kind: "credentials", title: "password or token", line });
  const first = new Map<string, SecretHit>();
  for (const hit of hits) if (!first.has(hit.kind)) first.set(hit.kind, hit);
  return [...first.values()];
}

/**
 * The maximum length of a searched line. Longer lines are data, and the time of a pattern may grow with the
 * square of the length.
 */
const MOST_LINE = 512;

/** Matches a value for a name that contains password, token or key. */
const ASSIGNED =
  /^[ \t]*(?:export[ \t]+|set[ \t]+)?["']?[\w.:/@-]*(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|key-data|credential|_auth|\bauth)\w*["']?[ \t]*[:=][ \t]*["']?([^\s"'#,;]{4,})/i;
/** Matches a line of `.netrc`, and a URL with a user and a password. */
const LOGIN = /\bpassword[ \t]+(\S{4,})|[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/@]{1,100}:([^\s/@]{4,200})@/i;
/** Matches placeholders, which are replaced with the real value later. */
const PLACEHOLDER =
  /^(\$|<|\{|%|\*|x{3,}|\.{3}|change[_-]?me|example|placeholder|replace|your[_-]|todo|none|null|true|false|yes|no$|password$|secret$|token$|\d{1,3}$)/i;

/**
 * Returns the first line, from 1, of a credentials file that contains a password, a token or a key; 0 for
 * none. `name` is the name of the file.
 */
function credentialLine(name: string, text: string): number {
  const isSecret = testOf(name);
  let number = 0;
  for (const line of text.split("\n")) {
    number++;
    if (line.length <= MOST_LINE && !/^\s*[#;]/.test(line) && isSecret(line)) return number;
  }
  return 0;
}

function testOf(name: string): (line: string) => boolean {
  if (name === ".pgpass") return (line) => /^([^:]*:){4}\S/.test(line);
  if (name === ".htpasswd") return (line) => /^[^:\s]+:\S{4,}/.test(line);
  if (name === ".vault-token") return (line) => /\S{8,}/.test(line);
  return (line) => {
    const value = ASSIGNED.exec(line)?.[1] ?? LOGIN.exec(line)?.slice(1).find(Boolean);
    return value !== undefined && !PLACEHOLDER.test(value);
  };
}
