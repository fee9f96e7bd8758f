import { expect } from "vitest";
import { draw } from "../draw.js";
import { press } from "../start.js";
import { type ComparisonOptions, compared, NEW, OLD, type SideSpec } from "./start.js";

export const SMALL = { columns: 80, rows: 24 };

/** Checks the screen of a comparison after some keys. */
export async function checkScreen(
  keys: string,
  { a = OLD, b = NEW, ...options }: ComparisonOptions & { readonly a?: SideSpec; readonly b?: SideSpec },
  drawing: string,
): Promise<void> {
  expect(`\n${draw(press(await compared(a, b, options), keys))}\n`).toBe(drawing);
}
