import { expect, test } from "vitest";
import { adviceOn, adviser, type CopyStory } from "../../../src/analysis/advice/advice.js";
import { analyze, waste } from "../../../src/analysis/analyze.js";
import { CAUSES } from "../../../src/analysis/waste/waste.js";
import { told } from "../../support/history.js";
import { memoryImage } from "../../support/memory-image.js";

const RUN = "RUN make";
const COPY = "COPY . /app";

function story(change: Partial<CopyStory>): CopyStory {
  return { path: "/app/x", cause: "deleted", fromBase: "no", writer: RUN, ender: RUN, ...change };
}

test.each([
  [
    { cause: "overwritten" },
    "Write it once, in its final form: do both steps in one RUN, or copy the final version in.",
  ],
  [
    { cause: "metadata", writer: "<missing> in the history" },
    "Set owner and mode where it is written (COPY --chown --chmod), not in a later instruction.",
  ],
  [{ cause: "rewritten" }, "Write it in one of the two instructions only: both store the same bytes."],
  [{ cause: "moved" }, "Write it to its final path at once, or move it in the RUN that makes it."],
  [{ cause: "deleted" }, "Remove it in the RUN that makes it: a later instruction only hides it."],
  [
    { cause: "repeated" },
    "Build the layer again with another tool: its archive holds the same path more than once.",
  ],
] as const)("each cause has its advice: %j", (change, say) => {
  expect(adviceOn(story(change)).say).toBe(say);
});

test("every cause is answered, whatever the path and the instructions are", () => {
  const strange = { path: "/", writer: "", ender: "" };
  expect(CAUSES.map((cause) => adviceOn(story({ ...strange, cause })).say.length > 0)).toEqual(
    CAUSES.map(() => true),
  );
});

test.each([
  [
    { writer: COPY },
    "Do not copy it in: name it in .dockerignore, or lend it to one RUN with --mount=type=bind.",
  ],
  [
    { fromBase: "certain" },
    "It came with the base image, and removing it here frees nothing: take another base, or remove it in the base's own Dockerfile.",
  ],
  [
    { cause: "metadata", writer: COPY, ender: "RUN chown -R app /app" },
    "Set the owner while copying: COPY --chown=USER:GROUP, in the place of RUN chown.",
  ],
  [
    { cause: "metadata", writer: COPY, ender: "RUN chmod +x /app/x" },
    "Set the mode while copying: COPY --chmod=MODE, in the place of RUN chmod.",
  ],
  [
    { cause: "metadata", writer: COPY, ender: "RUN chmod +x /app/x && chown app /app/x" },
    "Set owner and mode while copying: COPY --chown=USER:GROUP --chmod=MODE, in the place of RUN.",
  ],
  [
    { cause: "rewritten", writer: COPY, ender: "RUN chown -R 0:0 /app" },
    "Spare what has that owner and mode already: chown and chmod store each file again, changed or not.",
  ],
  [
    { cause: "rewritten", ender: "RUN touch /app/x" },
    "Leave the touch out: a new time stores the whole file again.",
  ],
  [
    { cause: "overwritten", fromBase: "certain", writer: "ADD file:12ab in /" },
    "It came with the base image: leave it as it is, and put what differs into a file of its own.",
  ],
  [
    { cause: "metadata" },
    "Set owner and mode in the RUN that makes the file: later, each change stores the whole file again.",
  ],
  [
    { cause: "moved", writer: COPY },
    "Copy it to its final path at once: moving it in a later instruction stores it again.",
  ],
  [
    { cause: "rewritten", writer: COPY, ender: COPY },
    "Copy it once: leave it out of one of the two instructions, by .dockerignore or by narrower paths.",
  ],
  [
    { cause: "overwritten", writer: COPY, ender: COPY },
    "Copy the final version only: leave it out of the first of the two instructions.",
  ],
] as const)("the instructions make it more special: %j", (change, say) => {
  expect(adviceOn(story(change)).say).toBe(say);
});

test.each([
  [
    "/var/lib/apt/lists/x",
    "deleted",
    "End the RUN that calls apt-get update with rm -rf /var/lib/apt/lists/*.",
  ],
  [
    "/var/lib/apt/lists/x",
    "overwritten",
    "End the RUN that calls apt-get update with rm -rf /var/lib/apt/lists/*.",
  ],
  [
    "/root/.cache/pip/http/1",
    "deleted",
    "Install with pip install --no-cache-dir, or mount it: RUN --mount=type=cache,target=/root/.cache.",
  ],
  [
    "/root/.npm/_cacache/1",
    "deleted",
    "Keep the package manager's cache out of the layer: RUN --mount=type=cache,target= its folder.",
  ],
  [
    "/var/lib/dpkg/status",
    "overwritten",
    "Install all packages in one RUN: each one that installs writes the package database anew.",
  ],
  [
    "/lib/apk/db/installed",
    "overwritten",
    "Install all packages in one RUN: each one that installs writes the package database anew.",
  ],
  [
    "/app/__pycache__/x.cpython-311.pyc",
    "deleted",
    "Set ENV PYTHONDONTWRITEBYTECODE=1 before Python runs, so that no bytecode is stored.",
  ],
  [
    "/tmp/big.tar",
    "deleted",
    "Fetch, use and remove it in one RUN, or work in RUN --mount=type=tmpfs,target=/tmp.",
  ],
] as const)("the path makes it more special: %s %s", (path, cause, say) => {
  expect(adviceOn(story({ path, cause })).say).toBe(say);
});

const NOT_HERE = "frees nothing: take another base, or remove it in the base's own Dockerfile.";

test.each([
  ["/var/lib/apt/lists/x", "deleted", `It came with the base image, and removing it here ${NOT_HERE}`],
  ["/var/lib/apt/lists/x", "overwritten", `It came with the base image, and replacing it here ${NOT_HERE}`],
  [
    "/var/cache/apt/archives/x.deb",
    "deleted",
    `It came with the base image, and removing it here ${NOT_HERE}`,
  ],
  ["/app/.git/HEAD", "metadata", `It came with the base image, and replacing it here ${NOT_HERE}`],
  [
    "/app/x",
    "moved",
    "It came with the base image, and moving it stores it again: leave it there, or link to it.",
  ],
  [
    "/app/x",
    "repeated",
    "It came with the base image, whose archive holds the same path more than once: take another base.",
  ],
  [
    "/usr/lib/x.pyc",
    "overwritten",
    "Set ENV PYTHONDONTWRITEBYTECODE=1 before Python runs, so that no bytecode is stored.",
  ],
] as const)("of what the base brought no instruction of the base's is named: %s %s", (path, cause, say) => {
  expect(adviceOn(story({ path, cause, fromBase: "certain" })).say).toBe(say);
});

test("what is only guessed to have come with the base is said so", () => {
  expect(adviceOn(story({ fromBase: "guessed" })).say).toBe(
    "It seems to have come with the base image, and removing it here frees nothing: take another base, or remove it in the base's own Dockerfile.",
  );
});

test.each([
  ["/var/lib/dpkg/status"],
  ["/var/cache/debconf/config.dat"],
  ["/var/log/apt/history.log"],
  ["/lib/apk/db/installed"],
])("of the base's own database of packages nobody is to blame: %s", (path) => {
  expect(adviceOn(story({ path, cause: "overwritten", fromBase: "certain" })).say).toBe(
    "It came with the base image, and whatever installs packages writes it anew: leave it as it is.",
  );
});

test(".git is to stay out, however it died", () => {
  const path = "/app/.git/config";
  const says = CAUSES.map((cause) => adviceOn(story({ path, cause, ender: "RUN chown app /app" })).say);
  expect(new Set(says)).toEqual(
    new Set(["Put .git into .dockerignore: its history is in the layer for good."]),
  );
});

test("what a chown stored again, and a later instruction removes, is put down to who wrote it first", async () => {
  const image = memoryImage([
    [{ path: "app/data", content: "d".repeat(9) }],
    [{ path: "app/data", content: "d".repeat(9), uid: 7 }],
    [{ path: "app/.wh.data" }],
  ]);
  const history = told(["COPY . /app", "RUN chown -R app /app", "RUN rm /app/data"]);
  const analysis = await analyze({ ...image, history });
  const advise = adviser(analysis);
  const says = (await waste(analysis)).map((copy) => `${copy.layer} ${copy.cause}: ${advise(copy).say}`);
  expect(says).toEqual([
    "0 metadata: Set the owner while copying: COPY --chown=USER:GROUP, in the place of RUN chown.",
    "1 deleted: Do not copy it in: name it in .dockerignore, or lend it to one RUN with --mount=type=bind.",
  ]);
});
