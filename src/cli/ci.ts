import type { Argv } from "yargs";
import { analyze } from "../analysis/analyze.js";
import { gate } from "../analysis/gate.js";
import { findLeftovers } from "../analysis/leftovers.js";
import { LIMIT_FORMS, type Limit, parseLimit } from "../analysis/rule-limit.js";
import { BASES, type Basis, chooseRules, RULES, type RuleKey } from "../analysis/rules.js";
import { fail } from "../errors.js";
import { CI_FORMATS } from "../report/ci/formats.js";
import { escapeText } from "../text/escape.js";
import { outputsOf } from "./ci-outputs.js";
import { reportVerdict } from "./ci-report.js";
import type { Command, Context } from "./command.js";
import { placesOf, readDockerfile } from "./dockerfile-source.js";
import { findRules } from "./rules-source.js";

interface CiArgs {
  IMAGE: string;
  format: "text" | "json" | undefined;
  output: string[] | undefined;
  dockerfile: string | undefined;
  config: string | undefined;
  metrics: Basis | undefined;
  "lowest-efficiency": string | undefined;
  "highest-wasted-bytes": string | undefined;
  "highest-wasted-percent": string | undefined;
  "max-layers": string | undefined;
  "max-size": string | undefined;
}

export const ciCommand: Command<CiArgs> = {
  usage: "ci <IMAGE>",
  summary: "the gate: exit 1 when a rule fails",
  options: (argv: Argv) => {
    const rule = (describe: string) =>
      ({ group: "Rules:", type: "string", requiresArg: true, describe }) as const;
    return argv
      .positional("IMAGE", { type: "string", demandOption: true, describe: "File, folder or - for stdin" })
      .option("lowest-efficiency", rule("Fail below it: 0.95, 95%, disabled"))
      .option("highest-wasted-bytes", rule("Fail above it: 20MB, 10MiB, disabled"))
      .option(
        "highest-wasted-percent",
        rule("Fail above it, of what stands above the base: 0.1, 10%, disabled"),
      )
      .option("max-layers", rule("Fail with more filesystem layers: 20, disabled"))
      .option("max-size", rule("Fail above it: 500MB, disabled"))
      .option("config", {
        type: "string",
        requiresArg: true,
        describe: "File of rules; by default .layerx.yaml, else .dive-ci",
      })
      .option("metrics", {
        choices: BASES,
        describe: "Whose numbers judge; by default dive's for the rules of a .dive-ci",
      })
      .option("format", {
        choices: ["text", "json"] as const,
        describe: "For people, or for scripts; by default text",
      })
      .option("dockerfile", {
        type: "string",
        requiresArg: true,
        describe: "The Dockerfile that it was built from, to say in which lines to change what",
      })
      .option("output", {
        type: "array",
        string: true,
        requiresArg: true,
        describe: `FORMAT or FORMAT=FILE, as often as needed: ${CI_FORMATS.join(", ")}`,
      });
  },
  run: async (args, context) => {
    const { signal, progress } = context;
    const { cwd } = context.world;
    const outputs = outputsOf(args, cwd);
    const dockerfile = await readDockerfile(cwd, args.dockerfile);
    const { rules, rulesFile } = await rulesOf(args, context);
    const image = await context.open(args.IMAGE);
    const analysis = await analyze(image, { signal, onProgress: progress });
    const gateRules = { numbers: rules, layers: [], paths: [], growth: [], ignores: [] };
    const today = new Date().toISOString().slice(0, 10);
    const outcome = await gate(analysis, gateRules, { today, base: null, baseline: null, signal });
    const { pass } = outcome;
    const told = !pass || outputs.some(({ format }) => format === "json" || format === "markdown");
    const found = {
      ...outcome,
      rulesFile,
      base: null,
      baseline: null,
      leftovers: told ? findLeftovers(analysis) : [],
    };
    await reportVerdict(found, { outputs, places: placesOf(dockerfile, image) }, context);
    return pass ? 0 : 1;
  },
};

/** The rules that are on. Read before the image, so that a mistake in them shows at once. */
async function rulesOf(args: CiArgs, { world }: Context) {
  const flags = new Map<RuleKey, Limit>();
  for (const { key, flag, unit } of RULES) {
    const text = flag === null ? undefined : flagValue(args, flag);
    if (text === undefined) continue;
    const limit = parseLimit(text, unit);
    if (limit === null) {
      const wanted = LIMIT_FORMS[unit];
      fail("bad-value", { option: `--${flag}`, value: escapeText(text), wanted, command: "layerx ci" });
    }
    flags.set(key, limit);
  }
  const source = await findRules(world.cwd, args.config);
  // Loaded late: most gates have no file, and the YAML parser costs more than the verdict.
  const file = source === null ? null : (await import("../analysis/rules-file.js")).parseRules(source);
  return {
    rules: chooseRules({ flags, file, basis: args.metrics }),
    rulesFile: source === null ? null : escapeText(source.path),
  };
}

function flagValue(args: CiArgs, flag: string): string | undefined {
  const values = new Map<string, unknown>(Object.entries(args));
  const value = values.get(flag);
  return value === undefined ? undefined : String(value);
}
