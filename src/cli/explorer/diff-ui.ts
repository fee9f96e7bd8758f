import type { CompareOptions } from "../../analysis/diff/compare-images.js";
import { fail } from "../../errors.js";
import type { Image } from "../../image/image.js";
import type { Context, ExitCode, OpenSettings } from "../command-context.js";
import { explorerWorld, hasScreen, withKeys } from "./explorer-world.js";

interface Compared {
  /** The images as the user named them. */
  readonly a: string;
  readonly b: string;
  /** Replaces `--image` and `--platform` for the new image. */
  readonly choiceOfB: NonNullable<OpenSettings["choice"]>;
  /** Returns the layers that the user named, as indexes. */
  layers(a: Image, b: Image): { readonly a: number; readonly b: number } | undefined;
  readonly compared: Pick<CompareOptions, "exclude" | "times">;
}

const NO_FLAGS = { theme: undefined, "no-mouse": undefined, ascii: undefined };

/**
 * Runs `diff --ui`: shows the differences in the explorer.
 * @throws LayerxError `bad-usage` if there is no terminal.
 */
export async function diffUi(
  { a, b, choiceOfB, layers, compared }: Compared,
  context: Context,
): Promise<ExitCode> {
  const explored = hasScreen(context.world)
    ? withKeys(context, async (keys) => {
        const world = await explorerWorld(NO_FLAGS, context, keys);
        const { openComparison } = await import("../../explorer/session/open-comparison.js");
        return openComparison({
          ...world,
          a: {
            source: a,
            open: (waiting) => context.open(a, { ...waiting, keepContent: true }),
          },
          b: {
            source: b,
            open: (waiting) => context.open(b, { ...waiting, keepContent: true, choice: choiceOfB }),
          },
          layers,
          compared,
        });
      })
    : null;
  return (
    explored ??
    fail("bad-usage", {
      problem: "--ui without a terminal",
      why: "it needs a screen and keys; leave --ui out for a report",
      command: "layerx diff",
    })
  );
}
