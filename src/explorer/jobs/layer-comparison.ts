import { decided } from "../../analysis/diff/between-layers.js";
import { LayerxError } from "../../errors.js";
import { escapeText } from "../../text/escape.js";
import type { Action } from "../action.js";
import type { Compared } from "../layers/chosen-layer.js";
import type { Subject } from "../subject.js";

/** Compares the contents of two layers, while other work continues. */
export class LayerComparison {
  readonly #subject: Subject;
  readonly #stop: AbortSignal;
  readonly #tell: (action: Action) => void;
  #now = new AbortController();

  constructor(subject: Subject, stop: AbortSignal, tell: (action: Action) => void) {
    this.#subject = subject;
    this.#stop = stop;
    this.#tell = tell;
  }

  /** Compares these layers, and stops other comparisons. */
  want(between: Compared | null): void {
    this.#now.abort();
    this.#now = new AbortController();
    if (between !== null) void this.#compare(between, AbortSignal.any([this.#stop, this.#now.signal]));
  }

  async #compare({ lower, upper }: Compared, signal: AbortSignal): Promise<void> {
    const { analysis } = this.#subject;
    try {
      const view = await decided(analysis, this.#subject.compared(lower, upper), signal);
      if (!signal.aborted) this.#tell({ type: "layers-compared", decided: { lower, upper, view } });
    } catch (error) {
      if (signal.aborted) return;
      const why = error instanceof LayerxError ? `${error.what}: ${error.why}` : String(error);
      this.#tell({ type: "layers-not-compared", why: escapeText(why) });
    }
  }
}
