import fc from "fast-check";
import { expect, test } from "vitest";
import { ChunkedBody } from "../../../src/source/engine/chunked-body.js";

function read(...parts: (string | Buffer)[]) {
  const body = new ChunkedBody();
  const data = parts.flatMap((part) => [...body.dataIn(Buffer.from(part))]);
  return { text: Buffer.concat(data).toString("latin1"), ended: body.ended };
}

test("the data of all chunks is found, however the body is cut", () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      fc.constantFrom("", ";name=value", " \t;a"),
      (chunks, steps, extension) => {
        const parts = chunks.flatMap((chunk) => [
          Buffer.from(`${chunk.length.toString(16)}${extension}\r\n`),
          chunk,
          Buffer.from("\r\n"),
        ]);
        const body = Buffer.concat([...parts, Buffer.from("0\r\nTrailer: x\r\n\r\n")]);
        const cuts: Buffer[] = [];
        for (let at = 0, i = 0; at < body.length; i++) {
          const step = steps[i % steps.length];
          cuts.push(body.subarray(at, at + step));
          at += step;
        }
        expect(read(...cuts)).toEqual({ text: Buffer.concat(chunks).toString("latin1"), ended: true });
      },
    ),
  );
});

test("a body ends at its last chunk, not before", () => {
  expect(read("3\r\nabc\r\n")).toEqual({ text: "abc", ended: false });
  expect(read("3\r\nabc\r\n0\r\n")).toEqual({ text: "abc", ended: false });
  expect(read("3\r\nabc\r\n0\r\n\r\nmore")).toEqual({ text: "abc", ended: true });
});

test.each(["x\r\n", "-1\r\n", "\r\n", "3\r\nabcd\r\n", "fffffffffffffff\r\n", "1".repeat(20_000)])(
  "what is no chunk is an error: %s",
  (body) => {
    expect(() => read(body)).toThrow(expect.objectContaining({ code: "HPE_INVALID_CHUNK_SIZE" }));
  },
);
