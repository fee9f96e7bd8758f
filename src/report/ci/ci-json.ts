import type { Analysis } from "../../analysis/analyze.js";
import { diveMetrics } from "../../analysis/dive.js";
import type { Ignored, RuleOffender } from "../../analysis/gate/verdict.js";
import type { WasteFinding } from "../../analysis/waste/waste-groups.js";
import { entryOfLayer } from "../../image/dockerfile/instruction.js";
import { escapePath } from "../../text/escape.js";
import { adviceJson } from "../../words/advice-words.js";
import { baseJson } from "../image/base-facts.js";
import { imageFields } from "../image/image-json.js";
import { leftoversJson } from "../image/leftovers-section.js";
import { jsonDocument } from "../syntax/json-document.js";
import { forbiddenJson, layersJson } from "./baseline-json.js";
import type { CiResult } from "./ci-result.js";
import { diveDiffers } from "./dive-differs.js";
import { verdictMessage } from "./rule-message.js";
import { slimSuggestion } from "./slim-suggestion.js";

const PATHS_SHOWN = 10;
const OFFENDERS_SHOWN = 20;

/** Returns the document of `ci --format json`. Scripts depend on its keys. */
export function ciJson({
  analysis,
  pass,
  verdicts,
  rulesFile,
  imageOffenders,
  leftovers,
  ...more
}: CiResult): string {
  const { image, tree } = analysis;
  const { base, baseline, forbidden } = more;
  const layer = (index: number) => layerFacts(analysis, index);
  return jsonDocument({
    schemaVersion: 1,
    image: imageFields(analysis),
    pass,
    rules: verdicts.map((verdict) => ({
      name: verdict.rule.name,
      limit: verdict.rule.limit,
      actual: verdict.actual,
      pass: verdict.pass,
      message: verdictMessage(verdict),
      metrics: verdict.rule.basis,
      from: verdict.rule.from,
      severity: verdict.rule.severity,
      status: verdict.status,
      offenders: verdict.offenders.slice(0, OFFENDERS_SHOWN).map((one) => ruleOffenderFacts(analysis, one)),
      ignored: verdict.ignored.map(ignoredFacts),
      toPass: verdict.toPass,
    })),
    rulesFile,
    dive: diveMetrics(tree),
    offenders: imageOffenders.waste.map((offender) => offenderFacts(analysis, offender)),
    biggestLayers: imageOffenders.biggestLayers.map(layer),
    smallestLayers: imageOffenders.smallestLayers.map(layer),
    warnings: image.warnings.map(({ code, message }) => ({ code, message })),
    leftovers: leftoversJson(analysis, leftovers),
    base: baseJson(base, image),
    baseline,
    layers: layersJson(analysis),
    forbidden: forbiddenJson(forbidden),
    diveDiffers: diveDiffers({ analysis, verdicts }),
    slim: slimSuggestion({ analysis, verdicts, base }),
  });
}

function offenderFacts({ image, tree }: Analysis, offender: WasteFinding) {
  const { bytes, cause, layer, endedBy, copies } = offender;
  const { advice, adviceSource } = adviceJson(offender.advice);
  return {
    bytes,
    cause,
    layer,
    createdBy: entryOfLayer(image, layer)?.createdBy ?? null,
    endedBy,
    endedByInstruction: entryOfLayer(image, endedBy)?.createdBy ?? null,
    advice,
    copies: copies.length,
    paths: copies.slice(0, PATHS_SHOWN).map(({ node }) => escapePath(tree.path(node))),
    adviceSource,
  };
}

function ruleOffenderFacts({ image, tree }: Analysis, offender: RuleOffender) {
  const { bytes, nodes, layer, endedBy, cause, advice } = offender;
  return {
    bytes,
    paths: nodes.slice(0, PATHS_SHOWN).map((node) => escapePath(tree.path(node))),
    pathCount: nodes.length,
    layer,
    createdBy: layer === null ? null : (entryOfLayer(image, layer)?.createdBy ?? null),
    endedBy,
    cause,
    ...adviceJson(advice),
    baseOnly: offender.baseOnly === true,
  };
}

function ignoredFacts({ ignore, expired, paths, bytes }: Ignored) {
  const { rule, path, reason, until } = ignore;
  return { rule, path, reason, until, expired, paths, bytes };
}

function layerFacts({ image, metrics }: Analysis, index: number) {
  return {
    index,
    size: metrics.layers[index].size,
    createdBy: entryOfLayer(image, index)?.createdBy ?? null,
  };
}
