import { content } from "./content.js";
import { random } from "./random.js";
import { END, MTIME, member } from "./tar.js";

const OVERWRITTEN_ONE_IN = 20;
const MOST_BYTES = 512;
const CHANGED_ONE_IN = 100;
const DAY = 86_400;
/** A first ID that is far from the IDs of the other contents. */
const OTHER = 1e6;

/**
 * Returns an image of many small files, twenty in each folder. Upper layers overwrite or remove some of them.
 *
 * @param {{ files: number, layers: number, whiteouts: number, changed?: number }} shape `changed`: the same image, built
 *   again a day later with another instruction for this layer, which changes some files and does not add others. The
 *   layers below have the same bytes, and the layers above have the same files
 * @returns {Generator<{ instruction: string, tar: Buffer }>}
 */
export function* manyLayers({ files, layers, whiteouts, changed = layers }) {
  const chance = random(files);
  const alive = [];
  const perLayer = files / layers;
  const removals = Math.ceil(whiteouts / (layers - 1));
  let id = 0;
  let left = whiteouts;
  for (let layer = 0; layer < layers; layer++) {
    const parts = [];
    const mtime = layer < changed ? MTIME : MTIME + DAY;
    for (let i = 0; layer > 0 && i < removals && left > 0; i++, left--) {
      const path = alive.splice(chance.below(alive.length), 1)[0];
      const cut = path.lastIndexOf("/") + 1;
      parts.push(...member({ path: `${path.slice(0, cut)}.wh.${path.slice(cut)}`, body: Buffer.alloc(0) }));
    }
    for (let i = 0; i < perLayer; i++) {
      const again = layer > 0 && i % OVERWRITTEN_ONE_IN === 0;
      const path = again ? alive[chance.below(alive.length)] : pathOf(layer, i);
      if (!again) alive.push(path);
      if (!again && i % 20 === 1)
        parts.push(...member({ path: path.slice(0, path.lastIndexOf("/") + 1), type: "dir", mtime }));
      const size = chance.below(MOST_BYTES);
      const kind = layer === changed ? i % CHANGED_ONE_IN : -1;
      if (kind !== 2)
        parts.push(...member({ path, mtime, body: content(kind === 0 ? id + OTHER : id, size) }));
      id++;
    }
    yield {
      instruction: `RUN /bin/sh -c make ${layer === changed ? "other " : ""}layer-${layer} # buildkit`,
      tar: Buffer.concat([...parts, END]),
    };
  }
}

function pathOf(layer, i) {
  const top = ["usr", "opt", "srv", "var"][layer % 4];
  const folder = Math.floor(i / 20);
  return `${top}/lib-${layer}/group-${folder % 25}/module-${folder}/src-file-${i}.js`;
}
