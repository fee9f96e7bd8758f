import { LayerxError } from "../../errors.js";
import type { Address } from "../engine/address.js";
import { EngineApi, Refused } from "../engine/api.js";
import { findDaemon } from "../engine/docker-config.js";
import { EngineClient, Unreachable } from "../engine/engine-client.js";
import { PodmanStore } from "../podman/podman-store.js";
import { findStorage } from "../podman/storage-conf.js";
import { UnreadableStorage } from "../podman/storage-file.js";
import { idleMsOf, type NetworkOptions } from "../registry/open-registry.js";
import type { RemoteKind } from "./scheme.js";

/** The maximum waiting time after Tab was pressed, in milliseconds. */
const PATIENCE_MS = 400;

/**
 * Returns the names of the images that Docker Engine and Podman have on this machine, as their own lists show
 * them; only of one of them with `only`. A source that does not answer at once is skipped: this function is
 * for completion, which shows no errors.
 */
export async function localNames(
  network: NetworkOptions,
  { only }: { only: RemoteKind | null },
): Promise<string[]> {
  const wants = (source: RemoteKind) => only === null || only === source;
  const docker = wants("docker") ? await dockerNames(network) : [];
  const podman = wants("podman") ? podmanNames(network) : [];
  return [...new Set([...docker, ...podman])];
}

async function dockerNames(network: NetworkOptions): Promise<string[]> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const { address, headers, others } = findDaemon(network);
    // A connection over ssh takes longer, and may ask for a password.
    if (address.is === "ssh") return [];
    const addresses: readonly Address[] = [
      address,
      ...others.map((path) => ({ is: "socket", path }) as const),
    ];
    for (const each of addresses) {
      const names = await namesAt(each, { network, headers, signal });
      if (names !== null) return names;
    }
    return [];
  } catch (error) {
    if (error instanceof LayerxError || error instanceof Refused || signal.aborted) return [];
    throw error;
  }
}

/** Returns `null` if no engine answers. */
async function namesAt(
  address: Address,
  {
    network,
    headers,
    signal,
  }: {
    network: NetworkOptions;
    headers: Readonly<Record<string, string>>;
    signal: AbortSignal;
  },
): Promise<string[] | null> {
  const quiet = { idleMs: idleMsOf(network), batch: true, trace: () => undefined };
  const client = new EngineClient(address, { env: network.env, headers, signal, ...quiet });
  try {
    const names = await (await EngineApi.connect(client, network.env)).tags();
    return names.filter((name) => !name.startsWith("<none>"));
  } catch (error) {
    if (error instanceof Unreachable) return null;
    throw error;
  } finally {
    client.close();
  }
}

/** Returns the names without `localhost/`, which Podman adds itself to a name without a domain. */
function podmanNames(network: NetworkOptions): string[] {
  try {
    const place = findStorage(network);
    const images = place === null ? [] : new PodmanStore(place).images();
    return images.flatMap(({ names }) => names.map((name) => name.replace(/^localhost\//, "")));
  } catch (error) {
    if (error instanceof UnreadableStorage || error instanceof LayerxError) return [];
    throw error;
  }
}
