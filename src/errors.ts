/*
 * The catalogue: every error that a user can meet. One place in `cli/` turns it into words and an exit code.
 */

export interface ErrorText {
  /** What failed, on which input: one sentence, untrusted parts already escaped. */
  readonly what: string;
  /** Why. */
  readonly why: string;
  /** The next thing to try. */
  readonly next: string;
}

type Details = Record<string, string | number>;

/** One error a user can meet, by code; `test/errors.test.ts` walks it. Every value in `d` is printable. */
const CATALOGUE = {
  "not-found": (d) => ({
    what: `cannot open ${d.input}`,
    why: "there is no such file or folder",
    next: "check the path; an image of an engine is saved with `docker save IMAGE -o image.tar`",
  }),
  unreadable: (d) => ({
    what: `cannot read ${d.input}`,
    why: `the system says: ${d.reason}`,
    next: "check that the file is there and that you may read it",
  }),
  "no-input": () => ({
    what: "cannot read an image from standard input",
    why: "nothing is piped into it",
    next: "pipe an archive into it: `docker save IMAGE | layerx inspect -`",
  }),
  "local-only": (d) => ({
    what: `cannot open ${d.input}`,
    why: "this version reads images from files, folders and pipes, not from an engine or a registry",
    next: `save it first: \`docker save ${d.reference} | layerx inspect -\``,
  }),
  "looks-like-reference": (d) => ({
    what: `cannot open ${d.input}`,
    why: "there is no such file or folder, and this version does not ask engines or registries for references",
    next: `save it first: \`docker save ${d.input} | layerx inspect -\``,
  }),
  "is-empty": (d) => ({
    what: `${d.input} is empty`,
    why: "it has no bytes at all",
    next: "save the image again; the command that wrote it may have failed",
  }),
  "not-an-image": (d) => ({
    what: `${d.input} is no container image`,
    why: `it is ${d.kind}`,
    next: "give an archive that `docker save`, `podman save` or `skopeo copy` wrote, or an OCI layout folder",
  }),
  "root-filesystem": (d) => ({
    what: `${d.input} is no container image`,
    why: `it is a plain root filesystem (it holds ${d.holds}), as \`docker export\` writes it: without layers and history`,
    next: "save the image that the container was made from: `docker save IMAGE -o image.tar`",
  }),
  "no-manifest": (d) => ({
    what: `${d.input} holds no image`,
    why: `it has neither a manifest.json nor an index.json; it holds ${d.holds}`,
    next: "give an archive that `docker save`, `podman save` or `skopeo copy` wrote, or an OCI layout folder",
  }),
  "folder-no-layout": (d) => ({
    what: `the folder ${d.input} holds no image`,
    why: `it has neither an index.json with oci-layout nor a manifest.json; it holds ${d.holds}`,
    next: "give the folder that holds `index.json` (OCI layout) or `manifest.json` (skopeo's dir:)",
  }),
  "wrong-kind": (d) => ({
    what: `${d.input} is not what its scheme says`,
    why: `${d.wanted} was asked for, and it is ${d.found}`,
    next: "leave the scheme out: what is there decides",
  }),
  "archive-truncated": (d) => ({
    what: `${d.where} is cut off`,
    why: `it ends at byte ${d.at}: ${d.reason}`,
    next: "copy or save the archive again, and check that the disk did not run full",
  }),
  "archive-corrupt": (d) => ({
    what: `${d.where} is damaged`,
    why: `at byte ${d.at}: ${d.reason}`,
    next: "copy or save the archive again",
  }),
  "layer-truncated": (d) => ({
    what: `${d.where} is cut off`,
    why: `it ends at byte ${d.at}: ${d.reason}`,
    next: "copy or save the image again, and check that the disk did not run full",
  }),
  "layer-corrupt": (d) => ({
    what: `${d.where} is damaged`,
    why: `at byte ${d.at}: ${d.reason}`,
    next: "copy or save the image again",
  }),
  "layer-missing": (d) => ({
    what: `${d.where} is not there`,
    why: "its blob is not among what was saved, so its files cannot be read",
    next: "save the image again with all its layers",
  }),
  "compression-unsupported": (d) => ({
    what: `${d.where} cannot be decompressed`,
    why: `it is compressed with ${d.kind}, which is not supported`,
    next: "decompress it first, or compress it with gzip or zstd",
  }),
  "missing-blob": (d) => ({
    what: `${d.input} is not complete`,
    why: `the ${d.role} ${d.name} is not in it; it holds ${d.holds}`,
    next: "save the image again",
  }),
  "bad-json": (d) => ({
    what: `${d.input} cannot be understood`,
    why: `${d.name} is no JSON: ${d.reason}`,
    next: "save the image again",
  }),
  "bad-document": (d) => ({
    what: `${d.input} cannot be understood`,
    why: `${d.name} ${d.reason}`,
    next: "save the image again with a current tool",
  }),
  "is-artifact": (d) => ({
    what: `${d.input} holds no container image`,
    why: `it holds ${d.kind}`,
    next: "give the image itself",
  }),
  "no-images": (d) => ({
    what: `${d.input} holds no image`,
    why: `${d.name} lists none`,
    next: "save the image again",
  }),
  "several-images": (d) => ({
    what: `${d.input} holds several images`,
    why: `it is not said which of them is meant:\n${d.list}`,
    next: "choose one with --image REFERENCE or --image NUMBER",
  }),
  "several-platforms": (d) => ({
    what: `${d.input} holds an image for several platforms`,
    why: `none of them is this machine's (${d.host}):\n${d.list}`,
    next: "choose one with --platform OS/ARCH",
  }),
  "no-such-image": (d) => ({
    what: `${d.input} holds no image ${d.image}`,
    why: `it holds:\n${d.list}`,
    next: "choose one of these with --image REFERENCE or --image NUMBER",
  }),
  "ambiguous-image": (d) => ({
    what: `${d.image} names several images of ${d.input}`,
    why: `these fit:\n${d.list}`,
    next: "give more of the ID, or the number: --image NUMBER",
  }),
  "platform-mismatch": (d) => ({
    what: `${d.input} holds no image for ${d.wanted}`,
    why: `it is for ${d.found}`,
    next: "leave --platform out, or give one of these",
  }),
  "bad-platform": (d) => ({
    what: `${d.platform} is no platform`,
    why: "a platform is OS/ARCH or OS/ARCH/VARIANT",
    next: "write it like linux/amd64 or linux/arm64/v8",
  }),
  "limit-passed": (d) => ({
    what: `${d.where} goes beyond a limit`,
    why: `the limit on ${d.of} is ${d.bound}`,
    next: `where you trust the image, raise it: --limit ${d.flag}=VALUE`,
  }),
  "spool-failed": (d) => ({
    what: `${d.input} cannot be unpacked to a temporary file`,
    why: `in ${d.folder}: ${d.reason}`,
    next: "free some space there, or name another folder with TMPDIR",
  }),
  "bad-template": (d) => ({
    what: `cannot print the history as ${d.template}`,
    why: `${d.why}`,
    next: "fields are .ID .CreatedSince .CreatedAt .CreatedBy .Size .Comment; quote the template for the shell",
  }),
  "unsupported-template": (d) => ({
    what: `cannot print the history as ${d.template}`,
    why: `${d.why}`,
    next:
      "use text, {{.Field}}, {{function .Field}}, pipes, strings and numbers with json split join title " +
      "lower upper pad truncate print printf println len; or --format json and a program that reads it",
  }),
  "bad-usage": (d) => ({
    what: `layerx cannot do what was asked: ${d.problem}`,
    why: String(d.why),
    next: `see \`${d.command} --help\``,
  }),
  "unknown-option": (d) => ({
    what: `unknown option ${d.option}`,
    why: `\`${d.command}\` has no such option`,
    next: `${d.hint}see \`${d.command} --help\``,
  }),
  "unknown-command": (d) => ({
    what: `unknown command ${d.word}`,
    why: "layerx has no such command",
    next: `${d.hint}see \`layerx --help\``,
  }),
  "too-many-arguments": (d) => ({
    what: `too many arguments: ${d.words}`,
    why: `\`${d.command}\` does not take them`,
    next: `see \`${d.command} --help\``,
  }),
  "bad-value": (d) => ({
    what: `bad value for ${d.option}: ${d.value}`,
    why: `it takes ${d.wanted}`,
    next: `correct it, or see \`${d.command} --help\``,
  }),
  "no-such-layer": (d) => ({
    what: `there is no layer ${d.layer} in ${d.input}`,
    why: `it has ${d.layers}, numbered from 0`,
    next: "see them with `layerx inspect`",
  }),
  "no-such-path": (d) => ({
    what: `there is no ${d.path} in ${d.input}`,
    why: String(d.reason),
    next: String(d.hint),
  }),
  "broken-link": (d) => ({
    what: `cannot read ${d.path} of ${d.input}`,
    why: String(d.reason),
    next: "see where the link leads with `layerx find`",
  }),
  "no-file": (d) => ({
    what: `cannot print ${d.path} of ${d.input}`,
    why: `it is ${d.kind}, which has no content of its own`,
    next: String(d.hint),
  }),
  "not-extractable": (d) => ({
    what: `cannot extract ${d.path}`,
    why: String(d.reason),
    next: "extract a file, a folder, or the folder that holds it",
  }),
  "no-target-folder": (d) => ({
    what: `cannot extract to ${d.target}`,
    why: `${d.folder} is no folder, or is not there`,
    next: "make that folder first, or name another place",
  }),
  "target-exists": (d) => ({
    what: `cannot extract to ${d.target}`,
    why: `${d.path} is there already${d.more}; nothing was written`,
    next: "name another place, or replace files with --force",
  }),
  "target-in-the-way": (d) => ({
    what: `cannot extract to ${d.target}`,
    why: `${d.path} is ${d.found} there, and ${d.wanted} in the image; nothing was written`,
    next: "remove what is in the way, or name another place",
  }),
  "owner-needs-root": () => ({
    what: "cannot keep owners",
    why: "only root may give files to other users",
    next: "leave --owner out, or run it as root",
  }),
  "name-taken": (d) => ({
    what: `cannot write ${d.path}`,
    why: "something has come there since extracting began: another program's file, or a name that this folder cannot tell apart",
    next: "extract to an empty folder whose file system tells upper case from lower case",
  }),
  "extract-failed": (d) => ({
    what: `cannot write ${d.path}`,
    why: `the system says: ${d.reason}`,
    next: "see that there is room and that you may write there; --force replaces what is there already",
  }),
  "no-rules-file": (d) => ({
    what: `cannot read the rules of ${d.path}`,
    why: String(d.reason),
    next: "check that path, or name another file with --config",
  }),
  "bad-rules": (d) => ({
    what: `cannot use the rules of ${d.where}`,
    why: String(d.problem),
    next: String(d.next),
  }),
  "no-config-file": (d) => ({
    what: `cannot read the configuration of ${d.path}`,
    why: String(d.reason),
    next: "check that path, or leave it out: layerx needs no configuration",
  }),
  "bad-config": (d) => ({
    what: `cannot use the configuration of ${d.where}`,
    why: String(d.problem),
    next: String(d.next),
  }),
  "bad-variable": (d) => ({
    what: `bad value for the variable ${d.name}: ${d.value}`,
    why: `it takes ${d.wanted}`,
    next: "correct it, or unset it",
  }),
  "no-such-base": (d) => ({
    what: `cannot take ${d.wanted} of ${d.input} for its base`,
    why: `it has ${d.found} in all`,
    next: "see the layers with `layerx inspect`",
  }),
  "other-base": (d) => ({
    what: `${d.input} is not built on ${d.base}`,
    why: `layer ${d.layer} of that one is none of its lowest layers`,
    next: "give the very base that was built on, or count its layers with --base-layers",
  }),
  "no-baseline": (d) => ({
    what: `there is no baseline ${d.wanted}`,
    why: String(d.reason),
    next: String(d.next),
  }),
  "bad-baseline": (d) => ({
    what: `cannot use the baseline ${d.where}`,
    why: String(d.problem),
    next: String(d.next),
  }),
  "other-image": (d) => ({
    what: `the baseline ${d.baseline} is of another image`,
    why: `it is of ${d.found}, this one is ${d.wanted}`,
    next: "give the baseline of this image, or accept it as it is with --update-baseline",
  }),
  "file-exists": (d) => ({
    what: `${d.path} is there already`,
    why: "it would be lost",
    next: "write over it with --force, or name another file with --config",
  }),
  "write-failed": (d) => ({
    what: "cannot write to standard output",
    why: `the system says: ${d.reason}`,
    next: "check that there is room where the output goes",
  }),
  "no-dockerfile": (d) => ({
    what: `cannot use the Dockerfile ${d.path}`,
    why: String(d.reason),
    next: "check that path, or leave --dockerfile out: then no lines are named",
  }),
  "file-not-written": (d) => ({
    what: `cannot write ${d.path}`,
    why: `the system says: ${d.reason}`,
    next: "check that its folder is there, that you may write to it, and that there is room",
  }),
  unexpected: (d) => ({
    what: `layerx failed on \`${d.command}\``,
    why: `this is a bug in layerx: ${d.reason}`,
    next: "run it again with --debug and report what it prints",
  }),
} satisfies Record<string, (details: Details) => ErrorText>;

export type ErrorCode = keyof typeof CATALOGUE;

export const errorCodes = Object.keys(CATALOGUE) as ErrorCode[];

/** What could not be done, in words for the user. Exit code 2. */
export class LayerxError extends Error implements ErrorText {
  override readonly name = "LayerxError";
  readonly code: ErrorCode;
  readonly what: string;
  readonly why: string;
  readonly next: string;

  constructor(code: ErrorCode, details: Details = {}, cause?: unknown) {
    const text = CATALOGUE[code](details);
    super(`${text.what}: ${text.why}`, { cause });
    this.code = code;
    this.what = text.what;
    this.why = text.why;
    this.next = text.next;
  }
}

/** Throws the catalogue's error `code`. */
export function fail(code: ErrorCode, details?: Details, cause?: unknown): never {
  throw new LayerxError(code, details, cause);
}

/** True for an error of the operating system (`ENOENT`, `EACCES`, …). */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error && "code" in error;
}
