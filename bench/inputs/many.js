import { content } from "./content.js";
import { random } from "./random.js";
import { END, member } from "./tar.js";

const OVERWRITTEN_ONE_IN = 20;
const MOST_BYTES = 512;

/**
 * Many small files: a folder of twenty each, some overwritten by upper layers, some removed.
 *
 * @param {{ files: number, layers: number, whiteouts: number }} shape
 * @returns {Generator<{ instruction: string, tar: Buffer }>}
 */
export function* manyLayers({ files, layers, whiteouts }) {
  const chance = random(files);
  const alive = [];
  const perLayer = files / layers;
  const removals = Math.ceil(whiteouts / (layers - 1));
  let id = 0;
  let left = whiteouts;
  for (let layer = 0; layer < layers; layer++) {
    const parts = [];
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
        parts.push(...member({ path: path.slice(0, path.lastIndexOf("/") + 1), type: "dir" }));
      parts.push(...member({ path, body: content(id++, chance.below(MOST_BYTES)) }));
    }
    yield {
      instruction: `RUN /bin/sh -c make layer-${layer} # buildkit`,
      tar: Buffer.concat([...parts, END]),
    };
  }
}

function pathOf(layer, i) {
  const top = ["usr", "opt", "srv", "var"][layer % 4];
  const folder = Math.floor(i / 20);
  return `${top}/lib-${layer}/group-${folder % 25}/module-${folder}/src-file-${i}.js`;
}
