import { fail } from "../../errors.js";
import { escapeText } from "../../text/escape.js";
import type { Source } from "../source.js";
import { ArchiveSource } from "./archive-source.js";

/** Top-level folders of a root filesystem. Several of them together show that a folder is one. */
const ROOT_FOLDERS = [
  "bin",
  "etc",
  "usr",
  "lib",
  "var",
  "dev",
  "proc",
  "sys",
  "home",
  "root",
  "sbin",
  "opt",
  "tmp",
];
const ENOUGH_ROOT_FOLDERS = 3;

/** Throws the error for a source without a manifest. It describes the source. */
export async function noImage(source: Source): Promise<never> {
  const { input } = source;
  for (const name of ["index.json", "manifest.json"]) {
    const why = source.whyAbsent?.(name) ?? null;
    if (why !== null) fail("link-not-followed", { input, role: "document", name, why });
  }
  if (!(source instanceof ArchiveSource) && (await source.has("repositories")))
    fail("old-docker-archive", { input });
  if (!(source instanceof ArchiveSource)) fail("folder-no-layout", { input, content: source.summary() });
  const tops = new Set<string>();
  for (const path of source.paths()) {
    if (/^[^/]+\/Chart\.yaml$/.test(path))
      fail("is-artifact", { input, kind: escapeText("a packaged Helm chart") });
    const slash = path.indexOf("/");
    tops.add(slash < 0 ? path : path.slice(0, slash));
  }
  source.checkWhole();
  const ids = [...source.paths()].filter((path) => /^[0-9a-f]{64}\/(?:json|layer\.tar)$/.test(path));
  if (ids.length > 0) fail("old-docker-archive", { input });
  const folders = ROOT_FOLDERS.filter((folder) => tops.has(folder));
  if (folders.length >= ENOUGH_ROOT_FOLDERS || tops.has(".dockerenv"))
    fail("root-filesystem", { input, content: folders.slice(0, 4).join(", ") });
  fail("no-manifest", { input, content: source.summary() });
}
