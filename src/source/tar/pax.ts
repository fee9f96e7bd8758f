import { type RawPath, rawBytes } from "../../text/escape.js";
import { Damage } from "../damage.js";

/** Records of one PAX header in the order in which they stand: keys may repeat (GNU sparse 0.0). */
export type PaxRecords = readonly (readonly [key: string, value: RawPath])[];

/**
 * Splits a PAX body into its records (`LENGTH KEY=VALUE\n`); values are bytes and may hold newlines and NULs.
 * @throws Damage where a length does not lead to a newline. Source: POSIX pax, "pax Extended Header".
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

/** A decimal number of a PAX record; `fraction` allows `-1.5`. @throws Damage */
export function paxNumber(
  value: string,
  { fraction, position }: { fraction: boolean; position: number },
): number {
  const form = fraction ? /^-?\d*(?:\.\d*)?$/ : /^-?\d+$/;
  const number = form.test(value) && /\d/.test(value) ? Number(value) : Number.NaN;
  if (Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER) return number;
  throw new Damage("corrupt", position, "a number in a PAX record cannot be read");
}
