import type { BuiltImage } from "./fixture.js";
import { imageManifest } from "./oci.js";
import type { ScriptedRegistry } from "./scripted-registry.js";

interface PushOptions {
  readonly repository?: string;
  readonly tags?: readonly string[];
  /** Annotations of the manifest. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Pushes an image to a registry under these names. @returns the descriptor of its manifest. */
export function push(
  registry: ScriptedRegistry,
  built: BuiltImage,
  { repository = "lab/app", tags = ["1"], annotations }: PushOptions = {},
): { digest: string; size: number } {
  registry.blob(built.config);
  for (const { blob } of built.layers) registry.blob(blob);
  return registry.manifest(repository, tags, imageManifest(built, annotations).toString("utf8"));
}
