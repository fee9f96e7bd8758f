import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadAndExport } from "../build.js";
import { dockerBuild } from "../engines/docker.js";
import { keptFolder } from "../kept.js";
import { importDebian } from "./base.js";

const SMALL = fileURLToPath(new URL("./pair/Dockerfile", import.meta.url));
const PYTHON = fileURLToPath(new URL("./python/", import.meta.url));

/** Each change replaces `from` in the Dockerfile by `to`. The first screen of `layerx diff` must match `says`. */
const CHANGES = [
  {
    name: "nothing",
    from: "USER 1000:1000",
    to: "USER 1000:1000",
    says: [/have the same files and config/],
  },
  {
    name: "command",
    from: 'CMD ["serve"]',
    to: 'CMD ["serve", "--debug"]',
    says: [
      /7 layers built again: the same files$/m,
      /files +all the same/,
      /- cmd \["serve"\]/,
      /\+ cmd \["serve","--debug"\]/,
    ],
  },
  {
    name: "variable",
    from: "VERSION=1",
    to: 'VERSION=2 NEW="a b"',
    says: [/- env VERSION=1$/m, /\+ env VERSION=2$/m, /\+ env NEW=a b/],
  },
  {
    name: "more-files",
    from: "/var/log && for",
    to: "/var/log /usr/lib/three && seq 40000 > /usr/lib/three/big && for",
    says: [/\+ +\+229kB +\/usr\/lib\/three\/big/, /^ +\+ +3 +.*\/usr\/lib\/three/m],
  },
  {
    name: "fewer-files",
    from: " && seq 30000 > /var/log/build.log",
    to: "",
    says: [/- +-169kB +\/var\/log\/build\.log/],
  },
  {
    name: "owners",
    from: "chmod 0750 /usr/lib/two",
    to: "chown -R 7:7 /usr/lib/two",
    says: [/\+ +6 .*chown/, /\/usr\/lib\/two\/ .*owner 0:0 → 7:7/],
  },
  {
    name: "moved",
    from: "chmod 0750 /usr/lib/two",
    to: "mkdir /opt && mv /usr/lib/one /opt/uno",
    says: [/\/usr\/lib\/one.* → \/opt\/uno/],
  },
  {
    name: "types",
    from: "chmod 0750 /usr/lib/two",
    to: "cd /usr/lib && rm app two/part-1 && mkdir app two/part-1 && echo 1 > app/x && rm one/part-2 && ln -s part-1 one/part-2 && ln one/part-3 one/three",
    says: [/symlink to \.\.\/app → folder/, /file → folder/, /file → symlink to part-1/, /one\/three/],
  },
  {
    name: "from-scratch-up",
    from: "COPY busybox /bin/sh",
    to: "COPY --chown=5:5 busybox /bin/sh",
    says: [/\/bin\/sh +owner 0:0 → 5:5/],
  },
];
const PYTHON_CHANGE = {
  name: "python",
  from: "gcc libc6-dev git",
  to: "gcc libc6-dev",
  says: [/- +1 .*RUN .*libc6-dev git$/m, /\+ +1 .*RUN .*libc6-dev$/m, /packages +-\d+ .*MB$/m],
};

/**
 * Builds each Dockerfile before and after one instruction was changed, without a build cache.
 *
 * @param {{ context: string, folder: string, kept: string, built: Built[], engines: import("../make.js").Engines,
 *           say: (line: string) => void }} options `context` is the build context of the small image; `built` has small,
 *   small-old-builder and python; `kept` is the folder with the tarball of Debian
 * @returns {Promise<Pair[]>}
 */
export async function changedImages({ context, folder, kept, built, engines, say }) {
  const [small, smallAgain, python] = ["small", "small-old-builder", "python"].map((wanted) =>
    built.find(({ name }) => name === wanted),
  );
  const docker = await engines.docker();
  const made = async (name, text, options) => {
    const tag = `layerx-real/changed:${name}`;
    const place = join(folder, name);
    await keptFolder(place, [text, options.context], async (part) => {
      say(`building ${name}, with one instruction changed`);
      const builder = await engines.builder();
      if (text.includes("layerx-real/debian")) await importDebian(builder, kept);
      const dockerfile = join(part, "Dockerfile");
      writeFileSync(dockerfile, text);
      const build = { tag, dockerfile, builder: "buildkit", options: ["--no-cache"], ...options };
      await dockerBuild(builder, build);
      await builder.run(["save", "-o", join(part, "docker-save.tar"), tag]);
    });
    const archive = join(place, "docker-save.tar");
    const image = { tag, archive, rootfs: join(place, "container-export.tar") };
    await loadAndExport(docker, image);
    return image;
  };

  const text = readFileSync(SMALL, "utf8");
  const before = await made("before", text, { context, network: "none" });
  const pairs = [];
  for (const { name, from, to, says } of CHANGES) {
    const after = await made(name, replaced(text, from, to), { context, network: "none" });
    pairs.push({ name, before, after, says, docker });
  }
  const { name, from, to, says } = PYTHON_CHANGE;
  const changed = replaced(readFileSync(join(PYTHON, "Dockerfile"), "utf8"), from, to);
  const after = await made(name, changed, { context: PYTHON, network: "host" });
  pairs.push({ name, before: python, after, says, docker });
  // These images have every unusual name, type and link, and other random bytes.
  pairs.push({ name: "the builder", before: small, after: smallAgain, says: [], docker });
  return pairs;
}

function replaced(text, from, to) {
  if (!text.includes(from)) throw new Error(`the Dockerfile has no ${from}`);
  return text.replace(from, to);
}

/** @typedef {import("../engines/docker.js").Docker} Docker */
/** @typedef {import("../build.js").Built} Built */
/** @typedef {{ tag: string, archive: string, rootfs: string }} Saved `rootfs` is the engine's export of a container */
/** @typedef {{ name: string, before: Saved, after: Saved, says: RegExp[], docker: Docker }} Pair */
