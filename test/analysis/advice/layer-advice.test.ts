import { expect, test } from "vitest";
import { adviceOnInstruction, layerAdviser } from "../../../src/analysis/advice/layer-advice.js";
import { analyze } from "../../../src/analysis/analyze.js";
import { countedBase } from "../../../src/analysis/base.js";
import { told } from "../../support/history.js";
import { memoryImage } from "../../support/memory-image.js";

const RECOMMENDS =
  "Install with apt-get install --no-install-recommends: without it apt adds what packages only recommend.";
const STAGE = "Build in a stage of its own and COPY --from the result: what runs needs no compiler.";
const WEAK =
  "Install with dnf install --setopt=install_weak_deps=False --nodocs: else weak dependencies come too.";
const NPM = "Install with npm ci --omit=dev, so that what only building and testing need stays out.";

test.each([
  ["RUN apt-get update && apt-get install -y curl", RECOMMENDS],
  ["RUN apt install curl", RECOMMENDS],
  ["RUN apt-get install -y build-essential", STAGE],
  ["RUN apk add --no-cache gcc musl-dev", STAGE],
  ["RUN dnf -y install httpd", WEAK],
  ["RUN npm ci", NPM],
  ["RUN npm install && npm run build", NPM],
  ["COPY . /app", "Copy what the program needs only, or name the rest in .dockerignore."],
])("what the instruction shows: %s", (instruction, say) => {
  expect(adviceOnInstruction(instruction)?.say).toBe(say);
});

test.each([
  "RUN apt-get install -y --no-install-recommends curl",
  "RUN apt-get update",
  "RUN dnf install --setopt=install_weak_deps=False httpd",
  "RUN npm ci --omit=dev",
  "RUN npm install --global left-pad",
  "COPY dist /app",
  "RUN cp gcc-notes.txt /x",
  "<missing> in the history",
])("what it does not show is not said: %s", (instruction) => {
  expect(adviceOnInstruction(instruction)).toBe(null);
});

test("what a layer holds tells where its instruction does not: the base, what is stored again, what could go", async () => {
  const image = memoryImage([
    [{ path: "bin/sh", content: "s".repeat(50) }],
    [{ path: "var/lib/apt/lists/x", content: "l".repeat(50) }],
    [{ path: "app/a", content: "a".repeat(50) }],
    [{ path: "app/a", content: "a".repeat(50), uid: 7 }],
    [
      { path: "opt/tool", content: "t".repeat(50) },
      { path: "tmp/x", content: "x".repeat(4) },
    ],
    [{ path: "opt/owned", content: "o".repeat(50), uid: 7 }],
  ]);
  const history = told([
    "ADD file:12ab in /",
    "RUN apt-get update",
    "COPY a /app/",
    "RUN adduser app && chown -R app /app",
    "RUN fetch",
    "RUN fetch && chown -R app /opt/owned",
  ]);
  const analysis = await analyze({ ...image, history });
  const says = (layers: number) => {
    const advise = layerAdviser(analysis, countedBase(image, layers));
    return [0, 1, 2, 3, 4, 5].map((layer) => advise(layer)?.say.split(/[ :]/).slice(0, 3).join(" ") ?? null);
  };
  expect(says(1)).toEqual(["Take a smaller", "End the RUN", null, "Set owner and", null, null]);
  expect(says(2).slice(0, 3)).toEqual(["Take a smaller", "Take a smaller", null]);
  expect(says(0)[0]).toBeNull();
});
