import { content } from "./content.js";
import { random } from "./random.js";
import { END, member } from "./tar.js";

const FILES_OF = [5200, 2000, 1200, 700, 500, 300];
const MEDIAN_BYTES = 3850;
const SPREAD = 2.2;
const MOST_BYTES = 24e6;
const INSTRUCTION_OF = [
  "ADD rootfs.tar / ",
  "RUN /bin/sh -c apt-get update && apt-get install -y python3 # buildkit",
  "RUN /bin/sh -c pip install flask # buildkit",
  "COPY . /opt/source-code # buildkit",
  "RUN /bin/sh -c chmod -R g+w /opt && mv /opt/a /opt/b # buildkit",
  "RUN /bin/sh -c rm -rf /var/cache # buildkit",
];

/**
 * Returns an image with about 400 MB in 10,000 files and six layers. The sizes are distributed as in real images (half
 * of them below 3.9 kB, some of many MB), and each upper layer wastes some bytes for every cause.
 *
 * @param {{ repeats?: boolean }} [options] without `repeats` each path is once in a layer, because Docker Engine refuses repeated paths
 * @returns {Generator<{ instruction: string, tar: Buffer }>}
 */
export function* bigLayers({ repeats = true } = {}) {
  const chance = random(1);
  /** @type {{ path: string, id: number, size: number }[]} */
  const alive = [];
  const folders = new Set();
  let nextId = 1;
  for (const [index, files] of FILES_OF.entries()) {
    const parts = [];
    const write = ({ path, id, size }, mode = 0o644) =>
      parts.push(...withFolders(path, folders), ...member({ path, mode, body: content(id, size) }));
    const fresh = (path) => ({ path, id: nextId++, size: sizeOf(chance) });
    const killed = index === 0 ? 0 : Math.floor(files / 50);
    for (let i = 0; i < killed; i++) {
      const { path, id, size } = alive.splice(chance.below(alive.length), 1)[0];
      const [folder, name] = [path.slice(0, path.lastIndexOf("/")), path.slice(path.lastIndexOf("/") + 1)];
      const whiteout = () => parts.push(...member({ path: `${folder}/.wh.${name}`, body: Buffer.alloc(0) }));
      if (i % 6 === 0) write(fresh(path));
      else if (i % 6 === 1) write({ path, id, size }, 0o664);
      else if (i % 6 === 2) write({ path, id, size });
      else if (i % 6 === 3) {
        whiteout();
        write({ path: `${path}.moved`, id, size });
      } else if (i % 6 === 4) whiteout();
      else {
        write(fresh(path));
        if (repeats) write(fresh(path));
      }
    }
    for (let i = killed; i < files; i++) {
      const file = fresh(pathOf(index, i, chance));
      write(file);
      alive.push(file);
      if (i % 97 === 0)
        parts.push(...member({ path: `${file.path}.link`, type: "hardlink", linkname: file.path }));
      if (i % 41 === 0)
        parts.push(
          ...member({ path: `${file.path}.so`, type: "symlink", linkname: file.path.split("/").at(-1) }),
        );
    }
    yield { instruction: INSTRUCTION_OF[index], tar: Buffer.concat([...parts, END]) };
  }
}

function sizeOf(chance) {
  return Math.min(MOST_BYTES, Math.floor(MEDIAN_BYTES * Math.exp(SPREAD * chance.normal())));
}

function pathOf(layer, i, chance) {
  return `${["usr", "usr", "usr", "opt", "opt", "var"][layer]}/${["lib", "share", "bin"][i % 3]}/package-${layer}-${i >> 5}/part-${chance.below(4)}/file-${i}`;
}

/** @returns the members for folders that no layer has written yet. */
function withFolders(path, seen) {
  const parts = [];
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) {
    const folder = path.slice(0, at);
    if (seen.has(folder)) continue;
    seen.add(folder);
    parts.push(...member({ path: `${folder}/`, type: "dir" }));
  }
  return parts;
}
