import { isObeyed, quiet } from "../../text/workflow-commands.js";
import type { World } from "../command-context.js";

/** Text for stderr: in a pipeline whose runner reads that too, with nothing in it that is a command. */
export function logText(text: string, env: World["env"]): string {
  return isObeyed(env) ? quiet(text, "text") : text;
}
