import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseDockerfile } from "../../src/image/dockerfile/dockerfile.js";

const own = parseDockerfile(readFileSync("Dockerfile", "utf8"));

test("the project's Dockerfile copies only existing paths, and .dockerignore allows exactly these paths", () => {
  const sources = own
    .filter(({ keyword, text }) => keyword === "COPY" && !text.startsWith("--from"))
    .flatMap(({ text }) => text.split(" ").slice(0, -1));
  expect(sources.filter((path) => !existsSync(path))).toEqual([]);
  const [first, ...allowed] = readFileSync(".dockerignore", "utf8").trim().split("\n");
  expect([first, ...allowed.toSorted()]).toEqual(["*", ...sources.map((path) => `!${path}`).toSorted()]);
});

test("the last stage of the project's Dockerfile only installs Node and copies the program", () => {
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
