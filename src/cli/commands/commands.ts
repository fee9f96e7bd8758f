import { auditCommand } from "./audit.js";
import { buildCommand } from "./build.js";
import { cacheCommand } from "./cache.js";
import { catCommand } from "./cat.js";
import { ciCommand } from "./ci.js";
import { runCommandCommand } from "./command.js";
import { type Registered, registered } from "./command-table.js";
import { completionCommand } from "./completion.js";
import { diffCommand } from "./diff.js";
import { dockerfileCommand } from "./dockerfile.js";
import { exportCommand } from "./export.js";
import { extractCommand } from "./extract.js";
import { filesCommand } from "./files.js";
import { findCommand } from "./find.js";
import { historyCommand } from "./history.js";
import { inspectCommand } from "./inspect.js";
import { packagesCommand } from "./packages.js";
import { slimCommand } from "./slim.js";
import { treeCommand } from "./tree.js";
import { wasteCommand } from "./waste.js";

/** All commands, in the order in which help lists them. */
export function allCommands(): Registered[] {
  return [
    registered(inspectCommand),
    registered(historyCommand),
    registered(ciCommand),
    registered(buildCommand),
    registered(wasteCommand),
    registered(treeCommand),
    registered(findCommand),
    registered(filesCommand),
    registered(packagesCommand),
    registered(catCommand),
    registered(extractCommand),
    registered(exportCommand),
    registered(slimCommand),
    registered(diffCommand),
    registered(auditCommand),
    registered(runCommandCommand),
    registered(dockerfileCommand),
    registered(cacheCommand),
    registered(completionCommand),
  ];
}
