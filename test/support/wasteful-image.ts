import type { Image } from "../../src/image/image.js";
import { historyOf } from "./history.js";
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
  const history = historyOf([
    "/bin/sh -c #(nop) ADD file:12ab in / ",
    '-/bin/sh -c #(nop)  CMD ["sh"]',
    "RUN /bin/sh -c fetch /opt/source && make -C /opt/source install # buildkit",
    "RUN /bin/sh -c rm -r /opt/source && configure # buildkit",
  ]);
  return { ...image, source: "app.tar", history };
}
