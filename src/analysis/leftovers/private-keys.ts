import type { Layer } from "../../image/layer.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { FileTree } from "../../tree/file-tree.js";

/** The word for private keys in place of a rule's pattern, whatever their path is. */
export const PRIVATE_KEYS = "private-keys";

// Names of keys: of ssh, PEM and PKCS files. Certificates have some of these names too, so the content is
// checked.
const NAME = /^(id_(rsa|dsa|ecdsa|ed25519)(_sk)?|ssh_host_\w+_key|.*\.(pem|key|p8|ppk))$/i;
const BEGINNING = /^[ \t]*(-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY|PuTTY-User-Key-File-)/m;
const MOST_BYTES = 64 * 1024;

/** Returns true for a text that begins a private key. */
export function isPrivateKey(text: string): boolean {
  return BEGINNING.test(text);
}

/**
 * Finds the paths of private keys in any layer: files with the name and the content of a private key.
 * @returns 1 for each such node.
 * @throws LayerxError if a layer cannot be read; the signal's reason when aborted.
 */
export async function findPrivateKeys(
  tree: FileTree,
  layers: readonly Layer[],
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const found = new Uint8Array(tree.size);
  const { entries } = tree;
  for (let row = 0; row < entries.size; row++) {
    const node = entries.node[row];
    const bytes = entries.bytes(row);
    if (bytes === 0 || bytes > MOST_BYTES || found[node] === 1 || !NAME.test(tree.name(node))) continue;
    if (isPrivateKey(await contentOf(row, tree, layers, signal))) found[node] = 1;
  }
  return found;
}

async function contentOf(
  row: EntryId,
  { entries }: FileTree,
  layers: readonly Layer[],
  signal?: AbortSignal,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  const content = layers[entries.layer(row)].open(entries.content(row), signal);
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks).toString("latin1");
}
