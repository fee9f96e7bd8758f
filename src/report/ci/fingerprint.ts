import { createHash } from "node:crypto";

/** Makes fingerprints of what stays the same from build to build; what comes again in one report gets a number of its own. */
export function fingerprinter(): (parts: readonly string[]) => string {
  const seen = new Map<string, number>();
  return (parts) => {
    const key = parts.join("\0");
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    const text = before === 0 ? key : `${key}\0${before}`;
    return createHash("sha256").update(text).digest("hex").slice(0, 32);
  };
}
