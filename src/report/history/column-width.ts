import stringWidth from "string-width";

// ASCII, and the mark of a cut, which most tables have: measuring Unicode takes 20 ms the first time.
const PLAIN = /^[\0-\x7f\u2026]*$/;
const CONTROLS = /[\0-\x1f\x7f]/g;

/**
 * Returns the columns of a cell as docker's table counts them, whatever a terminal shows: for each grapheme,
 * the width of its first character that has one. So a flag takes 1 column and `❤️` takes 1.
 */
export function cellColumns(text: string): number {
  if (PLAIN.test(text)) return text.replace(CONTROLS, "").length;
  let columns = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) columns += clusterColumns(segment);
  return columns;
}

// In docker's table, the line and paragraph separators take no column; in `string-width` they take one.
const SEPARATOR = /^[\u2028\u2029]$/;

function clusterColumns(cluster: string): number {
  if (SEPARATOR.test(cluster)) return 0;
  for (const character of cluster) {
    const columns = stringWidth(character);
    if (columns > 0) return columns;
  }
  return 0;
}

// Wide characters that a terminal combines with their neighbour: the tone marks of Han and Hangul, the voiced
// sound marks of Kana, the fillers of Hangul.
const WIDE_MARK = /^[\u115f\u302a-\u302f\u3099\u309a\u3164\u{16fe4}]$/u;

/**
 * Returns the columns of one character, for cutting a text: 2 if it is East Asian wide or fullwidth, else 1,
 * also for marks and control characters.
 */
export function characterColumns(character: string): 1 | 2 {
  return WIDE_MARK.test(character) || stringWidth(character) === 2 ? 2 : 1;
}
