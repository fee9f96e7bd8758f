import { fail } from "../errors.js";
import { field, text } from "../image/json-field.js";
import type { Platform } from "../image/platform.js";
import { escapeText } from "../text/escape.js";

const ARCHITECTURES: ReadonlyMap<string, string> = new Map([
  ["x64", "amd64"],
  ["x86_64", "amd64"],
  ["x86-64", "amd64"],
  ["ia32", "386"],
  ["i386", "386"],
  ["aarch64", "arm64"],
  ["armhf", "arm"],
  ["mipsel", "mipsle"],
]);

const KNOWN_ARCHITECTURES = new Set([
  ...ARCHITECTURES.values(),
  ...["ppc64le", "s390x", "riscv64", "loong64", "mips64le"],
]);

/** Returns Go's name of an architecture, from Go's, Node's or the kernel's name. */
function architectureName(name: string): string {
  return ARCHITECTURES.get(name.toLowerCase()) ?? name.toLowerCase();
}

/** Returns the default platform: linux on the host's architecture. */
export function hostPlatform(arch: string): Platform {
  return { os: "linux", architecture: architectureName(arch), variant: null };
}

/** A requested platform. */
export interface WantedPlatform extends Platform {
  /** The version of the operating system, or its first parts. */
  readonly osVersion?: string;
}

/**
 * Parses `os/arch[/variant]`; `arm64` alone means linux, as in docker. `windows(10.0.17763)/amd64` also has
 * the version of the operating system, in the form of containerd.
 * @throws LayerxError `bad-platform`
 */
export function parsePlatform(value: string): WantedPlatform {
  if (KNOWN_ARCHITECTURES.has(architectureName(value))) return parsePlatform(`linux/${value}`);
  const versioned = /^([^()/]+)\(([0-9a-z._-]+)\)(\/.+)$/i.exec(value);
  if (versioned !== null) {
    const [, os, osVersion, rest] = versioned;
    return { ...parsePlatform(os + rest), osVersion };
  }
  const [os, architecture, variant, ...rest] = value.toLowerCase().split("/");
  const parts = [os, architecture, variant ?? "-"];
  if (architecture === undefined || rest.length > 0 || !parts.every((part) => /^[a-z0-9._-]+$/.test(part))) {
    fail("bad-platform", { platform: escapeText(value) });
  }
  return { os, architecture: architectureName(architecture), variant: variant ?? null };
}

/**
 * Returns true if an image for platform `has` runs on `wanted`. arm64 and arm64/v8 are the same. An image for
 * an older 32-bit arm runs on a newer one. Without a wanted variant, every variant fits.
 */
export function platformFits(has: Platform, wanted: Platform): boolean {
  const architecture = architectureName(has.architecture);
  if (has.os.toLowerCase() !== wanted.os || architecture !== wanted.architecture) return false;
  const variant = variantOf(has);
  if (wanted.variant === null || variant === wanted.variant) return true;
  const [oldest, newest] = [variant, wanted.variant].map((each) => ARM_VARIANTS.indexOf(each ?? ""));
  return architecture === "arm" && oldest >= 0 && oldest < newest;
}

/** Oldest first. */
const ARM_VARIANTS: readonly string[] = ["v5", "v6", "v7"];

/** Returns the variant, or the default one if it is not set: arm64 means arm64/v8. */
export function variantOf({ architecture, variant }: Platform): string | null {
  if (variant !== null) return variant;
  const name = architectureName(architecture);
  return name === "arm64" ? "v8" : name === "arm" ? "v7" : name === "amd64" ? "v1" : null;
}

/** Returns true if the version in an image is the wanted one, or begins with its parts. */
export function osVersionFits(has: string | null, wanted: string | undefined): boolean {
  return wanted === undefined || has === wanted || (has ?? "").startsWith(`${wanted}.`);
}

/** Returns `os.version` of a descriptor's platform or of a config. */
export function osVersionOf(object: unknown): string | null {
  return text(field(object, "os.version")) || null;
}

/** Used for an image without a platform. */
export const UNKNOWN_PLATFORM: Platform = { os: "unknown", architecture: "unknown", variant: null };

/**
 * Returns the `platform` of a descriptor, or the same three keys of a config; `null` without an architecture.
 */
export function platformOf(object: unknown): Platform | null {
  const os = text(field(object, "os"));
  const architecture = text(field(object, "architecture"));
  const variant = text(field(object, "variant"));
  if (!architecture) return null;
  return { os: os || "unknown", architecture, variant: variant || null };
}
