/**
 * The maximum number of bytes for the clipboard: terminals drop texts of more than about 100 kB in base64.
 * Source: xterm.
 */
export const MOST_BYTES = 74_000;

/** A text for the clipboard, and its name for the message on the screen. */
export type Copied =
  | { readonly text: string; readonly name: string }
  /** The reason why nothing can be copied. */
  | { readonly why: string };
