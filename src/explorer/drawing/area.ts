/** The cells of the content of a pane or a page, without its border. */
export interface Area {
  readonly columns: number;
  readonly rows: number;
}

/** The minimum size of the screen. */
export const LEAST = { columns: 40, rows: 12 };
