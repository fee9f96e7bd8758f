import { onTestFinished } from "vitest";
import { Connections, type TlsContexts } from "../../../src/source/registry/net/connections.js";
import { HostRules } from "../../../src/source/registry/net/hosts.js";
import type { Clock } from "../../../src/source/registry/net/retry.js";
import { RegistryClient } from "../../../src/source/registry/registry-client.js";
import { parseReference } from "../../../src/source/registry/registry-reference.js";
import type { ScriptedRegistry } from "../../support/scripted-registry.js";

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly insecure?: readonly string[];
  readonly idleMs?: number;
  readonly signal?: AbortSignal;
  readonly name?: string;
  readonly certificateFolders?: readonly string[];
  readonly tlsContexts?: TlsContexts;
}

/** A clock that moves only while the code sleeps. Sleeping takes no real time. */
class StillClock implements Clock {
  readonly slept: number[] = [];
  private time = Date.parse("2026-01-01T00:00:00Z");

  now(): number {
    return this.time;
  }

  async sleep(ms: number): Promise<void> {
    this.slept.push(ms);
    this.time += ms;
  }

  random(): number {
    return 0.5;
  }
}

/** A client for `lab/app:1` of a scripted registry. */
export function clientOf(registry: Pick<ScriptedRegistry, "host">, around: Surroundings = {}) {
  const {
    env = {},
    insecure = [],
    idleMs = 30_000,
    signal,
    name = "lab/app:1",
    certificateFolders = [],
    tlsContexts,
  } = around;
  const clock = new StillClock();
  const traced: string[] = [];
  const rules = new HostRules(insecure);
  const connections = new Connections({ env, rules, certificateFolders, tlsContexts });
  onTestFinished(() => connections.close());
  const client = new RegistryClient(parseReference(`${registry.host}/${name}`), {
    env,
    connections,
    rules,
    clock,
    idleMs,
    helperTimeoutMs: 5000,
    trace: (line) => void traced.push(line),
    signal,
  });
  return { client, clock, traced };
}

/** All bytes of a stream. */
export async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
