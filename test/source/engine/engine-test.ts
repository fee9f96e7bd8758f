import { onTestFinished } from "vitest";
import { image } from "../../support/fixture.js";
import { packings } from "../../support/packings.js";
import { archive } from "../../support/save.js";
import { type Script, ScriptedEngine } from "../../support/scripted-engine.js";

export const ID = `sha256:${"a1".repeat(32)}`;

/** Starts an engine with `app:1`, an image of two layers, and the additions of the script. */
export async function engineWith(script: Script = {}, options: { port?: true } = {}) {
  const built = await image([{ a: "one" }, { b: "two".repeat(500) }]);
  const bytes = await archive(packings.dockerSave24, [built]);
  const app = { Id: ID, RepoTags: ["app:1", "app:latest"], archive: bytes };
  const engine = await ScriptedEngine.start({ images: { "app:1": app, app, [ID]: app }, ...script }, options);
  onTestFinished(() => engine.stop());
  return { engine, archive: bytes, env: { DOCKER_HOST: engine.host } };
}
