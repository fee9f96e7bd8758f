import { succeed } from "../command.js";
import { valueDifference } from "../difference.js";
import { layerx } from "../layerx.js";
import { guarded } from "./guarded.js";

/** Arguments of `docker run` and `layerx command`: options before the image's name, words after it. */
const WAYS = [
  { options: [], words: [] },
  { options: [], words: ["given", "a b", 'it\'s "$HOME"', "*", "", "two\nlines", "back\\slash", "é"] },
  { options: ["--entrypoint", "/other"], words: [] },
  { options: ["--entrypoint", "/other path"], words: ["given", "-x"] },
  { options: ["--entrypoint", ""], words: [] },
  { options: ["--entrypoint", ""], words: ["given"] },
];
/** Docker's message for an image without a command. */
const NO_COMMAND = /no command specified/i;

/**
 * Checks that `layerx command` prints the same command and settings as `docker create` for the same image and arguments,
 * and names the instruction of each part if the history has it.
 *
 * @param {Awaited<ReturnType<typeof import("../images/starts.js").startsArchive>>} starts
 * @param {import("../tally.js").Tally} results
 */
export async function checkCommand({ archive, tags, docker }, results) {
  const check = (tag, ways) =>
    guarded(results, `${tag}: command = docker create`, async () => {
      for (const { options, words } of ways) {
        const difference = await compared({ archive, docker, tag, options, words });
        if (difference !== null) return `${[...options, ...words].join(" ")}\n${difference}`;
      }
      return null;
    });
  for (const tag of tags.buildkit) await check(tag, WAYS);
  // For the old builder only the history differs.
  for (const tag of tags.old) await check(tag, WAYS.slice(0, 1));
}

async function compared({ archive, docker, tag, options, words }) {
  const image = [archive, "--image", tag, "--format", "json"];
  const { code, stdout, stderr } = await layerx(["command", ...image, ...options, "--", ...words]);
  if (code !== 0) return `exit ${code}: ${stderr.trim()}`;
  const ours = JSON.parse(stdout.toString("utf8"));
  const theirs = await created(docker, [...options, tag, ...words]);
  if (theirs === null) return valueDifference([ours.command, ours.shell], [[], ""]);
  const read = await shellWords(ours.shell);
  return valueDifference(
    { command: ours.command, shell: read, ...partsOf(ours.parts) },
    { command: theirs.command, shell: theirs.command, ...theirs.parts },
  );
}

/** @returns the command that the engine starts, or `null` if there is none. */
async function created(docker, args) {
  let id;
  try {
    id = (await docker.run(["create", ...args])).stdout.toString("utf8").trim();
  } catch (error) {
    if (NO_COMMAND.test(error.message)) return null;
    throw error;
  }
  const { stdout } = await docker.run(["inspect", id]);
  await docker.run(["rm", id]);
  const [{ Path, Args, Config }] = JSON.parse(stdout.toString("utf8"));
  const parts = {
    ENTRYPOINT: Config.Entrypoint ?? [],
    CMD: Config.Cmd ?? [],
    USER: Config.User,
    WORKDIR: Config.WorkingDir || "/",
    HEALTHCHECK: Config.Healthcheck?.Test ?? [],
    STOPSIGNAL: Config.StopSignal || "SIGTERM",
    unexplained: [],
  };
  return { command: [Path, ...Args], parts };
}

/** @returns the parts in docker's form. `unexplained` names the parts that are shown without their instruction. */
function partsOf(parts) {
  const words = (name) => parts.find((part) => part.name === name).words;
  const named = ({ name, createdBy }) => createdBy?.includes(name) === true;
  return {
    ENTRYPOINT: words("ENTRYPOINT").filter((word, _, all) => all.length > 1 || word !== ""),
    CMD: words("CMD"),
    USER: words("USER").join(),
    WORKDIR: words("WORKDIR").join() || "/",
    HEALTHCHECK: words("HEALTHCHECK"),
    STOPSIGNAL: words("STOPSIGNAL").join() || "SIGTERM",
    unexplained: parts.filter((part) => part.by === "instruction" && !named(part)).map(({ name }) => name),
  };
}

/** @returns the words of a line, as a shell splits it. */
async function shellWords(line) {
  const { stdout } = await succeed("sh", ["-c", `printf '%s\\0' ${line}`]);
  return stdout.toString("utf8").split("\0").slice(0, -1);
}
