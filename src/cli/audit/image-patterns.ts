import type { AuditLine } from "../../analysis/audit/line.js";
import { type Shard, shardOf } from "../../analysis/audit/shard.js";
import { fail, LayerxError } from "../../errors.js";
import { auditError } from "../../report/audit/audit-line.js";
import { repositoryKey } from "../../source/references/reference.js";
import { splitScheme } from "../../source/references/scheme.js";
import { counted } from "../../text/count.js";
import { escapeText } from "../../text/escape.js";
import { parseRfc3339 } from "../../text/rfc3339.js";
import type { Context } from "../command-context.js";
import { eachAtOnce } from "./parallel.js";

export interface CatalogueChoice {
  /** The pattern of tags; `undefined` for all tags. */
  readonly tags: string | undefined;
  /** The number of tags of each repository, those whose images were created last; `undefined` for all. */
  readonly newest: number | undefined;
  readonly shard: Shard | null;
  /** The number of repositories or tags that are listed at the same time. */
  readonly jobs: number;
}

/** The images that match a pattern. */
export interface Catalogued {
  /** `registry:HOST/NAME:TAG`. Some of these tags may be artifacts. */
  readonly images: readonly string[];
  /** Lines for patterns and repositories that could not be listed. */
  readonly failures: readonly AuditLine[];
}

/**
 * Returns true for an image of a registry with a `*`: `registry:HOST/TEAM/*`, `registry:HOST/TEAM/APP:v*`.
 */
export function isPattern(source: string): boolean {
  const { remote, path } = splitScheme(source);
  return remote === "registry" && path.includes("*");
}

/**
 * Lists the images that match a pattern. A repository that cannot be listed is a failure line: other images are still audited.
 * @throws the signal's reason
 */
export async function imagesInRegistry(
  source: string,
  choice: CatalogueChoice,
  context: Context,
): Promise<Catalogued> {
  const pattern = patternOf(source);
  try {
    const repositories = await repositoriesOf(source, pattern, context);
    const { shard, jobs } = choice;
    const ours = repositories.filter(
      (name) => shard === null || shardOf(repositoryKey(name), shard.total) === shard.index,
    );
    let done = 0;
    const lists = await eachAtOnce(
      ours,
      async (repository) => {
        context.status(
          escapeText(`listing tags: ${done++} of ${counted(ours.length, "repository", "repositories")}`),
        );
        const inCatalogue = pattern.repositories.includes("*");
        return tagsOf(repository, { ...choice, inCatalogue, tags: pattern.tags ?? choice.tags }, context);
      },
      jobs,
    );
    const images = lists.flatMap((list) => list.images);
    const failures = lists.flatMap((list) => list.failures);
    if (shard === null && images.length + failures.length === 0) {
      fail("nothing-listed", { pattern: escapeText(source), reason: "no repository there has such a tag" });
    }
    const empty = lists.filter(({ isEmpty }) => isEmpty).length;
    const found = `${counted(images.length, "image")} in ${counted(ours.length, "repository", "repositories")}`;
    context.tell(escapeText(`${source}: ${found}${empty === 0 ? "" : `, ${empty} of them without tags`}`));
    return { images, failures };
  } catch (error) {
    return { images: [], failures: [failure(source, error, context)] };
  }
}

interface Pattern {
  /** `ghcr.io`; empty for Docker Hub. */
  readonly host: string;
  /** The pattern of repositories, without the host. */
  readonly repositories: string;
  readonly tags: string | undefined;
}

function patternOf(source: string): Pattern {
  const { path } = splitScheme(source);
  const slash = path.indexOf("/");
  const first = path.slice(0, Math.max(slash, 0));
  const hasHost = /[.:]/.test(first) || first === "localhost";
  const rest = hasHost ? path.slice(slash + 1) : path;
  const colon = rest.indexOf(":");
  const repositories = colon < 0 ? rest : rest.slice(0, colon);
  return { host: hasHost ? first : "", repositories, tags: colon < 0 ? undefined : rest.slice(colon + 1) };
}

/** Returns repositories in the order of their names, so that each run has the same order. */
async function repositoriesOf(
  source: string,
  { host, repositories }: Pattern,
  context: Context,
): Promise<string[]> {
  const named = (name: string) => `registry:${host === "" ? "" : `${host}/`}${name}`;
  if (!repositories.includes("*")) return [named(repositories)];
  context.status(escapeText(`listing the repositories of ${host}`));
  const all = await context.list({ registry: host === "" ? "docker.io" : host });
  const matching = all.filter(wildcard(repositories));
  if (matching.length === 0) {
    const reason = `the registry lists ${counted(all.length, "repository", "repositories")}, and none matches`;
    fail("nothing-listed", { pattern: escapeText(source), reason });
  }
  return matching.sort().map(named);
}

/** Returns true if a tag is a Helm chart or another artifact, not an image. Patterns leave artifacts out. */
function isArtifact(error: unknown): boolean {
  return error instanceof LayerxError && error.code === "is-artifact";
}

/** Matches tags that tools use for signatures, SBOMs and other documents about an image. */
const NO_IMAGE = /^sha(?:256-[0-9a-f]{64}|512-[0-9a-f]{128})(?:\.\w+)?$/;

async function tagsOf(
  repository: string,
  {
    inCatalogue,
    tags,
    newest,
    jobs,
  }: Pick<CatalogueChoice, "tags" | "newest" | "jobs"> & { readonly inCatalogue: boolean },
  context: Context,
): Promise<Catalogued & { readonly isEmpty: boolean }> {
  try {
    const all = await context.list({ repository: splitScheme(repository).path, inCatalogue });
    const images = all
      .filter(wildcard(tags ?? "*"))
      .filter((tag) => !NO_IMAGE.test(tag))
      .sort(byVersion)
      .map((tag) => `${repository}:${tag}`);
    const isEmpty = all.length === 0;
    return newest === undefined || images.length <= newest
      ? { images, failures: [], isEmpty }
      : { ...(await newestOf(images, { newest, jobs }, context)), isEmpty };
  } catch (error) {
    return { images: [], failures: [failure(repository, error, context)], isEmpty: false };
  }
}

/**
 * Returns the newest images by the date in their configs. An image that cannot be opened is a failure: it
 * could be the newest. Artifacts are left out.
 */
async function newestOf(
  images: readonly string[],
  { newest, jobs }: { readonly newest: number; readonly jobs: number },
  context: Context,
): Promise<Catalogued> {
  const dates = await eachAtOnce(images, (source) => createdOf(source, context), jobs);
  const failures = dates.flatMap((date) => (typeof date === "number" || date === null ? [] : [date]));
  const dated = images.flatMap((source, at) => {
    const date = dates[at];
    return typeof date === "number" ? [{ source, date }] : [];
  });
  // If images have the same date, the later version comes first: the dates of reproducible builds are all the
  // same.
  const sorted = dated.reverse().sort((a, b) => b.date - a.date);
  return { images: sorted.slice(0, newest).map(({ source }) => source), failures };
}

/**
 * Returns the time of creation in seconds since 1970, 0 if the image does not have it; `null` for an artifact; or the
 * line of a failure. Reads manifest and config, no layer.
 */
async function createdOf(source: string, context: Context): Promise<number | AuditLine | null> {
  context.signal.throwIfAborted();
  try {
    const image = await context.open(source, { onProgress: () => undefined });
    const { created } = image.config;
    await context.release(image);
    return (created === null ? null : parseRfc3339(created)) ?? 0;
  } catch (error) {
    return isArtifact(error) ? null : failure(source, error, context);
  }
}

/** Compares versions: `v9` comes before `v10`. */
function byVersion(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true }) || (a < b ? -1 : 1);
}

function failure(source: string, error: unknown, { signal }: Context): AuditLine {
  signal.throwIfAborted();
  if (!(error instanceof LayerxError)) throw error;
  return { schemaVersion: 1, source, error: auditError(error) };
}

/**
 * Returns a test for a pattern in which `*` matches any characters, including `/`. The parts between the
 * stars are searched one after the other, so the time grows only with the length of the text.
 */
export function wildcard(pattern: string): (text: string) => boolean {
  const [first, ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return (text) => text === pattern;
  return (text) => {
    if (!text.startsWith(first)) return false;
    let from = first.length;
    for (const part of rest) {
      const at = text.indexOf(part, from);
      if (at < 0) return false;
      from = at + part.length;
    }
    return text.length - last.length >= from && text.endsWith(last);
  };
}
