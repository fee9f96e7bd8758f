import { type RawPath, rawBytes } from "../../text/escape.js";
import { Damage } from "../damage.js";

/** Records of one PAX header in order, because keys may repeat (GNU sparse 0.0). */
export type PaxRecords = readonly (readonly [key: string, value: RawPath])[];

/**
 * Splits a PAX body into its records (`LENGTH KEY=VALUE
 * `). Values are bytes and may contain newlines and NULs.
 * @throws Damage if a length does not lead to a newline. Source: POSIX pax, "pax Extended Header".
 */
export function decodePax(body: Buffer, position: number): PaxRecords {
  const records: [string, RawPath][] = [];
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(0x20, at);
    const digits = space < 0 ? "" : body.toString("latin1", at, space);
    const end = at + (/^\d{1,15}$/.test(digits) ? Number(digits) : 0);
    const equals = body.indexOf(0x3d, space);
    if (end <= space || end > body.length || body[end - 1] !== 0x0a || equals < 0 || equals >= end) {
      // Some writers fill the rest with zeros.
      if (body.subarray(at).every((byte) => byte === 0)) break;
      throw new Damage("corrupt", position + at, "a PAX record has a wrong length");
    }
    records.push([body.toString("latin1", space + 1, equals), rawBytes(body.subarray(equals + 1, end - 1))]);
    at = end;
  }
  return records;
}

/**
 * Returns a whole number of a PAX record.
 * @throws Damage
 */
export function paxNumber(value: string, position: number): number {
  const number = /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isSafeInteger(number)) return number;
  throw unreadable(position);
}

/** A time: whole seconds since 1970, rounded down (exact up to 2^53), and nanoseconds after them. */
export interface PaxTime {
  readonly seconds: number;
  readonly nanos: number;
}

const TIME = /^(-?)(\d*)(?:\.(\d*))?$/;

/**
 * Parses a time of a PAX record, `-1.5`. Digits after the ninth decimal are cut off, as in Go. Seconds and
 * nanoseconds are separate, because a number cannot hold today's seconds with nine decimals.
 * @throws Damage if it is not a number. A time outside of all calendars is accepted.
 */
export function paxTime(value: string, position: number): PaxTime {
  const match = TIME.exec(value);
  if (match === null || !/\d/.test(value)) throw unreadable(position);
  const [, sign, whole, fraction = ""] = match;
  const seconds = Number(whole);
  const nanos = Number(fraction.slice(0, 9).padEnd(9, "0"));
  if (sign === "") return { seconds, nanos };
  return nanos === 0 ? { seconds: 0 - seconds, nanos } : { seconds: -seconds - 1, nanos: 1e9 - nanos };
}

function unreadable(position: number): Damage {
  return new Damage("corrupt", position, "a number in a PAX record cannot be read");
}
