import { type Advice, SOURCES } from "../advice/advice-sources.js";
import type { Secret } from "./secrets.js";

/** What to do about a secret that is in an image. */
export function secretAdvice({ endedBy }: Pick<Secret, "endedBy">): Advice {
  return endedBy === null ? IN_IMAGE : BURIED;
}

const IN_IMAGE: Advice = {
  say: "Change the secret: all who can pull the image can read it. Name the file in .dockerignore, or pass it to one RUN with --mount=type=secret.",
  source: SOURCES.secrets,
};

const BURIED: Advice = {
  say: "Change the secret: removing the file later only hides it. Name the file in .dockerignore, or pass it to one RUN with --mount=type=secret.",
  source: SOURCES.secrets,
};
