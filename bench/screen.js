import pty from "@lydell/node-pty";
import headless from "@xterm/headless";

/** What follows a frame has come when the program has been silent for this long. */
const SETTLED_MS = 30;
/** Ends each frame: the output before it is to be shown at once. */
const FRAME_END = "\x1b[?2026l";

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
    env: { ...process.env, TERM: "xterm-256color", NO_COLOR: "", CI: "", XDG_CONFIG_HOME: "/nowhere" },
  });
  const watchers = new Set();
  let exited = false;
  let bytes = 0;
  child.onData((data) => {
    const at = performance.now();
    bytes += Buffer.byteLength(data);
    terminal.write(data);
    for (const watcher of watchers) watcher(at, data);
  });
  child.onExit(() => {
    exited = true;
    for (const watcher of watchers) watcher(performance.now(), "");
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
   * Writes a key, if any, and waits for the frame that answers, and for those that follow by themselves.
   *
   * @param {string | null} key
   * @param {number} patienceMs how long the first byte may take
   * @returns {Promise<{ ms: number, settledMs: number } | null>} from the write to the last byte of the first frame,
   * and of the last one; `null` where nothing came
   */
  const frame = (key, patienceMs) =>
    new Promise((resolve) => {
      const start = performance.now();
      let first = null;
      let last = null;
      let tail = "";
      const done = () => {
        watchers.delete(seen);
        resolve(last === null ? null : { ms: (first ?? last) - start, settledMs: last - start });
      };
      let timer = setTimeout(done, patienceMs);
      const seen = (at, data) => {
        last = at;
        tail = (tail + data).slice(-data.length - FRAME_END.length);
        if (first === null && tail.includes(FRAME_END)) first = at;
        clearTimeout(timer);
        timer = setTimeout(done, SETTLED_MS);
      };
      watchers.add(seen);
      if (key !== null) child.write(key);
    });

  /**
   * Calls the listener with the time and the text of everything that the program writes.
   *
   * @param {(at: number, data: string) => void} listener
   * @returns {() => void} ends that
   */
  const listen = (listener) => {
    watchers.add(listener);
    return () => watchers.delete(listener);
  };

  return {
    text,
    frame,
    listen,
    write: (keys) => child.write(keys),
    written: () => bytes,
    pid: child.pid,
    exited: () => exited,
    close: () => child.kill(),
  };
}
