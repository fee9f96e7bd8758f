import { Text } from "ink";
import { memo } from "react";
import { type Look, type Row, styledText } from "./row.js";

interface RowTextProps {
  readonly row: Row;
  readonly columns: number;
  readonly look: Look;
}

/**
 * Draws a row of the screen, `columns` wide. Ink gets a text with its styles: the theme chooses the colours,
 * not chalk.
 */
export function RowText({ row, columns, look }: RowTextProps) {
  return <StyledText text={styledText(row, columns, look)} />;
}

/** A row with the same text as before is not drawn again. */
const StyledText = memo(({ text }: { readonly text: string }) => <Text wrap="truncate-end">{text}</Text>);

interface RowTextsProps {
  readonly rows: readonly Row[];
  readonly columns: number;
  readonly look: Look;
}

/** Draws rows, one below the other. */
export function RowTexts({ rows, columns, look }: RowTextsProps) {
  // The key of a row is its place on the screen, whatever it shows.
  return rows.map((row, at) => <StyledText key={String(at)} text={styledText(row, columns, look)} />);
}
