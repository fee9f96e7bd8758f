import type { ByteRange, CodePointRange } from "./byte-ranges.js";

const SLASH = 0x2f;
const LAST = 0x10ffff;

/**
 * Returns the place after the bracket that closes the set at `open`; −1 if it is not closed within the name.
 */
export function classEnd(text: string, open: number): number {
  const found = /^\[[!^]?(?:\\.|[^\\/])(?:\\.|[^\]\\/])*\]/su.exec(text.slice(open, open + 4096));
  return found === null ? -1 : open + found[0].length;
}

/** The characters of a set. */
interface CharClass {
  readonly doubt: string | null;
  readonly points: readonly CodePointRange[];
  /**
   * The first bytes of its characters, if it is a set of all characters except some of ASCII. Then invalid
   * UTF-8 bytes are in it, too.
   */
  readonly allBut: readonly ByteRange[] | null;
}

/** Parses the text between the brackets of a set: `a-z`, `!0-9`, `^x`. A slash is in no set. */
export function classOf(inner: string, ignoreCase: boolean): CharClass {
  const negated = /^[!^]/.test(inner);
  const chars = [...inner.slice(negated ? 1 : 0).matchAll(/\\(.)|(.)/gsu)].map(([, escaped, plain]) => ({
    point: (escaped ?? plain).codePointAt(0) ?? 0,
    isDash: plain === "-",
  }));
  const members: CodePointRange[] = [];
  let doubt: string | null = null;
  for (let i = 0; i < chars.length; i++) {
    const isRange = i + 2 < chars.length && chars[i + 1].isDash;
    const range: CodePointRange = [chars[i].point, chars[isRange ? i + 2 : i].point];
    if (isRange) i += 2;
    if (range[0] > range[1]) doubt = "a range in brackets runs backwards";
    else members.push(range);
  }
  const all = ignoreCase ? members.flatMap(withCases) : members;
  const points = (negated ? complement(all) : all).flatMap(withoutSlash);
  const isAllBut = negated && all.every(([, to]) => to < 0x80);
  const ascii = points.flatMap(([from, to]): ByteRange[] =>
    from < 0x80 ? [[from, Math.min(to, 0x7f)]] : [],
  );
  return { doubt, points, allBut: isAllBut ? [...ascii, [0xc0, 0xff]] : null };
}

/** In a range with more members, case is not ignored: few of them have two cases. */
const MOST_CASES = 2000;

function withCases([from, to]: CodePointRange): CodePointRange[] {
  const out: CodePointRange[] = [[from, to]];
  for (let point = from; point <= Math.min(to, from + MOST_CASES); point++) {
    const char = String.fromCodePoint(point);
    for (const other of [char.toLowerCase(), char.toUpperCase()]) {
      const code = [...other].length === 1 ? (other.codePointAt(0) ?? point) : point;
      if (code < from || code > to) out.push([code, code]);
    }
  }
  return out;
}

function complement(ranges: readonly CodePointRange[]): CodePointRange[] {
  const out: CodePointRange[] = [];
  let from = 0;
  for (const [start, end] of [...ranges].sort(([a], [b]) => a - b)) {
    if (start > from) out.push([from, start - 1]);
    from = Math.max(from, end + 1);
  }
  return from > LAST ? out : [...out, [from, LAST]];
}

function withoutSlash([from, to]: CodePointRange): CodePointRange[] {
  if (from > SLASH || to < SLASH) return [[from, to]];
  const parts: CodePointRange[] = [
    [from, SLASH - 1],
    [SLASH + 1, to],
  ];
  return parts.filter(([start, end]) => start <= end);
}
