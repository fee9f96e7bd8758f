import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fail, isSystemError } from "../../errors.js";
import { field, text } from "../../image/json-field.js";
import { homeOf } from "../engine/docker-config.js";
import { outputOf, ProgramFailed, programOn } from "../engine/program.js";
import { setting } from "../env.js";
import type { NamedOptions } from "../named-source.js";
import { quoted } from "../registry/registry-message.js";

/**
 * Returns the address of the connection that `CONTAINER_CONNECTION` names; `null` if it names none. Podman 5
 * stores connections in a JSON file; older versions are called to list them.
 * @throws LayerxError `engine-setting` for an unknown connection
 */
export async function connectionUri(options: NamedOptions): Promise<string | null> {
  const { env } = options.network;
  const name = setting(env, "CONTAINER_CONNECTION");
  if (name === undefined) return null;
  const uri = inFile(name, options) ?? (await fromProgram(name, options));
  if (uri !== null) return uri;
  fail("engine-setting", {
    reason: quoted(`there is no connection ${name}, which CONTAINER_CONNECTION names`),
    next: "list the connections with `podman system connection list`",
  });
}

function inFile(name: string, { network: { env } }: NamedOptions): string | null {
  const home = homeOf(env);
  const config = setting(env, "XDG_CONFIG_HOME") ?? (home === null ? null : join(home, ".config"));
  if (config === null) return null;
  try {
    const value = JSON.parse(readFileSync(join(config, "containers", "podman-connections.json"), "utf8"));
    return text(field(field(field(field(value, "Connection"), "Connections"), name), "URI"));
  } catch (error) {
    if (isSystemError(error) || error instanceof SyntaxError) return null;
    throw error;
  }
}

async function fromProgram(name: string, { network: { env }, signal }: NamedOptions): Promise<string | null> {
  const program = programOn(env, "podman");
  if (program === null) return null;
  const parts: Buffer[] = [];
  try {
    const args = ["system", "connection", "list", "--format", "json"];
    for await (const chunk of outputOf(program, args, { env, signal })) parts.push(chunk);
    const list: unknown = JSON.parse(Buffer.concat(parts).toString("utf8"));
    const found = Array.isArray(list) ? list.find((each) => text(field(each, "Name")) === name) : undefined;
    return text(field(found, "URI"));
  } catch (error) {
    if (error instanceof ProgramFailed || error instanceof SyntaxError) return null;
    throw error;
  }
}
