export interface ErrorText {
  /** One sentence: what failed and on which input. Untrusted parts are already escaped. */
  readonly what: string;
  /** The reason. */
  readonly why: string;
  /** One line for each source that was tried, shown below the reason. */
  readonly lines?: readonly string[];
  /** The next thing to try. */
  readonly next: string;
}

/** The values for an error's text. All of them are printable. */
export type Details = Record<string, string | number>;

/** Errors that a user can meet, by code. `test/errors.test.ts` checks all of them. */
export type Catalogue = Record<string, (details: Details) => ErrorText>;
