import { EventEmitter, once } from "node:events";
import { describe, expect, test, vi } from "vitest";
import type { Image } from "../../../src/image/image.js";
import { memoryImage } from "../../support/memory-image.js";
import { type Viewing, viewing, viewingImage } from "../viewing.js";

vi.setConfig({ testTimeout: 30_000 });

/** A text of this number of lines, numbered from 1 on, of 64 bytes each: 16,384 of them are a MiB. */
function numbered(lines: number): string {
  return Array.from({ length: lines }, (_, at) => `line ${at + 1}`.padEnd(63, "."))
    .join("\n")
    .concat("\n");
}

/** 12 MiB: three times what is kept of a file. */
const LINES = 12 * 16_384;
const BIG = numbered(LINES);

async function opened(compression: "none" | "gzip" = "none"): Promise<Viewing> {
  const session = await viewing([{ "big/": null, "big/text": BIG }], { compression });
  session.press("2G");
  await session.show("⏎", "1 line 1.");
  return session;
}

/** Bytes that are kept of the file on top. */
function kept({ page: { content } }: Viewing): number {
  return content.window.bytes.length + content.aside.bytes.length + content.lines.rest.length;
}

describe.each(["none", "gzip"] as const)(
  "a file bigger than what is kept of it, in a layer stored with %s",
  (compression) => {
    test("is on the screen before it is read to its end", async () => {
      const session = await opened(compression);
      expect(session.title).toMatch(/^\/big\/text ─ line 1, at 0B of 12.6MB/);
      expect(session.page.content.known).toBeLessThanOrEqual(4 * 1024 * 1024);
    });

    test("is read to its end when the user goes there, and back", async () => {
      const session = await opened(compression);
      await session.show("G", `${LINES} line ${LINES}.`);
      expect(session.title).toBe("/big/text ─ line 196,599 of 196,608 ─ 12.6MB ─ layer 0");
      expect(kept(session)).toBeLessThan(8 * 1024 * 1024);
      await session.show("g", "│      1 line 1.");
      await session.show("G", `${LINES} line ${LINES}.`);
    });

    test("can be paged through from the end to the beginning", async () => {
      const session = await viewing([{ "big/": null, "big/text": BIG }], { compression, rows: 2004 });
      session.press("2G");
      await session.show("⏎", "1 line 1.");
      // A drawing of 2,004 rows for each piece that is read would take most of the test's time.
      session.press("G");
      await session.until(() => session.page.top.line > 0);
      expect(session.drawing).toContain(`${LINES} line ${LINES}.`);
      for (let first = session.page.top.line; first > 0; ) {
        session.act({ type: "move", to: "page-up" });
        // Where it is not read yet, the screen stays and what comes before is read.
        await session.until(
          () => session.page.content.window.from <= Math.max(session.page.top.from - 256 * 1024, 0),
        );
        expect(session.page.top.line).toBe(Math.max(first - 1999, 0));
        first = session.page.top.line;
      }
      expect(session.lines[0]).toMatch(/^ {6}1 line 1\./);
    });

    test("is searched through, and each match is gone to", async () => {
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

test("going to the end of a big file can be stopped", async () => {
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

  test("is shown in rows of its own, wrapped or not", async () => {
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

describe("what cannot be read", () => {
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

  test("says why, below what was read before", async () => {
    const session = await viewingImage(
      failing(() => {
        throw new Error("the disk is gone\x1b");
      }),
    );
    session.press("2");
    await session.show("⏎", "Error: the disk is gone\\x1b");
  });

  test("is not asked for again, and the page goes away as any other", async () => {
    let asked = 0;
    const session = await viewingImage(
      failing(() => {
        asked++;
        throw new Error("gone");
      }),
    );
    session.press("2");
    await session.show("⏎", "Error: gone");
    session.press("jGg");
    expect(asked).toBe(1);
    session.press("q");
    expect(session.state.pages).toEqual([]);
  });
});

test("closing the page ends its reading", async () => {
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
