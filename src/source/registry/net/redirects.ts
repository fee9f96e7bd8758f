import { fail } from "../../../errors.js";
import { escapeText } from "../../../text/escape.js";
import { shownUrl } from "../registry-message.js";
import type { Place, RegistryWorld } from "../world.js";
import { exchange, type RegistryResponse } from "./exchange.js";

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;

export interface FollowRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent only to the origin of `url`, and not with a redirect to another origin. */
  readonly authorization: string | null;
  readonly signal?: AbortSignal;
}

/**
 * Sends a GET and follows redirects.
 * @throws BrokenTransfer, Idle, LayerxError `registry-redirect`; the signal's reason
 */
export async function followRedirects(
  { url: start, headers, authorization, signal }: FollowRequest,
  world: RegistryWorld,
  place: Place,
): Promise<RegistryResponse> {
  let url = start;
  for (let hops = 0; ; hops++) {
    const own = url.origin === start.origin && authorization !== null;
    const sent = own ? { ...headers, authorization } : headers;
    const answer = await exchange({ url, headers: sent, signal: signal ?? world.signal }, world);
    world.onAnswer?.();
    world.trace(escapeText(`GET ${shownUrl(url)}: ${answer.status}`));
    const { location } = answer.headers;
    if (!REDIRECTS.has(answer.status) || location === undefined) return answer;
    answer.discard();
    if (hops === MOST_REDIRECTS) redirectFault(place, `more than ${MOST_REDIRECTS} times`);
    url = target(location, url, world, place);
  }
}

function target(location: string, from: URL, { rules }: RegistryWorld, place: Place): URL {
  if (!URL.canParse(location, from.href)) redirectFault(place, "to an address that is not valid");
  const url = new URL(location, from);
  // Node would send them as credentials.
  url.username = "";
  url.password = "";
  if (url.protocol !== "https:" && url.protocol !== "http:") redirectFault(place, `to ${shownUrl(url)}`);
  if (url.protocol === "http:" && (from.protocol === "https:" || !rules.mayBePlain(url))) {
    redirectFault(place, `to ${shownUrl(url)}, which is not encrypted`);
  }
  return url;
}

function redirectFault({ image, host }: Place, reason: string): never {
  fail("registry-redirect", { image, host, reason });
}
