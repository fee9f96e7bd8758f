import { type Advice, SOURCES } from "./advice-sources.js";

const APT_INSTALL = /\bapt(-get)?\b[^&|;]*\binstall\b/;

/** True where apt installs what packages only recommend, since nobody told it not to. */
export function installsRecommended(instruction: string): boolean {
  return APT_INSTALL.test(instruction) && !/--no-install-recommends|Install-Recommends/i.test(instruction);
}

export const RECOMMENDED: Advice = {
  say: "Install with apt-get install --no-install-recommends: without it apt adds what packages only recommend.",
  source: SOURCES.aptInstall,
};
