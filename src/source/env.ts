/** Environment variables. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Returns the value of a variable. An empty value counts as not set. */
export function setting(env: Env, name: string): string | undefined {
  return env[name] === "" ? undefined : env[name];
}
