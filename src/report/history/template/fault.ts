/**
 * The reason why a template cannot be parsed or run. `compile.ts` makes an error for the user of it. In the
 * header of a table, a template that docker refuses is not an error: docker prints the header up to there.
 */
export class TemplateFault extends Error {
  /** True if docker accepts the template. */
  readonly unsupported: boolean;

  constructor(why: string, { unsupported }: { unsupported: boolean }) {
    super(why);
    this.unsupported = unsupported;
  }
}

/** Throws a fault for a template that docker refuses, too. */
export function refuse(why: string): never {
  throw new TemplateFault(why, { unsupported: false });
}

/** Throws a fault for a template that docker accepts, but layerx does not. */
export function unsupported(part: string): never {
  throw new TemplateFault(`${part} is not supported here`, { unsupported: true });
}
