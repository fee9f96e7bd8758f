import { closeSync, openSync, readSync } from "node:fs";
import { textDifference } from "../difference.js";
import { layerx } from "../layerx.js";
import { listTar } from "../tar-listing.js";
import { guarded } from "./guarded.js";

const FILES = 5;

/**
 * Checks that `layerx cat` prints the bytes of the container for the biggest file and some other files.
 *
 * @param {import("../build.js").Built} image
 * @param {import("../tally.js").Tally} results
 */
export async function checkContent({ name, archive, rootfs }, results) {
  const files = listTar(rootfs).filter(
    ({ type, size, path }) => type === "file" && size > 0 && /^[\w/.-]+$/.test(path),
  );
  files.sort((a, b) => b.size - a.size);
  for (const file of files.filter((_, i) => i % Math.ceil(files.length / FILES) === 0)) {
    await guarded(results, `${name}: cat /${file.path}`, async () => {
      const { code, stdout, stderr } = await layerx(["cat", archive, `/${file.path}`]);
      if (code !== 0) return `exit ${code}: ${stderr.trim()}`;
      return textDifference(stdout, bytesOf(rootfs, file));
    });
  }
}

function bytesOf(tarball, { offset, size }) {
  const bytes = Buffer.alloc(size);
  const fd = openSync(tarball, "r");
  readSync(fd, bytes, 0, size, offset);
  closeSync(fd);
  return bytes;
}
