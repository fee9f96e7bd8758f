import type { AuditSince } from "../../analysis/audit/since.js";
import type { AuditSummary } from "../../analysis/audit/summary.js";
import { humanSize, sizesApart } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { percentText } from "../../text/percent.js";

/**
 * Returns the first lines of a report: the number of images, and their bytes. They contain no text from
 * images.
 */
export function headLines({ images, bytes, waste }: AuditSummary): string[] {
  const { total, failed, rulesPassed, rulesFailed, unchecked } = images;
  const rules = [
    `${rulesPassed} pass the rules`,
    `${rulesFailed} fail`,
    ...(unchecked > 0 ? [`${unchecked} could not be checked`] : []),
  ];
  const shared = bytes.sum === 0 ? 0 : (bytes.sum - bytes.stored) / bytes.sum;
  const [sum, stored] = sizesApart(bytes.sum, bytes.stored);
  const share = waste.wastedOnce === 0 ? 0 : waste.wastedOnce / Math.max(bytes.stored, 1);
  return [
    `${counted(total, "image")}: ${rules.join(", ")}, ${failed} could not be read`,
    `${stored} stored in ${counted(bytes.layers, "different layer")}; the images add up to ${sum}, ${percentText(shared, 1)} is shared`,
    `${humanSize(waste.wastedOnce)} wasted, each shared byte once (${percentText(share, 1)} of the stored bytes); ${humanSize(waste.wastedBytes)} in all images`,
  ];
}

/** Returns the changes since the earlier audit. They contain no text from images. */
export function sinceLines({
  stored,
  wastedBytes,
  newImages,
  goneImages,
  lost,
  worse,
}: AuditSince): string[] {
  return [
    `stored: ${fromTo(stored)}; wasted: ${fromTo(wastedBytes)}`,
    `${counted(newImages, "new image")}, ${counted(goneImages, "image")} gone, ${lost.length} can no longer be read, ${worse.length} got worse`,
  ];
}

/** Returns `10MB to 12MB`. */
function fromTo({ before, after }: { readonly before: number; readonly after: number }): string {
  return before === after ? humanSize(after) : sizesApart(before, after).join(" to ");
}

/** Returns `+2MB`, `-2MB`. */
export function grownBy({ before, after }: { readonly before: number; readonly after: number }): string {
  return `${after < before ? "-" : "+"}${humanSize(Math.abs(after - before))}`;
}
