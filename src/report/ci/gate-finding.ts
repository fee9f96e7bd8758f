import type { Printable } from "../../text/escape.js";

/** How a finding counts: an error fails the gate, a warning does not. */
type Level = "error" | "warning";

/** Lines of a Dockerfile, from 1, both included. */
export interface DockerfilePlace {
  /** As the user named it. */
  readonly file: Printable;
  readonly line: number;
  readonly endLine: number;
}

/** A fact behind a finding: words of ours, and what the image says, on one line. */
export interface Detail {
  readonly label: string;
  readonly text: Printable;
}

/** One thing to change, as the formats for other programs show it. */
export interface Finding {
  /** The rule's name in the report. */
  readonly rule: string;
  readonly level: Level;
  /** What is wrong, in words and numbers of ours: nothing of it comes from the image. */
  readonly title: string;
  /** What it is about: a path, an instruction; `null` where it is about the image as a whole. */
  readonly subject: Printable | null;
  readonly details: readonly Detail[];
  /** What its rule says of the image, in one sentence. */
  readonly verdict: Printable;
  /** What to change, in words of ours; `null` where nothing can be said. */
  readonly advice: string | null;
  /** The page that the advice comes from. */
  readonly source: string | null;
  /** Where the Dockerfile says it; `null` where no Dockerfile was given, or the base image says it. */
  readonly place: DockerfilePlace | null;
  /** Other lines that have a part in it. */
  readonly related: readonly DockerfilePlace[];
  /** The same for the same finding of another build, and another one for each finding of a report: 32 hex digits. */
  readonly fingerprint: string;
}

export interface RuleReport {
  readonly name: string;
  readonly status: "passed" | "warned" | "failed";
  /** Measured value and limit, for people: `80%`, `at least 90%: 3kB too much waste`. */
  readonly actual: string;
  readonly limit: string;
  /** The verdict in one sentence. */
  readonly message: Printable;
  /** When the rule fails, in one sentence; why a team uses it; and a page with details. */
  readonly about: string;
  readonly why: string;
  readonly more: string | null;
}

/** The findings of the gate, made once for all formats that other programs read; the formats compute nothing. */
export interface GateReport {
  /** The image's name: its first reference, else what the user called it. */
  readonly image: Printable;
  readonly pass: boolean;
  /** The image in numbers: `359kB in 4 layers, 20kB dead, efficiency 94.43%`. */
  readonly summary: string;
  readonly rules: readonly RuleReport[];
  /** In the order of the rules, the biggest first. */
  readonly findings: readonly Finding[];
  /** Files that the image does not need, the largest first; `null` if there are none, or if not requested. */
  readonly leftovers: { readonly title: string; readonly found: readonly LeftoverReport[] } | null;
  /** What helps without a change to the Dockerfile, in a sentence; `null` where nothing is to be saved so. */
  readonly slim: string | null;
}

/** Told as a finding is, though it fails no rule. */
export type LeftoverReport = Pick<Finding, "title" | "subject" | "details" | "advice" | "source" | "place">;

/** What is wrong, and where, on one line: `6kB deleted: /app/server`. */
export function headline({ title, subject }: Finding): Printable {
  return (subject === null ? title : `${title}: ${subject}`) as Printable;
}

/** What to change and the page that says so, a line each; none where nothing can be said. */
export function findingAdviceLines({ advice, source }: Pick<Finding, "advice" | "source">): string[] {
  if (advice === null) return [];
  return source === null ? [`→ ${advice}`] : [`→ ${advice}`, `  ${source}`];
}

/** A fact on one line: `written by layer 1: COPY . /app`. */
export function detailLine({ label, text }: Detail): Printable {
  return `${label}: ${text}` as Printable;
}

/** `Dockerfile:3`, `Dockerfile:3-5`. */
export function placeName({ file, line, endLine }: DockerfilePlace): Printable {
  return (line === endLine ? `${file}:${line}` : `${file}:${line}-${endLine}`) as Printable;
}
