import { chromium } from "playwright-core";
import { attempt, succeed } from "../real/command.js";
import { allInPath } from "../real/prerequisites.js";

const PROGRAMS = ["chromium", "chromium-browser", "google-chrome"];

/**
 * Starts a Chromium without a screen. Installs Debian's Chromium if none is installed.
 *
 * @param {(line: string) => void} say
 */
export async function startChromium(say) {
  const executablePath = installed() ?? (await install(say));
  // As root, Chromium has no sandbox. It opens only pages of this project.
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

function installed() {
  return PROGRAMS.flatMap(allInPath).at(0);
}

async function install(say) {
  if (process.getuid?.() !== 0 || allInPath("apt-get").length === 0)
    throw new Error(`No Chromium here: install one (${PROGRAMS.join(", ")}), then run again.`);
  say("installing chromium");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await attempt("apt-get", ["update"], { env });
  await succeed("apt-get", ["install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"], {
    env,
  });
  const program = installed();
  if (program === undefined) throw new Error("apt-get installed chromium, but it is not in PATH.");
  return program;
}
