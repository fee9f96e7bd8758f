import { namedBase } from "../../analysis/base-image.js";
import { fail } from "../../errors.js";
import type { Image } from "../../image/image.js";
import { isName } from "../../source/references/scheme.js";
import { escapeText } from "../../text/escape.js";

/**
 * Returns the base image that annotations or labels of an image name, as a reference to open, with its digest
 * if they have one. Only a name for engines and registries is accepted: an image must not choose a file of
 * this machine.
 * @throws LayerxError `bad-usage` if the image names no base, or something else.
 */
export function annotatedBase(
  image: Image,
  { cwd, command }: { readonly cwd: string; readonly command: string },
): string {
  const { name, digest } = namedBase(image);
  const why = "--base IMAGE or --base-layers N says where the base image ends";
  if (name === null)
    return fail("bad-usage", { problem: "the image does not name its base image", why, command });
  const isReference = /^[\w.-]+(?::\d+)?(?:\/[\w.-]+)*(?::[\w.-]+)?(?:@[\w+.-]+:[0-9a-f]+)?$/.test(name);
  if (!isReference || !isName(name, { cwd })) {
    const problem = `the image calls its base image ${escapeText(name)}, which is not a name for an engine or a registry`;
    return fail("bad-usage", { problem, why, command });
  }
  const isDigest = digest !== null && /^[\w+.-]+:[0-9a-f]{32,}$/.test(digest);
  return isDigest && !name.includes("@") ? `${name}@${digest}` : name;
}
