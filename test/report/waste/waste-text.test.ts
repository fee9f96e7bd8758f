import { expect, test } from "vitest";
import { analyze, waste } from "../../../src/analysis/analyze.js";
import { findDuplicates } from "../../../src/analysis/waste/duplicates.js";
import type { Image } from "../../../src/image/image.js";
import type { WasteResult } from "../../../src/report/waste/waste-result.js";
import { wasteText } from "../../../src/report/waste/waste-text.js";
import { memoryImage } from "../../support/memory-image.js";
import { wastefulImage } from "../../support/wasteful-image.js";

type Options = Partial<Pick<WasteResult, "by" | "top">> & { readonly duplicates?: boolean };

async function report(image: Image, { by = null, top = null, duplicates = false }: Options = {}) {
  const analysis = await analyze(image);
  const copies = await waste(analysis);
  const found = duplicates ? await findDuplicates(analysis) : null;
  const result = { analysis, copies, by, top, duplicates: found };
  return [...wasteText(result, { columns: 80, colour: false })].join("");
}

const FINDINGS = `What to change first

      2kB  deleted in 2 files
           1.2kB  /opt/source/a
            800B  /opt/source/b
           written by layer 1  RUN fetch /opt/source && make -C /opt/source
             install
           removed by layer 2  RUN rm -r /opt/source && configure
           → Remove it in the RUN that creates it: a later instruction only
             hides it.

      1kB  overwritten
           /etc/conf
           written by layer 0  ADD file:12ab in /
           overwritten by layer 2  RUN rm -r /opt/source && configure
           → Leave this file of the base image unchanged, and put your
             settings into a separate file.

Without changing the Dockerfile: \`layerx slim\` saves 3kB of this.
`;

test("the report lists each wasted copy with cause, layers and path, then the instructions and the advice", async () => {
  expect(await report(wastefulImage())).toBe(`app.tar: 3kB wasted of 10kB (30%), 3 copies

      2kB  deleted
      1kB  overwritten

    1.2kB  deleted      1→2  /opt/source/a
      1kB  overwritten  0→2  /etc/conf
     800B  deleted      1→2  /opt/source/b

Layers

        0  ADD file:12ab in /
        1  RUN fetch /opt/source && make -C /opt/source install
        2  RUN rm -r /opt/source && configure

${FINDINGS}`);
});

test("--top limits the number of listed copies, and the others are summed up", async () => {
  expect(await report(wastefulImage(), { top: 1 })).toBe(`app.tar: 3kB wasted of 10kB (30%), 3 copies

      2kB  deleted
      1kB  overwritten

    1.2kB  deleted  1→2  /opt/source/a
    1.8kB  in 2 more copies

Layers

        1  RUN fetch /opt/source && make -C /opt/source install
        2  RUN rm -r /opt/source && configure

${FINDINGS}`);
});

/** Seven files of the lowest layer, each removed by another layer: seven findings. */
function sevenFindings(): Image {
  const files = Array.from({ length: 7 }, (_, at) => ({ path: `f${at}`, content: "x".repeat(10 - at) }));
  return memoryImage([files, ...files.map(({ path }) => [{ path: `.wh.${path}` }])]);
}

test("findings beyond the limit are counted in one line that names the option to see them", async () => {
  const lines = async (options: Options) => (await report(sevenFindings(), options)).trimEnd().split("\n");
  expect((await lines({})).at(-3)).toBe("       9B  in 2 more findings: see --top 7");
  const all = await lines({ top: 7 });
  expect(all.filter((line) => line.includes("→ Remove it")).length).toBe(7);
  expect(all.at(-3)).toBe("             hides it.");
});

const CAUSES = `      2kB  deleted
      1kB  overwritten

`;

test.each([
  [
    "path",
    `${CAUSES}    1.2kB  1×  /opt/source/a
      1kB  1×  /etc/conf
     800B  1×  /opt/source/b

Layers

        0  ADD file:12ab in /
        1  RUN fetch /opt/source && make -C /opt/source install
        2  RUN rm -r /opt/source && configure
`,
  ],
  ["cause", "      2kB  2×  deleted\n      1kB  1×  overwritten\n"],
  ["instruction", `${CAUSES}      3kB  3×  wasted since layer 2  RUN rm -r /opt/source && configure\n`],
  [
    "layer",
    `${CAUSES}      2kB  2×  stored in layer 1  RUN fetch /opt/source && make -C /opt/source …
      1kB  1×  stored in layer 0  ADD file:12ab in /
`,
  ],
] as const)("--by %s groups the wasted copies", async (by, groups) => {
  expect(await report(wastefulImage(), { by })).toBe(`app.tar: 3kB wasted of 10kB (30%), 3 copies

${groups}
${FINDINGS}`);
});

test("an image without waste says so", async () => {
  expect(await report(memoryImage([[{ path: "a", content: "aaaa" }]]))).toBe(
    "memory: no byte is wasted of 4B\n",
  );
});

test("duplicates are listed apart from waste", async () => {
  const layer = [
    { path: "a", content: "same" },
    { path: "b", content: "same" },
    { path: "c", content: "same" },
    { path: "x", content: "22" },
    { path: "y", content: "22" },
  ];
  expect(
    await report(memoryImage([layer]), { duplicates: true, top: 1 }),
  ).toBe(`memory: no byte is wasted of 16B

Duplicates in the final image: 10B beyond one copy of each

       8B  /a
           /b
           /c
       2B  in 1 more content
`);
});

test("names are escaped, and a missing instruction is shown as <missing>", async () => {
  const layer = [{ path: "a\x1b[2J", content: "aaaa" }];
  expect(
    await report(memoryImage([layer, [{ path: ".wh.a\x1b[2J" }]])),
  ).toBe(`memory: 4B wasted of 4B (100%), 1 copy

       4B  deleted

       4B  deleted  0→1  /a\\x1b[2J

Layers

        0  <missing> in the history
        1  <missing> in the history

What to change first

       4B  deleted
           /a\\x1b[2J
           written by layer 0  <missing> in the history
           removed by layer 1  <missing> in the history
           → Remove it in the RUN that creates it: a later instruction only
             hides it.

Without changing the Dockerfile: \`layerx slim\` saves 4B of this.
`);
});
