const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d?):(\d\d):(\d\d)(?:[.,]\d+)?(?:Z|([+-])(\d\d):(\d\d))$/;

/**
 * Returns seconds since 1970 of an RFC 3339 date, rounded down; `null` if docker refuses it. Years 0000 to
 * 9999. Docker uses Go's `time.UnmarshalJSON`. It requires `T` and `Z` in upper case and a zone, and refuses
 * 24:00, second 60, and days that the month does not have. It accepts an hour of one digit, a comma before
 * the fraction, and a zone of up to 24:60.
 */
export function parseRfc3339(text: string): number | null {
  const match = RFC3339.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  if (hour > 23 || minute > 59 || second > 59) return null;
  const wall = wallSeconds(year, month, day, hour * 3600 + minute * 60 + second);
  if (wall === null) return null;
  const [zoneHour, zoneMinute] = [Number(match[8] ?? 0), Number(match[9] ?? 0)];
  if (zoneHour > 24 || zoneMinute > 60) return null;
  const offset = zoneHour * 3600 + zoneMinute * 60;
  return match[7] === "-" ? wall + offset : wall - offset;
}

/**
 * Formats a moment as RFC 3339 in whole seconds, as Go does: `Z` for the offset 0, else `±hh:mm`. The seconds
 * of the offset change the clock, but are not printed in the zone. Years before 0 and after 9999 are printed,
 * too.
 */
export function formatRfc3339(seconds: number, offsetSeconds: number): string {
  const wall = new Date((seconds + offsetSeconds) * 1000);
  const year = wall.getUTCFullYear();
  const date = [
    `${year < 0 ? "-" : ""}${digits(Math.abs(year), 4)}`,
    wall.getUTCMonth() + 1,
    wall.getUTCDate(),
  ];
  const clock = [wall.getUTCHours(), wall.getUTCMinutes(), wall.getUTCSeconds()];
  return `${date.map(two).join("-")}T${clock.map(two).join(":")}${zone(offsetSeconds)}`;
}

/**
 * Returns the seconds from 1970 to a date's midnight plus `clock`, in the same zone; `null` if the day does
 * not exist.
 */
export function wallSeconds(year: number, month: number, day: number, clock: number): number | null {
  const date = new Date(0);
  // `Date.UTC` reads the years 0 to 99 as 1900 to 1999; the setter does not.
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.getTime() / 1000 + clock;
}

function zone(offsetSeconds: number): string {
  if (offsetSeconds === 0) return "Z";
  const minutes = Math.trunc(offsetSeconds / 60);
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${digits(Math.floor(size / 60), 2)}:${digits(size % 60, 2)}`;
}

function two(part: string | number): string {
  return typeof part === "string" ? part : digits(part, 2);
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, "0");
}
