import type { AdviceTopic } from "./advice.js";

/**
 * The purpose of a well-known path. `unneeded`: images run without it. `package-records`: each installation
 * of packages writes it.
 */
export type PathGroup =
  | "cache"
  | "package-records"
  | "bytecode"
  | "version-control"
  | "temporary"
  | "unneeded";

/** Files of one purpose that many images contain, and the advice about them. */
export interface WellKnownPath {
  /** Stable, for scripts: kebab-case. */
  readonly kind: string;
  /** The name of these files in reports. */
  readonly title: string;
  readonly group: PathGroup;
  /** The advice if these files are wasted or left over in the final image. */
  readonly advice: AdviceTopic;
  /** True for files that apt often installs only because another package recommends them. */
  readonly recommended?: boolean;
  /** Folders by absolute path, with all their contents. */
  readonly folders?: readonly string[];
  /** Folders by the end of their path, anywhere in the image, with all their contents. */
  readonly named?: readonly string[];
  /** Files by name. With `below` or `mode`, only files with such a path or exactly that mode. */
  readonly files?: { readonly name: RegExp; readonly below?: RegExp; readonly mode?: number };
  /** Other paths that count only if they are wasted: in a final image they may be needed. */
  readonly wasted?: RegExp;
}

/**
 * The catalogue of well-known paths, used for advice about wasted bytes and for files that the final image does not
 * need. To add the cache of a package manager, add a row here and its sentence in `words/advice-words.ts`. The first row that
 * matches counts.
 */
export const WELL_KNOWN_PATHS: readonly WellKnownPath[] = [
  {
    kind: "apt-lists",
    title: "apt package lists",
    group: "cache",
    advice: "apt-lists",
    folders: ["/var/lib/apt/lists"],
  },
  {
    kind: "apt-cache",
    title: "apt's cache",
    group: "cache",
    advice: "apt-cache",
    folders: ["/var/cache/apt"],
  },
  {
    kind: "apk-cache",
    title: "apk's package index",
    group: "cache",
    advice: "apk-cache",
    folders: ["/var/cache/apk", "/etc/apk/cache"],
    wasted: /^\/etc\/cache\/apk\//,
  },
  {
    kind: "rpm-cache",
    title: "dnf's cache",
    group: "cache",
    advice: "rpm-cache",
    folders: ["/var/cache/dnf", "/var/cache/yum", "/var/cache/libdnf5", "/var/cache/zypp"],
  },
  {
    kind: "pip-cache",
    title: "pip's cache",
    group: "cache",
    advice: "pip-cache",
    named: [".cache/pip", ".cache/uv"],
  },
  {
    kind: "npm-cache",
    title: "npm's and yarn's cache",
    group: "cache",
    advice: "npm-cache",
    named: [".npm/_cacache", ".npm/_logs", ".cache/yarn", ".yarn/berry/cache"],
    wasted: /\/(\.npm|\.yarn\/cache|\.pnpm-store|\.local\/share\/pnpm\/store)\//,
  },
  {
    kind: "build-cache",
    title: "build caches",
    group: "cache",
    advice: "build-cache",
    named: [
      ".cache/go-build",
      "go/pkg/mod/cache",
      ".cargo/registry",
      "cargo/registry",
      ".gradle/caches",
      ".ccache",
    ],
    wasted: /\/(go\/pkg\/mod|\.m2\/repository)\//,
  },
  {
    kind: "package-database",
    title: "package database",
    group: "package-records",
    advice: "package-database",
    wasted:
      /^\/(var\/lib\/dpkg|var\/lib\/rpm|usr\/lib\/sysimage\/rpm|lib\/apk\/db|usr\/lib\/apk\/db|var\/lib\/pacman)\//,
  },
  {
    kind: "package-indexes",
    title: "caches of installed packages",
    group: "package-records",
    advice: "package-indexes",
    wasted: /^\/(etc\/ld\.so\.cache|var\/cache\/ldconfig\/|var\/cache\/debconf\/)/,
  },
  {
    kind: "package-logs",
    title: "logs of package managers",
    group: "package-records",
    advice: "package-logs",
    wasted: /^\/var\/log\/(apt\/|dpkg\.log|alternatives\.log|dnf|yum|apk)/,
  },
  {
    kind: "version-control",
    title: "version control",
    group: "version-control",
    advice: "version-control",
    named: [".git", ".hg", ".svn"],
  },
  {
    kind: "core-dumps",
    title: "core dumps",
    group: "unneeded",
    advice: "core-dumps",
    folders: ["/var/lib/systemd/coredump", "/var/crash"],
    files: { name: /^(vg)?core\.\d+$/ },
  },
  {
    kind: "core-dumps",
    title: "core dumps",
    group: "unneeded",
    advice: "core-dumps",
    // The kernel writes core dumps with this mode. A file of that name with another mode is not a core dump.
    files: { name: /^core$/, mode: 0o600 },
  },
  {
    kind: "temporary-files",
    title: "temporary files",
    group: "temporary",
    advice: "temporary-files",
    folders: ["/tmp", "/var/tmp"],
  },
  {
    kind: "man-pages",
    title: "man pages",
    group: "unneeded",
    advice: "man-pages",
    folders: ["/usr/share/man", "/usr/local/share/man", "/usr/local/man"],
  },
  {
    kind: "documentation",
    title: "documentation",
    group: "unneeded",
    advice: "documentation",
    folders: ["/usr/share/doc", "/usr/share/info", "/usr/share/gtk-doc", "/usr/local/share/doc"],
  },
  {
    kind: "locales",
    title: "translations",
    group: "unneeded",
    advice: "locales",
    folders: ["/usr/share/locale", "/usr/local/share/locale"],
  },
  {
    kind: "static-libraries",
    title: "static libraries",
    group: "unneeded",
    advice: "static-libraries",
    recommended: true,
    files: { name: /\.l?a$/, below: /\/lib(32|64)?\// },
  },
  {
    kind: "build-tools",
    title: "compilers and headers",
    group: "unneeded",
    advice: "build-tools",
    recommended: true,
    folders: ["/usr/include", "/usr/local/include", "/usr/lib/gcc", "/usr/libexec/gcc", "/usr/local/go"],
  },
  {
    kind: "bytecode",
    title: "Python bytecode",
    group: "bytecode",
    advice: "bytecode",
    named: ["__pycache__"],
    wasted: /\.pyc$/,
  },
];

/** The row of an absolute path of a wasted file; `null` if there is none. Wasted files of the group `unneeded` need no row. */
export function wellKnownPath(path: string): WellKnownPath | null {
  return PATTERNS.find(({ pattern }) => pattern.test(path))?.known ?? null;
}

const PATTERNS = WELL_KNOWN_PATHS.filter(({ group }) => group !== "unneeded").flatMap((known) => {
  const { folders = [], named = [], wasted } = known;
  const sources = [
    ...folders.map((folder) => `^${escaped(folder)}/`),
    ...named.map((end) => `/${escaped(end)}/`),
    ...(wasted === undefined ? [] : [wasted.source]),
  ];
  return sources.length === 0 ? [] : [{ known, pattern: new RegExp(sources.join("|")) }];
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
