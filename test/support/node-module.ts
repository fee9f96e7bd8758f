import { syncBuiltinESMExports } from "node:module";
import net, { type NetConnectOpts } from "node:net";
import { onTestFinished, vi } from "vitest";

/**
 * Makes imports by name use the functions of Node's modules that the test replaced, until the test ends.
 * @param restore puts the functions of Node back
 */
export function updateImports(restore: () => void): void {
  syncBuiltinESMExports();
  onTestFinished(() => {
    restore();
    syncBuiltinESMExports();
  });
}

/** Until the test ends, the first socket stands for the second one, whose folder only root can change. */
export function useSocket(path: string, place: string): void {
  const real = net.connect;
  const connect = (options: NetConnectOpts) =>
    real("path" in options && options.path === place ? { ...options, path } : options);
  const spy = vi.spyOn(net, "connect").mockImplementation(connect as typeof net.connect);
  updateImports(() => void spy.mockRestore());
}
