import { describe, expect, test } from "vitest";
import { analyze, waste } from "../../../src/analysis/analyze.js";
import { findLeftovers } from "../../../src/analysis/leftovers/leftovers.js";
import { findDuplicates } from "../../../src/analysis/waste/duplicates.js";
import { wasteFindings } from "../../../src/analysis/waste/waste-groups.js";
import type { Image } from "../../../src/image/image.js";
import { imageMarkdown } from "../../../src/report/image/image-markdown.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";
import { wastefulImage } from "../../support/wasteful-image.js";

async function markdown(image: Image, { duplicates = false } = {}): Promise<string> {
  const analysis = await analyze(image);
  const copies = await waste(analysis);
  return imageMarkdown({
    base: { found: null, counted: false },
    analysis,
    copies,
    wasteFindings: wasteFindings(analysis, copies),
    duplicates: duplicates ? await findDuplicates(analysis) : null,
    leftovers: findLeftovers(analysis),
    secrets: null,
    packages: null,
  });
}

const entry = { created: null, author: null, comment: null };
const { config } = memoryImage([]);

test("the report has the image's data and command, its layers, its waste by cause and the advice", async () => {
  expect(await markdown(wastefulImage())).toBe(`### \`app.tar\`

10kB in 3 layers, 3 files. Efficiency 70%: 3kB wasted in 3 files, 40% of the bytes written above the first layer.

| | |
| --- | --- |
| platform | \`linux/amd64\` |
| format | docker-archive |
| id | \`sha256:${"0".repeat(64)}\` |
| created | \`unknown\` |
| runs | \`nothing by default\` |
| user | \`root\` |
| workdir | \`/\` |

#### Layers

| # | size | share | changes | instruction |
| --: | --: | --: | --- | --- |
| 0 | 5kB | 50% | \`+4\` | \`ADD file:12ab in /\` |
| | | | | \`CMD ["sh"]\` |
| 1 | 3.9kB | 39% | \`+5\` | \`RUN fetch /opt/source && make -C /opt/source install\` |
| 2 | 1.1kB | 11% | \`~1\` \`-3\` | \`RUN rm -r /opt/source && configure\` |

#### Waste

| wasted | share | files | cause |
| --: | --: | --: | --- |
| 2kB | 66.67% | 2 | deleted |
| 1kB | 33.33% | 1 | overwritten |

#### What to change

- **2kB wasted in 2 files (deleted)**
  → Remove it in the RUN that creates it: a later instruction only hides it. ([why](https://docs.docker.com/build/building/best-practices/#run))
  - 1.2kB \`/opt/source/a\`
  - 800B \`/opt/source/b\`
  - written by layer 1: \`RUN fetch /opt/source && make -C /opt/source install\`
  - removed by layer 2: \`RUN rm -r /opt/source && configure\`
- **1kB wasted (overwritten)**
  → Leave this file of the base image unchanged, and put your settings into a separate file. ([why](https://github.com/opencontainers/image-spec/blob/main/layer.md))
  - \`/etc/conf\`
  - written by layer 0: \`ADD file:12ab in /\`
  - overwritten by layer 2: \`RUN rm -r /opt/source && configure\`

Without changing the Dockerfile: \`layerx slim\` saves 3kB of this.
`);
});

describe("text from the image", () => {
  test("is inside code and cannot leave it, in tables, in lists and in blocks", async () => {
    const image = memoryImage([
      [{ path: "a`|<img src=x onerror=alert(1)>\n@team", content: "12" }],
      [{ path: ".wh.a`|<img src=x onerror=alert(1)>\n@team" }],
    ]);
    const long = `RUN echo "\`\`\`" | tee </details> [x](http://y) ${"#1 ".repeat(30)}`;
    const lines = (
      await markdown({
        ...image,
        references: ["evil|`x`:1", "www.example.com"],
        history: [
          { ...entry, createdBy: long, emptyLayer: false, layer: 0 },
          { ...entry, createdBy: "RUN a\\|b", emptyLayer: false, layer: 1 },
        ],
        warnings: [{ code: "odd", message: "it has `x` <b> \x1b[2J" }],
      })
    ).split("\n");
    expect(lines[0]).toBe("### ``evil|`x`:1``");
    expect(lines.filter((line) => line.startsWith("| also"))).toEqual(["| also | `www.example.com` |"]);
    expect(lines.filter((line) => /^\| [01] /.test(line))).toEqual([
      '| 0 | 2B | 100% | `+1` | ````RUN echo "```" \\| tee </details> [x](http://y) #1 #1 #1 #1 #1 #1 #1 #1 #…```` |',
      "| 1 | 0B | 0% | `-1` | `RUN a\\\\\\|b` |",
    ]);
    const from = lines.indexOf("<details><summary>1 instruction in full</summary>");
    expect(lines.slice(from, from + 10)).toEqual([
      "<details><summary>1 instruction in full</summary>",
      "",
      "1 of 2, layer 0:",
      "",
      "````dockerfile",
      'RUN echo "```" | tee </details> [x](http://y) #1 #1 #1 #1 #1 #1 #1 #1 #1 #1 #1 #1 #1 #1 #1 #1 #1 #1 #1 #1 #1 #1 #1 #1 #1 #1 #1 #1 #1 #1',
      "````",
      "",
      "</details>",
      "",
    ]);
    expect(lines).toContain("  - ``/a`|<img src=x onerror=alert(1)>\\x0a@team``");
    expect(lines.at(-2)).toBe("- ``it has `x` <b> \\x1b[2J``");
  });

  test("is cut to the size of a GitHub issue, with the number of omitted lines", async () => {
    const wide = "`|".repeat(5_000);
    const names = Array.from({ length: 400 }, (_, at) => `${"`|".repeat(100)}${at}`);
    const layers: MemberSpec[][] = [
      names.map((path) => ({ path, content: "12345" })),
      ...names.slice(0, 80).map((path) => [{ path: `.wh.${path}` }]),
    ];
    const text = await markdown(
      {
        ...memoryImage(layers),
        references: [wide, wide],
        config: {
          ...config,
          cmd: [wide],
          user: wide,
          workingDir: wide,
          exposedPorts: [wide],
          volumes: [wide],
        },
        history: Array.from({ length: 300 }, (_, at) => {
          const layer = at < layers.length ? at : null;
          return {
            ...entry,
            createdBy: `RUN ${at} ${"e\u0301\u0301".repeat(500)}${wide}`,
            emptyLayer: layer === null,
            layer,
          };
        }),
        warnings: Array.from({ length: 100 }, () => ({ code: "odd", message: wide })),
      },
      { duplicates: true },
    );
    expect(text.length).toBeLessThan(65_536);
    expect(text.length).toBeGreaterThan(30_000);
    expect(text.match(/and [\d,]+ more.*/g)).toEqual([
      "and 195 more instructions",
      "and 2,393 more lines",
      "and 2,393 more lines",
      "and 2,393 more lines",
      "and 297 more: see `layerx dockerfile`",
      "and 72 more: see `layerx waste`",
      "and 317 more",
      "and 93 more",
    ]);
  });
});

test("duplicate contents are listed on request, and the report says if there are none", async () => {
  const twice = memoryImage([
    [
      { path: "a", content: "same" },
      { path: "b", content: "same" },
    ],
  ]);
  const from = (text: string) => text.slice(text.indexOf("#### Duplicates"));
  expect(from(await markdown(twice, { duplicates: true }))).toBe(
    "#### Duplicates\n\n4B stored more than once, 1 content.\n\n- 4B `/a`, `/b`\n",
  );
  expect(from(await markdown(memoryImage([]), { duplicates: true }))).toBe("#### Duplicates\n\nNone.\n");
});

test("leftovers are in a folded section", async () => {
  const cache = [{ path: "var/lib/apt/lists/a_main", content: "12345" }];
  const history = [{ ...entry, createdBy: "RUN apt-get update", emptyLayer: false, layer: 1 }];
  const text = await markdown({ ...memoryImage([[{ path: "bin", content: "1" }], cache]), history });
  expect(text.slice(text.indexOf("#### Leftovers"))).toBe(`#### Leftovers

<details><summary>5B in the final image that it does not need</summary>

- **5B of apt package lists in 1 file**
  → Add rm -rf /var/lib/apt/lists/\\* to the end of the RUN that calls apt-get update. Then the lists are not stored. ([why](https://docs.docker.com/build/building/best-practices/#apt-get))
  - \`/var/lib/apt/lists\`
  - written by layer 1: \`RUN apt-get update\`

</details>
`);
});
