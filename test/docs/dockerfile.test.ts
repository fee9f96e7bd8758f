import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseDockerfile } from "../../src/image/dockerfile/dockerfile.js";

const own = parseDockerfile(readFileSync("Dockerfile", "utf8"));

test("our own Dockerfile copies what is there, and what .dockerignore lets through", () => {
  const sources = own
    .filter(({ keyword, text }) => keyword === "COPY" && !text.startsWith("--from"))
    .flatMap(({ text }) => text.split(" ").slice(0, -1));
  expect(sources.filter((path) => !existsSync(path))).toEqual([]);
  const [first, ...allowed] = readFileSync(".dockerignore", "utf8").trim().split("\n");
  expect([first, ...allowed.toSorted()]).toEqual(["*", ...sources.map((path) => `!${path}`).toSorted()]);
});

test("its last stage is small: nothing is built there, and one COPY brings the program", () => {
  const last = own.slice(own.findLastIndex(({ keyword }) => keyword === "FROM"));
  expect(last.map(({ keyword, text }) => `${keyword} ${text}`)).toEqual([
    "FROM alpine:3.21",
    "RUN apk add --no-cache nodejs",
    "COPY --from=build /out/ /",
    "WORKDIR /work",
    'ENTRYPOINT ["layerx"]',
    'CMD ["--help"]',
  ]);
});
