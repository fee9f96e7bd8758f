import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dockerBuild } from "../engines/docker.js";
import { keptFolder } from "../kept.js";

/** Dockerfiles by name, for images with different commands. A base image comes before the images that use it. */
const DOCKERFILES = {
  neither: [],
  "exec-cmd": ['CMD ["/cmd", "a b", "it\'s", "$HOME", "tab\\there"]'],
  "shell-cmd": ['CMD /cmd one  two && echo "it\'s"'],
  "exec-entrypoint": ['ENTRYPOINT ["/entry", "-x"]'],
  "shell-entrypoint": ["ENTRYPOINT exec /entry -x"],
  "both-exec": ['ENTRYPOINT ["/entry", "-x"]', 'CMD ["one", ""]'],
  "both-shell": ["ENTRYPOINT exec /entry -x", "CMD one two"],
  "shell-entrypoint-exec-cmd": ["ENTRYPOINT exec /entry -x", 'CMD ["one"]'],
  "exec-entrypoint-shell-cmd": ['ENTRYPOINT ["/entry"]', "CMD one two"],
  "shell-with-arguments": ['ENTRYPOINT ["/bin/sh", "-c", "exec app \\"$@\\"", "app"]', 'CMD ["one"]'],
  "other-shell": ['SHELL ["/bin/bash", "-o", "pipefail", "-c"]', "ENTRYPOINT a | b", "CMD c | d"],
  "cmd-before-entrypoint": ['CMD ["stays"]', 'ENTRYPOINT ["/entry"]'],
  "cmd-of-base-cleared": { from: "exec-cmd", lines: ['ENTRYPOINT ["/entry"]'] },
  "cmd-of-base-given-again": { from: "exec-cmd", lines: ['ENTRYPOINT ["/entry"]', 'CMD ["again"]'] },
  "cmd-over-base": { from: "both-exec", lines: ['CMD ["two"]'] },
  "entrypoint-over-base": { from: "both-exec", lines: ["ENTRYPOINT /other"] },
  "nothing-over-base": { from: "both-shell", lines: ["ENV A=1"] },
  "entrypoint-emptied": { from: "both-exec", lines: ["ENTRYPOINT []"] },
  "cmd-emptied": { from: "both-exec", lines: ["CMD []"] },
  "entrypoint-of-an-empty-word": ['ENTRYPOINT [""]', 'CMD ["/cmd"]'],
  "all-around": [
    "USER 1000:1000",
    "WORKDIR /srv",
    "WORKDIR app",
    "STOPSIGNAL SIGQUIT",
    "HEALTHCHECK --interval=7s CMD wget -q localhost || exit 1",
    'CMD ["serve"]',
  ],
  "all-around-over-base": {
    from: "all-around",
    lines: ["USER root", "STOPSIGNAL 9", 'HEALTHCHECK CMD ["up", "a b"]', 'ENTRYPOINT ["/entry"]'],
  },
  "no-healthcheck-over-base": { from: "all-around", lines: ["HEALTHCHECK NONE"] },
  "under-another-shell": [
    'SHELL ["/bin/bash", "-eo", "pipefail", "-c"]',
    "USER 1000",
    "WORKDIR /srv",
    "STOPSIGNAL SIGINT",
    "HEALTHCHECK CMD up | grep yes",
    'ENTRYPOINT ["/entry"]',
    'CMD ["one"]',
  ],
};

/**
 * Makes one archive of images that differ only in their command, built by BuildKit and by the old builder.
 *
 * @param {{ folder: string, engines: import("../make.js").Engines }} options
 * @returns {Promise<{ archive: string, tags: { buildkit: string[], old: string[] }, docker: Docker }>}
 */
export async function startsArchive({ folder, engines }) {
  const place = join(folder, "images", "starts");
  const archive = join(place, "docker-save.tar");
  const names = Object.keys(DOCKERFILES);
  const tags = {
    buildkit: names.map((name) => tagOf("buildkit", name)),
    old: names.map((name) => tagOf("old", name)),
  };
  await keptFolder(place, [JSON.stringify(DOCKERFILES)], async (part) => {
    const builder = await engines.builder();
    await buildAll(builder, join(folder, "starts-context"));
    await builder.run(["save", "-o", join(part, "docker-save.tar"), ...tags.buildkit, ...tags.old]);
  });
  const docker = await engines.docker();
  await docker.run(["load", "-q", "-i", archive]);
  return { archive, tags, docker };
}

async function buildAll(docker, context) {
  mkdirSync(context, { recursive: true });
  for (const builder of ["buildkit", "old"]) {
    for (const [name, image] of Object.entries(DOCKERFILES)) {
      const { from, lines } = Array.isArray(image) ? { from: null, lines: image } : image;
      const head = from === null ? ["FROM scratch", "COPY Dockerfile /"] : [`FROM ${tagOf(builder, from)}`];
      writeFileSync(join(context, "Dockerfile"), `${[...head, ...lines].join("\n")}\n`);
      await dockerBuild(docker, { tag: tagOf(builder, name), context, builder, network: "none" });
    }
  }
}

function tagOf(builder, name) {
  return `layerx-real/starts-${builder}:${name}`;
}

/** @typedef {import("../engines/docker.js").Docker} Docker */
