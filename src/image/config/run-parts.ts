import { lastInstruction } from "../dockerfile/instruction.js";
import type { Image } from "../image.js";
import type { RunOptions } from "./run-command.js";

/** Where a part of the started command comes from. */
export type Decision =
  /** The instruction at this place in the history; −1 where the history does not tell it. */
  | { readonly by: "instruction"; readonly index: number }
  /** An ENTRYPOINT at this position reset the CMD before it. */
  | { readonly by: "cleared"; readonly index: number }
  | { readonly by: "--entrypoint" }
  | { readonly by: "arguments" }
  /** Nothing: the engine's own value counts. */
  | { readonly by: "unset" };

export interface RunPart {
  readonly name: "ENTRYPOINT" | "CMD" | "USER" | "WORKDIR" | "HEALTHCHECK" | "STOPSIGNAL";
  /** Words of a command, as the config has them; one word for what is none. Empty where it is not set. */
  readonly words: readonly string[];
  readonly decision: Decision;
}

/** What a container of the image starts and how, part by part, with what decided each. */
export function runParts(
  { config, history }: Pick<Image, "config" | "history">,
  options: RunOptions,
): RunPart[] {
  const { entrypoint, cmd, user, workingDir, healthcheck, stopSignal } = config;
  // BuildKit writes the engine's own working directory into every config.
  const told = (name: RunPart["name"], words: readonly string[]): RunPart => {
    const index = lastInstruction(history, name);
    const isUnset = words.length === 0 || (name === "WORKDIR" && index < 0 && words[0] === "/");
    return isUnset
      ? { name, words: [], decision: { by: "unset" } }
      : { name, words, decision: { by: "instruction", index } };
  };
  const one = (value: string | null) => (value === null || value === "" ? [] : [value]);
  return [
    options.entrypoint === undefined
      ? told("ENTRYPOINT", entrypoint ?? [])
      : { name: "ENTRYPOINT", words: one(options.entrypoint), decision: { by: "--entrypoint" } },
    cmdPart(told("CMD", cmd ?? []), history, options),
    told("USER", one(user)),
    told("WORKDIR", one(workingDir)),
    told("HEALTHCHECK", healthcheck?.test ?? []),
    told("STOPSIGNAL", one(stopSignal)),
  ];
}

function cmdPart(
  ofImage: RunPart,
  history: Image["history"],
  { args = [], entrypoint }: RunOptions,
): RunPart {
  if (args.length > 0) return { name: "CMD", words: args, decision: { by: "arguments" } };
  if (entrypoint !== undefined) return { name: "CMD", words: [], decision: { by: "--entrypoint" } };
  const clearing = lastInstruction(history, "ENTRYPOINT");
  const before = lastInstruction(history, "CMD");
  const isCleared = ofImage.words.length === 0 && before >= 0 && before < clearing;
  return isCleared ? { ...ofImage, decision: { by: "cleared", index: clearing } } : ofImage;
}
