import { existsSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { attempt, succeed } from "../command.js";
import { valueDifference } from "../difference.js";
import { layerx, layerxJson } from "../layerx.js";

/**
 * Loads archives into Docker Engine, Podman and containerd. layerx must show the same image as for the archives that
 * they save.
 *
 * @param {object} options
 * @param {readonly { name: string, archive: string }[]} options.images
 * @param {import("../engines/docker.js").Docker} options.docker
 * @param {import("../engines/podman.js").Podman} options.podman
 * @param {import("../tally.js").Tally} results
 */
export async function checkSources({ images, docker, podman }, results) {
  const storage = { CONTAINERS_STORAGE_CONF: podman.conf };
  for (const { name, archive } of images) {
    const { id } = await findings(archive);
    await docker.run(["load", "-q", "-i", archive]);
    await podman.podman(["load", "-q", "-i", archive]);
    const [byDocker, byPodman] = [`${archive}.docker-saved`, `${archive}.podman-saved`];
    await docker.run(["save", "-o", byDocker, id]);
    rmSync(byPodman, { force: true });
    await podman.podman(["save", "-q", "-o", byPodman, id]);
    results.check(
      `${name}, Docker Engine: the same as from docker save`,
      valueDifference(await findings(`docker:${id}`, docker.env), await findings(byDocker)),
    );
    // Without the program podman.
    const found = await findings(`podman:${id}`, { ...storage, PATH: "" });
    results.check(
      `${name}, Podman's storage: the same as from podman save`,
      valueDifference(found, await findings(byPodman)),
    );
    const verified = await layerx(["tree", `podman:${id}`, "--verify"], { env: storage });
    const right = verified.code === 0 && !verified.stderr.includes("diff ID");
    results.check(
      `${name}, Podman's storage: --verify finds no wrong diff ID`,
      right ? null : verified.stderr,
    );
    for (const saved of [byDocker, byPodman]) rmSync(saved);
  }
  await refused("Docker Engine, no such image", "docker:layerx-none:1", docker.env, "has no image", results);
  await refused(
    "Docker Engine, no daemon",
    "docker:x",
    { DOCKER_HOST: "unix:///nothing/there.sock" },
    "cannot connect",
    results,
  );
  await refused("Podman, no such image", "podman:layerx-none:1", storage, "has no image", results);
  await checkContainerd({ archive: images[0].archive, docker }, results);
}

/** The containerd that dockerd runs. */
async function checkContainerd({ archive, docker }, results) {
  const folder = dirname(docker.env.DOCKER_HOST.replace("unix://", ""));
  const socket = join(folder, "exec", "containerd", "containerd.sock");
  const works = existsSync(socket) && (await attempt("ctr", ["--address", socket, "version"], {})).code === 0;
  if (!works) {
    results.skip(
      "containerd: the same as in its archive",
      "dockerd does not run its own containerd, or ctr is missing",
    );
    return;
  }
  const name = "example.com/layerx/real:1";
  const at = ["--address", socket, "--namespace", "layerx"];
  const saved = join(folder, "containerd.tar");
  await succeed("skopeo", ["copy", "-q", `docker-archive:${archive}`, `oci-archive:${saved}:${name}`]);
  await succeed("ctr", [...at, "images", "import", "--no-unpack", saved]);
  const env = { CONTAINERD_ADDRESS: socket, CONTAINERD_NAMESPACE: "layerx" };
  results.check(
    "containerd: the same as in its archive",
    valueDifference(await findings(`containerd:${name}`, env), await findings(saved)),
  );
}

/** @returns the output of `layerx inspect`, without the source and the names of the image. */
async function findings(image, env) {
  // Without the option, secrets and packages of an engine's image are not read.
  const found = await layerxJson(["inspect", image, "--secrets"], { env });
  const { source: _, format: __, references: ___, ...rest } = found.image;
  return { id: rest.id, ...found, image: rest };
}

async function refused(name, image, env, words, results) {
  const { code, stdout, stderr } = await layerx(["tree", image], { env });
  const right = code === 2 && stdout.length === 0 && stderr.includes(words);
  results.check(name, right ? null : `ended with ${code}: ${stderr}`);
}
