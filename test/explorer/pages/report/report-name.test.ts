import { expect, test } from "vitest";
import { reportName } from "../../../../src/explorer/pages/report/report-name.js";

test.each([
  [["flask:latest"], "flask.tar", "./flask.layerx.md"],
  [["example.com:5000/team/lean:1.0", "other:2"], "x.tar", "./lean-1.0.layerx.md"],
  [[`lean@sha256:${"0".repeat(64)}`], "x.tar", "./lean.layerx.md"],
  [[], "/srv/images/app.tar", "./app.layerx.md"],
  [[], "/srv/images/layout/", "./layout.layerx.md"],
  [[], "app.tar.gz", "./app.layerx.md"],
  [[], "-", "./image.layerx.md"],
  [["../../.bashrc"], "x", "./bashrc.layerx.md"],
  [["-rf \x1b[2J\n$(x)"], "x", "./rf-2J-x.layerx.md"],
  [["設定"], "x", "./image.layerx.md"],
  [["x".repeat(300)], "x", `./${"x".repeat(60)}.layerx.md`],
])("a report on %s from %s is called %s", (references, source, name) => {
  expect(reportName({ references, source }, "md")).toBe(name);
});
