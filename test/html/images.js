import { join } from "node:path";
import { writeArchive } from "../../bench/inputs/archive.js";
import { manyLayers } from "../../bench/inputs/many.js";
import { END, member } from "../../bench/inputs/tar.js";

/** Hostile names of folders, files with secrets and packages, which a page could use as markup or script. */
export const HOSTILE_NAMES = [
  "<img src=x onerror=document.title='owned'>",
  "<script>document.title='owned'<",
  "'\"><svg onload=document.title='owned'>",
  "&lt;b&gt;&amp;",
  "__proto__",
  "constructor",
  "javascript:document.title='owned'",
  "\u202egnp.exe",
  "{{document.title='owned'}}",
  "a\\b",
  "\x1b[2J",
];

/** Writes the archives of the checks to `folder`. @returns their paths by name. */
export function images(folder) {
  const hostile = join(folder, "hostile.tar");
  writeArchive(hostile, hostileLayers(), { form: "docker" });
  const many = join(folder, "many.tar");
  writeArchive(many, manyLayers({ files: 30_000, layers: 10, whiteouts: 200 }), { form: "docker" });
  const samples = ["flask", "waste", "lean"].map((name) => [name, `samples/${name}.tar`]);
  return new Map([...samples, ["hostile", hostile], ["many", many]]);
}

function* hostileLayers() {
  const names = HOSTILE_NAMES.map((name) => Buffer.from(name).toString("latin1"));
  const members = names.flatMap((name, at) => [
    ...member({ path: `${name}/`, type: "dir" }),
    ...member({ path: `${name}/${name}`, body: Buffer.alloc(2000 + at) }),
    ...member({ path: `${name}/.env`, body: Buffer.from("PASSWORD=correct-horse-battery\n") }),
  ]);
  const status = HOSTILE_NAMES.map(
    (name) => `Package: ${name.replace("\n", "")}\nStatus: install ok installed\nVersion: 1${name}\n`,
  ).join("\n");
  members.push(...member({ path: "var/lib/dpkg/status", body: Buffer.from(status) }));
  yield {
    instruction: "ADD </script><script>document.title='owned'</script> /",
    tar: Buffer.concat([...members, END]),
  };
  const gone = HOSTILE_NAMES.slice(0, 4).flatMap((name) =>
    member({ path: `.wh.${name}`, body: Buffer.alloc(0) }),
  );
  yield { instruction: `RUN ${"<!--".repeat(100)} \u202e rm`, tar: Buffer.concat([...gone, END]) };
}
