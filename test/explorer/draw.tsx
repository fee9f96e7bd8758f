import { stripVTControlCharacters } from "node:util";
import { renderToString } from "ink";
import { type ReactElement, useLayoutEffect } from "react";
import stringWidth from "string-width";
import type { Look } from "../../src/explorer/drawing/row.js";
import { Targets, TargetsContext } from "../../src/explorer/drawing/targets.js";
import { Explorer } from "../../src/explorer/explorer.js";
import type { ClickTarget } from "../../src/explorer/mouse/click-target.js";
import type { State } from "../../src/explorer/state.js";

const COLOUR: Look = { colour: true };

/** Returns the lines of the screen with their styles, without plain spaces at their ends. */
export function frame(state: State, look = COLOUR): string[] {
  return renderToString(<Explorer state={state} look={look} />, { columns: state.screen.columns }).split(
    "\n",
  );
}

/** Returns the screen as text, without styles and without spaces at the ends of lines. */
export function draw(state: State, look = COLOUR): string {
  return frame(state, look).map(plain).join("\n");
}

/** Returns a component as text, without styles and without spaces at the ends of lines. */
export function drawn(element: ReactElement, columns: number): string {
  return renderToString(element, { columns }).split("\n").map(plain).join("\n");
}

/** Returns true if lines fill a screen. Header and footer may be shorter: Ink leaves out spaces at their ends. */
export function isFull(lines: readonly string[], { columns, rows }: State["screen"]): boolean {
  const widths = lines.map((line) => stringWidth(line));
  const [header = 0, footer = 0] = [widths.at(0), widths.at(-1)];
  const within = widths.slice(1, -1).every((width) => width === columns);
  return lines.length === rows && within && Math.max(header, footer) <= columns;
}

function plain(line: string): string {
  return stripVTControlCharacters(line).trimEnd();
}

/** Lays out a screen, and returns the result of `ask` for its click targets. */
function withTargets<Answer>(
  screen: ReactElement,
  columns: number,
  ask: (targets: Targets) => Answer,
): Answer {
  const targets = new Targets();
  const answers: Answer[] = [];
  renderToString(
    <TargetsContext value={targets}>
      {screen}
      <Laid look={() => void answers.push(ask(targets))} />
    </TargetsContext>,
    { columns },
  );
  return answers[0];
}

/** Returns the click target of each cell of a screen. */
export function clicks(screen: ReactElement, { columns, rows }: State["screen"]): (ClickTarget | null)[][] {
  return withTargets(screen, columns, (targets) =>
    Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, column) => targets.clickAt({ column, row })),
    ),
  );
}

/** Calls `look` after the layout: the effects of earlier components run first. */
function Laid({ look }: { readonly look: () => void }) {
  useLayoutEffect(look);
  return null;
}

/** Returns the click target of the first cell of a text on the screen. */
export function clickAt(state: State, text: string, look = COLOUR): ClickTarget | null {
  const lines = draw(state, look).split("\n");
  const row = lines.findIndex((line) => line.includes(text));
  if (row < 0) throw new Error(`no ${JSON.stringify(text)} on the screen:\n${lines.join("\n")}`);
  const cell = { column: lines[row].indexOf(text), row };
  return withTargets(<Explorer state={state} look={look} />, state.screen.columns, (targets) =>
    targets.clickAt(cell),
  );
}
