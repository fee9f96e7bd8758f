import type { FromBase } from "../base-image.js";

/**
 * Advice: a change to the Dockerfile. It is only data; `words/advice-words.ts` has the sentence and the page
 * that explains it.
 */
export interface Advice {
  readonly topic: AdviceTopic;
  /** True if the advice is about the base image, and the end of the base image is only guessed. */
  readonly baseIsGuess?: true;
}

/** The subjects of advice, one sentence each. */
export type AdviceTopic =
  // About files of the base image.
  | "base-removed"
  | "base-replaced"
  | "base-package-records"
  | "base-rewritten"
  | "base-moved"
  | "base-repeated"
  | "base-path"
  // About files at well-known paths.
  | "apt-lists"
  | "apt-cache"
  | "apk-cache"
  | "rpm-cache"
  | "pip-cache"
  | "npm-cache"
  | "build-cache"
  | "package-database"
  | "package-indexes"
  | "package-logs"
  | "bytecode"
  | "version-control"
  | "temporary-files"
  | "core-dumps"
  | "man-pages"
  | "documentation"
  | "locales"
  | "static-libraries"
  | "build-tools"
  // How an instruction writes, changes or removes files.
  | "copied-and-removed"
  | "copy-with-owner"
  | "copy-with-mode"
  | "copy-with-owner-and-mode"
  | "unneeded-chown"
  | "unneeded-touch"
  | "mode-in-same-run"
  | "mode-when-written"
  | "copy-to-final-path"
  | "copied-twice"
  | "copied-in-two-versions"
  | "overwritten"
  | "rewritten"
  | "moved"
  | "removed-later"
  | "repeated"
  // Layers and images that are large, or layers that are many.
  | "smaller-base"
  | "smaller-image"
  | "fewer-layers"
  | "chown-stores-again"
  | "recommended-packages"
  | "weak-dependencies"
  | "development-packages"
  | "copy-everything"
  // Paths that a rule forbids.
  | "forbidden-copied"
  | "forbidden-stored";

/** Advice about something that came with the base image. */
export function baseAdvice(topic: AdviceTopic, fromBase: Exclude<FromBase, "no">): Advice {
  return fromBase === "guessed" ? { topic, baseIsGuess: true } : { topic };
}

/** True if the user cannot change anything about it. */
export function isInevitable({ topic }: Advice): boolean {
  return topic === "base-package-records";
}

const OTHER_BASE: readonly AdviceTopic[] = ["base-removed", "base-replaced", "base-repeated"];

/** True if following the advice saves the bytes. The size of another base image is unknown. */
export function savesBytes(advice: Advice): boolean {
  return !isInevitable(advice) && !OTHER_BASE.includes(advice.topic);
}

/** Matches an instruction that stores a file again without new content: it did not create the file. */
export const STORES_AGAIN = /\b(chown|chmod|chgrp|setfacl|setcap)\b/;

const APT_INSTALL = /\bapt(-get)?\b[^&|;]*\binstall\b/;

/** True if apt also installs recommended packages, because no option says otherwise. */
export function installsRecommended(instruction: string): boolean {
  return APT_INSTALL.test(instruction) && !/--no-install-recommends|Install-Recommends/i.test(instruction);
}
