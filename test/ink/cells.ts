import { reduceAnsiCodes, styledCharsFromTokens, tokenize } from "@alcalzone/ansi-tokenize";

/** Returns the cells of each row: a character and its styles. Plain spaces at the end of a row are left out. */
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
