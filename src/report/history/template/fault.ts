/**
 * Why a template cannot be read or run. `compile.ts` makes the user's error of it; a table's header, which
 * docker prints as far as it got, swallows what docker refuses.
 */
export class TemplateFault extends Error {
  /** True where docker itself would have taken the template. */
  readonly unsupported: boolean;

  constructor(why: string, { unsupported }: { unsupported: boolean }) {
    super(why);
    this.unsupported = unsupported;
  }
}

/** Docker refuses the template too. */
export function refuse(why: string): never {
  throw new TemplateFault(why, { unsupported: false });
}

/** Docker takes it, this program does not. */
export function unsupported(part: string): never {
  throw new TemplateFault(`${part} is not supported here`, { unsupported: true });
}
