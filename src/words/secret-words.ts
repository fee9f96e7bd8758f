import { SOURCES } from "../analysis/advice/sources.js";
import type { Analysis } from "../analysis/analyze.js";
import type { Secret, SecretFindings } from "../analysis/secrets/secrets.js";
import { entryOfLayer } from "../image/dockerfile/instruction.js";
import { counted } from "../text/count.js";
import { escapePath, type Printable } from "../text/escape.js";
import type { AdviceWords } from "./advice-words.js";

/** The texts about a secret: the path and the kind, never the secret. */
export interface SecretWords {
  /** `GitHub token, line 3`. */
  readonly what: string;
  readonly path: Printable;
  /** `removed by layer 3, but still shipped`; `null` if the file is in the final image. */
  readonly buried: string | null;
  readonly layer: number;
  readonly say: string;
  readonly source: string;
}

type Read = Pick<Analysis, "image" | "tree">;

export function secretWords({ tree }: Pick<Read, "tree">, secret: Secret): SecretWords {
  const { hits, node, layer, endedBy } = secret;
  return {
    what: hits.map(({ title, line }) => `${title}, line ${line}`).join("; "),
    path: escapePath(tree.path(node)),
    buried: endedBy === null ? null : `removed or overwritten by layer ${endedBy}, but still shipped`,
    layer,
    ...secretAdvice(secret),
  };
}

/** Returns `2 files with secrets, 1 of them buried (removed or overwritten, but still shipped)`. */
export function secretsTitle({ found }: SecretFindings): string {
  const buried = found.filter(({ endedBy }) => endedBy !== null).length;
  const files = counted(found.length, "file");
  return buried === 0
    ? `${files} with secrets`
    : `${files} with secrets, ${buried} of them buried (removed or overwritten, but still shipped)`;
}

/** Returns how many files were not searched; `null` if all were searched. */
export function unsearchedText({ unsearched }: SecretFindings): string | null {
  if (unsearched === 0) return null;
  return `${counted(unsearched, "file")} not searched for secrets: there are too many`;
}

/** Returns the array `secrets` of the JSON reports. */
export function secretsJson({ image, tree }: Read, { found }: SecretFindings) {
  return found.map((secret) => {
    const { node, bytes, layer, hits, endedBy } = secret;
    const { say, source } = secretAdvice(secret);
    return {
      path: escapePath(tree.path(node)),
      kinds: hits.map(({ kind, line }) => ({ kind, line })),
      bytes,
      layer,
      createdBy: entryOfLayer(image, layer)?.createdBy ?? null,
      buried: endedBy !== null,
      endedBy,
      advice: say,
      adviceSource: source,
    };
  });
}

function secretAdvice({ endedBy }: Pick<Secret, "endedBy">): AdviceWords {
  const why =
    endedBy === null ? "all who can pull the image can read it" : "removing the file later only hides it";
  return {
    say: `Change the secret: ${why}. Add the file to .dockerignore, or pass it to one RUN with --mount=type=secret.`,
    source: SOURCES.secrets,
  };
}
