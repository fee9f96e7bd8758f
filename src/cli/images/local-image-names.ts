import { splitScheme } from "../../source/references/scheme.js";
import type { World } from "../command-context.js";

/**
 * Returns the names of local images that begin with the typed text, which may begin with a scheme. `source` is
 * the value of `--source`, `null` without it.
 */
export async function localImageNames(
  { env, platform, uid }: Pick<World, "env" | "platform" | "uid">,
  { typed, source }: { readonly typed: string; readonly source: string | null },
): Promise<string[]> {
  const [, scheme = "", start] =
    /^((?:docker|docker-daemon|podman|containers-storage):(?:\/\/)?)?(.*)$/s.exec(typed) ?? [];
  const given = scheme === "" && source !== null ? `${source}:` : scheme;
  const only = splitScheme(given).remote;
  if (given !== "" && only === null) return [];
  const { localNames } = await import("../../source/references/local-names.js");
  const names = await localNames({ env, os: platform.os, uid }, { only });
  return names.filter((name) => name.startsWith(start)).map((name) => `${scheme}${name}`);
}
