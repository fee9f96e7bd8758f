import { nameAndValue } from "../config/config.js";
import type { Image } from "../image.js";
import { isQuotedPairs, writtenPairs } from "./history-pairs.js";
import { opensHereDocument, writtenRun } from "./history-run.js";
import { withoutBuilder } from "./instruction.js";

export interface DockerfileFacts extends Pick<Image, "config"> {
  /** True for Windows, where the escape character is a backtick. */
  readonly windows: boolean;
  /** The names of the config's environment. */
  readonly variables: ReadonlySet<string>;
}

/** Returns the facts about an image that all its instructions need. */
export function dockerfileFacts({ config, platform }: Pick<Image, "config" | "platform">): DockerfileFacts {
  const variables = new Set(config.env.map((variable) => nameAndValue(variable)[0]));
  return { config, windows: platform.os === "windows", variables };
}

/**
 * Returns an instruction of the history as lines of a valid Dockerfile. A comment before it says if it is
 * incomplete. An instruction that cannot be written is returned as comments.
 */
export function writtenInstruction(createdBy: string, facts: DockerfileFacts): string[] {
  const text = withoutBuilder(createdBy).trim();
  const lines = written(text, createdBy, facts);
  // An instruction may end in the escape character, which would continue it in the next line.
  const goesOn = facts.windows ? /`\s*$/ : /\\\s*$/;
  if (lines !== null && !goesOn.test(lines[lines.length - 1])) return lines;
  return [
    "# Not recorded as an instruction of a Dockerfile:",
    ...text.split(/\r?\n/).map((line) => `#   ${line}`),
  ];
}

function written(text: string, createdBy: string, facts: DockerfileFacts): string[] | null {
  const { config, windows } = facts;
  const [, word = "", rest = ""] = /^([A-Za-z]+)\s+(\S[\s\S]*)$/.exec(text) ?? [];
  const keyword = word.toUpperCase();
  if (keyword === "RUN") return writtenRun({ createdBy, rest, windows });
  if (keyword === "") return null;
  if (keyword === "ONBUILD") return onBuild(rest, facts);
  if (/[\r\n]/.test(rest)) return null;
  if (keyword === "COPY" || keyword === "ADD") return copied(keyword, rest, createdBy);
  if (keyword === "CMD" || keyword === "ENTRYPOINT" || keyword === "SHELL")
    return started(keyword, rest, config);
  if (keyword === "HEALTHCHECK") return checked(rest, config);
  const argument = argumentOf(keyword, rest, facts);
  return argument === null || argument.startsWith("--") ? null : [`${keyword} ${argument}`];
}

const PORTS = /^[\w${}:.-]+(?:\/\w+)?(?: [\w${}:.-]+(?:\/\w+)?)*$/;

/** Returns the text after the keyword of a one-line instruction; `null` if it cannot be written. */
function argumentOf(
  keyword: string,
  rest: string,
  { config, windows, variables }: DockerfileFacts,
): string | null {
  const sign = windows ? "`" : "\\";
  switch (keyword) {
    case "ENV":
      return writtenPairs(rest, variables, sign);
    case "LABEL":
      return writtenPairs(rest, config.labels, sign);
    case "ARG":
      return rest.includes("=") ? writtenPairs(rest, null, sign) : /^[\w -]+$/.test(rest) ? rest : null;
    case "VOLUME":
      return isWords(rest) ? rest : withoutBrackets(rest).trim() || null;
    case "EXPOSE":
      return PORTS.test(withoutBrackets(rest)) ? withoutBrackets(rest) : null;
    case "USER":
    case "WORKDIR":
    case "STOPSIGNAL":
    case "MAINTAINER":
      return rest;
    default:
      return null;
  }
}

function withoutBrackets(rest: string): string {
  return rest.replace(/^\[(.*)\]$/, "$1");
}

/** Matches a copy as the classic builder stored it: the source, usually as its digest, then the target. */
const CLASSIC = /^((?:--\S+ )*)(\S+) in (\S.*)$/;
const DIGEST = /^(?:file|dir|multi):/;
const OPTIONS = {
  COPY: /^(?:--(?:from|chown|chmod|link|parents|exclude)(?:=\S+)? +)*(?!--)\S+ +\S/,
  ADD: /^(?:--(?:chown|chmod|link|checksum|keep-git-dir|exclude|unpack)(?:=\S+)? +)*(?!--)\S+ +\S/,
};

function copied(keyword: keyof typeof OPTIONS, rest: string, createdBy: string): string[] | null {
  const classic = createdBy.includes("#(nop)") ? CLASSIC.exec(rest) : null;
  const [, options, source, target] = classic ?? [rest, "", "", ""];
  const line = classic === null ? rest : `${options}${source} ${target.trim()}`;
  // A target with a space would be read as one more source.
  const isClear = classic === null || !/\s/.test(target.trim());
  if (!isClear || !OPTIONS[keyword].test(line) || opensHereDocument(line)) return null;
  const note = DIGEST.test(source) ? ["# The history keeps only a digest of the copied files."] : [];
  return [...note, `${keyword} ${line}`];
}

/**
 * Returns the text after CMD, ENTRYPOINT or SHELL: a list of words, or a line for the shell (not for SHELL).
 */
function started(
  keyword: "CMD" | "ENTRYPOINT" | "SHELL",
  rest: string,
  config: Image["config"],
): string[] | null {
  if (isWords(rest) || (rest === "[]" && keyword !== "SHELL")) return [`${keyword} ${rest}`];
  const list = /^\[(.*)\]$/.exec(rest)?.[1];
  if (list === undefined) return keyword === "SHELL" || rest.startsWith("--") ? null : [`${keyword} ${rest}`];
  // Old builders stored lists without quotes. The config has the words of the last instruction.
  const known = { CMD: config.cmd, ENTRYPOINT: config.entrypoint, SHELL: config.shell }[keyword];
  if (known !== null && known.join(" ") === list) return [`${keyword} ${JSON.stringify(known)}`];
  const words = list.split(" ").filter((word) => word !== "");
  return words.length === 0 ? null : [UNCLEAR_WORDS, `${keyword} ${JSON.stringify(words)}`];
}

const UNCLEAR_WORDS = "# The history does not show where its arguments begin.";
const CHECK = /^(?:--(?:interval|timeout|start-period|start-interval|retries)=\S+ )*(?:NONE$|CMD \S)/;
/** A list without quotes. The shell's own command has a space or one more bracket after the first one. */
const CHECK_WORDS = /^(.*\bCMD )\[([^\s"[].* .*)\]$/;

function checked(rest: string, { healthcheck }: Image["config"]): string[] | null {
  if (!CHECK.test(rest)) return null;
  const [, options, list] = CHECK_WORDS.exec(rest) ?? [];
  if (list === undefined) return [`HEALTHCHECK ${rest}`];
  // The config has the words of the last instruction.
  const [kind, ...known] = healthcheck?.test ?? [];
  const isKnown = kind === "CMD" && known.join(" ") === list;
  const words = isKnown ? known : list.split(" ").filter((word) => word !== "");
  return [...(isKnown ? [] : [UNCLEAR_WORDS]), `HEALTHCHECK ${options}${JSON.stringify(words)}`];
}

function isWords(text: string): boolean {
  if (!text.startsWith("[")) return false;
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.length > 0 && words.every((word) => typeof word === "string");
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Returns an ONBUILD, which contains another instruction. */
function onBuild(rest: string, facts: DockerfileFacts): string[] | null {
  const keyword = /^[A-Za-z]+/.exec(rest)?.[0].toUpperCase();
  if (keyword === "ONBUILD" || keyword === "FROM" || keyword === "MAINTAINER") return null;
  const lines = written(rest, rest, facts);
  const isPlain = lines !== null && !lines[0].startsWith("#") && !opensHereDocument(lines[0]);
  if (!isPlain) return null;
  // Builders store its text unchanged, including quotes.
  const hasPairs = /^(?:ENV|LABEL|ARG)$/.test(keyword ?? "");
  const isStored = !/[\r\n]/.test(rest) && (!hasPairs || isQuotedPairs(rest.slice(keyword?.length)));
  return [`ONBUILD ${isStored ? rest : lines[0]}`];
}
