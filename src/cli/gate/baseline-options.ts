import { resolve } from "node:path";
import type { Argv } from "yargs";
import {
  type Allowance,
  type Allowances,
  type Baseline,
  GROWTHS,
  type GrowthKey,
} from "../../analysis/gate/baseline.js";
import { fail } from "../../errors.js";
import type { Image } from "../../image/image.js";
import { platformName } from "../../image/platform.js";
import { repositoryOf } from "../../source/references/reference.js";
import { escapeText } from "../../text/escape.js";
import { isOtherFile } from "../output/report-file.js";
import { readTextFile } from "../settings/text-file.js";

export interface BaselineArgs {
  baseline: string | undefined;
  "baseline-image": string | undefined;
  "update-baseline": boolean | undefined;
  growth: string[] | undefined;
}

/** Adds the options about changes since a baseline. */
export function baselineOptions<T>(argv: Argv<T>): Argv<T & BaselineArgs> {
  const group = "Changes since an earlier image:";
  return argv
    .option("baseline", {
      group,
      type: "string",
      requiresArg: true,
      conflicts: "baseline-image",
      describe: "Fail if the image got worse since this report (--format json or --update-baseline)",
    })
    .option("baseline-image", {
      group,
      type: "string",
      requiresArg: true,
      describe: "Fail if the image got worse since this image",
    })
    .option("growth", {
      group,
      type: "array",
      string: true,
      requiresArg: true,
      describe: `Allowed growth, NAME=VALUE; may be repeated (names: ${GROWTHS.join(", ")})`,
    })
    .option("update-baseline", {
      group,
      type: "boolean",
      describe: "Write the report of --baseline again and accept the present state",
    });
}

/** The source of the baseline: a report, or an image; `null` without a baseline. */
export interface BaselineChoice {
  readonly report: string | null;
  readonly image: string | null;
  readonly update: boolean;
}

/**
 * Returns the baseline of the arguments, else that of the file of rules.
 * @throws LayerxError `no-baseline` if an option needs a baseline and none is given.
 */
export function baselineChoice(
  args: BaselineArgs,
  byFile: { readonly file: string | null; readonly growth: Allowances },
): BaselineChoice {
  const image = args["baseline-image"] ?? null;
  const report = image === null ? (args.baseline ?? byFile.file) : null;
  const update = args["update-baseline"] === true;
  const wanted = update ? report === null : byFile.growth.size > 0 || (args.growth ?? []).length > 0;
  if (wanted && report === null && image === null) {
    const asked = update ? "to update" : "for the allowed growth";
    fail("no-baseline", {
      wanted: asked,
      reason: "there is no earlier report or image to compare with",
      next: "name a report with --baseline FILE",
    });
  }
  return { report, image, update };
}

/**
 * Returns the growth that is allowed. The arguments replace values of the file.
 * @throws LayerxError `bad-value`.
 */
export async function allowancesOf({ growth = [] }: BaselineArgs, byFile: Allowances): Promise<Allowances> {
  if (growth.length === 0) return byFile;
  const { ALLOWANCE_FORMS, parseAllowance } = await import("../../analysis/gate/rules-schema.js");
  const allowed = new Map<GrowthKey, Allowance>(byFile);
  for (const value of growth) {
    const [name, amount] = split(value);
    const known = GROWTHS.find((one) => one === name);
    const parsed = known === undefined ? null : parseAllowance(amount, known);
    if (known !== undefined && parsed !== null) allowed.set(known, parsed);
    else {
      const wanted =
        known === undefined
          ? `NAME=VALUE, where NAME is ${GROWTHS.join(", ")}`
          : `${known}=VALUE, where VALUE is ${ALLOWANCE_FORMS[known]}`;
      fail("bad-value", { option: "--growth", value: escapeText(value), wanted, command: "layerx ci" });
    }
  }
  return allowed;
}

function split(value: string): readonly [string, string] {
  const at = value.indexOf("=");
  return at < 0 ? [value, ""] : [value.slice(0, at), value.slice(at + 1)];
}

/**
 * Checks that a report does not replace a file that is not a report: an image that was named by mistake would
 * be lost.
 * @throws LayerxError `bad-baseline`; the system's errors.
 */
export async function checkReplaceable(cwd: string, path: string): Promise<void> {
  if (!(await isOtherFile(resolve(cwd, path), "{"))) return;
  fail("bad-baseline", {
    where: escapeText(path),
    problem: "it is not a report and would be lost",
    next: "name another file, or remove it first",
  });
}

/** Reads the report of a baseline. @throws LayerxError `no-baseline`, `bad-baseline`. */
export async function readBaseline(cwd: string, path: string): Promise<Baseline> {
  const read = await readTextFile(resolve(cwd, path));
  if (read.text === null) {
    fail("no-baseline", {
      wanted: escapeText(path),
      reason: read.reason,
      next: "check the path, or write it first with --update-baseline",
    });
  }
  const { parseBaseline } = await import("../../analysis/gate/baseline-file.js");
  return parseBaseline({ path, text: read.text });
}

/**
 * Checks that a baseline has a repository in common with the image (tags change from build to build) and the
 * same platform. An image or baseline without a name passes.
 * @throws LayerxError `other-image`.
 */
export function checkSameImage(
  { references, platform }: Image,
  baseline: Baseline,
  { image: baselineImage }: Pick<BaselineChoice, "image">,
): void {
  const isReport = baselineImage === null;
  const [own, other] = [references, baseline.references].map((list) => new Set(list.map(repositoryOf)));
  const named = own.size > 0 && other.size > 0;
  if (named && ![...own].some((repository) => other.has(repository))) {
    const [found, wanted] = [[...other].join(", "), [...own].join(", ")];
    otherImage(baseline, { found, wanted, next: isReport ? OTHER_REPORT : OTHER_IMAGE });
  }
  const here = platformName(platform);
  if (baseline.platform !== here) {
    const next = isReport ? OTHER_REPORT : `name a build of it for ${here}`;
    otherImage(baseline, { found: baseline.platform, wanted: here, next: escapeText(next) });
  }
}

const OTHER_REPORT = "give the baseline of this image, or accept it as it is with --update-baseline";
const OTHER_IMAGE =
  "name an earlier build of this image; if only its name is different, rename it with docker tag and save it again";

function otherImage(
  { name }: Baseline,
  { found, wanted, next }: { readonly found: string; readonly wanted: string; readonly next: string },
): never {
  fail("other-image", {
    baseline: escapeText(name),
    found: escapeText(found),
    wanted: escapeText(wanted),
    next,
  });
}
