import { ChosenLines } from "../../../src/analysis/audit/chosen-lines.js";
import type { AuditedImage, AuditLine } from "../../../src/analysis/audit/line.js";
import { AuditMerge } from "../../../src/analysis/audit/merge.js";
import { type LineHead, readAuditLine, readLineHead } from "../../../src/analysis/audit/read-line.js";
import type { AuditSummary } from "../../../src/analysis/audit/summary.js";

export interface LineShape {
  readonly source: string;
  readonly repository?: string | null;
  readonly created?: string | null;
  readonly labels?: Readonly<Record<string, string>>;
  readonly layers: readonly {
    readonly diffId: string | null;
    readonly size: number | null;
    readonly createdBy: string;
  }[];
  /** Findings: bytes that `layer` wrote and `endedBy` removed. A number above the last layer means the last layer. */
  readonly wasted?: readonly {
    readonly layer: number;
    readonly endedBy: number;
    readonly bytes: number;
    readonly path?: string;
    readonly advice?: string;
    readonly inevitable?: boolean;
  }[];
  readonly baseLayers?: number;
  readonly baseName?: string | null;
  /** Build time of the base image. */
  readonly baseCreated?: string | null;
  readonly pass?: boolean | null;
}

/** Returns a complete audit line for an image of this shape. */
export function auditLine(shape: LineShape): AuditedImage {
  const { source, layers, wasted = [], baseLayers } = shape;
  const last = layers.length - 1;
  const found = wasted.map(
    ({ layer, endedBy, bytes, path = "/tmp/x", advice = "remove it", inevitable = false }) => ({
      layer: Math.min(layer, last),
      endedBy: Math.min(endedBy, last),
      cause: "deleted" as const,
      bytes,
      copies: 1,
      paths: [path],
      advice,
      adviceSource: "https://example.com",
      inevitable,
    }),
  );
  const size = layers.reduce((sum, layer) => sum + (layer.size ?? 0), 0);
  const wastedBytes = found.reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    schemaVersion: 1,
    source,
    error: null,
    repository: shape.repository ?? null,
    image: {
      format: "registry",
      references: [],
      id: "sha256:0",
      digest: null,
      platform: "linux/amd64",
      created: shape.created ?? null,
    },
    labels: shape.labels ?? {},
    sizes: {
      size,
      rootfsSize: Math.max(size - wastedBytes, 0),
      compressedSize: null,
      files: 1,
      wastedBytes,
      userSize: size,
      wastedPercent: 0,
      efficiency: 0.5,
    },
    layers: layers.map((layer, index) => ({
      ...layer,
      index,
      digest: null,
      compressedSize: null,
      wastedBytes: 0,
    })),
    waste: {
      bytes: wastedBytes,
      byCause: { overwritten: 0, metadata: 0, rewritten: 0, moved: 0, deleted: wastedBytes, repeated: 0 },
      groups: found.map(({ layer, endedBy, cause, bytes }) => ({ layer, endedBy, cause, bytes })),
    },
    findings: found,
    leftovers: [],
    base:
      baseLayers === undefined
        ? null
        : {
            layers: baseLayers,
            name: shape.baseName ?? null,
            digest: null,
            guessed: false,
            created: shape.baseCreated ?? null,
          },
    gate: { pass: shape.pass ?? null, rules: [], error: null },
    warnings: [],
  };
}

export function failureLine(source: string): AuditLine {
  const error = { code: "not-found", what: `cannot open ${source}`, why: "no", lines: [], next: "check" };
  return { schemaVersion: 1, source, error };
}

/** Returns the summary of these audit lines. */
export function summaryOf(texts: readonly string[], label: string | null = null): AuditSummary {
  const chosen = new ChosenLines();
  const merge = new AuditMerge({ label });
  for (const text of texts) chosen.offer(headOf(text), text);
  chosen.choose();
  for (const text of texts) {
    const line = readAuditLine(text);
    if (line !== null && chosen.take(headOf(text), text)) merge.add(line);
  }
  return merge.summary();
}

function headOf(text: string): LineHead {
  const head = readLineHead(text);
  if (head === null) throw new Error(`not an audit line: ${text}`);
  return head;
}
