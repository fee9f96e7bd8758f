import { expect, test } from "vitest";
import { LayerxError } from "../../../src/errors.js";
import { literal } from "../../../src/explorer/drawing/row.js";
import { FailureScreen } from "../../../src/explorer/opening/failure-screen.js";
import { drawn } from "../draw.js";

function failure(error: LayerxError, screen: { columns: number; rows: number }): string {
  const source = literal("docker:app:7");
  return drawn(
    <FailureScreen source={source} error={error} screen={screen} look={{ colour: true }} />,
    screen.columns,
  );
}

const details = {
  engine: "Docker Engine",
  image: "app:7",
  where: "unix:///run/docker.sock",
  words: "; the nearest name there is app:1",
  next: "`docker:app:1` may be meant",
};
const error = new LayerxError("engine-no-image", details, undefined, { lines: ["podman: no such image"] });

test("the screen for an image that cannot be opened has the whole error, and says how to go back", () => {
  expect(failure(error, { columns: 50, rows: 10 })).toBe(`
  docker:app:7

  error: Docker Engine has no image app:7
  why:   unix:///run/docker.sock does not have
         it; the nearest name there is app:1
         podman: no such image
  next:  \`docker:app:1\` may be meant

  any key back`);
});

test("on a low screen the end of the error is cut off, but not how to go back", () => {
  const lines = failure(error, { columns: 50, rows: 6 }).split("\n");
  expect([lines.length, lines.at(-1)]).toEqual([6, "  any key back"]);
});
