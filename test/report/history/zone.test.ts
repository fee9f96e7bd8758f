import { describe, expect, test } from "vitest";
import { zoneOffset } from "../../../src/report/history/zone.js";

const WINTER = Date.UTC(2024, 0, 15) / 1000;
const SUMMER = Date.UTC(2024, 6, 15) / 1000;
const YEAR_ONE = -62135596800;

function checkOffset(timeZone: string, seconds: number, expected: number): void {
  expect(zoneOffset(timeZone)(seconds)).toBe(expected);
}

describe("the variable TZ", () => {
  test.each([
    ["UTC", WINTER, 0],
    ["Europe/London", WINTER, 0],
    ["Europe/London", SUMMER, 3600],
    ["Europe/Paris", SUMMER, 7200],
    ["America/New_York", WINTER, -18000],
    ["Asia/Kathmandu", WINTER, 20700],
    ["Etc/GMT+5", WINTER, -18000],
  ])("names a time zone: %s", checkOffset);

  test.each([
    ["Europe/Paris", YEAR_ONE, 561],
    ["America/New_York", YEAR_ONE, -17762],
  ])("gives the offset of an old local time with its seconds: %s", checkOffset);

  test("gives the same offset for the year before 1", () => {
    checkOffset("America/New_York", -62167219200, -17762);
  });

  test.each([
    [":Europe/Paris", WINTER, 3600],
    ["/usr/share/zoneinfo/Europe/Paris", WINTER, 3600],
    [":/usr/share/zoneinfo/Europe/Paris", WINTER, 3600],
    ["/usr/share/zoneinfo/posix/Europe/Paris", WINTER, 3600],
  ])("can have a colon or be the path of a zone file: %s", checkOffset);

  test.each([
    ["", WINTER, 0],
    [":", WINTER, 0],
    ["Middle/Earth", WINTER, 0],
    ["UTC+3", WINTER, 0],
    ["+03:00", WINTER, 0],
    ["europe/paris", WINTER, 0],
    ["CET-1CEST,M3.5.0,M10.5.0/3", WINTER, 0],
    ["/no/such/file", WINTER, 0],
  ])("means UTC if it is not the name of a zone: %j", checkOffset);

  test("is replaced by the zone of the system if it is not set", () => {
    const system = 0 - new Date(SUMMER * 1000).getTimezoneOffset() * 60;
    expect(zoneOffset(undefined)(SUMMER)).toBe(system);
  });
});
