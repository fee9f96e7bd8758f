import { reduceAnsiCodes, styledCharsFromTokens, tokenize } from "@alcalzone/ansi-tokenize";

/** What each row of an output shows: a character and its styles a cell, without the plain space at the end. */
export function cellsOf(output: string): string[][] {
  return output.split("\n").map((line) => {
    const cells = styledCharsFromTokens(tokenize(line)).map(({ value, styles }) => {
      const codes = reduceAnsiCodes(styles).map(({ code }) => code.slice(1));
      return codes.length === 0 ? value : `${value} ${codes.sort().join(" ")}`;
    });
    while (cells.length > 0 && cells[cells.length - 1].trim() === "") cells.pop();
    return cells;
  });
}
