import { textDifference } from "../difference.js";
import { layerx } from "../layerx.js";
import { guarded } from "./guarded.js";

const FORMS = [
  [],
  ["--no-trunc"],
  ["--human=false"],
  ["-H=false", "--no-trunc"],
  ["-q"],
  ["--quiet", "--no-trunc"],
  ["--format", "table {{.ID}}\\t{{.Size}}"],
  ["--format", "table {{.CreatedBy}}\\t{{.CreatedSince}}\\t{{.Comment}}", "--no-trunc"],
  ["--format", "{{.ID}}: {{.CreatedBy}} ({{.CreatedAt}}) {{.Comment}}"],
  [
    "--format",
    "{{upper .Size}}|{{pad .ID 2 3}}|{{truncate .CreatedBy 7}}|{{json .CreatedBy}}|{{len .Comment}}",
  ],
  ["--format", '{{join (split .CreatedBy " ") "_"}} {{printf "%q %s" .Size .ID}}'],
];
/** Docker supports `--format json` since version 23. Older clients print the word `json`. */
const JSON_FORMS = [
  ["--format", "json"],
  ["--format", "json", "--no-trunc", "--human=false"],
];
const TRIES = 4;

/**
 * Checks that `layerx history` prints the same bytes as `docker history`, in every form, from a file and from a pipe.
 *
 * @param {import("../build.js").Built} image
 * @param {import("../tally.js").Tally} results
 */
export async function checkHistory({ name, tag, docker, archive }, results) {
  const forms = docker.clients.major >= 23 ? [...FORMS, ...JSON_FORMS] : FORMS;
  for (const form of forms) {
    await guarded(results, `${name}: history ${form.join(" ")}`.trimEnd(), () =>
      compare({ docker, tag, form, ours: (env) => layerx(["history", archive, ...form], { env }) }),
    );
  }
  const form = ["--no-trunc"];
  await guarded(results, `${name}: docker save | layerx history --no-trunc`, () =>
    compare({ docker, tag, form, ours: (env) => layerx(["history", ...form], { input: archive, env }) }),
  );
  for (const zone of ["Asia/Kolkata", "America/St_Johns"]) {
    const form = ["--human=false"];
    await guarded(results, `${name}: history --human=false in ${zone}`, () =>
      compare({ docker, tag, form, zone, ours: (env) => layerx(["history", archive, ...form], { env }) }),
    );
  }
}

/**
 * Checks that the history of a child has the ID of its parent if both images were saved together.
 *
 * @param {{ archive: string, child: string, docker: import("../engines/docker.js").Docker }} family
 * @param {import("../tally.js").Tally} results
 */
export async function checkFamily({ archive, child, docker }, results) {
  await guarded(results, "family: history --no-trunc --image child names the parent's ID", () => {
    const form = ["--no-trunc"];
    const ours = (env) => layerx(["history", archive, "--image", child, ...form], { env });
    return compare({ docker, tag: child, form, ours });
  });
  await guarded(results, "family: without --image both images are listed, exit 2", async () => {
    const { code, stderr } = await layerx(["history", archive]);
    return code === 2 && stderr.includes(child) ? null : `exit ${code}: ${stderr}`;
  });
}

/** Docker runs before and after layerx, because a duration (`2 minutes ago`) may change in between. */
async function compare({ docker, tag, form, zone = "UTC", ours }) {
  const env = { TZ: zone, LC_ALL: "C.UTF-8" };
  const reference = async () => (await docker.run(["history", ...form, tag], { env })).stdout;
  for (let left = TRIES; ; left--) {
    const before = await reference();
    const { code, stdout, stderr } = await ours(env);
    const after = await reference();
    if (code !== 0) return `exit ${code}: ${stderr.trim()}`;
    const difference = textDifference(stdout, after);
    if (difference === null || stdout.equals(before)) return null;
    if (before.equals(after) || left === 0) return difference;
  }
}
