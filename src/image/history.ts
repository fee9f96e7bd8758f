/**
 * One instruction in the `history` of the config. Texts are as stored (unescaped; bytes that are not UTF-8
 * and lone surrogates are U+FFFD). Absent values are `null`. A value of a wrong type, or a date that docker
 * refuses, counts as absent, with a warning on the image.
 */
export interface HistoryEntry {
  /** RFC 3339 as stored. */
  readonly created: string | null;
  readonly createdBy: string | null;
  readonly author: string | null;
  readonly comment: string | null;
  readonly emptyLayer: boolean;
  /** The index of its layer; `null` if it made none, or if there are fewer layers than entries. */
  readonly layer: number | null;
}
