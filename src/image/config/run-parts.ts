import { lastInstruction } from "../dockerfile/instruction.js";
import { type Setting, settingInstruction } from "../dockerfile/setting-instruction.js";
import type { Image } from "../image.js";
import type { RunOptions } from "./run-command.js";

/** The origin of a part of the started command. */
export type Decision =
  /** The instruction with this index in the history; −1 if the history does not have it. */
  | { readonly by: "instruction"; readonly index: number }
  /** An ENTRYPOINT with this index removed the CMD before it. */
  | { readonly by: "cleared"; readonly index: number }
  | { readonly by: "--entrypoint" }
  | { readonly by: "arguments" }
  /** Not set: the engine uses its default. */
  | { readonly by: "unset" };

export interface RunPart {
  readonly name: Exclude<Setting, "SHELL">;
  /** The words of a command, as in the config; one word for other settings. Empty if it is not set. */
  readonly words: readonly string[];
  readonly decision: Decision;
}

/** Returns the settings that a container of the image starts with, and the origin of each. */
export function runParts(
  { config, history }: Pick<Image, "config" | "history">,
  options: RunOptions,
): RunPart[] {
  const { entrypoint, cmd, user, workingDir, healthcheck, stopSignal } = config;
  // BuildKit writes the engine's default working directory into every config.
  const partOf = (name: RunPart["name"], words: readonly string[]): RunPart => {
    const index = settingInstruction({ config, history }, name);
    const isUnset = words.length === 0 || (name === "WORKDIR" && index < 0 && words[0] === "/");
    return isUnset
      ? { name, words: [], decision: { by: "unset" } }
      : { name, words, decision: { by: "instruction", index } };
  };
  const one = (value: string | null) => (value === null || value === "" ? [] : [value]);
  return [
    options.entrypoint === undefined
      ? partOf("ENTRYPOINT", entrypoint ?? [])
      : { name: "ENTRYPOINT", words: one(options.entrypoint), decision: { by: "--entrypoint" } },
    cmdPart(partOf("CMD", cmd ?? []), history, options),
    partOf("USER", one(user)),
    partOf("WORKDIR", one(workingDir)),
    partOf("HEALTHCHECK", healthcheck?.test ?? []),
    partOf("STOPSIGNAL", one(stopSignal)),
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
