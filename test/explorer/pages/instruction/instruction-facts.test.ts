import { expect, test } from "vitest";
import { analyze } from "../../../../src/analysis/analyze.js";
import { instructions } from "../../../../src/explorer/layers/instructions.js";
import { documentLines } from "../../../../src/explorer/pages/documents/document.js";
import { instructionFacts } from "../../../../src/explorer/pages/instruction/instruction-facts.js";
import type { Image } from "../../../../src/image/image.js";
import { memoryImage } from "../../../support/memory-image.js";
import { wastefulImage } from "../../../support/wasteful-image.js";

async function page(image: Image, index: number): Promise<string[]> {
  const lines = documentLines(instructionFacts(await analyze(image), instructions(image)[index], null), 100);
  return lines.map((line) =>
    "blank" in line ? "" : "heading" in line ? `# ${line.heading}` : `${line.label}${line.text}`,
  );
}

test("the instruction page shows the instruction in lines, its layer, and its stored form", async () => {
  expect(await page(wastefulImage(), 2)).toEqual([
    "# Instruction",
    "   RUN fetch /opt/source && \\",
    "       make -C /opt/source install",
    "",
    "# Layer 1",
    "   size     3.9kB of files, 39% of the image",
    "   changes  +5 added  ~0 modified  −0 removed",
    "   members  3 entries in its archive",
    "   wasted   2kB that later instructions replace or remove",
    "   stored   3.9kB, uncompressed",
    "",
    "# As stored",
    "   RUN /bin/sh -c fetch /opt/source && make -C /opt/source install # buildkit",
  ]);
});

test("the page of an instruction without a layer says that it changes no files", async () => {
  expect(await page(wastefulImage(), 1)).toEqual([
    "# Instruction",
    '   CMD ["sh"]',
    "",
    "# No layer",
    "   it changes how the image runs, and no files",
    "",
    "# As stored",
    '   /bin/sh -c #(nop)  CMD ["sh"]',
  ]);
});

test("the instruction page shows date, author, comment and digests if they are known", async () => {
  const { history, ...image } = wastefulImage();
  const [layer] = image.layers;
  const origin = { created: "2024-01-02T03:04:05Z", author: "me", comment: "buildkit.dockerfile.v0" };
  const lines = await page(
    {
      ...image,
      layers: [
        { ...layer, diffId: "sha256:12", digest: "sha256:34", compressedSize: 900, storedSize: 900 },
        ...image.layers.slice(1),
      ],
      history: [{ ...history[0], ...origin, createdBy: "ADD rootfs.tar /" }],
    },
    0,
  );
  expect(lines.slice(-9)).toEqual([
    "   wasted   1kB that later instructions replace or remove",
    "   stored   900B, compressed",
    "   diff ID  sha256:12",
    "   digest   sha256:34",
    "",
    "# Origin",
    "   created  2024-01-02T03:04:05Z",
    "   author   me",
    "   comment  buildkit.dockerfile.v0",
  ]);
});

test("the instruction page says that the blob of a layer is missing", async () => {
  expect(await page(memoryImage([[]], { missing: [0] }), 0)).toEqual([
    "# Instruction",
    "   <missing> in the history",
    "",
    "# Layer 0",
    "   its blob is not in the image, so its files are unknown",
  ]);
});
