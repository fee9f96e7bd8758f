import type { Image } from "../../../image/image.js";

const MOST_CHARS = 60;

/**
 * What a report on an image is called where nobody says otherwise: `./flask.layerx.md`, `./lean-1.0.layerx.md`. The name
 * is made of the image's first tag, else of the file that it comes from, of harmless characters only.
 */
export function reportName(
  { references, source }: Pick<Image, "references" | "source">,
  ending: string,
): string {
  const [reference] = references;
  const named = reference === undefined ? fileName(source) : tagName(reference);
  const harmless = named
    .replace(/[^\w.+-]+/g, "-")
    .slice(0, MOST_CHARS)
    .replace(/^[-.]+|[-.]+$/g, "");
  return `./${harmless || "image"}.layerx.${ending}`;
}

/** The last part of a repository's name, and its tag where that says something. */
function tagName(reference: string): string {
  const [name] = reference.split("@");
  return name.slice(name.lastIndexOf("/") + 1).replace(/:latest$/, "");
}

function fileName(source: string): string {
  const path = source.replace(/\/+$/, "");
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.(tar|tgz|tar\.\w+)$/, "");
}
