/**
 * The user's state of a page. Each page adds its own fields, in the type that its folder exports. Pages are a
 * stack: only the last one is visible, and esc closes it. The contents of a page are computed from the state.
 */
export interface Page {
  readonly kind: string;
}

/** A text that scrolls. */
export interface ScrollPage<Kind extends string = string> extends Page {
  readonly kind: Kind;
  /** The first visible line. */
  readonly top: number;
}
