import { fail, LayerxError } from "../errors.js";
import type { Image } from "../image/image.js";
import { escapeText } from "../text/escape.js";
import { docker } from "./engine/docker.js";
import { isImageId, type NamedImage, type NamedOptions, type NamedSource } from "./named-source.js";
import { type RemoteKind, splitScheme } from "./references/scheme.js";
import { registry } from "./registry/registry.js";
import { quoted } from "./registry/registry-message.js";
import { fullName, parseReference } from "./registry/registry-reference.js";

/**
 * The sources of images by name, in the order in which they are tried. The rare ones are loaded when they are
 * needed.
 */
const SOURCES: readonly NamedSource[] = [
  docker,
  {
    name: "podman",
    open: async (...args) => (await import("./podman/podman.js")).podman.open(...args),
  },
  {
    name: "containerd",
    open: async (...args) => (await import("./engine/containerd.js")).containerd.open(...args),
  },
  registry,
];

/**
 * Opens an image by its name: from the source of its scheme, else from the first source that has it. Any
 * failure except a missing image ends the search.
 * @throws LayerxError; the signal's reason
 */
export async function openNamed(source: string, options: NamedOptions): Promise<Image> {
  const { remote, path: name } = splitScheme(source);
  checkName(name, source);
  const named: NamedImage = { name, source, forced: remote !== null };
  const said = new Map<RemoteKind, string>();
  let next = "check the name";
  for (const each of SOURCES.filter((one) => remote === null || one.name === remote)) {
    options.signal?.throwIfAborted();
    const reply = await each.open(named, options).catch((error) => {
      if (named.forced || !(error instanceof LayerxError)) throw error;
      const why = error.why.includes("\n") ? error.what : error.why;
      said.set(each.name, each.name === "registry" ? `${fullName(parseReference(name))}: ${why}` : why);
      const isMistyped = each.name === "registry" && isMaybeMistyped(name, error);
      const next = isMistyped ? `check the name; ${error.next}` : error.next;
      throw new LayerxError(error.code, error.details, error, { lines: linesOf(said), next });
    });
    if (reply.is === "image") return reply.image;
    if (named.forced) throw reply.error;
    said.set(each.name, reply.is === "absent" ? reply.why : `not tried, because ${reply.why}`);
    // A registry answers a request for a private image as if the image did not exist. So the advice of its
    // error is used.
    if (each.name === "registry" && reply.is === "absent") next = reply.error.next;
  }
  fail("no-source-has", {
    image: quoted(name),
    lines: linesOf(said).join("\n"),
    next: `${next}; a file needs its path, and \`docker images\` lists the images of Docker Engine`,
  });
}

/**
 * Returns true for a name without a host that Docker Hub does not have: it may be the mistyped name of an
 * image on this machine.
 */
function isMaybeMistyped(name: string, { code }: LayerxError): boolean {
  const hasHost = fullName(parseReference(name)).startsWith(name);
  return !hasHost && /^registry-(?:unreachable|denied)$/.test(code);
}

/** Returns one line for each source, in the order in which they are tried. */
function linesOf(said: ReadonlyMap<RemoteKind, string>): string[] {
  const lines = SOURCES.map(
    ({ name }) => `${name}: ${said.get(name) ?? "not tried, because the search ended earlier"}`,
  );
  return ["path: there is no such file or folder", ...lines];
}

/** Refuses a text that is not a name of an image, before any source is used. */
function checkName(name: string, source: string): void {
  if (/^\[/.test(name) && /^containers-storage:/.test(source)) {
    fail("brackets-in-reference", { input: escapeText(source) });
  }
  if (isImageId(name)) return;
  parseReference(name);
}
