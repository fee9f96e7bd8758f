import { EventEmitter, once } from "node:events";
import { describe, expect, test, vi } from "vitest";
import type { Image } from "../../../src/image/image.js";
import { memoryImage } from "../../support/memory-image.js";
import { type Viewing, viewing, viewingImage } from "../viewing.js";

vi.setConfig({ testTimeout: 30_000 });

/** Returns a text of numbered lines with 64 bytes each: 16,384 lines are 1 MiB. */
function numbered(lines: number): string {
  return Array.from({ length: lines }, (_, at) => `line ${at + 1}`.padEnd(63, "."))
    .join("\n")
    .concat("\n");
}

/** The lines of a text of 12 MiB, three times the bytes that the viewer keeps. */
const LINES = 12 * 16_384;
const BIG = numbered(LINES);

async function opened(compression: "none" | "gzip" = "none"): Promise<Viewing> {
  const session = await viewing([{ "big/": null, "big/text": BIG }], { compression });
  session.press("2G");
  await session.show("⏎", "1 line 1.");
  return session;
}

/** Returns the number of bytes that the viewer keeps of the open file. */
function kept({ page: { content } }: Viewing): number {
  return content.window.bytes.length + content.aside.bytes.length + content.lines.rest.length;
}

describe.each(["none", "gzip"] as const)(
  "a file that is bigger than the viewer's memory, in a layer with the compression %s",
  (compression) => {
    test("a big file is visible before all of it is read", async () => {
      const session = await opened(compression);
      expect(session.title).toMatch(/^\/big\/text ─ line 1, at 0B of 12.6MB/);
      expect(session.page.content.known).toBeLessThanOrEqual(4 * 1024 * 1024);
    });

    test("G reads a big file to its end, and g returns to its beginning", async () => {
      const session = await opened(compression);
      await session.show("G", `${LINES} line ${LINES}.`);
      expect(session.title).toBe("/big/text ─ line 196,599 of 196,608 ─ 12.6MB ─ layer 0");
      expect(kept(session)).toBeLessThan(8 * 1024 * 1024);
      await session.show("g", "│      1 line 1.");
      await session.show("G", `${LINES} line ${LINES}.`);
    });

    test("a big file can be paged through from its end to its beginning", async () => {
      const session = await viewing([{ "big/": null, "big/text": BIG }], { compression, rows: 2004 });
      session.press("2G");
      await session.show("⏎", "1 line 1.");
      // Drawing 2,004 rows after each piece would take most of the test's time, so the test checks the state.
      session.press("G");
      await session.until(() => session.page.top.line > 0);
      expect(session.drawing).toContain(`${LINES} line ${LINES}.`);
      for (let first = session.page.top.line; first > 0; ) {
        session.act({ type: "move", to: "page-up" });
        // If the page before is not read yet, the screen does not change until it is read.
        await session.until(
          () => session.page.content.window.from <= Math.max(session.page.top.from - 256 * 1024, 0),
        );
        expect(session.page.top.line).toBe(Math.max(first - 1999, 0));
        first = session.page.top.line;
      }
      expect(session.lines[0]).toMatch(/^ {6}1 line 1\./);
    });

    test("a search finds all matches in a big file, and n and N go to each match", async () => {
      const session = await opened(compression);
      await session.show("/line 19660", /1 of 10 +⏎ keep/);
      await session.show("⏎", "│ 19660 line 19660.");
      await session.show("nn", "─ 3 of 10 ─");
      await session.show("", "196601 line 196601.");
      await session.show("NNN", "─ 10 of 10 ─");
      await session.show("⎋", /text ─ line 19/);
      await session.show("/no such line", /no match +⏎ keep/);
      await session.show("⎋", /text ─ line 19/);
    });
  },
);

test("esc stops reading to the end of a big file", async () => {
  const session = await opened();
  session.press("G");
  expect(session.title).toMatch(/^\/big\/text ─ reading \d+% of 12\.6MB, esc stops/);
  session.press("⎋");
  expect(session.title).toBe("/big/text ─ line 1, at 0B of 12.6MB ─ layer 0");
  session.press("j");
  expect(session.title).toBe("/big/text ─ line 2, at 64B of 12.6MB ─ layer 0");
  session.press("⎋");
  expect(session.state.pages).toEqual([]);
});

test("a match at the end of the bytes in memory is found, although more bytes were read before", async () => {
  const session = await opened();
  await session.until(() => session.page.content.known === 4 * 1024 * 1024);
  session.press("G");
  await session.until(() => session.page.content.known > 8 * 1024 * 1024);
  session.press("⎋");
  await session.show("/line 64000.", "64000 line 64000.");
  expect(session.page.goal).toBe(null);
});

describe("a line as long as the file", () => {
  const LINE = `${"0123456789abcdef".repeat(6 * 64 * 1024)}END`;

  test("a line as long as the file is divided into rows, wrapped or not", async () => {
    const session = await viewing([{ one: LINE }], { columns: 80 });
    session.press("2");
    await session.show("⏎", "  1 0123");
    expect(session.lines.slice(0, 2).map((line) => line.slice(0, 12))).toEqual([
      "   1 0123456",
      "   · 0123456",
    ]);
    session.press("W");
    expect(session.lines[1]).toBe(
      `   · ${"9abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef01"}`,
    );
    await session.show("G", "END");
    expect(session.title).toBe("/one ─ line 1 of 1, at 6.29MB ─ 6.29MB ─ layer 0 ─ wrapped");
  });
});

describe("a file that cannot be read", () => {
  function failing(fail: () => void): Image {
    const image = memoryImage([[{ path: "a", content: "text\n".repeat(1000) }]]);
    const [layer] = image.layers;
    return {
      ...image,
      layers: [
        {
          ...layer,
          open: async function* () {
            yield Buffer.from("some text\n".repeat(10));
            fail();
          },
        },
      ],
    };
  }

  test("an error while reading is shown", async () => {
    const session = await viewingImage(
      failing(() => {
        throw new Error("the disk is gone\x1b");
      }),
    );
    session.press("2");
    await session.show("⏎", "Error: the disk is gone\\x1b");
  });

  test("a file is not read again after an error, and its page can be closed", async () => {
    let reads = 0;
    const session = await viewingImage(
      failing(() => {
        reads++;
        throw new Error("gone");
      }),
    );
    session.press("2");
    await session.show("⏎", "Error: gone");
    session.press("jGg");
    expect(reads).toBe(1);
    session.press("q");
    expect(session.state.pages).toEqual([]);
  });
});

test("closing the page of a file stops reading the file", async () => {
  const image = memoryImage([[{ path: "a", content: "x".repeat(9000) }]]);
  const [layer] = image.layers;
  const seen = new EventEmitter();
  const endless: Image = {
    ...image,
    layers: [
      {
        ...layer,
        open: async function* (_, signal) {
          seen.emit("opened");
          try {
            yield Buffer.from("begin\n");
            if (signal?.aborted === false)
              await new Promise((resolve) => signal.addEventListener("abort", resolve));
          } finally {
            seen.emit("ended");
          }
        },
      },
    ],
  };
  const session = await viewingImage(endless);
  const opened = once(seen, "opened");
  session.press("2⏎");
  await opened;
  const ended = once(seen, "ended");
  session.press("q");
  await ended;
  expect(session.state.pages).toEqual([]);
});
