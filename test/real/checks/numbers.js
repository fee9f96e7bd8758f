import { valueDifference } from "../difference.js";
import { layerxJson } from "../layerx.js";
import { guarded } from "./guarded.js";

/**
 * Checks that sizes, layers and config are the same as in `docker image inspect`.
 *
 * @param {import("../build.js").Built} image
 * @param {import("../tally.js").Tally} results
 */
export async function checkNumbers({ name, tag, docker, archive }, results) {
  const { stdout } = await docker.run(["image", "inspect", tag]);
  const [theirs] = JSON.parse(stdout.toString("utf8"));
  let ours = null;
  const inspected = async () => {
    ours ??= await layerxJson(["inspect", archive]);
    return ours;
  };
  const check = (what, compare) =>
    guarded(results, `${name}: ${what}`, async () => compare(await inspected()));

  await check("image ID", ({ image }) => valueDifference(image.id, theirs.Id));
  await check("diff IDs", ({ layers }) =>
    valueDifference(
      layers.map(({ diffId }) => diffId),
      theirs.RootFS.Layers,
    ),
  );
  // On overlay2 the daemon adds the targets of symlinks to some layers. On vfs it has the same size as layerx.
  if (docker.storageDriver === "vfs") {
    await check("size", ({ image }) => valueDifference(image.size, theirs.Size));
  }
  await check("created, platform, author", ({ image }) =>
    valueDifference(
      [Date.parse(image.created), image.platform, image.author ?? ""],
      [Date.parse(theirs.Created), platformOf(theirs), theirs.Author ?? ""],
    ),
  );
  await check("config", ({ image }) => valueDifference(ownConfig(image.config), dockerConfig(theirs.Config)));
  await check("command", ({ image }) =>
    valueDifference(image.command, [...(theirs.Config.Entrypoint ?? []), ...(theirs.Config.Cmd ?? [])]),
  );
  await check("wastedBytes = size − rootfsSize = sum of all wasted copies", ({ image, waste }) => {
    const copies = waste.copies.reduce((sum, { bytes }) => sum + bytes, 0);
    const rest = image.size - image.rootfsSize;
    return valueDifference([image.wastedBytes, copies], [rest, rest]);
  });
}

function platformOf({ Os, Architecture, Variant }) {
  return [Os, Architecture, Variant].filter((part) => part !== undefined && part !== "").join("/");
}

/** Missing, `null` and empty values mean the same. */
function ownConfig(config) {
  const { healthcheck, shell, ...rest } = config;
  const { user, workingDir, entrypoint, cmd, env, exposedPorts, volumes, labels, stopSignal } = rest;
  return {
    text: [user ?? "", workingDir ?? "", stopSignal ?? ""],
    lists: [
      entrypoint ?? [],
      cmd ?? [],
      env ?? [],
      [...exposedPorts].sort(),
      [...volumes].sort(),
      shell ?? [],
    ],
    labels: labels ?? {},
    healthcheck: healthcheck === null ? null : JSON.stringify(healthcheck).includes("true"),
  };
}

function dockerConfig(config) {
  const keys = (object) => Object.keys(object ?? {}).sort();
  return {
    text: [config.User ?? "", config.WorkingDir ?? "", config.StopSignal ?? ""],
    lists: [
      config.Entrypoint ?? [],
      config.Cmd ?? [],
      config.Env ?? [],
      keys(config.ExposedPorts),
      keys(config.Volumes),
      config.Shell ?? [],
    ],
    labels: config.Labels ?? {},
    healthcheck:
      config.Healthcheck === undefined ? null : JSON.stringify(config.Healthcheck).includes("true"),
  };
}
