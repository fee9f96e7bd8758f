import type { BaseRow } from "../../analysis/audit/summary.js";

const DAY_MS = 86_400_000;

/**
 * Returns the age of a day for people: `1 day`, `9 weeks`, `14 months`, `3 years`.
 * @param day and
 * @param today `2026-11-29`; a day after today has the age of 0 days
 */
export function ageText(day: string, today: string): string {
  const days = Math.max(Math.round((Date.parse(today) - Date.parse(day)) / DAY_MS), 0);
  if (days < 30) return spelled(days, "day");
  const months = Math.max(wholeMonths(day, today), 1);
  return months < 24 ? spelled(months, "month") : spelled(Math.floor(months / 12), "year");
}

function wholeMonths(day: string, today: string): number {
  const [from, to] = [day, today].map((one) => one.split("-").map(Number));
  return (to[0] - from[0]) * 12 + to[1] - from[1] - Number(to[2] < from[2]);
}

function spelled(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/**
 * Returns when a base image was built: `2026-01-31`, for several builds `2025-11-02 to 2026-01-31`, or
 * `unknown`.
 */
export function builtText({ oldest, newest }: Pick<BaseRow, "oldest" | "newest">): string {
  if (oldest === null || newest === null) return "unknown";
  return oldest === newest ? oldest : `${oldest} to ${newest}`;
}
