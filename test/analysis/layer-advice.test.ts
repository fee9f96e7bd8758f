import { expect, test } from "vitest";
import { adviceOnInstruction } from "../../src/analysis/layer-advice.js";

const RECOMMENDS =
  "Install with apt-get install --no-install-recommends: without it apt adds what packages only recommend.";
const STAGE = "Build in a stage of its own and COPY --from the result: what runs needs no compiler.";
const WEAK =
  "Install with dnf install --setopt=install_weak_deps=False --nodocs: else weak dependencies come too.";
const NPM = "Install with npm ci --omit=dev, so that what only building and testing need stays out.";

test.each([
  ["ADD file:12ab in /", "Take a smaller base: a slim or alpine tag of it, or one without a shell."],
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
  "<missing>",
])("what it does not show is not said: %s", (instruction) => {
  expect(adviceOnInstruction(instruction)).toBe(null);
});
