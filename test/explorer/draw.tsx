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

/** The lines of the screen with their styles, without the plain space at their ends. */
export function frame(state: State, look = COLOUR): string[] {
  return renderToString(<Explorer state={state} look={look} />, { columns: state.screen.columns }).split(
    "\n",
  );
}

/** The screen as a drawing, without styles and without the space at the ends of lines. */
export function draw(state: State, look = COLOUR): string {
  return frame(state, look).map(plain).join("\n");
}

/** A component as a drawing. */
export function drawn(element: ReactElement, columns: number): string {
  return renderToString(element, { columns }).split("\n").map(plain).join("\n");
}

/** Whether lines fill a screen: each as wide as it is, but for header and footer, whose space at the end Ink leaves out. */
export function isFull(lines: readonly string[], { columns, rows }: State["screen"]): boolean {
  const widths = lines.map((line) => stringWidth(line));
  const [header = 0, footer = 0] = [widths.at(0), widths.at(-1)];
  const within = widths.slice(1, -1).every((width) => width === columns);
  return lines.length === rows && within && Math.max(header, footer) <= columns;
}

function plain(line: string): string {
  return stripVTControlCharacters(line).trimEnd();
}

/** Asks a screen that is laid out what its cells stand for. */
function asked<Answer>(screen: ReactElement, columns: number, ask: (targets: Targets) => Answer): Answer {
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

/** What each cell of a screen stands for. */
export function clicks(screen: ReactElement, { columns, rows }: State["screen"]): (ClickTarget | null)[][] {
  return asked(screen, columns, (targets) =>
    Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, column) => targets.clickAt({ column, row })),
    ),
  );
}

/** Looks at the screen once Ink has laid it out: effects of what comes before it came first. */
function Laid({ look }: { readonly look: () => void }) {
  useLayoutEffect(look);
  return null;
}

/** What the first cell of a text on the screen stands for. */
export function clickAt(state: State, text: string, look = COLOUR): ClickTarget | null {
  const lines = draw(state, look).split("\n");
  const row = lines.findIndex((line) => line.includes(text));
  if (row < 0) throw new Error(`no ${JSON.stringify(text)} on the screen:\n${lines.join("\n")}`);
  const cell = { column: lines[row].indexOf(text), row };
  return asked(<Explorer state={state} look={look} />, state.screen.columns, (targets) =>
    targets.clickAt(cell),
  );
}
