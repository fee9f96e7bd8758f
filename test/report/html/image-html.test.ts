import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { analyze, waste } from "../../../src/analysis/analyze.js";
import { findLeftovers } from "../../../src/analysis/leftovers/leftovers.js";
import { wasteFindings } from "../../../src/analysis/waste/waste-groups.js";
import type { Image } from "../../../src/image/image.js";
import { imageHtml } from "../../../src/report/html/image-html.js";
import { type ImageFindings, redacted } from "../../../src/report/image/image-json.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";
import { wastefulImage } from "../../support/wasteful-image.js";

async function findings(image: Image): Promise<ImageFindings> {
  const analysis = await analyze(image);
  const copies = await waste(analysis);
  return {
    base: { found: null, counted: false },
    analysis,
    copies,
    wasteFindings: wasteFindings(analysis, copies),
    leftovers: findLeftovers(analysis),
    secrets: null,
    packages: null,
    duplicates: null,
  };
}

/** @returns the visible text of a page without its script. */
function readable(page: string): string {
  return page
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => ENTITIES[name])
    .replace(/\s+/g, " ");
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

const HOSTILE = "<img src=x onerror=alert(1)>";

function hostileImage(): Image {
  const image = memoryImage([
    [
      { path: HOSTILE, content: "1234" },
      { path: "</script><script>alert(1)</script>", content: "12" },
    ],
    [{ path: `.wh.${HOSTILE}` }],
  ]);
  const entry = { created: null, author: null, comment: null, emptyLayer: false };
  return {
    ...image,
    references: [`${HOSTILE}"'`],
    config: {
      ...image.config,
      env: [`A=${HOSTILE}`],
      labels: new Map([[HOSTILE, "</details>"]]),
      cmd: [HOSTILE],
    },
    history: [{ ...entry, createdBy: `RUN "${HOSTILE}" ${"x".repeat(300)}\x1b[2J\u202e`, layer: 0 }],
    warnings: [{ code: "odd", message: HOSTILE }],
  };
}

test("without its script the page shows the head, the layers, the waste and the advice", async () => {
  const text = readable(imageHtml(await findings(wastefulImage())));
  expect(text).toContain("app.tar linux/amd64 · docker-archive");
  expect(text).toContain("Efficiency 70% of it in use Wasted 3kB in 3 files");
  expect(text).toContain("1 3.9kB 39.0% 2kB +5 RUN fetch /opt/source && make -C /opt/source install");
  expect(text).toContain("3kB wasted in 3 files, 40% of the bytes written above the first layer.");
  expect(text).toContain(
    "2kB deleted in 2 files Remove it in the RUN that creates it: a later instruction only hides it. why /opt/source/a 1.2kB /opt/source/b 800B written by layer 1 RUN fetch /opt/source && make -C /opt/source install removed by layer 2 RUN rm -r /opt/source && configure",
  );
});

test("names, instructions, labels and warnings are text, never markup", async () => {
  const page = imageHtml(await findings(hostileImage()));
  const tags = new Set([...page.matchAll(/<(\/?[a-z!][a-z0-9]*)/gi)].map(([, tag]) => tag.replace("/", "")));
  expect([...tags].filter((tag) => /^(img|iframe|object|form|base)$/i.test(tag))).toEqual([]);
  expect(page.match(/<script\b/g)).toHaveLength(2);
  expect(page.match(/<\/script/g)).toHaveLength(2);
  expect(page).toMatch(/^[^\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]*$/);
  expect(readable(page)).toContain(`${HOSTILE}"' linux/amd64`);
});

test("the security policy allows only the page's script and style", async () => {
  const page = imageHtml(await findings(wastefulImage()));
  const hash = (tag: string) => {
    const [, text] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page) ?? [];
    return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  };
  const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
  expect(policy.replaceAll("&#39;", "'").split("; ")).toEqual([
    "default-src 'none'",
    `script-src ${hash("script")}`,
    `style-src ${hash("style")}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  expect(page).toMatch(/^(?![\s\S]*<[a-z][^>]*\s(style|on[a-z]+)=)/);
});

test("a redacted page shows no environment, label, argument or comment, but the same advice", async () => {
  const image = wastefulImage();
  const secret = {
    ...image,
    config: {
      ...image.config,
      env: ["TOKEN=hunter2"],
      labels: new Map([["hunter2", "hunter2"]]),
      entrypoint: ["serve", "hunter2"],
      author: "hunter2",
      healthcheck: {
        test: ["CMD", "hunter2"],
        interval: null,
        timeout: null,
        startPeriod: null,
        retries: null,
      },
    },
    history: image.history.map((entry) => ({
      ...entry,
      createdBy: `${entry.createdBy} hunter2`,
      comment: "hunter2",
      author: "hunter2",
    })),
  };
  const found = await findings(secret);
  const [open, closed] = [imageHtml(found), imageHtml(redacted(found))];
  expect([open.includes("hunter2"), closed.includes("hunter2")]).toEqual([true, false]);
  const text = readable(closed);
  expect(text).toContain("39.0% 2kB +5 RUN …");
  expect(text).toContain("runs …");
  expect(text).toContain("Remove it in the RUN that creates it: a later instruction only hides it.");
});

test("the page of a large image is smaller than 2 MB, and counts the omitted files", {
  timeout: 30_000,
}, async () => {
  const members = Array.from(
    { length: 60_000 },
    (_, n): MemberSpec => ({
      path: `some/folder-${n % 300}/a-file-of-an-ordinary-length-${n}.txt`,
      content: "x",
    }),
  );
  const removed = Array.from({ length: 100 }, (_, n) => ({ path: `some/.wh.folder-${n}` }));
  const entry = { created: null, author: null, comment: null, emptyLayer: true, layer: null };
  const image = memoryImage([members, removed]);
  const history = Array.from({ length: 300 }, () => ({ ...entry, createdBy: `RUN ${"é".repeat(20_000)}` }));
  const page = imageHtml(await findings({ ...image, history }));
  expect(Buffer.byteLength(page)).toBeGreaterThan(1_800_000);
  expect(Buffer.byteLength(page)).toBeLessThan(2_000_000);
  expect(readable(page)).toMatch(
    /The list has the [\d,]+ largest files\. [\d,]+ smaller files are summed up by folder\. /,
  );
});

test("the page of an image with very long hostile texts is smaller than 2 MB", async () => {
  const long = "<".repeat(3000);
  const entry = { created: null, author: long, comment: long, emptyLayer: false };
  const plain = memoryImage([
    Array.from({ length: 200 }, (_, n) => ({ path: `${n}/${long}`, content: "x".repeat(n + 1) })),
    Array.from({ length: 100 }, (_, n) => ({ path: `.wh.${n}` })),
  ]);
  const image: Image = {
    ...plain,
    references: [long, long],
    config: {
      ...plain.config,
      user: long,
      workingDir: long,
      cmd: [long],
      env: Array.from({ length: 500 }, () => long),
      labels: new Map(Array.from({ length: 500 }, (_, n) => [`${n}${long}`, long])),
      volumes: [long],
      exposedPorts: [long],
      onBuild: [long],
      shell: [long],
      stopSignal: long,
    },
    history: Array.from({ length: 1500 }, (_, n) => ({ ...entry, createdBy: long, layer: n < 2 ? n : null })),
    warnings: Array.from({ length: 500 }, () => ({ code: "odd", message: long })),
  };
  const page = imageHtml(await findings(image));
  expect(Buffer.byteLength(page)).toBeGreaterThan(1_000_000);
  expect(Buffer.byteLength(page)).toBeLessThan(2_000_000);
});
