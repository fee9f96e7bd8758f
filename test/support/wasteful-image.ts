import type { HistoryEntry } from "../../src/image/history.js";
import type { Image } from "../../src/image/image.js";
import { memoryImage } from "./memory-image.js";

/**
 * @returns an image of three layers with 10 kB, 3 kB of them wasted: an overwritten file of the base (1 kB), and files
 * that one RUN adds and the next RUN removes (1.2 kB and 800 B in one folder).
 */
export function wastefulImage(): Image {
  const image = memoryImage([
    [
      { path: "bin/sh", content: "s".repeat(4000) },
      { path: "etc/conf", content: "c".repeat(1000) },
    ],
    [
      { path: "opt/tool", content: "t".repeat(1900) },
      { path: "opt/source/a", content: "a".repeat(1200) },
      { path: "opt/source/b", content: "b".repeat(800) },
    ],
    [{ path: "opt/.wh.source" }, { path: "etc/conf", content: "d".repeat(1100) }],
  ]);
  const history = [
    entry("/bin/sh -c #(nop) ADD file:12ab in / ", 0),
    entry('/bin/sh -c #(nop)  CMD ["sh"]', null),
    entry("RUN /bin/sh -c fetch /opt/source && make -C /opt/source install # buildkit", 1),
    entry("RUN /bin/sh -c rm -r /opt/source && configure # buildkit", 2),
  ];
  return { ...image, source: "app.tar", history };
}

function entry(createdBy: string, layer: number | null): HistoryEntry {
  return { created: null, createdBy, author: null, comment: null, emptyLayer: layer === null, layer };
}
