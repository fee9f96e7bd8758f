import { expect, test } from "vitest";
import { progressText, SharedBytes } from "../../../src/cli/audit/progress-text.js";
import { auditLine, failureLine } from "../../analysis/audit/lines.js";

test.each([
  [{ done: 0, failed: 0, saved: 0, milliseconds: 0 }, "audit: 0 of 1,200 images done, 0 failed"],
  [
    { done: 600, failed: 2, saved: 1_500_000_000, milliseconds: 60_000 },
    "audit: 600 of 1,200 images done, 2 failed, 1.5GB of shared layers saved, about 1m left",
  ],
  [
    { done: 1199, failed: 0, saved: 0, milliseconds: 1_199_000 },
    "audit: 1,199 of 1,200 images done, 0 failed, about 1s left",
  ],
  [
    { done: 1, failed: 0, saved: 0, milliseconds: 10_000 },
    "audit: 1 of 1,200 images done, 0 failed, about 3h 20m left",
  ],
])(
  "the progress shows the images that are done and failed, the saved bytes and the time left: %j",
  (progress, text) => {
    expect(progressText({ ...progress, total: 1200 })).toBe(text);
  },
);

test("the bytes of a layer count as saved for each further image with this layer", () => {
  const shared = new SharedBytes();
  const layer = (diffId: string | null) => ({ diffId, size: 10, createdBy: "RUN" });
  for (const own of ["sha256:a", "sha256:b", "sha256:c"]) {
    shared.add(auditLine({ source: own, layers: [layer("sha256:base"), layer(own), layer(null)] }));
  }
  shared.add(failureLine("x"));
  expect(shared.saved).toBe(20);
});
