import fc from "fast-check";
import { expect, test } from "vitest";
import { Triples } from "../../../src/analysis/audit/growing-columns.js";

test("equal triples get the same number, and each new triple gets the next number", () => {
  const number = fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 2 ** 32 - 1 }));
  fc.assert(
    fc.property(fc.array(fc.tuple(number, number, number), { maxLength: 200 }), (given) => {
      const triples = new Triples();
      const numbers = new Map<string, number>();
      for (const [a, b, c] of given) {
        const key = `${a} ${b} ${c}`;
        const expected = numbers.get(key) ?? numbers.size;
        numbers.set(key, expected);
        expect(triples.of(a, b, c)).toBe(expected);
      }
    }),
  );
  const many = new Triples();
  for (let round = 0; round < 2; round++) {
    for (let at = 0; at < 20_000; at++) expect(many.of(at % 7, at, at >> 3)).toBe(at);
  }
  expect(many.size).toBe(20_000);
});
