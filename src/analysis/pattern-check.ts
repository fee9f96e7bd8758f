import picomatch from "picomatch";

/**
 * True for a pattern of paths that means what it says: one with a bracket that does not close, a range that runs backwards
 * or a `!` before it means nothing at all, and a rule by it would hold.
 */
export function isPattern(text: string): boolean {
  if (/^[\s/]*$/.test(text) || /^!(?!\()/.test(text)) return false;
  return isBalanced(text) && picomatch.makeRe(text, { dot: true, nonegate: true }).source !== NEVER;
}

// What picomatch makes of a pattern that it cannot read.
const NEVER = "$^";

function isBalanced(pattern: string): boolean {
  const bare = pattern.replace(/\\./gs, "").replace(/\[[^\]]+\]/g, "");
  const count = (char: string) => bare.split(char).length;
  return count("[") === count("]") && count("{") === count("}") && count("(") === count(")");
}
