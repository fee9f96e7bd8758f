import type { Entry } from "../../image/entry.js";
import type { LayerMembers } from "../../image/members/members.js";
import { MemberRecorder } from "../../image/members/recorder.js";
import type { TallyPart } from "../tally.js";

/** Records the members of a layer, and counts the paths that only links lead to against the limit of entries. */
export class MemberReader {
  private readonly recorder = new MemberRecorder();
  private readonly tally: TallyPart;
  private pathsByLinks = 0;

  constructor(tally: TallyPart) {
    this.tally = tally;
  }

  /** @throws LimitPassed */
  add(entry: Entry): void {
    const { recorder } = this;
    recorder.add(entry);
    if (recorder.pathsByLinks === this.pathsByLinks) return;
    this.tally.add("entries", recorder.pathsByLinks - this.pathsByLinks);
    this.pathsByLinks = recorder.pathsByLinks;
  }

  /** The columns of all members; the reader is spent. */
  finish(): LayerMembers {
    return this.recorder.finish();
  }
}
