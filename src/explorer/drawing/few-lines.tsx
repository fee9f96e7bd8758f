import { Box } from "ink";
import type { Area } from "./area.js";
import { type Look, literal, rowOf, span } from "./row.js";
import { RowTexts } from "./row-text.js";

interface FewLinesProps {
  readonly words: readonly string[];
  readonly screen: Area;
  readonly look: Look;
}

/** Shows a few lines on a screen that is too small for more. */
export function FewLines({ words, screen: { columns, rows }, look }: FewLinesProps) {
  const shown = words.slice(0, rows).map((word) => rowOf([span(literal(word))]));
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <RowTexts rows={shown} columns={columns} look={look} />
    </Box>
  );
}
