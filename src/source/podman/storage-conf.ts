import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, TomlError } from "smol-toml";
import { fail, isSystemError } from "../../errors.js";
import { field, text, texts } from "../../image/json-field.js";
import { homeOf, type Surroundings } from "../engine/docker-config.js";
import { setting } from "../env.js";
import { quoted } from "../registry/registry-message.js";
import { exists, HiddenStorage, UnreadableStorage } from "./storage-file.js";

/** The folders in which Podman keeps images. */
export interface StorageRoot {
  readonly root: string;
  readonly driver: "overlay" | "vfs";
  /** Further folders of the same form with images, which are only read. */
  readonly others: readonly string[];
}

const DRIVERS = ["overlay", "vfs"] as const;

/**
 * Finds Podman's storage by the rules of containers-storage.conf(5); `null` if there is none, or one with a
 * driver that layerx cannot read.
 * @throws LayerxError `engine-setting` if the file that the user names cannot be read; UnreadableStorage if the
 * user may not look into the storage
 */
export function findStorage(around: Surroundings): StorageRoot | null {
  const conf = readConf(around);
  const storage = field(conf?.value, "storage");
  const root = rootOf(storage, around, { own: conf?.own ?? false });
  if (root === null) return null;
  const named = text(field(storage, "driver"));
  const drivers = named === null || named === "" ? DRIVERS : DRIVERS.filter((driver) => driver === named);
  const others = otherRoots(storage, around);
  if (setting(around.env, "CONTAINERS_STORAGE_CONF") === undefined) checkVisible(root);
  const isIn = (driver: string) =>
    [root, ...others].some((each) => exists(join(each, `${driver}-images`, "images.json")));
  const driver = drivers.find(isIn);
  return driver === undefined ? null : { root, driver, others };
}

/** @throws HiddenStorage if the user cannot see whether the usual folder exists, for example with root's `HOME` */
function checkVisible(root: string): void {
  try {
    exists(root);
  } catch (error) {
    if (!(error instanceof UnreadableStorage)) throw error;
    throw new HiddenStorage(error.message, { cause: error.cause });
  }
}

/** Returns `imagestore`, then `additionalimagestores`, in the order in which Podman searches images. */
function otherRoots(storage: unknown, around: Surroundings): string[] {
  const options = field(storage, "options");
  const listed = [options, ...DRIVERS.map((driver) => field(options, driver))].flatMap(
    (table) => texts(field(table, "additionalimagestores")) ?? [],
  );
  const named = [text(field(storage, "imagestore")) ?? "", ...listed].filter((path) => path !== "");
  return [...new Set(named.map((path) => expanded(path, around)))];
}

function rootOf(storage: unknown, around: Surroundings, { own }: { own: boolean }): string | null {
  const { env } = around;
  const home = homeOf(env);
  const graphroot = text(field(storage, "graphroot"));
  if (graphroot && (own || isRoot(around))) return expanded(graphroot, around);
  if (isRoot(around)) return "/var/lib/containers/storage";
  const rootless = text(field(storage, "rootless_storage_path"));
  if (rootless) return expanded(rootless, around);
  const data = setting(env, "XDG_DATA_HOME") ?? (home === null ? null : join(home, ".local", "share"));
  return data === null ? null : join(data, "containers", "storage");
}

function isRoot({ uid }: Surroundings): boolean {
  return uid === 0;
}

function expanded(path: string, { env, uid }: Surroundings): string {
  return path
    .replaceAll("$HOME", homeOf(env) ?? "")
    .replaceAll("$UID", String(uid ?? ""))
    .replaceAll("$USER", setting(env, "USER") ?? "");
}

/** `own`: the file belongs to the user, so that its `graphroot` also counts for a user who is not root. */
function readConf(around: Surroundings): { value: unknown; own: boolean } | null {
  const { env } = around;
  const named = setting(env, "CONTAINERS_STORAGE_CONF");
  if (named !== undefined) return conf(named, { own: true }) ?? badConf(named);
  const system = ["/etc/containers/storage.conf", "/usr/share/containers/storage.conf"];
  if (isRoot(around)) return firstConf(system);
  const home = homeOf(env);
  const config = setting(env, "XDG_CONFIG_HOME") ?? (home === null ? null : join(home, ".config"));
  const users = config === null ? null : conf(join(config, "containers", "storage.conf"), { own: true });
  return users ?? (home === null ? null : firstConf(system));
}

function badConf(path: string): never {
  fail("engine-setting", {
    reason: quoted(`CONTAINERS_STORAGE_CONF is ${path}: this is not a readable TOML file`),
    next: "correct the path or the file, or leave CONTAINERS_STORAGE_CONF unset",
  });
}

function firstConf(paths: readonly string[]): { value: unknown; own: boolean } | null {
  for (const path of paths) {
    const found = conf(path, { own: false });
    if (found !== null) return found;
  }
  return null;
}

/** Returns `null` if the file is missing, unreadable or not TOML. */
function conf(path: string, { own }: { own: boolean }): { value: unknown; own: boolean } | null {
  try {
    return { value: parse(readFileSync(path, "utf8")), own };
  } catch (error) {
    if (isSystemError(error) || error instanceof TomlError) return null;
    throw error;
  }
}
