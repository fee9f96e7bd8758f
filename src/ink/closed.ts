/**
 * For each SGR parameter that switches a style on, the parameter that switches it off. Source: ECMA-48,
 * 8.3.117.
 */
const OFF: ReadonlyMap<number, number> = new Map([
  [1, 22],
  [2, 22],
  [3, 23],
  [4, 24],
  [7, 27],
  [8, 28],
  [9, 29],
  [53, 55],
  ...range(30, 37, 39),
  ...range(90, 97, 39),
  ...range(40, 47, 49),
  ...range(100, 107, 49),
]);

const CLOSERS = new Set([...OFF.values(), 0]);

function range(from: number, to: number, off: number): [number, number][] {
  return Array.from({ length: to - from + 1 }, (_, index) => [from + index, off]);
}

// A parameter of a well-known style, or one that switches styles off.
const KNOWN =
  "(?:[0-4]|[7-9]|2[2-4]|2[79]|[34][0-79]|5[35]|9[0-7]|10[0-7]|[34]8;5;\\d+|[34]8;2;\\d+;\\d+;\\d+)";
// Only well-known styles. The last sequence switches all of them off.
const ENDS_IN_RESET = new RegExp(
  `^(?:[^\\x1b\\x9b]|\\x1b\\[${KNOWN}(?:;${KNOWN})*m)*\\x1b\\[0m[^\\x1b\\x9b]*$`,
);

/**
 * Returns a line with all its styles switched off at its end, so that the next text on the row has none.
 * `null` for a line with other sequences than well-known styles.
 */
export function closed(line: string): string | null {
  if (ENDS_IN_RESET.test(line)) return line;
  // The same introducer as one C1 character.
  if (line.includes("\x9b")) return null;
  const open = new Set<number>();
  for (let at = line.indexOf("\x1b"); at >= 0; at = line.indexOf("\x1b", at + 1)) {
    const end = line.indexOf("m", at);
    if (line[at + 1] !== "[" || end < 0) return null;
    const parameters = line.slice(at + 2, end);
    if (!/^\d+(;\d+)*$/.test(parameters) || !apply(parameters.split(";").map(Number), open)) return null;
  }
  return open.size === 0 ? line : `${line}\x1b[${[...open].join("m\x1b[")}m`;
}

/**
 * Notes the styles that are on after a sequence.
 * @returns true if all of them are known
 */
function apply(parameters: readonly number[], open: Set<number>): boolean {
  for (let index = 0; index < parameters.length; index++) {
    const parameter = parameters[index];
    if (parameter === 38 || parameter === 48) {
      const more = { 5: 2, 2: 4 }[parameters[index + 1]];
      if (more === undefined || index + more >= parameters.length) return false;
      open.add(parameter + 1);
      index += more;
    } else if (parameter === 0) open.clear();
    else if (CLOSERS.has(parameter)) open.delete(parameter);
    else {
      const off = OFF.get(parameter);
      if (off === undefined) return false;
      open.add(off);
    }
  }
  return true;
}
