import type {
  AuditBase,
  AuditError,
  AuditedImage,
  AuditGate,
  AuditWaste,
} from "../../analysis/audit/line.js";
import { baseCreated } from "../../analysis/base-image.js";
import type { GateOutcome } from "../../analysis/gate/gate.js";
import type { WastedCopy } from "../../analysis/waste/causes.js";
import type { LayerxError } from "../../errors.js";
import { layerText } from "../../image/dockerfile/instruction.js";
import type { Image } from "../../image/image.js";
import { platformName } from "../../image/platform.js";
import { escapePath, escapeText } from "../../text/escape.js";
import { cutEnd } from "../../text/width.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import { adviceJson } from "../../words/advice-words.js";
import { verdictMessage } from "../ci/rule-message.js";
import { baseJson } from "../image/base-facts.js";
import type { ImageFindings } from "../image/image-json.js";
import { bytesByCause } from "../waste/waste-json.js";

/** Limits for the lists of a line, so that a line stays small. */
const MOST = {
  findings: 20,
  leftovers: 10,
  groups: 1000,
  paths: 3,
  labels: 50,
  warnings: 20,
  references: 20,
};
const INSTRUCTION_COLUMNS = 200;
const LABEL_CHARACTERS = 200;

export interface AuditFacts {
  /** The image as the user named it. */
  readonly source: string;
  readonly repository: string | null;
  readonly findings: ImageFindings;
  readonly gate: AuditGate;
}

/** Returns the line of an image that was read. */
export function auditedImage({ source, repository, findings, gate }: AuditFacts): AuditedImage {
  const { analysis, copies, wasteFindings, leftovers, base } = findings;
  const { image, tree, metrics } = analysis;
  const { size, rootfsSize, compressedSize, files, wastedBytes, userSize, wastedPercent, efficiency } =
    metrics;
  const byCause = bytesByCause(copies);
  return {
    schemaVersion: 1,
    source,
    error: null,
    repository,
    image: {
      format: image.format,
      references: image.references.slice(0, MOST.references),
      id: image.id,
      digest: image.digest,
      platform: platformName(image.platform),
      created: image.config.created,
    },
    labels: labelsOf(image),
    sizes: { size, rootfsSize, compressedSize, files, wastedBytes, userSize, wastedPercent, efficiency },
    layers: image.layers.map(({ index, diffId, digest, compressedSize: stored }) => ({
      index,
      diffId,
      digest,
      size: metrics.layers[index].size,
      compressedSize: stored,
      wastedBytes: metrics.layers[index].wastedBytes,
      createdBy: cutEnd(layerText(image, index), INSTRUCTION_COLUMNS),
    })),
    waste: {
      bytes: Object.values(byCause).reduce((sum, bytes) => sum + bytes, 0),
      byCause,
      groups: groupsOf(copies).slice(0, MOST.groups),
    },
    findings: wasteFindings.slice(0, MOST.findings).map((finding) => ({
      layer: finding.layer,
      endedBy: finding.endedBy,
      cause: finding.cause,
      bytes: finding.bytes,
      copies: finding.copies.length,
      paths: pathsOf(tree, finding.copies),
      ...adviceJson(finding.advice),
      inevitable: finding.inevitable,
    })),
    leftovers: leftovers.slice(0, MOST.leftovers).map(({ kind, layer, bytes, files: count, ...more }) => ({
      kind,
      layer,
      bytes,
      files: count,
      paths: pathsOf(tree, more.places),
      ...adviceJson(more.advice),
    })),
    base: baseOf(image, base),
    gate,
    warnings: image.warnings.slice(0, MOST.warnings).map(({ code, message }) => ({ code, message })),
  };
}

/**
 * Returns the result of the gate without its offenders, because the findings of the line are more detailed.
 */
export function auditGate({ pass, verdicts }: GateOutcome): AuditGate {
  const rules = verdicts.map((verdict) => ({
    name: verdict.rule.name,
    limit: verdict.rule.limit,
    actual: verdict.actual,
    pass: verdict.pass,
    status: verdict.status,
    severity: verdict.rule.severity,
    message: verdictMessage(verdict),
  }));
  return { pass, rules, error: null };
}

/** Returns the fields of an error, with the same texts as other commands. */
export function auditError({ code, what, why, lines, next }: LayerxError): AuditError {
  return { code, what, why, lines, next };
}

function baseOf(image: Image, finding: ImageFindings["base"]): AuditBase | null {
  const base = baseJson(finding, image);
  if (base === null) return null;
  const { layers, name, digest, guessed } = base;
  const created = finding.found === null ? null : baseCreated(image, finding.found);
  return { layers, name, digest, guessed, created };
}

function labelsOf({ config: { labels } }: Image): Record<string, string> {
  const sorted = [...labels].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, MOST.labels);
  return Object.fromEntries(
    sorted.map(([name, value]) => [
      escapeText(name.slice(0, LABEL_CHARACTERS)),
      escapeText(value.slice(0, LABEL_CHARACTERS)),
    ]),
  );
}

function pathsOf(tree: FileTree, places: readonly { readonly node: Node }[]): string[] {
  return places.slice(0, MOST.paths).map(({ node }) => escapePath(tree.path(node)));
}

/** Groups the copies: the most bytes first, then by layers and cause. */
function groupsOf(copies: readonly WastedCopy[]): AuditWaste[] {
  const groups = new Map<string, { -readonly [K in keyof AuditWaste]: AuditWaste[K] }>();
  for (const { layer, endedBy, cause, bytes } of copies) {
    const key = `${layer} ${endedBy} ${cause}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { layer, endedBy, cause, bytes });
    else group.bytes += bytes;
  }
  return [...groups.values()]
    .filter(({ bytes }) => bytes > 0)
    .sort(
      (a, b) =>
        b.bytes - a.bytes || a.layer - b.layer || a.endedBy - b.endedBy || (a.cause < b.cause ? -1 : 1),
    );
}
