import { join, posix, win32 } from "node:path";

/** The facts that decide where the cache is. */
export interface CachePlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** In the words of `process.platform`. */
  readonly os: string;
  readonly cwd: string;
  /** The value of `--cache-dir`. */
  readonly folder?: string;
}

/**
 * Returns the folder of the cache: `--cache-dir`, `LAYERX_CACHE_DIR`, an absolute `XDG_CACHE_HOME`, else the
 * default of the system; `null` if there is no home folder. An empty variable counts as not set.
 */
export function cacheFolder({ env, os, cwd, folder }: CachePlace): string | null {
  const paths = os === "win32" ? win32 : posix;
  const given = filled(folder) ?? filled(env.LAYERX_CACHE_DIR);
  if (given !== null) return paths.resolve(cwd, given);
  const xdg = filled(env.XDG_CACHE_HOME);
  if (xdg !== null && paths.isAbsolute(xdg)) return join(xdg, "layerx");
  if (os === "win32") {
    const local = filled(env.LOCALAPPDATA);
    return local === null ? null : win32.join(local, "layerx", "Cache");
  }
  const home = filled(env.HOME);
  if (home === null || !paths.isAbsolute(home)) return null;
  return os === "darwin" ? join(home, "Library", "Caches", "layerx") : join(home, ".cache", "layerx");
}

function filled(text: string | undefined): string | null {
  return text === undefined || text === "" ? null : text;
}
