import { quietText } from "../report/ci/github-log.js";
import type { World } from "./command.js";

/** Text for stderr: within GitHub Actions, whose runner reads that too, with nothing in it that is a command. */
export function logText(text: string, { GITHUB_ACTIONS }: World["env"]): string {
  return GITHUB_ACTIONS === "true" ? quietText(text) : text;
}
