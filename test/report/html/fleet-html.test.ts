import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { auditSince } from "../../../src/analysis/audit/since.js";
import type { AuditSummary, ImageRow } from "../../../src/analysis/audit/summary.js";
import { fleetHtml } from "../../../src/report/html/fleet/fleet-html.js";
import { auditLine, failureLine, summaryOf } from "../../analysis/audit/lines.js";

const today = "2026-11-29";
const BASE = { diffId: "sha256:base", size: 80_000_000, createdBy: "ADD rootfs" };
const HOSTILE = `<img src=x onerror=alert(1)>"'</script>\x1b[2J\u202e`;

function fleet(...sources: readonly string[]): AuditSummary {
  const lines = sources.map((source, at) =>
    auditLine({
      source,
      repository: `ghcr.io/red/${source}`,
      layers: [BASE, { diffId: `sha256:${source}`, size: 20_000_000, createdBy: `RUN rm ${source}` }],
      wasted: [
        { layer: 0, endedBy: 1, bytes: 1_000_000 * (at + 1), path: `/${source}`, advice: `Change ${source}` },
      ],
      baseLayers: 1,
      baseName: `base-${source}`,
      baseCreated: "2024-11-29T12:00:00Z",
      pass: at === 0,
    }),
  );
  return summaryOf([...lines, failureLine(`gone-${sources[0]}`)].map((line) => JSON.stringify(line)));
}

/** @returns the visible text of a page without its script. */
function readable(page: string): string {
  return page
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
}

test("the change with the largest savings is first, with its bytes, images, instructions and files", () => {
  const text = readable(fleetHtml({ summary: fleet("one", "two"), since: null, today }));
  expect(text).toContain(
    "saves 2MB in 1 image Change two why deleted written by ADD rootfs removed or overwritten by RUN rm two files such as /two in two saves 1MB",
  );
});

test("the head shows the stored bytes, the sum of the images and the oldest base image", () => {
  const text = readable(fleetHtml({ summary: fleet("one", "two"), since: null, today }));
  expect(text).toContain("Stored 120MB each layer once Sum of the images 200MB without sharing Wasted 3MB");
  expect(text).toContain("oldest base image base-two , built 2 years ago, in 1 image");
  expect(text).toContain("Could not be read Images that could not be read Error Image not-found gone-one");
});

test("the page lists the images that got worse since an earlier audit", () => {
  const before = fleet("one");
  const after = {
    ...before,
    byImage: before.byImage.map((row) => ({ ...row, wastedBytes: 9_000_000, pass: false })),
  };
  const text = readable(fleetHtml({ summary: after, since: auditSince(before, after), today }));
  expect(text).toContain("Wasted Size Rules Image +8MB +0B fail now one");
});

test("a base image without a name is shown by the first digits of its digest", () => {
  const summary = fleet("one");
  const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
  const byBase = summary.byBase.map((row) => ({ ...row, name: digest }));
  const byImage = summary.byImage.map((row) => ({ ...row, base: digest }));
  const page = fleetHtml({ summary: { ...summary, byBase, byImage }, since: null, today });
  expect(readable(page)).toContain("oldest base image sha256:0123456789ab… , built 2 years ago");
  expect(page).not.toContain(digest);
});

test("an audit without images has a page that says so", () => {
  const text = readable(fleetHtml({ summary: summaryOf([]), since: null, today }));
  expect(text).toContain("0 images");
  expect(text).toContain("None: no image has bytes that a change of its Dockerfile would save.");
});

test("names from images are text, never markup, and have no control characters", () => {
  const page = fleetHtml({ summary: fleet(HOSTILE), since: null, today });
  expect(page).toContain("&lt;img src=x");
  expect(page).not.toContain("<img");
  expect(page.match(/<\/script>/g)).toHaveLength(2);
  expect(page).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f\u202e]/);
});

test("a link is kept only if it is a web address", () => {
  const summary = fleet("one");
  const [change] = summary.changes;
  const page = (adviceSource: string) =>
    fleetHtml({ summary: { ...summary, changes: [{ ...change, adviceSource }] }, since: null, today });
  expect(page("https://docs.docker.com/x")).toContain('href="https://docs.docker.com/x"');
  expect(page("javascript:alert(1)")).not.toContain("javascript:");
});

test("the security policy allows only the page's script and style, and no request", () => {
  const page = fleetHtml({ summary: fleet("one"), since: null, today });
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? "";
  const hash = (text = "") => `sha256-${createHash("sha256").update(text).digest("base64")}`;
  expect(policy).toContain("default-src &#39;none&#39;");
  expect(policy).toContain(hash(/<style>([\s\S]*?)<\/style>/.exec(page)?.[1]));
  expect(policy).toContain(hash(/<script>([\s\S]*?)<\/script>/.exec(page)?.[1]));
  expect(page).not.toMatch(/<(?:link|img|iframe|script)[^>]* (?:src|href)="(?!data:,)/);
});

test.each([
  ["short", "ghcr.io/team/service"],
  ["long and hostile", "\"<'&\u2028".repeat(200)],
])(
  "the page of 100,000 images with %s names is smaller than 5 MB, and counts the omitted images",
  (_, name) => {
    const summary = fleet("one", "two");
    const [image] = summary.byImage;
    const byImage = Array.from({ length: 100_000 }, (_, at): ImageRow => {
      const own = `${at} ${name}`;
      return { ...image, source: own, team: own, base: own };
    });
    const rows = <Row extends { readonly name: string }>(row: Row) =>
      byImage.slice(0, 1000).map(({ source }) => ({ ...row, name: source }));
    const [team, base] = [summary.byTeam[0], summary.byBase[0]];
    const unreadable = byImage.map(({ source }) => ({ source, code: name, what: name }));
    const many = {
      byImage,
      byTeam: rows(team),
      byInstruction: rows(team),
      byBase: rows(base),
      failures: unreadable,
    };
    const page = fleetHtml({ summary: { ...summary, ...many }, since: null, today });
    expect(Buffer.byteLength(page)).toBeLessThan(5_000_000);
    expect(readable(page)).toMatch(/9\d,\d{3} images with fewer wasted bytes are not in this page/);
    expect(readable(page)).toContain("800 more rows.");
  },
);
