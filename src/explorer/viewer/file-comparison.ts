/** How two versions of a file differ. */
export type FileComparison =
  | { readonly is: "same" }
  /** Compared byte by byte only: `at` is the offset of the first one that differs. */
  | { readonly is: "bytes"; readonly why: "binary" | "long"; readonly at: number }
  | {
      readonly is: "lines";
      readonly rows: readonly DiffRow[];
      readonly added: number;
      readonly removed: number;
    };

/** A line of the difference, with its numbers from 1 on in either version; or lines that are alike and left out. */
export type DiffRow =
  | {
      readonly sign: " " | "+" | "-";
      readonly before: number | null;
      readonly after: number | null;
      readonly bytes: Buffer;
    }
  | { readonly alike: number };
