/** The difference between two versions of a file. */
export type FileComparison =
  | { readonly is: "same" }
  /** Compared only byte by byte: `at` is the offset of the first different byte. */
  | { readonly is: "bytes"; readonly why: "binary" | "long"; readonly at: number }
  | {
      readonly is: "lines";
      readonly rows: readonly DiffRow[];
      readonly added: number;
      readonly removed: number;
    };

/**
 * A line of the difference, with its numbers in both versions, from 1; or a number of unchanged lines that
 * are left out.
 */
export type DiffRow =
  | {
      readonly sign: " " | "+" | "-";
      readonly before: number | null;
      readonly after: number | null;
      readonly bytes: Buffer;
    }
  | { readonly unchanged: number };
