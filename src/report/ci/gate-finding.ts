import type { Printable } from "../../text/escape.js";

/** The severity of a finding: an error fails the gate, a warning does not. */
type Level = "error" | "warning";

/** Lines of a Dockerfile, from 1, both included. */
export interface DockerfilePlace {
  /** The path as the user typed it. */
  readonly file: Printable;
  readonly line: number;
  readonly endLine: number;
}

/** A fact of a finding: a label of layerx, and a text from the image, on one line. */
export interface Detail {
  readonly label: string;
  readonly text: Printable;
}

/** One change that the user should make, for all formats that other programs read. */
export interface Finding {
  /** The rule's name in the report. */
  readonly rule: string;
  readonly level: Level;
  /** The problem in one phrase. It contains no text from the image. */
  readonly title: string;
  /** The path or the instruction with the problem; `null` if it is the image as a whole. */
  readonly subject: Printable | null;
  readonly details: readonly Detail[];
  /** The result of its rule, in one sentence. */
  readonly verdict: Printable;
  /** The advice. It contains no text from the image; `null` if there is none. */
  readonly advice: string | null;
  /** The page that explains the advice. */
  readonly source: string | null;
  /**
   * The place in the Dockerfile; `null` if no Dockerfile was given, or if the instruction is in the base
   * image.
   */
  readonly place: DockerfilePlace | null;
  /** Other lines of the Dockerfile that belong to the problem. */
  readonly related: readonly DockerfilePlace[];
  /**
   * An identifier of 32 hex digits. A finding has the same one in each build; all findings of a report have
   * different ones.
   */
  readonly fingerprint: string;
}

export interface RuleReport {
  readonly name: string;
  readonly status: "passed" | "warned" | "failed";
  /** Measured value and limit, for people: `80%`, `at least 90%: 3kB too much waste`. */
  readonly actual: string;
  readonly limit: string;
  /** The result in one sentence. */
  readonly message: Printable;
  /** Three sentences: when the rule fails, its purpose, and a page with details. */
  readonly about: string;
  readonly why: string;
  readonly more: string | null;
}

/** The result of the gate for all formats that other programs read. The formats compute nothing. */
export interface GateReport {
  /** The image's name: its first reference, or the name that the user gave. */
  readonly image: Printable;
  readonly pass: boolean;
  /** The image in numbers: `359kB in 4 layers, 20kB wasted, efficiency 94.43%`. */
  readonly summary: string;
  readonly rules: readonly RuleReport[];
  /** In the order of the rules, the biggest first. */
  readonly findings: readonly Finding[];
  /** Files that the image does not need, the largest first; `null` if there are none, or if not requested. */
  readonly leftovers: { readonly title: string; readonly found: readonly LeftoverReport[] } | null;
  /**
   * A sentence about the bytes that can be saved without a change to the Dockerfile; `null` if there are
   * none.
   */
  readonly slim: string | null;
}

/** Files that the image does not need, in the form of a finding. They fail no rule. */
export type LeftoverReport = Pick<Finding, "title" | "subject" | "details" | "advice" | "source" | "place">;

/** Returns the problem and its place on one line: `6kB deleted: /app/server`. */
export function headline({ title, subject }: Finding): Printable {
  return (subject === null ? title : `${title}: ${subject}`) as Printable;
}

/** Returns the advice and the page that explains it, one line each; none if there is no advice. */
export function findingAdviceLines({ advice, source }: Pick<Finding, "advice" | "source">): string[] {
  if (advice === null) return [];
  return source === null ? [`→ ${advice}`] : [`→ ${advice}`, `  ${source}`];
}

/** Returns a fact on one line: `written by layer 1: COPY . /app`. */
export function detailLine({ label, text }: Detail): Printable {
  return `${label}: ${text}` as Printable;
}

/** Returns `Dockerfile:3` or `Dockerfile:3-5`. */
export function placeName({ file, line, endLine }: DockerfilePlace): Printable {
  return (line === endLine ? `${file}:${line}` : `${file}:${line}-${endLine}`) as Printable;
}
