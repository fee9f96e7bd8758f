/**
 * A typed path with `~` or `~/` at its beginning replaced by the home folder, as a shell does it. A file that is called
 * `~` is `./~`. Without a known home folder the path stays as it is.
 */
export function withHome(path: string, home: string | null): string {
  return home !== null && /^~(\/|$)/.test(path) ? home + path.slice(1) : path;
}
