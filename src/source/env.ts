/** Environment variables. */
export type Env = Readonly<Record<string, string | undefined>>;

/** The value of a variable; an empty one counts as not set. */
export function setting(env: Env, name: string): string | undefined {
  return env[name] === "" ? undefined : env[name];
}
