import pty from "@lydell/node-pty";
import headless from "@xterm/headless";

/** All frames of a key have arrived if the program writes nothing for this time. */
const SETTLED_MS = 30;
/** The end of each frame (synchronized output). */
const FRAME_END = "\x1b[?2026l";

/**
 * Starts a program in its own terminal. Its screen is read from the cells of the terminal.
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
  // The program can query the features of the terminal, and waits for the answers.
  terminal.onData((answer) => child.write(answer));

  /** @returns the text of all cells, after all received bytes are drawn. */
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
   * Writes a key, if there is one, and waits for its frame and for the frames that follow without a key.
   *
   * @param {string | null} key
   * @param {number} patienceMs the maximum time to the first byte
   * @returns {Promise<{ ms: number, settledMs: number } | null>} from the write to the last byte of the first frame,
   * and of the last one; `null` without a frame
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
   * @returns {() => void} removes the listener
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
