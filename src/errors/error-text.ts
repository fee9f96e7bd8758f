export interface ErrorText {
  /** What failed, on which input: one sentence, untrusted parts already escaped. */
  readonly what: string;
  /** Why. */
  readonly why: string;
  /** One line for each thing that was tried, under the reason. */
  readonly lines?: readonly string[];
  /** The next thing to try. */
  readonly next: string;
}

/** What an error's text is made of. Every value is printable. */
export type Details = Record<string, string | number>;

/** Errors that a user can meet, by code; `test/errors.test.ts` walks them. */
export type Catalogue = Record<string, (details: Details) => ErrorText>;
