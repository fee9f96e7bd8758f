import { escapeText } from "../../../text/escape.js";
import { bodyOf } from "../net/exchange.js";
import type { RegistryClient } from "../registry-client.js";
import { UnusableToc } from "./toc.js";

export interface BlobRange {
  /** The offset of the first byte. */
  readonly from: number;
  /** The offset after the last byte. */
  readonly to: number;
}

/**
 * Returns a range of a blob, in memory, complete.
 * @throws UnusableToc if the registry does not send exactly that range; LayerxError; the signal's reason
 */
export async function getRange(
  client: RegistryClient,
  digest: string,
  { from, to }: BlobRange,
  signal?: AbortSignal,
): Promise<Buffer> {
  const part = escapeText(`a part of the layer ${digest.slice(0, 19)}…`);
  const headers = { range: `bytes=${from}-${to - 1}` };
  const answer = await client.get(`blobs/${digest}`, {
    part,
    headers,
    accepts: [206, 416],
    bodyBytes: to - from,
    signal,
  });
  const range = answer.headers["content-range"] ?? "";
  if (answer.status !== 206 || !range.startsWith(`bytes ${from}-${to - 1}/`)) {
    // The rest may be the whole blob, so it is not read.
    answer.drop();
    throw new UnusableToc("the registry sends no ranges");
  }
  const bytes = await client.reading(() => bodyOf(answer, to - from));
  if (bytes?.length === to - from) return bytes;
  throw new UnusableToc("the registry sends other ranges than it says");
}
