import { describe, expect, test } from "vitest";
import { formatRfc3339, parseRfc3339 } from "../../src/text/rfc3339.js";

describe("parseRfc3339", () => {
  test.each([
    ["1970-01-01T00:00:00Z", 0],
    ["2026-11-18T22:00:00+02:00", 1795032000],
    ["2026-11-18T20:00:00Z", 1795032000],
    ["2020-01-01T00:00:00-00:00", 1577836800],
    ["0001-01-01T00:00:00Z", -62135596800],
    ["0000-01-01T00:00:00Z", -62167219200],
    ["0099-01-01T00:00:00Z", -59042995200],
    ["9999-12-31T23:59:59Z", 253402300799],
    ["2000-02-29T00:00:00Z", 951782400],
  ])("%s is read as seconds since 1970", (text, seconds) => {
    expect(parseRfc3339(text)).toBe(seconds);
  });

  test.each([
    ["1969-12-31T23:59:59.5Z", -1],
    ["1970-01-01T00:00:00.999999999999Z", 0],
    ["2020-01-01T02:02:03.5+01:00", 1577840523],
  ])("%s is rounded down to its second", (text, seconds) => {
    expect(parseRfc3339(text)).toBe(seconds);
  });

  test.each([
    ["an hour of one digit", "2020-01-01T1:02:03Z", 1577840523],
    ["a comma before the fraction", "2020-01-01T01:02:03,5Z", 1577840523],
    ["a zone of 24 hours", "2020-01-01T01:02:03+24:00", 1577754123],
    ["a zone of 60 minutes", "2020-01-01T01:02:03+10:60", 1577800923],
  ])("%s is accepted, as in docker", (_, text, seconds) => {
    expect(parseRfc3339(text)).toBe(seconds);
  });

  test.each([
    ["a lower-case t", "2020-01-01t00:00:00Z"],
    ["a lower-case z", "2020-01-01T00:00:00z"],
    ["no zone", "2020-01-01T00:00:00"],
    ["24:00", "2020-01-01T24:00:00Z"],
    ["minute 60", "2020-01-01T00:60:00Z"],
    ["second 60", "2020-01-01T23:59:60Z"],
    ["30 February", "2020-02-30T00:00:00Z"],
    ["29 February in a year that is not a leap year", "1900-02-29T00:00:00Z"],
    ["month 0", "2020-00-01T00:00:00Z"],
    ["month 13", "2020-13-01T00:00:00Z"],
    ["day 0", "2020-01-00T00:00:00Z"],
    ["an empty fraction", "2020-01-01T00:00:00.Z"],
    ["a zone without a colon", "2020-01-01T00:00:00+0100"],
    ["a zone of 25 hours", "2020-01-01T01:02:03+25:00"],
    ["a zone of 61 minutes", "2020-01-01T01:02:03+10:61"],
    ["a year of five digits", "10000-01-01T00:00:00Z"],
    ["a second of one digit", "2020-01-01T00:00:5Z"],
    ["a space around it", " 2020-01-01T00:00:00Z"],
    ["a newline after it", "2020-01-01T00:00:00Z\n"],
    ["no date at all", "yesterday"],
  ])("%s is refused", (_, text) => {
    expect(parseRfc3339(text)).toBe(null);
  });
});

describe("formatRfc3339", () => {
  test.each([
    ["Z for the offset 0", 0, 0, "1970-01-01T00:00:00Z"],
    ["hours and minutes ahead", 0, 20700, "1970-01-01T05:45:00+05:45"],
    ["hours and minutes behind", 0, -12600, "1969-12-31T20:30:00-03:30"],
    ["an offset's seconds in the clock only", -62135596800, 561, "0001-01-01T00:09:21+00:09"],
    ["an offset's seconds in the clock only, behind", -62135596800, -17762, "0000-12-31T19:03:58-04:56"],
    ["an offset below a minute", 0, 30, "1970-01-01T00:00:30+00:00"],
    ["the year 10000", 253402300799, 3600, "10000-01-01T00:59:59+01:00"],
    ["the year before 0", -62167219200, -3600, "-0001-12-31T23:00:00-01:00"],
  ])("prints %s", (_, seconds, offset, expected) => {
    expect(formatRfc3339(seconds, offset)).toBe(expected);
  });
});
