/** Formats nanoseconds, as configs have them, for a Dockerfile: `1m30s`, `500ms`. */
export function durationText(nanoseconds: number): string {
  const seconds = nanoseconds / 1e9;
  if (seconds < 1) return `${nanoseconds / 1e6}ms`;
  const minutes = Math.floor(seconds / 60);
  const rest = seconds - minutes * 60;
  return `${minutes > 0 ? `${minutes}m` : ""}${rest > 0 || minutes === 0 ? `${rest}s` : ""}`;
}
