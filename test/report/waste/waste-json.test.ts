import { expect, test } from "vitest";
import { analyze, waste } from "../../../src/analysis/analyze.js";
import { wasteJson } from "../../../src/report/waste/waste-json.js";
import { memoryImage } from "../../support/memory-image.js";
import { wastefulImage } from "../../support/wasteful-image.js";

test("the fields of the waste and its causes are in the documented order", async () => {
  const analysis = await analyze(wastefulImage());
  expect(JSON.stringify(wasteJson(analysis, await waste(analysis)))).toBe(
    '{"bytes":3000,"byCause":{"overwritten":1000,"metadata":0,"rewritten":0,"moved":0,"deleted":2000,"repeated":0},' +
      '"copies":[{"path":"/opt/source/a","bytes":1200,"cause":"deleted","layer":1,"endedBy":2},' +
      '{"path":"/etc/conf","bytes":1000,"cause":"overwritten","layer":0,"endedBy":2},' +
      '{"path":"/opt/source/b","bytes":800,"cause":"deleted","layer":1,"endedBy":2}]}',
  );
});

test("control characters in paths are escaped as \\xhh, and a backslash is doubled", async () => {
  const name = "a\x1b\\b";
  const analysis = await analyze(memoryImage([[{ path: name, content: "x" }], [{ path: `.wh.${name}` }]]));
  expect(wasteJson(analysis, await waste(analysis)).copies.map(({ path }) => path)).toEqual(["/a\\x1b\\\\b"]);
});
