import pty from "@lydell/node-pty";
import headless from "@xterm/headless";

/** A frame is over when the program has been silent for this long. */
const SETTLED_MS = 30;

/**
 * A program in a terminal of its own, seen through its cells.
 *
 * @param {string[]} command
 * @param {{ columns: number, rows: number }} size
 */
export function openScreen([program, ...args], { columns, rows }) {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
  const child = pty.spawn(program, args, {
    name: "xterm-256color",
    cols: columns,
    rows,
    env: { ...process.env, TERM: "xterm-256color", NO_COLOR: "", CI: "" },
  });
  const watchers = new Set();
  let exited = false;
  child.onData((data) => {
    const at = performance.now();
    terminal.write(data);
    for (const watcher of watchers) watcher(at);
  });
  child.onExit(() => {
    exited = true;
    for (const watcher of watchers) watcher(performance.now());
  });
  // The program may ask the terminal what it can do; it waits for these answers.
  terminal.onData((answer) => child.write(answer));

  /** Every cell as text, once all bytes that arrived are drawn. */
  const text = () =>
    new Promise((resolve) => {
      terminal.write("", () => {
        const { active } = terminal.buffer;
        const lines = Array.from(
          { length: rows },
          (_, y) => active.getLine(active.baseY + y)?.translateToString(true) ?? "",
        );
        resolve(lines.join("\n"));
      });
    });

  /**
   * Writes a key, if any, and waits for the frame that answers.
   *
   * @param {string | null} key
   * @param {number} patienceMs how long the first byte may take
   * @returns {Promise<number | null>} ms from the write to the frame's last byte; `null` where nothing came
   */
  const frame = (key, patienceMs) =>
    new Promise((resolve) => {
      const start = performance.now();
      let last = null;
      const done = () => {
        watchers.delete(seen);
        resolve(last === null ? null : last - start);
      };
      let timer = setTimeout(done, patienceMs);
      const seen = (at) => {
        last = at;
        clearTimeout(timer);
        timer = setTimeout(done, SETTLED_MS);
      };
      watchers.add(seen);
      if (key !== null) child.write(key);
    });

  return { text, frame, pid: child.pid, exited: () => exited, close: () => child.kill() };
}
