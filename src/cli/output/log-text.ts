import { isObeyed, quiet } from "../../text/workflow-commands.js";
import type { World } from "../command-context.js";

/** Returns text for stderr. In a pipeline whose runner also reads stderr, it contains no commands. */
export function logText(text: string, env: World["env"]): string {
  return isObeyed(env) ? quiet(text, "text") : text;
}
