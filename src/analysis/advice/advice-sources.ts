import type { FromBase } from "../base.js";

/** What to change in the Dockerfile, and where that is written. */
export interface Advice {
  /** One sentence, plain text of ours: nothing of it comes from the image. */
  readonly say: string;
  /** The page that says so. */
  readonly source: string;
  /** True where nothing is to be changed, since whoever builds the image cannot help it. */
  readonly inevitable?: true;
}

/** Advice on what came with the base image, as a guess where the base's end is one. Its sentence begins with "It came". */
export function onBase(advice: Advice, fromBase: Exclude<FromBase, "no">): Advice {
  return fromBase === "certain"
    ? advice
    : { ...advice, say: advice.say.replace(/^It came/, "It seems to have come") };
}

/** Where advice comes from, by what it is about. */
export const SOURCES = {
  apt: "https://docs.docker.com/build/building/best-practices/#apt-get",
  aptInstall: "https://manpages.debian.org/stable/apt/apt-get.8.en.html",
  apk: "https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper",
  base: "https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image",
  cacheMount: "https://docs.docker.com/reference/dockerfile/#run---mounttypecache",
  bindMount: "https://docs.docker.com/reference/dockerfile/#run---mounttypebind",
  tmpfsMount: "https://docs.docker.com/reference/dockerfile/#run---mounttypetmpfs",
  copyFlags: "https://docs.docker.com/reference/dockerfile/#copy---chown---chmod",
  core: "https://man7.org/linux/man-pages/man5/core.5.html",
  dnf: "https://dnf.readthedocs.io/en/latest/conf_ref.html",
  dockerignore: "https://docs.docker.com/build/concepts/context/#dockerignore-files",
  dpkg: "https://manpages.debian.org/stable/dpkg/dpkg.1.en.html",
  layers: "https://github.com/opencontainers/image-spec/blob/main/layer.md",
  multiStage: "https://docs.docker.com/build/building/multi-stage/",
  npm: "https://docs.npmjs.com/cli/v11/commands/npm-ci",
  pip: "https://pip.pypa.io/en/stable/topics/caching/",
  python: "https://docs.python.org/3/using/cmdline.html#envvar-PYTHONDONTWRITEBYTECODE",
  secrets: "https://docs.docker.com/build/building/secrets/",
  buildCache: "https://docs.docker.com/build/cache/",
  secretMount: "https://docs.docker.com/reference/dockerfile/#run---mounttypesecret",
  run: "https://docs.docker.com/build/building/best-practices/#run",
} as const;

/** What can be done about what the base brought: nothing here. */
export function baseBroughtIt(change: "removing" | "replacing"): string {
  return `It came with the base image, and ${change} it here frees nothing: take another base, or remove it in the base's own Dockerfile.`;
}

// How a base image's first layer comes to be: its whole filesystem, put at the root.
const BASE = /^(ADD|COPY) \S+( in)? \/$|^ADD rootfs|^# debian\.sh /i;

/** True where an instruction brought a whole filesystem, as base images begin. */
export function bringsBase(instruction: string): boolean {
  return BASE.test(instruction);
}
