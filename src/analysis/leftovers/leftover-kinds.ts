import { type Advice, SOURCES } from "../advice/advice-sources.js";

/** A kind of files that an image works without, mostly. */
export interface LeftoverKind extends Advice {
  /** Stable, for scripts: kebab-case. */
  readonly kind: string;
  /** In words. */
  readonly title: string;
  /** True for what apt installs unasked, since packages only recommend it. */
  readonly recommended?: boolean;
  /** Folders by absolute path: all that they hold. */
  readonly folders?: readonly string[];
  /** Folders by the end of their path, wherever they are: all that they hold. */
  readonly named?: readonly string[];
  /** Files by name; where they are given, of such a path and of that mode alone. */
  readonly files?: { readonly name: RegExp; readonly below?: RegExp; readonly mode?: number };
}

/** What may go; a path is of the first kind that fits. */
export const LEFTOVER_KINDS: readonly LeftoverKind[] = [
  {
    kind: "apt-lists",
    title: "apt package lists",
    folders: ["/var/lib/apt/lists"],
    say: "End the RUN that calls apt-get update with rm -rf /var/lib/apt/lists/*.",
    source: SOURCES.apt,
  },
  {
    kind: "apt-cache",
    title: "apt's cache",
    folders: ["/var/cache/apt"],
    say: "End each RUN that calls apt-get with apt-get clean, or mount it: RUN --mount=type=cache,target=/var/cache/apt.",
    source: SOURCES.cacheMount,
  },
  {
    kind: "apk-cache",
    title: "apk's package index",
    folders: ["/var/cache/apk", "/etc/apk/cache"],
    say: "Install with apk add --no-cache, so that the package index is never stored.",
    source: SOURCES.apk,
  },
  {
    kind: "rpm-cache",
    title: "dnf's cache",
    folders: ["/var/cache/dnf", "/var/cache/yum", "/var/cache/libdnf5", "/var/cache/zypp"],
    say: "Call dnf clean all (yum, zypper likewise) in the RUN that installs.",
    source: SOURCES.dnf,
  },
  {
    kind: "pip-cache",
    title: "pip's cache",
    named: [".cache/pip", ".cache/uv"],
    say: "Install with pip install --no-cache-dir, or mount it: RUN --mount=type=cache,target=/root/.cache.",
    source: SOURCES.pip,
  },
  {
    kind: "npm-cache",
    title: "npm's and yarn's cache",
    named: [".npm/_cacache", ".npm/_logs", ".cache/yarn", ".yarn/berry/cache"],
    say: "Keep the package manager's cache out of the layer: RUN --mount=type=cache,target= its folder.",
    source: SOURCES.cacheMount,
  },
  {
    kind: "build-cache",
    title: "build caches",
    named: [
      ".cache/go-build",
      "go/pkg/mod/cache",
      ".cargo/registry",
      "cargo/registry",
      ".gradle/caches",
      ".ccache",
    ],
    say: "Build in a stage of its own and COPY --from the result, or mount the cache: RUN --mount=type=cache.",
    source: SOURCES.multiStage,
  },
  {
    kind: "version-control",
    title: "version control",
    named: [".git", ".hg", ".svn"],
    say: "Put .git into .dockerignore: nothing at run time needs the history.",
    source: SOURCES.dockerignore,
  },
  {
    kind: "core-dumps",
    title: "core dumps",
    folders: ["/var/lib/systemd/coredump", "/var/crash"],
    files: { name: /^(vg)?core\.\d+$/ },
    say: "Look at the program that crashed while the image was built, and remove the dump in the same RUN.",
    source: SOURCES.core,
  },
  {
    kind: "core-dumps",
    title: "core dumps",
    // So the kernel writes them; a file of that name that others may read is something else.
    files: { name: /^core$/, mode: 0o600 },
    say: "Look at the program that crashed while the image was built, and remove the dump in the same RUN.",
    source: SOURCES.core,
  },
  {
    kind: "temporary-files",
    title: "temporary files",
    folders: ["/tmp", "/var/tmp"],
    say: "Remove them in the RUN that makes them, or work in RUN --mount=type=tmpfs,target=/tmp.",
    source: SOURCES.tmpfsMount,
  },
  {
    kind: "man-pages",
    title: "man pages",
    folders: ["/usr/share/man", "/usr/local/share/man", "/usr/local/man"],
    say: "Leave them out as they are installed: dpkg --path-exclude=/usr/share/man/*, dnf --nodocs.",
    source: SOURCES.dpkg,
  },
  {
    kind: "documentation",
    title: "documentation",
    folders: ["/usr/share/doc", "/usr/share/info", "/usr/share/gtk-doc", "/usr/local/share/doc"],
    say: "Leave it out as it is installed: dpkg --path-exclude=/usr/share/doc/*, dnf --nodocs.",
    source: SOURCES.dpkg,
  },
  {
    kind: "locales",
    title: "translations",
    folders: ["/usr/share/locale", "/usr/local/share/locale"],
    say: "Leave out languages that you do not need: dpkg --path-exclude=/usr/share/locale/*.",
    source: SOURCES.dpkg,
  },
  {
    kind: "static-libraries",
    recommended: true,
    title: "static libraries",
    files: { name: /\.l?a$/, below: /\/lib(32|64)?\// },
    say: "Build in a stage of its own and COPY --from the result: only a linker reads them.",
    source: SOURCES.multiStage,
  },
  {
    kind: "build-tools",
    recommended: true,
    title: "compilers and headers",
    folders: ["/usr/include", "/usr/local/include", "/usr/lib/gcc", "/usr/libexec/gcc", "/usr/local/go"],
    say: "Build in a stage of its own and COPY --from the result: what runs needs no compiler.",
    source: SOURCES.multiStage,
  },
  {
    kind: "bytecode",
    title: "Python bytecode",
    named: ["__pycache__"],
    say: "Install with pip --no-compile and set ENV PYTHONDONTWRITEBYTECODE=1, where a slower start does not matter.",
    source: SOURCES.python,
  },
];
