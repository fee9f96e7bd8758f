import type { Catalogue } from "./error-text.js";

/** Errors of the user's request: arguments, paths, files of rules and settings, and output targets. */
export const COMMAND_ERRORS = {
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
    what: `cannot run this command: ${d.problem}`,
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
    why: "this command does not exist",
    next: `${d.hint}see \`layerx --help\``,
  }),
  "too-many-arguments": (d) => ({
    what: `too many arguments: ${d.words}`,
    why: `\`${d.command}\` does not accept them`,
    next: `see \`${d.command} --help\``,
  }),
  "bad-value": (d) => ({
    what: `bad value for ${d.option}: ${d.value}`,
    why: `it takes ${d.wanted}`,
    next: `correct the value, or see \`${d.command} --help\``,
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
    next: "extract a file, a folder, or the folder that contains it",
  }),
  "no-target-folder": (d) => ({
    what: `cannot extract to ${d.target}`,
    why: `${d.folder} does not exist or is not a folder`,
    next: "create the folder first, or choose another place",
  }),
  "target-exists": (d) => ({
    what: `cannot extract to ${d.target}`,
    why: `${d.path} already exists${d.more}; nothing was written`,
    next: "choose another place, or replace files with --force",
  }),
  "target-in-the-way": (d) => ({
    what: `cannot extract to ${d.target}`,
    why: `${d.path} is ${d.found} there, and ${d.wanted} in the image; nothing was written`,
    next: "remove it, or choose another place",
  }),
  "owner-needs-root": () => ({
    what: "cannot keep owners",
    why: "only root can set the owner of a file",
    next: "leave --owner out, or run layerx as root",
  }),
  "name-taken": (d) => ({
    what: `cannot write ${d.path}`,
    why: "another program or another file of the image took this name during extraction; some file systems ignore upper and lower case",
    next: "extract to an empty folder on a case-sensitive file system",
  }),
  "target-swapped": (d) => ({
    what: `cannot write ${d.path}`,
    why: "another program replaced this folder during extraction; nothing more was written there",
    next: "extract to a folder that no other program changes",
  }),
  "extract-failed": (d) => ({
    what: `cannot write ${d.path}`,
    why: String(d.reason),
    next: String(d.next),
  }),
  "output-failed": (d) => ({
    what: `cannot write ${d.path}`,
    why: String(d.reason),
    next: String(d.next),
  }),
  "no-temp-folder": (d) => ({
    what: "cannot create a temporary file",
    why: `in ${d.folder}: ${d.reason}`,
    next: "free some space there, or set another folder with TMPDIR",
  }),
  "output-exists": (d) => ({
    what: `cannot write ${d.path}`,
    why: "something is already there",
    next: "remove it first, or write to another place",
  }),
  "no-zstd": () => ({
    what: "cannot compress with zstd",
    why: "this version of Node has no zstd",
    next: "use Node 22.15 or later, or --compression gzip",
  }),
  "not-slimmable": (d) => ({
    what: "cannot make this image smaller",
    why: String(d.reason),
    next: String(d.next ?? "save or pull the image again, and check it with `layerx inspect --verify`"),
  }),
  "slim-differs": (d) => ({
    what: "the new image is not the same as its source, so it was removed",
    why: `${d.where} ${d.what}`,
    next: "please report this with the image: layerx should never write such an image",
  }),
  "no-rules-file": (d) => ({
    what: `cannot read the rules of ${d.path}`,
    why: String(d.reason),
    next: "check the path, or use another file with --config",
  }),
  "bad-rules": (d) => ({
    what: `cannot use the rules of ${d.where}`,
    why: String(d.problem),
    next: String(d.next),
  }),
  "misnamed-rules": (d) => ({
    what: `the rules of ${d.path} would be ignored`,
    why: `the default file of rules is ${d.wanted}`,
    next: `rename the file, or use --config ${d.path}`,
  }),
  "no-config-file": (d) => ({
    what: `cannot read the configuration of ${d.path}`,
    why: String(d.reason),
    next: "check the path, or leave it out: layerx needs no configuration",
  }),
  "bad-config": (d) => ({
    what: `cannot use the configuration of ${d.where}`,
    why: String(d.problem),
    next: String(d.next),
  }),
  "bad-variable": (d) => ({
    what: `bad value for the variable ${d.name}: ${d.value}`,
    why: `it takes ${d.wanted}`,
    next: "correct the value, or unset the variable",
  }),
  "unknown-layer": (d) => ({
    what: `cannot check ${d.rule} of ${d.input}`,
    why: `layer ${d.layer} is missing, so its size is unknown`,
    next: "save the image with all its layers, or use --base-layers and only rules about layers above the base",
  }),
  "no-such-base": (d) => ({
    what: `${d.input} cannot have a base of ${d.wanted}`,
    why: `the image has only ${d.found}`,
    next: "see the layers with `layerx inspect`",
  }),
  "other-base": (d) => ({
    what: `${d.input} is not built on ${d.base}`,
    why: `layer ${d.layer} of the base is not among the lowest layers of the image`,
    next: "use the exact base image of the build, or give its number of layers with --base-layers",
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
  "bad-audit": (d) => ({
    what: `cannot use the audit ${d.path}`,
    why: String(d.problem),
    next: "name a file that `layerx audit` wrote",
  }),
  "other-image": (d) => ({
    what: `the baseline ${d.baseline} is of another image`,
    why: `it is of ${d.found}, this one is ${d.wanted}`,
    next: String(d.next),
  }),
  "file-exists": (d) => ({
    what: `${d.path} already exists`,
    why: "it would be overwritten",
    next: "overwrite it with --force, or choose another file with --config",
  }),
  "write-failed": (d) => ({
    what: "cannot write to standard output",
    why: String(d.reason),
    next: String(d.next),
  }),
  "log-command": () => ({
    what: "cannot print this file to a pipeline's log",
    why: "it contains a command that the pipeline's runner would run (::, ##[, ##vso[ or section_start:)",
    next: "write it to a file: layerx cat IMAGE PATH > FILE, or unset GITHUB_ACTIONS, TF_BUILD or GITLAB_CI for this command",
  }),
  "same-file": (d) => ({
    what: `cannot write ${d.path}`,
    why: `it is ${d.input}, which this command reads, so it would be overwritten`,
    next: "choose another file for the output",
  }),
  "no-dockerfile": (d) => ({
    what: `cannot use the Dockerfile ${d.path}`,
    why: String(d.reason),
    next: "check the path, or leave --dockerfile out: then the report has no line numbers",
  }),
  "file-not-written": (d) => ({
    what: `cannot write ${d.path}`,
    why: String(d.reason),
    next: String(d.next),
  }),
  "output-too-long": (d) => ({
    what: `cannot print the whole result of \`${d.command}\``,
    why: "it is longer than one text may be in Node (512 MB): the image has many or very long paths",
    next: "list less, for example with --top 1000, or use `layerx files --format jsonl`, which has no such limit",
  }),
  unexpected: (d) => ({
    what: `layerx failed on \`${d.command}\``,
    why: `this is a bug in layerx: ${d.reason}`,
    next: "run it again with --debug and report the output",
  }),
} satisfies Catalogue;
