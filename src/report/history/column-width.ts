import stringWidth from "string-width";

// With the mark of a cut, which most tables have: measuring it as Unicode costs 20 ms the first time.
const PLAIN = /^[\0-\x7f\u2026]*$/;
const CONTROLS = /[\0-\x1f\x7f]/g;

/**
 * Columns of a table's cell: grapheme by grapheme, the width of its first character that has one. So a flag
 * takes 1 column and `❤️` 1, whatever a terminal shows: that is how docker's table counts.
 */
export function cellColumns(text: string): number {
  if (PLAIN.test(text)) return text.replace(CONTROLS, "").length;
  let columns = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) columns += clusterColumns(segment);
  return columns;
}

// The line and the paragraph separator take no column in docker's table, and one by `string-width`.
const SEPARATOR = /^[\u2028\u2029]$/;

function clusterColumns(cluster: string): number {
  if (SEPARATOR.test(cluster)) return 0;
  for (const character of cluster) {
    const columns = stringWidth(character);
    if (columns > 0) return columns;
  }
  return 0;
}

// Wide characters that a terminal folds into their neighbour: the tone marks of Han and Hangul, the voiced
// sound marks of Kana, the fillers of Hangul.
const WIDE_MARK = /^[\u115f\u302a-\u302f\u3099\u309a\u3164\u{16fe4}]$/u;

/** Columns of one character, for the cut: 2 where it is East Asian wide or fullwidth, else 1, marks and controls too. */
export function characterColumns(character: string): 1 | 2 {
  return WIDE_MARK.test(character) || stringWidth(character) === 2 ? 2 : 1;
}
