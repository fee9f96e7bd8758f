import { expect, test } from "vitest";
import { analyze } from "../../../../src/analysis/analyze.js";
import type { DocumentLine } from "../../../../src/explorer/pages/documents/document.js";
import { documentLines } from "../../../../src/explorer/pages/documents/document.js";
import { imageFacts } from "../../../../src/explorer/pages/image/image-facts.js";
import type { HistoryEntry } from "../../../../src/image/history.js";
import type { Image } from "../../../../src/image/image.js";
import { memoryImage } from "../../../support/memory-image.js";
import { members } from "../../start.js";

/** Returns the lines of a page as text. A heading begins with `#`. */
function plain(lines: readonly DocumentLine[]): string[] {
  return lines.map((line) =>
    "blank" in line ? "" : "heading" in line ? `# ${line.heading}` : `${line.label}${line.text}`,
  );
}

async function page(more: Partial<Image>, columns = 100): Promise<string[]> {
  const image = { ...memoryImage([members("a: 1234", "b: 1")]), ...more };
  return plain(documentLines(imageFacts(await analyze(image), null), columns));
}

function sectionOf(lines: readonly string[], heading: string): string[] {
  const from = lines.indexOf(`# ${heading}`) + 1;
  const to = lines.indexOf("", from);
  return lines.slice(from, to < 0 ? undefined : to);
}

function history(...createdBy: readonly string[]): HistoryEntry[] {
  const rest = { created: null, author: null, comment: null, emptyLayer: true, layer: null };
  return createdBy.map((text) => ({ ...rest, createdBy: text }));
}

const { config } = memoryImage([]);

test("the image page shows the command as a shell line and as words, with the instructions that set it", async () => {
  const lines = await page({
    config: { ...config, entrypoint: ["python3", "-u"], cmd: ["my app.py"] },
    history: history('CMD ["old"]', 'ENTRYPOINT ["python3" "-u"]', '/bin/sh -c #(nop)  CMD ["my app.py"]'),
  });
  expect(sectionOf(lines, "What runs")).toEqual([
    "   command     python3 -u 'my app.py'",
    '   as words    ["python3","-u","my app.py"]',
    '   ENTRYPOINT  ["python3","-u"]',
    "               exec form: started without a shell",
    '               by instruction 2 of 3: ENTRYPOINT ["python3", "-u"]',
    '   CMD         ["my app.py"]',
    "               exec form: started without a shell",
    '               by instruction 3 of 3: CMD ["my app.py"]',
  ]);
});

test("the image page marks a command in shell form, and a CMD without effect", async () => {
  const lines = await page({
    config: { ...config, entrypoint: ["/bin/sh", "-c", "serve all"], cmd: ["x"] },
  });
  expect(sectionOf(lines, "What runs")).toEqual([
    "   command     /bin/sh -c 'serve all'",
    '   as words    ["/bin/sh","-c","serve all"]',
    '   ENTRYPOINT  ["/bin/sh","-c","serve all"]',
    "               shell form: a shell runs the line",
    "               by the config; the instruction was not recorded",
    '   CMD         ["x"]',
    "               exec form: started without a shell",
    "               by the config; the instruction was not recorded",
    "               CMD has no effect: the shell line of ENTRYPOINT takes no arguments",
  ]);
});

test("a setting without a value is shown as not set, with its default", async () => {
  const lines = await page({});
  expect(sectionOf(lines, "What runs")).toEqual(["   nothing by default: name a command to run it"]);
  expect(sectionOf(lines, "How it runs")).toEqual([
    "   user         root (not set)",
    "   workdir      / (not set)",
    "   ports        not set",
    "   volumes      not set",
    "   health       not set",
    "   stop signal  SIGTERM (not set)",
  ]);
  expect([sectionOf(lines, "Environment"), sectionOf(lines, "Labels")]).toEqual([
    ["   not set"],
    ["   not set"],
  ]);
});

test("the image page shows all settings, with labels sorted by name", async () => {
  const lines = await page({
    config: {
      ...config,
      user: "app:app",
      workingDir: "/srv",
      exposedPorts: ["53/udp", "80/tcp"],
      volumes: ["/data"],
      env: ["PATH=/bin", "SECRET=hunter2"],
      labels: new Map([
        ["b", "2"],
        ["a", "\x1b[31m"],
      ]),
      stopSignal: "SIGINT",
      healthcheck: {
        test: ["CMD-SHELL", "curl -f localhost || exit 1"],
        interval: 90e9,
        timeout: 5e8,
        startPeriod: null,
        retries: 1,
      },
      shell: ["/bin/bash", "-c"],
      onBuild: ["COPY . /srv"],
      created: "2024-01-02T03:04:05Z",
      author: "somebody",
    },
    references: ["a:1", "b:2"],
    digest: "sha256:12",
    warnings: [{ code: "odd", message: "it is odd" }],
  });
  expect(sectionOf(lines, "How it runs")).toEqual([
    "   user         app:app",
    "   workdir      /srv",
    "   ports        53/udp",
    "                80/tcp",
    "   volumes      /data",
    "   health       curl -f localhost || exit 1",
    "                every 1m30s, timeout 500ms, 1 retry",
    "   stop signal  SIGINT",
    '   shell        ["/bin/bash","-c"]',
  ]);
  expect(sectionOf(lines, "Environment")).toEqual(["   PATH=/bin", "   SECRET=hunter2"]);
  expect(sectionOf(lines, "Labels")).toEqual(["   a=\\x1b[31m", "   b=2"]);
  expect(sectionOf(lines, "When another image is built from it")).toEqual(["   COPY . /srv"]);
  expect(sectionOf(lines, "Image")).toEqual([
    "   tags      a:1",
    "             b:2",
    `   ID        sha256:${"0".repeat(64)}`,
    "   digest    sha256:12",
    "   platform  linux/amd64",
    "   size      5B in 1 layer",
    "   files     2 files, 5B",
    "   created   2024-01-02T03:04:05Z",
    "   author    somebody",
    "   source    memory",
    "   format    docker-archive",
  ]);
  expect(sectionOf(lines, "Warnings")).toEqual(["   it is odd"]);
});

test("a health check may be a command without a shell, or switched off", async () => {
  const check = (...words: string[]) => ({
    test: words,
    interval: null,
    timeout: null,
    startPeriod: null,
    retries: null,
  });
  const health = async (...words: string[]) =>
    sectionOf(await page({ config: { ...config, healthcheck: check(...words) } }), "How it runs")[4];
  expect(await health("CMD", "test", "-f", "/my file")).toBe("   health       test -f '/my file'");
  expect(await health("NONE")).toBe("   health       switched off");
});

test("a value that is longer than a line is wrapped, not cut", async () => {
  const lines = await page({ config: { ...config, env: [`LONG=${"word ".repeat(12)}end`] } }, 40);
  expect(sectionOf(lines, "Environment")).toEqual([
    "   LONG=word word word word word word",
    "     word word word word word word end",
  ]);
});
