import { LayerxError } from "../../errors.js";
import { escapeText } from "../../text/escape.js";
import type { NamedImage, NamedOptions, NamedSource, Reply } from "../named-source.js";
import { quoted } from "../registry/registry-message.js";
import { type Address, addressText } from "./address.js";
import { type Daemon, findDaemon } from "./docker-config.js";
import { Unreachable } from "./engine-client.js";
import { type Connection, connect, type Engine, explainEngine, openFrom } from "./engine-image.js";

const ENGINE: Engine = {
  title: escapeText("Docker Engine"),
  daemon: escapeText("the Docker daemon"),
  program: "docker",
  next: {
    unreachable: "check that it is running (`docker info`), or set DOCKER_HOST",
    permission: "add your user to the group docker and log in again, use sudo, or use rootless Docker",
    absent: "`docker:` means the Docker Engine; for a registry write `registry:NAME`",
  },
};

const NOT_RUNNING = new Set(["ENOENT", "ECONNREFUSED"]);

/** Docker Engine, read with its API. */
export const docker: NamedSource = { name: "docker", open };

async function open(named: NamedImage, options: NamedOptions): Promise<Reply> {
  const daemon = findDaemon(options.network);
  let where = addressText(daemon.address);
  let connection: Connection;
  try {
    connection = await connectTo(daemon, options);
  } catch (error) {
    if (daemon.named === null && isNotRunning(error)) return notRunning(daemon.address, named, error);
    if (error instanceof Unreachable) where = addressText(error.address);
    return explainEngine(error, named, { engine: ENGINE, where });
  }
  try {
    where = connection.client.where;
    return await openFrom(connection, named, { engine: ENGINE, options });
  } catch (error) {
    return explainEngine(error, named, { engine: ENGINE, where });
  } finally {
    connection.client.close();
  }
}

async function connectTo(
  { address, named, headers, others }: Daemon,
  options: NamedOptions,
): Promise<Connection> {
  try {
    return await connect(address, headers, options);
  } catch (error) {
    const elsewhere = named === null && error instanceof Unreachable && error.code === "ENOENT";
    if (!elsewhere) throw error;
    return connectElsewhere(others, { headers, error }, options);
  }
}

function isNotRunning(error: unknown): error is Unreachable {
  return error instanceof Unreachable && NOT_RUNNING.has(error.code);
}

/** Connects to the first of the known sockets of rootless Docker and Docker Desktop that answers. */
async function connectElsewhere(
  paths: readonly string[],
  { headers, error }: { headers: Daemon["headers"]; error: Unreachable },
  options: NamedOptions,
): Promise<Connection> {
  for (const path of paths) {
    try {
      const connection = await connect({ is: "socket", path }, headers, options);
      const { where } = connection.client;
      options.network.tell?.(
        escapeText(`note: the default socket of Docker does not exist, so ${where} is used`),
      );
      return connection;
    } catch (other) {
      // The user named none of these paths. The folders of some belong to another user, or do not exist.
      if (!(other instanceof Unreachable) || other.code === "") throw other;
    }
  }
  throw error;
}

function notRunning(address: Address, { name }: NamedImage, error: Unreachable): Reply {
  const where = addressText(address);
  const reason = quoted(error.message);
  const details = {
    image: quoted(name),
    engine: ENGINE.title,
    daemon: ENGINE.daemon,
    where,
    reason,
    next: ENGINE.next.unreachable,
  };
  return {
    is: "not available",
    why: escapeText(`it is not running (${where}: ${reason})`),
    error: new LayerxError("engine-unreachable", details, error),
  };
}
