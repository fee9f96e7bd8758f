import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

/** The rooms that each room may import: the arrows of ARCHITECTURE.md. */
const ROOMS: Record<string, readonly string[]> = {
  ink: [],
  errors: [],
  pauses: [],
  groups: [],
  hashing: [],
  text: ["errors"],
  image: ["text", "errors"],
  tree: ["image", "text"],
  analysis: ["tree", "image", "text", "pauses", "groups", "errors"],
  source: ["image", "text", "pauses", "hashing", "errors"],
  words: ["analysis", "tree", "image", "text"],
  report: ["words", "analysis", "tree", "image", "text", "groups", "errors"],
  explorer: ["words", "ink", "extract", "analysis", "tree", "image", "text", "errors"],
  extract: ["tree", "image", "text", "pauses", "groups", "errors"],
  pack: ["tree", "image", "text", "pauses", "hashing", "errors"],
  cli: [
    "words",
    "explorer",
    "report",
    "source",
    "extract",
    "pack",
    "analysis",
    "tree",
    "image",
    "text",
    "errors",
  ],
  index: ["source", "analysis", "tree", "image", "text", "errors"],
};

/** The packages and modules of Node that only some rooms may import. */
const TOUCHES: readonly { what: RegExp; rooms: readonly string[] }[] = [
  { what: /^yargs/, rooms: ["cli"] },
  { what: /^(react|ink|lowlight|highlight\.js)(\/|$)/, rooms: ["explorer"] },
  { what: /^(@alcalzone\/ansi-tokenize|slice-ansi)$|yoga-layout/, rooms: ["ink"] },
  { what: /^diff$/, rooms: ["explorer", "report"] },
  { what: /^(d3-hierarchy|esbuild)$/, rooms: ["report"] },
  { what: /^node:fs/, rooms: ["source", "extract", "pack", "cli"] },
  { what: /^tar-stream$/, rooms: ["pack"] },
  { what: /^@secretlint\//, rooms: ["analysis"] },
  { what: /^sql\.js(\/|$)/, rooms: ["analysis"] },
  { what: /^(node:zlib|zstddec)(\/|$)/, rooms: ["source", "pack"] },
  // Only for named pipes: a socket waits for data by events.
  { what: /^node:net$/, rooms: ["source"] },
  { what: /^node:(http|https|tls)$|^hpagent$/, rooms: ["source"] },
  // In `cli` for the user's $PAGER and $EDITOR only.
  { what: /^node:child_process$/, rooms: ["source", "cli"] },
  // A thread that reads files would have to copy their bytes. The thread that hashes uses shared memory.
  { what: /^node:worker_threads$/, rooms: ["hashing"] },
];

/** The only files that reach the network, start programs or start threads. */
const REACHES: readonly { what: RegExp; places: readonly string[] }[] = [
  {
    what: /^node:(http|https|tls)$|^hpagent$/,
    places: [
      "src/source/registry/net/",
      "src/source/engine/engine-client.ts",
      "src/source/engine/dial-stdio.ts",
    ],
  },
  {
    what: /^node:child_process$/,
    places: [
      "src/source/registry/login/helper.ts",
      "src/source/engine/dial-stdio.ts",
      "src/source/engine/program.ts",
      "src/source/engine/builder.ts",
      "src/cli/explorer/pager-and-editor.ts",
    ],
  },
  { what: /^node:worker_threads$/, places: ["src/hashing/hash-thread.ts"] },
];

interface Import {
  readonly file: string;
  readonly from: string;
  readonly dynamic: boolean;
  readonly typeOnly: boolean;
}

const files = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => join("src", file));
const importsByFile = new Map(files.map((file) => [file, importsOf(file)]));
const imports = [...importsByFile.values()].flat();
const COMMANDS = ["src/cli/run.ts", ...files.filter((file) => file.startsWith("src/cli/commands/"))];

test("a room imports only the rooms below it", () => {
  const wrong = imports
    .filter(isOurs)
    .map((one) => ({ ...one, room: roomOf(one.file), to: roomOf(resolved(one)) }))
    .filter(({ room, to }) => room !== to && !ROOMS[room].includes(to))
    .map(({ file, to }) => `${file} imports ${to}`);
  expect(wrong).toEqual([]);
});

test("imports form no circle, imports of types included", () => {
  const imported = new Map(
    files.map((file) => [file, (importsByFile.get(file) ?? []).filter(isStatic).map(resolved)]),
  );
  expect([...withoutEnds(reversed(withoutEnds(imported))).keys()]).toEqual([]);
});

test("only the allowed rooms use the command line, the screen, files, compression and the network", () => {
  const wrong = imports.flatMap(({ file, from }) =>
    TOUCHES.filter(({ what, rooms }) => what.test(from) && !rooms.includes(roomOf(file))).map(
      () => `${file}: ${from}`,
    ),
  );
  expect(wrong).toEqual([]);
});

test("only the named files reach the network, start programs or start threads", () => {
  const wrong = imports.flatMap(({ file, from }) =>
    REACHES.filter(
      ({ what, places }) => what.test(from) && !places.some((place) => file.startsWith(place)),
    ).map(() => `${file}: ${from}`),
  );
  expect(wrong).toEqual([]);
});

test("outside of extract, only the listed files change the disk", () => {
  const changes =
    /^(?!f?(open|close|read|l?stat|access|exists|realpath|readdir|createRead|constants|Stats|type ))/;
  const named = files.flatMap((file) => {
    const lists = readFileSync(file, "utf8").matchAll(/^import \{([^}]*)\} from "node:fs(?:\/promises)?"/gm);
    return [...lists].flatMap(([, list]) => list.split(",").map((name) => ({ file, name: name.trim() })));
  });
  const changing = named.filter(({ name }) => name !== "" && changes.test(name)).map(({ file }) => file);
  expect([...new Set(changing)].filter((file) => roomOf(file) !== "extract").sort()).toEqual([
    "src/cli/explorer/pager-and-editor.ts",
    "src/cli/images/build-image.ts",
    "src/cli/output/report-file.ts",
    "src/pack/image-sink.ts",
    "src/pack/output-file.ts",
    "src/pack/slim-output.ts",
    "src/pack/write-parts.ts",
    "src/source/cache/cache-store.ts",
    "src/source/cache/upkeep.ts",
    "src/source/engine/builder.ts",
    "src/source/spool.ts",
  ]);
});

test("no file of src/ uses `process`", () => {
  const code = (file: string) => readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
  expect(files.filter((file) => /(?<![.\w"'`])process\s*[.[]|node:process/.test(code(file)))).toEqual([]);
});

test("the program loads a command only when it is named, except the small `history`", () => {
  const reached = [...reachable("src/cli/run.ts")].filter((file) => file.startsWith("src/cli/commands/"));
  expect(reached.sort()).toEqual([
    "src/cli/commands/chosen-command.ts",
    "src/cli/commands/commands.ts",
    "src/cli/commands/history.ts",
  ]);
  expect(reachable("src/cli/run.ts").has("src/analysis/analyze.ts")).toBe(false);
});

test("no command loads React before the explorer opens", () => {
  const reached = reachable(...COMMANDS);
  expect(reached.has("src/cli/commands/inspect.ts")).toBe(true);
  // Settings and keys of the explorer are read by commands, what draws is not.
  expect([...reached].filter((file) => /\.tsx$|^src\/explorer\/(terminal|session)\//.test(file))).toEqual([]);
});

test("only the HTML report imports d3-hierarchy and esbuild", () => {
  const places = imports
    .filter(({ from }) => /^(d3-|esbuild)/.test(from))
    .map(({ file, from, typeOnly }) => `${file}: ${typeOnly ? "type of " : ""}${from}`);
  expect(places.sort()).toEqual([
    "src/report/html/fleet/fleet-script.ts: esbuild",
    "src/report/html/page-build.ts: type of esbuild",
    "src/report/html/page-script.ts: esbuild",
    "src/report/html/page/tile-layout.ts: d3-hierarchy",
    "src/report/html/style-sheets.ts: esbuild",
  ]);
});

test("the page script imports only its data type and text helpers, and commands load the HTML report late", () => {
  const script = imports.filter((one) => one.file.startsWith("src/report/html/page/") && isOurs(one));
  const outside = script.filter((one) => !resolved(one).startsWith("src/report/html/page/"));
  const taken = new Set(outside.map((one) => `${resolved(one)}${one.typeOnly ? ", for types" : ""}`));
  expect([...taken].sort()).toEqual([
    "src/report/html/page-data.ts, for types",
    "src/text/bytes.ts",
    "src/text/count.ts",
  ]);
  const reached = reachable(...COMMANDS);
  expect(reached.has("src/report/image/image-text.ts")).toBe(true);
  expect([...reached].filter((file) => file.startsWith("src/report/html/"))).toEqual([]);
});

test("in the explorer only stateless components and the terminal import React and Ink, and only jobs import extract", () => {
  const inExplorer = imports.filter(({ file }) => file.startsWith("src/explorer/"));
  const drawing = inExplorer.filter(({ from }) => /^(react|ink)(\/|$)/.test(from)).map(({ file }) => file);
  expect(drawing).toContain("src/explorer/drawing/section.tsx");
  expect(drawing.filter((file) => !/\.tsx$|^src\/explorer\/terminal\//.test(file))).toEqual([]);
  const components = drawing.filter((file) => file.endsWith(".tsx"));
  const stateful = components.filter((file) => /\buse(State|Reducer)\(/.test(readFileSync(file, "utf8")));
  expect(stateful).toEqual([]);
  const writing = inExplorer.filter(
    (one) => isOurs(one) && !one.typeOnly && roomOf(resolved(one)) === "extract",
  );
  expect([...new Set(writing.map(({ file }) => dirname(file)))]).toEqual(["src/explorer/jobs"]);
});

test("the explorer opens before it loads the modules that colour and compare files", () => {
  const reached = reachable("src/explorer/session/open-explorer.ts");
  expect(reached.has("src/explorer/jobs/jobs.ts")).toBe(true);
  const late = imports
    .filter(({ file }) => reached.has(file) && roomOf(file) === "explorer")
    .map(({ from, dynamic }) => ({ from, dynamic }));
  expect(late.filter(({ from }) => /^(lowlight|highlight\.js|diff)/.test(from))).toEqual([]);
  expect(late.filter(({ from }) => /^\.\/(coloured-words|compare-files)\.js$/.test(from))).toEqual([
    { from: "./coloured-words.js", dynamic: true },
    { from: "./compare-files.js", dynamic: true },
  ]);
});

test("every file and folder that the architecture pages name exists", () => {
  const pages = [
    "ARCHITECTURE.md",
    ...readdirSync("docs/architecture").map((page) => `docs/architecture/${page}`),
  ];
  const all = new Set([...files, ...files.map(dirname)]);
  const exists = (name: string) => existsSync(name) || existsSync(`src/${name}`);
  const missing = pages.flatMap((page) => {
    const names = readFileSync(page, "utf8").matchAll(/`([\w./-]+(?:\.tsx?|\.js|\.md|\.yaml|\/))`/g);
    return [...names]
      .map(([, name]) => name)
      .filter((name) => !name.includes("NAME") && !/^…|^\.|^dist/.test(name) && !exists(name))
      .filter((name) => ![...all].some((file) => `${file}/`.includes(`/${name.replace(/\/$/, "")}/`)))
      .map((name) => `${page}: ${name}`);
  });
  expect(missing).toEqual([]);
});

function importsOf(file: string): Import[] {
  const source = readFileSync(file, "utf8");
  const statics = source.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"/gm);
  const dynamics = source.matchAll(/\bimport\("([^"]+)"\)/g);
  return [
    ...[...statics].map(([, type, from]) => ({ file, from, dynamic: false, typeOnly: type !== undefined })),
    ...[...dynamics].map(([, from]) => ({ file, from, dynamic: true, typeOnly: false })),
  ];
}

/** An import of the project's own code (`package.json` does not count). */
function isOurs({ from }: Import): boolean {
  return /^\..*\.js$/.test(from) && !from.includes("/node_modules/");
}

/** An import of our own at the top of its file, of values or types. */
function isStatic(one: Import): boolean {
  return isOurs(one) && !one.dynamic;
}

/** An import of our own that is loaded with its file. */
function isLoaded(one: Import): boolean {
  return isStatic(one) && !one.typeOnly;
}

function resolved({ file, from }: Import): string {
  const path = normalize(join(dirname(file), from)).replace(/\.js$/, ".ts");
  return files.includes(path) ? path : `${path}x`;
}

function roomOf(file: string): string {
  return file.split("/")[1].replace(/\.tsx?$/, "");
}

/** The files that are loaded with these files: static imports, without imports of types. */
function reachable(...entries: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const queue = [...entries];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    const here = importsByFile.get(file) ?? [];
    queue.push(...here.filter(isLoaded).map(resolved));
  }
  return reached;
}

type Graph = ReadonlyMap<string, readonly string[]>;

/** Removes files that lead to no other file, until none is left: circles stay, and the files that lead to them. */
function withoutEnds(graph: Graph): Graph {
  const left = new Map(graph);
  const isEnd = (file: string) => !left.get(file)?.some((other) => left.has(other));
  for (let ends = [...graph.keys()]; ends.length > 0; ends = [...left.keys()].filter(isEnd)) {
    for (const file of ends.filter(isEnd)) left.delete(file);
  }
  return left;
}

function reversed(graph: Graph): Graph {
  const back = new Map([...graph.keys()].map((file): [string, string[]] => [file, []]));
  for (const [file, others] of graph) for (const other of others) back.get(other)?.push(file);
  return back;
}
