import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import type { AuditLine } from "../../analysis/audit/line.js";
import { type Shard, shardOf } from "../../analysis/audit/shard.js";
import { fail } from "../../errors.js";
import { repositoryKey } from "../../source/references/reference.js";
import { escapeText } from "../../text/escape.js";
import { readReason } from "../../text/system-words.js";
import type { Context, World } from "../command-context.js";
import { type Catalogued, imagesInRegistry, isPattern } from "./image-patterns.js";
import { linesFrom } from "./line-file.js";

const COMMAND = "layerx audit";
/** The maximum number of shards. A greater number is probably a typing error. */
const MOST_SHARDS = 100_000;

export interface AuditSelection {
  readonly named: readonly string[];
  /** The path of a file with one image a line, or `-` for standard input. */
  readonly list: string | undefined;
  readonly shard: Shard | null;
  readonly tags: string | undefined;
  readonly newest: number | undefined;
  /** The number of repositories or tags that are listed at the same time. */
  readonly jobs: number;
}

/** The images to audit. */
export interface AuditedImages extends Catalogued {
  /** Those of `images` that only a pattern names. They may be artifacts. */
  readonly matched: ReadonlySet<string>;
}

/**
 * Returns the images to audit: the named images, then the images of the list, each once, and only those of
 * the shard. A pattern is replaced with the images of the registry that match it.
 * @throws LayerxError `bad-usage` if there is no image, or the list cannot be read.
 */
export async function imagesOf(choice: AuditSelection, context: Context): Promise<AuditedImages> {
  const { named, list, shard, tags, newest } = choice;
  const images = new Set([...named, ...(list === undefined ? [] : await imagesInList(list, context))]);
  if (images.size === 0) {
    const why = "`layerx audit` takes <IMAGE>, or --images FILE with one image a line";
    fail("bad-usage", { problem: "no image was given", why, command: COMMAND });
  }
  const patternIn = (image: string) => {
    const source = image.includes("*") ? context.sourceOf(image) : image;
    return isPattern(source) ? source : null;
  };
  if (
    (tags !== undefined || newest !== undefined) &&
    ![...images].some((image) => patternIn(image) !== null)
  ) {
    const problem = `--${tags === undefined ? "newest" : "tags"} has no effect here`;
    const why = "it selects tags of a pattern such as registry:HOST/TEAM/*, and no pattern was given";
    fail("bad-usage", { problem, why, command: COMMAND });
  }
  const chosen = new Set<string>();
  const matched = new Set<string>();
  const failures: AuditLine[] = [];
  for (const image of images) {
    const pattern = patternIn(image);
    if (pattern !== null) {
      const found = await imagesInRegistry(pattern, choice, context);
      for (const one of found.images) {
        chosen.add(one);
        if (!images.has(one)) matched.add(one);
      }
      failures.push(...found.failures);
    } else if (shard === null || shardOf(repositoryKey(image), shard.total) === shard.index)
      chosen.add(image);
  }
  return { images: [...chosen], matched, failures };
}

/** Returns the images of a list: one on each line, without empty lines and comments. */
async function imagesInList(list: string, { world, signal }: Context): Promise<string[]> {
  const images: string[] = [];
  try {
    const stream = list === "-" ? world.stdin : createReadStream(resolve(world.cwd, list));
    for await (const { text } of linesFrom(stream)) {
      signal.throwIfAborted();
      const image = text.replace(/\r$/, "").trim();
      if (image !== "" && !image.startsWith("#")) images.push(image);
    }
    return images;
  } catch (error) {
    signal.throwIfAborted();
    return fail("bad-usage", {
      problem: `cannot read the images of ${escapeText(list)}`,
      why: readReason(error),
      command: COMMAND,
    });
  }
}

/**
 * Returns the shard of `--shard`: `I/N`, `auto/N` or `auto`. `auto` takes the number of this job from the
 * variables of Kubernetes (from 0) or of GitLab and others (from 1).
 * @throws LayerxError `bad-value`
 */
export function shardOption(value: string | undefined, { env }: Pick<World, "env">): Shard | null {
  if (value === undefined) return null;
  const [, given = "", count = env.CI_NODE_TOTAL ?? ""] = /^(\d+|auto)(?:\/(\d+))?$/.exec(value) ?? [];
  const number = given === "auto" ? jobNumber(env) : given;
  const [index, total] = [numberOf(number), numberOf(count)];
  const complete = given === "auto" || value.includes("/");
  if (complete && index >= 1 && index <= total && total <= MOST_SHARDS) return { index, total };
  return fail("bad-value", {
    option: "--shard",
    value: escapeText(
      given === "auto" ? `${value} (job ${number || "not set"} of ${count || "not set"})` : value,
    ),
    wanted:
      "I/N with I from 1 to N, auto/N with JOB_COMPLETION_INDEX or CI_NODE_INDEX, or auto with CI_NODE_INDEX and CI_NODE_TOTAL",
    command: COMMAND,
  });
}

function jobNumber(env: World["env"]): string {
  const fromZero = env.JOB_COMPLETION_INDEX;
  if (fromZero === undefined || fromZero === "") return env.CI_NODE_INDEX ?? "";
  return String(numberOf(fromZero) + 1);
}

/** Returns `NaN` if the text is not a whole number. */
function numberOf(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}
