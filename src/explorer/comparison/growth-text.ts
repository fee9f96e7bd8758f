import { humanSize } from "../../text/bytes.js";

/** `+1.2kB`, `−34B`, `0B`. */
export function growthText(bytes: number): string {
  if (bytes === 0) return humanSize(0);
  return bytes < 0 ? `−${humanSize(-bytes)}` : `+${humanSize(bytes)}`;
}
