// Is loaded into the explorer before it starts. Writes each of its marks to a file, with the time in ms since 1970.
import { appendFileSync } from "node:fs";

const mark = performance.mark.bind(performance);
performance.mark = (name, options) => {
  const made = mark(name, options);
  appendFileSync(process.env.LAYERX_BENCH_MARKS, `${name} ${performance.timeOrigin + made.startTime}\n`);
  return made;
};
