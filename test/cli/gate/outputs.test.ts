import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { beforeAll, describe, expect, test } from "vitest";
import { image } from "../../support/fixture.js";
import { packings } from "../../support/packings.js";
import { layerx, type Surroundings } from "../../support/run.js";
import { sarifSchema } from "../../support/sarif-schema.js";
import { save } from "../../support/save.js";
import { sharedTempDir, tempDir } from "../../support/temp.js";
import { parseXml } from "../../support/xml.js";

const DOCKERFILE = `FROM scratch
COPY rootfs /
RUN --mount=type=cache,target=/c fetch /opt/source && \\
    build
# gone again
RUN rm -r /opt/source
CMD ["run"]
`;
const shared = sharedTempDir();
let archive = "";

beforeAll(async () => {
  const built = await image(
    [
      { "bin/sh": "s".repeat(50) },
      { "opt/source/a": "a".repeat(30), "opt/tool": "t".repeat(20) },
      { "opt/.wh.source": "" },
    ],
    {
      references: ["example.com/app:1"],
      history: [
        { created_by: "COPY rootfs / # buildkit" },
        { created_by: "RUN /bin/sh -c fetch /opt/source &&     build # buildkit" },
        { created_by: "RUN /bin/sh -c rm -r /opt/source # buildkit" },
        { created_by: 'CMD ["run"]', empty_layer: true },
      ],
    },
  );
  archive = await save(packings.dockerSave25, [built], shared, { name: "app.tar" });
});

/** Creates a working folder with the Dockerfile. @returns functions to run the gate and to read files. */
function gate() {
  const cwd = tempDir();
  writeFileSync(join(cwd, "Dockerfile"), DOCKERFILE);
  const ci = (args: readonly string[], around: Surroundings = {}) =>
    layerx(["ci", archive, ...args], { cwd, ...around });
  const read = (name: string) => readFileSync(join(cwd, name), "utf8");
  return { cwd, ci, read };
}

const ALL = [
  "json=out.json",
  "junit=out.xml",
  "sarif=out.sarif",
  "gitlab=gl.json",
  "github=gh.txt",
  "markdown=out.md",
];
const EVERY = ALL.flatMap((output) => ["--output", output]);

test("one run writes the text to stdout and all other formats to files, with the same result", async () => {
  const { ci, read } = gate();
  const { code, stdout, stderr } = await ci(["--dockerfile", "./Dockerfile", ...EVERY]);
  expect({ code, stderr, first: stdout.split("\n")[0] }).toEqual({
    code: 1,
    stderr: "",
    first: `FAIL  example.com/app:1: 2 of 2 rules failed`,
  });
  expect(JSON.parse(read("out.json")).pass).toBe(false);
  const { results } = v.parse(sarifSchema, JSON.parse(read("out.sarif"))).runs[0];
  expect(results.map(({ ruleId, locations }) => [ruleId, locations[0].physicalLocation])).toEqual([
    ["lowestEfficiency", { artifactLocation: { uri: "Dockerfile" }, region: { startLine: 3, endLine: 4 } }],
    [
      "highestWastedPercent",
      { artifactLocation: { uri: "Dockerfile" }, region: { startLine: 3, endLine: 4 } },
    ],
  ]);
  expect(parseXml(read("out.xml")).attributes.failures).toBe("2");
  expect(JSON.parse(read("gl.json")).map((one: Record<string, unknown>) => one.location)).toEqual([
    { path: "Dockerfile", lines: { begin: 3, end: 4 } },
    { path: "Dockerfile", lines: { begin: 3, end: 4 } },
  ]);
  expect(read("gh.txt").split("\n")[0]).toBe(
    "::error file=Dockerfile,line=3,endLine=4,title=layerx%3A lowestEfficiency::30B wasted (deleted): /opt/source/a" +
      "%0A→ Remove it in the RUN that creates it: a later instruction only hides it." +
      "%0A  https://docs.docker.com/build/building/best-practices/#run" +
      "%0Awritten by layer 1: RUN fetch /opt/source && build%0Aremoved by layer 2: RUN rm -r /opt/source" +
      "%0Aefficiency is 70%25, but must be 90%25 or more: 23B too much waste",
  );
  expect(read("out.md").split("\n").slice(0, 4)).toEqual([
    "<!-- layerx -->",
    "### ❌ FAIL `example.com/app:1`",
    "",
    "100B in 3 layers, 30B wasted, efficiency 70%.",
  ]);
});

test("outputs have the same bytes in any locale, time zone and order", async () => {
  const files = ALL.map((output) => output.slice(output.indexOf("=") + 1));
  const contents = async (args: readonly string[], env: Record<string, string>) => {
    const { ci, read } = gate();
    await ci(args, { env });
    return files.map(read);
  };
  const zone = process.env.TZ;
  const here = await contents(EVERY, {});
  process.env.TZ = "Pacific/Kiritimati";
  const there = await contents(
    ALL.toReversed().flatMap((output) => ["--output", output]),
    { LANG: "tr_TR.UTF-8", LC_ALL: "de_DE.UTF-8", TZ: "Pacific/Kiritimati", COLUMNS: "40" },
  );
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
  expect(there).toEqual(here);
});

test("a text in a file has no colours and 80 columns, also if the terminal differs", async () => {
  const { ci, read } = gate();
  const { stdout } = await ci(["--output", "text=out.txt", "--output", "text"], {
    env: { FORCE_COLOR: "1" },
  });
  expect(stdout).not.toBe(read("out.txt"));
  expect(stdout.replaceAll(/\x1b\[\d+m/g, "")).toBe(read("out.txt"));
});

describe("standard output", () => {
  test("has the format of an --output without a file, instead of the text", async () => {
    const { ci } = gate();
    const { stdout } = await ci(["--output", "gitlab", "--output=json=out.json"]);
    expect(JSON.parse(stdout)).toHaveLength(2);
  });

  test("has the format of --format, beside outputs to files", async () => {
    const { ci, read } = gate();
    const { stdout } = await ci(["--format", "json", "--output", "json=out.json"]);
    expect(stdout).toBe(read("out.json"));
  });

  test.each([
    [["--output", "json", "--output", "sarif"], "standard output"],
    [["--format", "text", "--output", "sarif=-"], "standard output"],
    [["--output", "json=a", "--output", "sarif=./a"], "./a"],
  ])("or a file cannot have two outputs: %j", async (args, place) => {
    const { ci, cwd } = gate();
    expect(await ci(args)).toEqual({
      code: 2,
      stdout: "",
      stderr: `error: cannot run this command: two outputs go to ${place}
  why:  each needs a place of its own: --output FORMAT=FILE
  next: see \`layerx ci --help\`
`,
    });
    expect(readdirSync(cwd)).toEqual(["Dockerfile"]);
  });
});

test.each(["xml", "sarif=", "=out.json", "SARIF"])("--output %s is an error", async (value) => {
  const { ci } = gate();
  expect(await ci(["--output", value])).toEqual({
    code: 2,
    stdout: "",
    stderr: `error: bad value for --output: ${value}
  why:  it takes FORMAT or FORMAT=FILE, where FORMAT is text, json, junit, sarif, gitlab, github, markdown
  next: correct the value, or see \`layerx ci --help\`
`,
  });
});

describe("an output file", () => {
  test("is written completely, keeps its mode, and can be a link", async () => {
    const { ci, cwd, read } = gate();
    writeFileSync(join(cwd, "old.json"), "{}", { mode: 0o600 });
    symlinkSync("old.json", join(cwd, "link.json"));
    await ci(["--output", "json=link.json"]);
    expect(JSON.parse(read("old.json")).schemaVersion).toBe(1);
    expect(statSync(join(cwd, "old.json")).mode & 0o777).toBe(0o600);
    expect(readdirSync(cwd).toSorted()).toEqual(["Dockerfile", "link.json", "old.json"]);
  });

  test("that cannot be written is an error, after the result was printed", async () => {
    const { ci, cwd } = gate();
    mkdirSync(join(cwd, "folder"));
    const { code, stdout, stderr } = await ci(["--output", "json=nowhere/out.json", "--max-layers", "3"]);
    expect({ code, stdout: stdout.split(" ")[0], stderr }).toEqual({
      code: 2,
      stdout: "PASS",
      stderr: `error: cannot write nowhere/out.json
  why:  the folder does not exist
  next: create the folder, or write to another place
`,
    });
    const onFolder = await ci(["--output", "json=folder"]);
    expect(onFolder).toMatchObject({
      code: 2,
      stderr: `error: cannot write folder
  why:  it is a folder
  next: name a file, for example in this folder
`,
    });
    expect(readdirSync(cwd).toSorted()).toEqual(["Dockerfile", "folder"]);
  });
});

describe("--dockerfile", () => {
  test("that is missing or not a Dockerfile is an error", async () => {
    const { ci, cwd } = gate();
    writeFileSync(join(cwd, "other"), "all: build\n");
    expect(await ci(["--dockerfile", "nowhere"])).toEqual({
      code: 2,
      stdout: "",
      stderr: `error: cannot use the Dockerfile nowhere
  why:  there is no such file
  next: check the path, or leave --dockerfile out: then the report has no line numbers
`,
    });
    expect((await ci(["--dockerfile", "other"])).stderr.split("\n")[1]).toBe(
      "  why:  it has no FROM instruction",
    );
  });
});

describe("within GitHub Actions", () => {
  test("annotations are on stderr, the summary is extended, and stdout has only the requested output", async () => {
    const { ci, cwd, read } = gate();
    writeFileSync(join(cwd, "summary.md"), "# Before\n");
    const env = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: join(cwd, "summary.md") };
    const args = ["--format", "json", "--output", "github=gh.txt"];
    const plain = await ci([...args, "--output", "markdown=out.md"]);
    const { code, stdout, stderr } = await ci(["--format", "json"], { env });
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: plain.stdout, stderr: read("gh.txt") });
    expect(read("summary.md")).toBe(`# Before\n${read("out.md")}`);
  });

  test("a requested report is not printed twice", async () => {
    const { ci, cwd, read } = gate();
    const env = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: join(cwd, "summary.md") };
    const { stdout, stderr } = await ci(["--output", "github", "--output", "markdown=summary.md"], { env });
    expect([stdout.split(" ")[0], stderr]).toEqual(["::error", ""]);
    expect(read("summary.md").match(/<!-- layerx -->/g)).toHaveLength(1);
  });

  test("text in an error is not a command in the log", async () => {
    const { ci } = gate();
    const env = { GITHUB_ACTIONS: "true" };
    const said = async (around: Surroundings) => (await ci(["--explain", "##[group]x"], around)).stderr;
    expect((await said({ env })).split("\n")[0]).toBe("error: bad value for --explain: #\\x23[group]x");
    expect((await said({})).split("\n")[0]).toBe("error: bad value for --explain: ##[group]x");
  });

  test("text of an image is not a command in the log", async () => {
    const cwd = tempDir();
    const evil = "RUN x \n\n::add-mask::y ##[error]z";
    const built = await image([{ "a/##[group]": "1" }, { "a/.wh.##[group]": "" }], {
      history: [{ created_by: evil }, { created_by: evil }],
    });
    const path = await save(packings.dockerSave25, [built], cwd);
    const env = { GITHUB_ACTIONS: "true", COLUMNS: "40" };
    const { stdout } = await layerx(["ci", path], { cwd, env });
    const json = await layerx(["ci", path, "--format", "json"], { cwd, env });
    expect(stdout.split("\n").filter((line) => /^\s*::|##\[/.test(line))).toEqual([]);
    expect(stdout.match(/\\x23\[error\]z/g)?.length).toBeGreaterThan(0);
    expect(json.stdout.includes("##[")).toBe(false);
    expect(JSON.parse(json.stdout).offenders[0].createdBy).toBe(evil);
  });
});
