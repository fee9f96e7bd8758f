import type { Platform } from "../platform.js";

/** The default of an engine for a setting that an image does not have; `null` if there is none. */
export interface UsualSettings {
  readonly user: string;
  readonly workingDir: string;
  readonly stopSignal: string | null;
}

/**
 * Returns the settings of a container whose image does not set them. Sources: Dockerfile reference; Microsoft,
 * "Secure Windows containers".
 */
export function usualSettings({ os }: Pick<Platform, "os">): UsualSettings {
  if (os === "windows") return { user: "ContainerAdministrator", workingDir: "C:\\", stopSignal: null };
  return { user: "root", workingDir: "/", stopSignal: "SIGTERM" };
}
