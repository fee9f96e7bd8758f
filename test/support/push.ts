import type { BuiltImage } from "./fixture.js";
import { imageManifest } from "./oci.js";
import type { ScriptedRegistry } from "./scripted-registry.js";

interface PushOptions {
  readonly repository?: string;
  readonly tags?: readonly string[];
  /** Of the manifest. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Puts an image into a registry, under the names given. Gives the descriptor of its manifest. */
export function push(
  registry: ScriptedRegistry,
  built: BuiltImage,
  { repository = "lab/app", tags = ["1"], annotations }: PushOptions = {},
): { digest: string; size: number } {
  registry.blob(built.config);
  for (const { blob } of built.layers) registry.blob(blob);
  return registry.manifest(repository, tags, imageManifest(built, annotations).toString("utf8"));
}
