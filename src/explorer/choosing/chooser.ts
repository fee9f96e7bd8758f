import type { ImageChoice, UnclearChoice } from "../../image/choice.js";
import { platformName } from "../../image/platform.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { LEAST } from "../drawing/area.js";
import type { Key } from "../keys/key-names.js";
import { type List, type Move, moved, scrolled } from "../list.js";

/** The state of the screen that lets the user choose an image. Keys turn it into the next state. */
export interface Chooser {
  readonly about: "images" | "platforms";
  readonly choices: readonly ImageChoice[];
  readonly screen: { readonly columns: number; readonly rows: number };
  /** The typed filter; lists that fit on the screen have none. */
  readonly filter: string;
  readonly list: List;
}

/** The result of a key. */
export type ChooserStep =
  | { readonly type: "ask"; readonly chooser: Chooser }
  | { readonly type: "chosen"; readonly choice: ImageChoice }
  | { readonly type: "leave" }
  | { readonly type: "suspend" };

/** The choices of a question. For `several-images` they are images, otherwise platforms of one image. */
export type Question = Pick<UnclearChoice, "code" | "choices">;

/** Returns the first state of a question. The cursor is on the first choice, or on `chosen`. */
export function openedChooser({ code, choices }: Question, screen: Chooser["screen"], chosen = 0): Chooser {
  const about = code === "several-images" ? "images" : "platforms";
  return withCursor({ about, choices, screen, filter: "", list: { cursor: 0, top: 0 } }, chosen);
}

/** Returns the lines of the list, between header, footer and border. */
export function chooserHeight({ screen }: Chooser): number {
  return Math.max(screen.rows - 4, 1);
}

/**
 * Returns true if there are more choices than lines. Then typed letters are a filter, otherwise they are
 * keys.
 */
export function isFiltered(chooser: Chooser): boolean {
  return chooser.choices.length > chooserHeight(chooser);
}

/** Returns the choices that contain every word of the filter. */
export function matchingChoices({ choices, filter }: Chooser): readonly ImageChoice[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return choices.filter((choice) => {
    const { references, id, digest, osVersion, platforms } = choice;
    const text = [...references, id, digest ?? "", osVersion ?? "", ...platforms.map(platformName)]
      .join(" ")
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Returns the name of a choice: its references, else the beginning of its ID; for platforms the platform. */
export function choiceName(
  { about }: Chooser,
  { references, id, platforms, osVersion }: ImageChoice,
): Printable {
  if (about === "platforms") {
    const os = osVersion === null ? "" : ` ${osVersion}`;
    return escapeText(`${platforms.map(platformName).join(", ")}${os}`);
  }
  return escapeText(references.length > 0 ? references.join(", ") : id.slice(0, 19));
}

export function resizedChooser(chooser: Chooser, screen: Chooser["screen"]): Chooser {
  return withCursor({ ...chooser, screen }, chooser.list.cursor);
}

const MOVES: Readonly<Record<Key, Move>> = {
  up: "up",
  down: "down",
  "page-up": "page-up",
  "page-down": "page-down",
  home: "top",
  end: "bottom",
};
const LETTER_MOVES: Readonly<Record<Key, Move>> = { k: "up", j: "down", g: "top", G: "bottom" };

/** Returns the result of a key. */
export function press(chooser: Chooser, key: Key): ChooserStep {
  const typing = isFiltered(chooser);
  if (key === "ctrl-z") return { type: "suspend" };
  if (key === "ctrl-c" || (key === "q" && !typing)) return { type: "leave" };
  if (key === "esc") return chooser.filter === "" ? { type: "leave" } : ask(filtered(chooser, ""));
  const matching = matchingChoices(chooser);
  if (key === "enter") {
    const choice = isShown(chooser) ? matching.at(chooser.list.cursor) : undefined;
    return choice === undefined ? ask(chooser) : { type: "chosen", choice };
  }
  const move = MOVES[key] ?? (typing ? undefined : LETTER_MOVES[key]);
  if (move !== undefined) {
    const sizes = { count: matching.length, height: chooserHeight(chooser) };
    return ask(withCursor(chooser, moved(chooser.list.cursor, move, sizes)));
  }
  return ask(typing ? typed(chooser, key) : chooser);
}

/** Returns false if the screen is too small to show the selected choice. */
function isShown({ screen }: Chooser): boolean {
  return screen.columns >= LEAST.columns && screen.rows >= LEAST.rows;
}

function ask(chooser: Chooser): ChooserStep {
  return { type: "ask", chooser };
}

function typed(chooser: Chooser, key: Key): Chooser {
  if (key === "backspace") return filtered(chooser, [...chooser.filter].slice(0, -1).join(""));
  if (key === "ctrl-u") return filtered(chooser, "");
  const letter = key === "space" ? " " : key;
  return [...letter].length === 1 ? filtered(chooser, chooser.filter + letter) : chooser;
}

function filtered(chooser: Chooser, filter: string): Chooser {
  return withCursor({ ...chooser, filter }, 0);
}

function withCursor(chooser: Chooser, to: number): Chooser {
  const count = matchingChoices(chooser).length;
  const cursor = Math.max(Math.min(to, count - 1), 0);
  const top = scrolled(chooser.list.top, cursor, { count, height: chooserHeight(chooser) });
  return { ...chooser, list: { cursor, top } };
}
