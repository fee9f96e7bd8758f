/**
 * One instruction, as the config's `history` tells it. Texts are as stored (unescaped, a byte that is no
 * UTF-8 and a lone surrogate are U+FFFD); what is absent or `null` is `null`; a value of a wrong type or a
 * date that docker refuses counts as absent, with a warning on the image.
 */
export interface HistoryEntry {
  /** RFC 3339 as stored. */
  readonly created: string | null;
  readonly createdBy: string | null;
  readonly author: string | null;
  readonly comment: string | null;
  readonly emptyLayer: boolean;
  /** Index of the layer it made; `null` where it made none, or where there are fewer layers than entries. */
  readonly layer: number | null;
}
