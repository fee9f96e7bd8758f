import { wallSeconds } from "../../text/rfc3339.js";

/** Seconds that a zone's clock is ahead of UTC at a moment (seconds since 1970). */
export type ZoneOffset = (seconds: number) => number;

/**
 * The zone that `TZ` names, as Go takes it: `Area/City`, `:Area/City`, or the absolute path of a zone file.
 * Empty, an unknown name and a rule such as `UTC+3` are UTC. `undefined` is the system's zone.
 */
export function zoneOffset(timeZone: string | undefined): ZoneOffset {
  // Made when a date is first requested: loading the zones takes longer than all else that a report does.
  let format: Intl.DateTimeFormat | null | undefined;
  return (seconds) => {
    if (format === undefined) format = formatter(timeZone);
    return format === null ? 0 : clockOf(format, seconds) - seconds;
  };
}

// Names of zone files begin each part with a capital; `Intl` alone would take `europe/paris` and `+03:00` too.
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

/** What the zone's clock shows at a moment, in seconds since its own 1970. */
function clockOf(format: Intl.DateTimeFormat, seconds: number): number {
  const parts = new Map(format.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
  // The calendar has no year 0: 1 BC is the year 0 of RFC 3339.
  const year = parts.get("era") === "AD" ? part("year") : 1 - part("year");
  const time = part("hour") * 3600 + part("minute") * 60 + part("second");
  return wallSeconds(year, part("month"), part("day"), time) ?? seconds;
}
