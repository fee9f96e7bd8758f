import { Box } from "ink";
import type { LayerxError } from "../../errors.js";
import type { Printable } from "../../text/escape.js";
import { wrapText } from "../../text/wrap.js";
import type { Area } from "../drawing/area.js";
import { type Look, literal, type Row, rowOf, type Style, span } from "../drawing/row.js";
import { RowTexts } from "../drawing/row-text.js";
import type { Screen } from "../terminal/display.js";

interface FailureProps {
  readonly source: Printable;
  readonly error: LayerxError;
  readonly screen: Area;
  readonly look: Look;
}

/** The screen for an image that cannot be opened: what failed, why, and what to do next. */
export function FailureScreen({ source, error, screen, look }: FailureProps) {
  const { columns, rows } = screen;
  const back = rowOf([span(literal("  any key"), "bold"), span(literal(" back"), "dim")]);
  const text = [
    rowOf([]),
    rowOf([span(literal("  ")), span(source, "bold", "accent")]),
    rowOf([]),
    ...part("error:", error.what, columns, ["bold"]),
    ...part("why:", error.why, columns),
    ...error.lines.flatMap((line) => part("", line, columns)),
    ...part("next:", error.next, columns),
  ];
  const shown = [...text.slice(0, Math.max(rows - 2, 0)), rowOf([]), back];
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <RowTexts rows={shown.slice(-rows)} columns={columns} look={look} />
    </Box>
  );
}

/** Returns a label and its text. All lines of the text begin in the same column. */
function part(label: string, text: string, columns: number, styles: readonly Style[] = []): Row[] {
  const lines = text.split("\n").flatMap((line) => wrapText(literal(line), columns - 11));
  return lines.map((line, at) =>
    rowOf([span(literal(`  ${(at === 0 ? label : "").padEnd(7)}`), "dim"), span(line, ...styles)]),
  );
}

interface FailureOptions {
  readonly display: Screen;
  readonly look: Look;
  readonly closed: AbortSignal;
  /** The name of the image that cannot be opened. */
  readonly source: Printable;
}

/** Shows the error until the user presses a key. */
export async function showFailure(
  error: LayerxError,
  { display, look, closed, source }: FailureOptions,
): Promise<void> {
  const draw = () =>
    display.show(<FailureScreen source={source} error={error} screen={display.size} look={look} />);
  await new Promise<void>((resolve) => {
    closed.addEventListener("abort", () => resolve(), { once: true });
    display.onRedraw = draw;
    display.onKeys = (keys) => {
      if (keys.includes("ctrl-z")) display.suspend();
      else resolve();
    };
    draw();
  });
}
