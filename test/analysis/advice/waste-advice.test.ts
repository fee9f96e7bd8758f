import { expect, test } from "vitest";
import { adviceOnCopy, type CopyFacts, wasteAdviser } from "../../../src/analysis/advice/waste-advice.js";
import { analyze, waste } from "../../../src/analysis/analyze.js";
import { CAUSES } from "../../../src/analysis/waste/causes.js";
import { historyOf } from "../../support/history.js";
import { memoryImage } from "../../support/memory-image.js";

const RUN = "RUN make";
const COPY = "COPY . /app";

function copy(change: Partial<CopyFacts>): CopyFacts {
  return { path: "/app/x", cause: "deleted", fromBase: "no", writer: RUN, ender: RUN, ...change };
}

test.each([
  [{ cause: "overwritten" }, "overwritten"],
  [{ cause: "metadata", writer: "<missing> in the history" }, "mode-when-written"],
  [{ cause: "rewritten" }, "rewritten"],
  [{ cause: "moved" }, "moved"],
  [{ cause: "deleted" }, "removed-later"],
  [{ cause: "repeated" }, "repeated"],
] as const)("each cause has its own advice: %j", (change, topic) => {
  expect(adviceOnCopy(copy(change)).topic).toBe(topic);
});

test("every cause has advice, even if path and instructions are unknown", () => {
  const strange = { path: "/", writer: "", ender: "" };
  expect(CAUSES.map((cause) => adviceOnCopy(copy({ ...strange, cause })).topic)).toEqual([
    "overwritten",
    "mode-when-written",
    "rewritten",
    "moved",
    "removed-later",
    "repeated",
  ]);
});

test.each([
  [{ writer: COPY }, "copied-and-removed"],
  [{ fromBase: "certain" }, "base-removed"],
  [{ cause: "metadata", writer: COPY, ender: "RUN chown -R app /app" }, "copy-with-owner"],
  [{ cause: "metadata", writer: COPY, ender: "RUN chmod +x /app/x" }, "copy-with-mode"],
  [
    { cause: "metadata", writer: COPY, ender: "RUN chmod +x /app/x && chown app /app/x" },
    "copy-with-owner-and-mode",
  ],
  [{ cause: "rewritten", writer: COPY, ender: "RUN chown -R 0:0 /app" }, "unneeded-chown"],
  [{ cause: "rewritten", ender: "RUN touch /app/x" }, "unneeded-touch"],
  [{ cause: "overwritten", fromBase: "certain", writer: "ADD file:12ab in /" }, "base-rewritten"],
  [{ cause: "metadata" }, "mode-in-same-run"],
  [{ cause: "moved", writer: COPY }, "copy-to-final-path"],
  [{ cause: "rewritten", writer: COPY, ender: COPY }, "copied-twice"],
  [{ cause: "overwritten", writer: COPY, ender: COPY }, "copied-in-two-versions"],
] as const)(
  "the advice depends on the base image and on the instructions that wrote and changed the file: %j",
  (change, topic) => {
    expect(adviceOnCopy(copy(change)).topic).toBe(topic);
  },
);

test.each([
  ["/var/lib/apt/lists/x", "deleted", "apt-lists"],
  ["/var/lib/apt/lists/x", "overwritten", "apt-lists"],
  ["/root/.cache/pip/http/1", "deleted", "pip-cache"],
  ["/root/.npm/_cacache/1", "deleted", "npm-cache"],
  ["/var/lib/dpkg/status", "overwritten", "package-database"],
  ["/lib/apk/db/installed", "overwritten", "package-database"],
  ["/app/__pycache__/x.cpython-311.pyc", "deleted", "bytecode"],
  ["/tmp/big.tar", "deleted", "temporary-files"],
] as const)("a file at a well-known path gets the advice for that path: %s %s", (path, cause, topic) => {
  expect(adviceOnCopy(copy({ path, cause })).topic).toBe(topic);
});

test.each([
  ["/var/lib/apt/lists/x", "deleted", "base-removed"],
  ["/var/lib/apt/lists/x", "overwritten", "base-replaced"],
  ["/var/cache/apt/archives/x.deb", "deleted", "base-removed"],
  ["/app/.git/HEAD", "metadata", "base-replaced"],
  ["/app/x", "moved", "base-moved"],
  ["/app/x", "repeated", "base-repeated"],
  ["/usr/lib/x.pyc", "overwritten", "bytecode"],
] as const)(
  "advice about a file of the base image names no instruction of the base image: %s %s",
  (path, cause, topic) => {
    expect(adviceOnCopy(copy({ path, cause, fromBase: "certain" })).topic).toBe(topic);
  },
);

test("advice about a guessed base image says that it is a guess", () => {
  expect(adviceOnCopy(copy({ fromBase: "guessed" }))).toEqual({ topic: "base-removed", baseIsGuess: true });
});

test.each([
  ["/var/lib/dpkg/status"],
  ["/var/cache/debconf/config.dat"],
  ["/var/log/apt/history.log"],
  ["/lib/apk/db/installed"],
])("installing packages must replace the package database of the base image: %s", (path) => {
  expect(adviceOnCopy(copy({ path, cause: "overwritten", fromBase: "certain" })).topic).toBe(
    "base-package-records",
  );
});

test("advice about .git is the same for every cause", () => {
  const path = "/app/.git/config";
  const topics = CAUSES.map(
    (cause) => adviceOnCopy(copy({ path, cause, ender: "RUN chown app /app" })).topic,
  );
  expect(new Set(topics)).toEqual(new Set(["version-control"]));
});

test("advice about a removed file names the instruction that first wrote it, not a chown that stored it again", async () => {
  const image = memoryImage([
    [{ path: "app/data", content: "d".repeat(9) }],
    [{ path: "app/data", content: "d".repeat(9), uid: 7 }],
    [{ path: "app/.wh.data" }],
  ]);
  const history = historyOf(["COPY . /app", "RUN chown -R app /app", "RUN rm /app/data"]);
  const analysis = await analyze({ ...image, history });
  const advise = wasteAdviser(analysis);
  const topics = (await waste(analysis)).map((copy) => `${copy.layer} ${copy.cause}: ${advise(copy).topic}`);
  expect(topics).toEqual(["0 metadata: copy-with-owner", "1 deleted: copied-and-removed"]);
});
