import type { Warning } from "../../image/image.js";
import { coloursAllowed, palette } from "../../text/colour.js";
import { escapeText } from "../../text/escape.js";
import type { CommonArgs } from "../arguments/options.js";
import type { World } from "../command-context.js";
import { logText } from "./log-guard.js";
import type { Progress } from "./progress.js";

/** The lines for people on stderr. Progress is hidden before a line is printed. */
export class Messages {
  readonly #world: World;
  readonly #progress: Progress;
  readonly #label: string;
  readonly #warned = new Set<string>();
  #pending: string[] = [];

  constructor(world: World, args: CommonArgs, progress: Progress) {
    this.#world = world;
    this.#progress = progress;
    const colour = !args["no-color"] && coloursAllowed(world.env, world.stderr);
    this.#label = palette({ colour }).yellow("warning:");
  }

  readonly print = (line: string): void => {
    this.#progress.hide();
    this.#world.stderr.write(logText(`${line}\n`, this.#world.env));
  };

  /** Keeps a line until `printPending`: it would appear in the screen of the explorer. */
  readonly printLater = (line: string): void => void this.#pending.push(line);

  printPending(): void {
    this.#pending.forEach(this.print);
    this.#pending = [];
  }

  /** Prints warnings, each once. */
  warn(warnings: readonly Warning[]): void {
    for (const { message } of warnings) {
      if (!this.#warned.has(message)) this.print(`${this.#label} ${escapeText(message)}`);
      this.#warned.add(message);
    }
  }
}
