import { fail } from "../../errors.js";
import { field } from "../../image/json-field.js";
import { escapeText } from "../../text/escape.js";
import { explain } from "../damage.js";
import { countDocument, documentRoom, noRoom } from "../document-sum.js";
import { parseJson } from "../json.js";
import { DEFAULT_LIMITS, type Limits } from "../limits.js";
import type { OpenProgress } from "../open-progress.js";
import { bodyOf, type RegistryResponse } from "./net/exchange.js";
import { type NetworkOptions, registryWorld, shownBy } from "./open-registry.js";
import { RegistryClient } from "./registry-client.js";
import { parseReference, wholeRegistry } from "./registry-reference.js";
import { RetryWaits } from "./retry-waits.js";
import type { RegistryWorld } from "./world.js";

export interface ListOptions {
  readonly network: NetworkOptions;
  readonly limits?: Partial<Limits>;
  /** Called while a request waits for its next try. */
  onProgress?(progress: OpenProgress): void;
  readonly signal?: AbortSignal;
}

/** The number of names in a page. Registries with a lower limit use that limit. */
const PAGE = 1000;

/**
 * Returns the repositories of a registry, without its host, in the order of the registry. Source: the
 * catalogue of the distribution API, `/v2/_catalog`; many public registries have none.
 * @throws LayerxError `registry-no-catalogue` and those of `RegistryClient.get`; the signal's reason
 */
export function listRepositories(domain: string, options: ListOptions): Promise<string[]> {
  const client = new RegistryClient(wholeRegistry(domain), worldOf(options));
  return listed(client, { start: "_catalog", key: "repositories", without: [404, 405] }, options);
}

/**
 * Returns the tags of a repository, in the order of the registry. Source: OCI distribution spec, content
 * discovery.
 * @param repository with its host. With `inCatalogue`, the registry listed it: docker-registry keeps repositories
 * without tags in its catalogue, and answers 404 for their lists of tags.
 * @throws LayerxError of `RegistryClient.get`; the signal's reason
 */
export function listTags(
  { repository, inCatalogue }: { readonly repository: string; readonly inCatalogue: boolean },
  options: ListOptions,
): Promise<string[]> {
  const reference = parseReference(repository);
  const client = new RegistryClient(reference, worldOf(options));
  return listed(client, { start: "tags/list", key: "tags", without: inCatalogue ? [404] : [] }, options);
}

function worldOf({ network, signal, onProgress }: ListOptions): RegistryWorld {
  return { ...registryWorld(network, signal), ...shownBy(new RetryWaits(onProgress)) };
}

interface List {
  readonly start: "_catalog" | "tags/list";
  readonly key: "repositories" | "tags";
  /** The statuses of a registry that has no such list. */
  readonly without: readonly number[];
}

/**
 * Reads all pages. Each name counts once: a registry may repeat some if its list changes between two pages.
 */
async function listed(client: RegistryClient, list: List, options: ListOptions): Promise<string[]> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const names = new Set<string>();
  const read = new Set<string>();
  let next: string | null = `${list.start}?n=${PAGE}`;
  try {
    while (next !== null) {
      // Reading would never end if a registry sends the same page again and again.
      if (read.has(next))
        return badAnswer(client, list, "names a page as the next page that it already sent");
      read.add(next);
      const page: Page = await pageOf(client, { ...list, path: next }, limits);
      for (const name of page.names) names.add(name);
      next = page.next;
    }
  } catch (error) {
    return explain(error, { input: client.place.image, layer: null });
  }
  return [...names];
}

interface Page {
  readonly names: readonly string[];
  /** The path of the next page below the client's root; `null` for the last page. */
  readonly next: string | null;
}

async function pageOf(
  client: RegistryClient,
  list: List & { readonly path: string },
  limits: Limits,
): Promise<Page> {
  const room = documentRoom(client, limits);
  if (room === 0) throw noRoom(client, limits);
  const part = escapeText(list.key === "repositories" ? "the catalogue" : "the list of tags");
  const headers = { accept: "application/json" };
  const answer = await client.get(list.path, { part, headers, accepts: list.without, bodyBytes: room });
  if (answer.status !== 200) {
    answer.drop();
    if (list.key === "tags") return { names: [], next: null };
    fail("registry-no-catalogue", { ...client.place, status: answer.status });
  }
  const bytes = await client.reading(() => bodyOf(answer, room));
  if (bytes === null) throw noRoom(client, limits);
  countDocument(client, bytes.length);
  const found = field(parsed(bytes, client, list), list.key) ?? [];
  if (!Array.isArray(found)) return badAnswer(client, list, `sent no list of ${list.key}`);
  const names = found.filter((name) => typeof name === "string");
  return { names, next: nextPage(answer, client, list) };
}

function parsed(bytes: Buffer, client: RegistryClient, list: List): unknown {
  try {
    return parseJson(bytes);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return badAnswer(client, list, "sent no JSON");
  }
}

/**
 * Returns the path in the `Link` header of RFC 8288 with `rel=next`. Only a page of the same list is
 * requested, because the login is sent with it.
 */
function nextPage({ headers, url }: RegistryResponse, client: RegistryClient, list: List): string | null {
  const link = [headers.link ?? []].flat().join(", ");
  const target = /<([^>]*)>\s*;[^,<]*\brel\s*=\s*"?next\b/i.exec(link)?.[1];
  if (target === undefined) return null;
  const page = URL.canParse(target, url) ? new URL(target, url) : null;
  if (page?.pathname !== `${client.root}${list.start}`) {
    return badAnswer(client, list, "names an unexpected address as the next page");
  }
  return `${list.start}${page.search}`;
}

function badAnswer(client: RegistryClient, { key }: List, problem: string): never {
  fail("registry-answer", {
    ...client.place,
    status: `200 for the list of ${key}`,
    words: `, but ${problem}`,
  });
}
