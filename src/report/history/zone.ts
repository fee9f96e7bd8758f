import { wallSeconds } from "../../text/rfc3339.js";

/** Returns the seconds that a zone's clock is ahead of UTC at a moment (seconds since 1970). */
export type ZoneOffset = (seconds: number) => number;

/**
 * Returns the zone of `TZ`, as Go reads it: `Area/City`, `:Area/City`, or the absolute path of a zone file.
 * An empty value, an unknown name and a rule such as `UTC+3` are UTC. `undefined` means the zone of the
 * system.
 */
export function zoneOffset(timeZone: string | undefined): ZoneOffset {
  // Created when the first date is formatted: loading the zones takes longer than everything else in a
  // report.
  let format: Intl.DateTimeFormat | null | undefined;
  return (seconds) => {
    if (format === undefined) format = formatter(timeZone);
    return format === null ? 0 : clockOf(format, seconds) - seconds;
  };
}

// In names of zone files each part begins with a capital letter. `Intl` would also accept `europe/paris` and
// `+03:00`.
const ZONE_NAME = /^[A-Z][\w+-]*(?:\/[A-Z][\w+-]*)*$/;
const ZONE_FILES = /^\/.*\/zoneinfo\/(?:posix\/)?/;

function formatter(timeZone: string | undefined): Intl.DateTimeFormat | null {
  const named = timeZone?.replace(/^:/, "");
  if (named === undefined || named === "/etc/localtime") return clock(undefined);
  const name = named.startsWith("/") ? named.replace(ZONE_FILES, "") : named;
  if (name === "UTC" || !ZONE_NAME.test(name)) return null;
  try {
    return clock(name);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function clock(timeZone: string | undefined): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-US-u-nu-latn-ca-gregory", {
    timeZone,
    era: "short",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    hourCycle: "h23",
  });
}

/** Returns the time on the zone's clock at a moment, in seconds since 1970 of that clock. */
function clockOf(format: Intl.DateTimeFormat, seconds: number): number {
  const parts = new Map(format.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
  // The calendar has no year 0: 1 BC is the year 0 of RFC 3339.
  const year = parts.get("era") === "AD" ? part("year") : 1 - part("year");
  const time = part("hour") * 3600 + part("minute") * 60 + part("second");
  return wallSeconds(year, part("month"), part("day"), time) ?? seconds;
}
