import { describe, expect, test } from "vitest";
import { growthText } from "../../../src/explorer/comparison/comparison-facts.js";
import type { DocumentLine } from "../../../src/explorer/pages/documents/document.js";
import type { MemberSpec } from "../../support/memory-image.js";
import { type ComparisonOptions, compared, NEW, OLD, type SideSpec } from "./start.js";

function texts(lines: readonly DocumentLine[] = []): string[] {
  return lines.map((line) => {
    if ("blank" in line) return "";
    return "heading" in line ? line.heading : `${line.label}${line.text}`.trim();
  });
}

async function whole(a: SideSpec, b: SideSpec, options: ComparisonOptions = {}): Promise<string[]> {
  const { subject } = await compared(a, b, options);
  return texts(subject.comparison?.documents.whole(200));
}

const A: readonly MemberSpec[] = [{ path: "a", content: "1234567890" }];
const B: readonly MemberSpec[] = [{ path: "b", content: "12345" }];

describe("the numbers of a comparison", () => {
  test("a comparison shows sizes, files, layers, the layers to push, and settings", async () => {
    expect(await whole(OLD, NEW)).toEqual([
      "size        29B → 41B, +12B (+41.4%)",
      "files       +2 (18B)  −2 (10B)  ~2 (+4B)",
      "1 in metadata only",
      "layers      1 of 3 shared (13B)",
      "push, pull  2 layers, 28B before compression",
      "settings    1 difference",
    ]);
  });

  test("an image that lost a layer has no layers to push", async () => {
    expect(await whole({ layers: [A, B] }, { layers: [A] })).toEqual([
      "size        15B → 10B, −5B (−33.3%)",
      "files       −1 (5B)",
      "layers      all shared, 2 → 1",
      "push, pull  nothing: the old image has all layers",
      "settings    the same",
    ]);
  });

  test("growth of an empty image has no percentage", async () => {
    expect((await whole({ layers: [[]] }, { layers: [A] }))[0]).toBe("size        0B → 10B, +10B");
  });

  test("growth by a large factor is shown as a factor, not as a percentage", async () => {
    const b = { layers: [[{ path: "a", content: "1".repeat(1000) }]] };
    expect((await whole({ layers: [A] }, b))[0]).toBe("size        10B → 1kB, +990B (×100)");
  });

  test("very small growth has no percentage", async () => {
    const image = (bytes: number) => ({ layers: [[{ path: "a", content: "1".repeat(bytes) }]] });
    expect((await whole(image(9000), image(9001)))[0]).toBe("size        9000B → 9001B, +1B");
  });

  test("moved files add no bytes", async () => {
    const lines = await whole({ layers: [A] }, { layers: [[{ path: "c/d", content: "1234567890" }]] });
    expect(lines.slice(0, 3)).toEqual([
      "size        10B, as before",
      "files       +1 folder (0B)",
      "1 moved (10B)",
    ]);
  });
});

test("a reason shows the layers that added its bytes, and the layers that had the removed bytes", async () => {
  const { subject } = await compared(
    { layers: [[], [{ path: "lib/a", content: "12" }]], history: ["FROM scratch", "RUN old \x1b[2J"] },
    {
      layers: [[{ path: "lib/a", content: "1234" }], [{ path: "srv/x/y", content: "123" }]],
      history: ["RUN new", "COPY x /srv"],
    },
  );
  const shown = subject.comparison?.reasons.map((reason) =>
    texts(subject.comparison?.documents.reason(reason, 80)),
  );
  expect(shown).toEqual([
    ["path   /srv", "files  +1 (3B)", "new 1  3B  COPY x /srv"],
    ["path   /lib/a", "files  ~1 (+2B)", "new 0  4B  RUN new", "old 1  2B  RUN old \\x1b[2J"],
  ]);
});

describe("the page of an instruction", () => {
  test("the instruction page of the first row shows the whole comparison", async () => {
    const { subject } = await compared(OLD, NEW);
    expect(texts(subject.documents.instruction(subject.instructions[0], 80))[0]).toBe("What changed");
  });

  test("the instruction page of a layer in both images shows the layer once", async () => {
    const { subject } = await compared(OLD, NEW);
    expect(texts(subject.documents.instruction(subject.instructions[1], 200)).slice(0, 4)).toEqual([
      "Instruction",
      "ADD rootfs /",
      "",
      "Old layer 0",
    ]);
    expect(texts(subject.documents.instruction(subject.instructions[1], 200)).slice(-2)).toEqual([
      "New layer",
      "the same bytes as the old one",
    ]);
  });
});

test("the name of a layer says if it belongs to the old or the new image", async () => {
  const { subject } = await compared(OLD, NEW);
  const layers = [0, 2, 3, 5].map((layer) => subject.layerName(layer));
  expect(layers).toEqual(["old layer 0", "old layer 2", "new layer 0", "new layer 2"]);
});

test.each([
  [1234, "+1.23kB"],
  [-34, "−34B"],
  [0, "0B"],
])("a growth of %d bytes is shown as %s", (bytes, text) => {
  expect(growthText(bytes)).toBe(text);
});
