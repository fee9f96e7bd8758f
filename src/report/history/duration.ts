/**
 * How long ago, in docker's words, without the ` ago`. `seconds` may have a fraction; a time to come is
 * `Less than a second`. Rule: go-units, `HumanDuration`, its `1 years` included.
 */
export function humanDuration(seconds: number): string {
  const whole = Math.trunc(seconds);
  if (whole < 1) return "Less than a second";
  if (whole === 1) return "1 second";
  if (whole < 60) return `${whole} seconds`;
  const minutes = Math.trunc(seconds / 60);
  if (minutes === 1) return "About a minute";
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.floor(seconds / 3600 + 0.5);
  if (hours === 1) return "About an hour";
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.floor(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.floor(hours / (24 * 7))} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.floor(hours / (24 * 30))} months`;
  // Years alone count hours that are not rounded.
  return `${Math.floor(seconds / 3600 / (24 * 365))} years`;
}
