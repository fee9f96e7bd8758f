import { Box } from "ink";
import type { State } from "../explorer/state.js";
import { footer } from "./bars.js";
import type { Look } from "./line.js";
import { RowText } from "./row-text.js";
import { useTarget } from "./targets.js";

/** The line at the bottom; a press on a key that stands there is that key. */
export function Footer({ state, look }: { readonly state: State; readonly look: Look }) {
  const row = footer(state, look);
  const { outer, inner } = useTarget({ rows: [row], spot: undefined, look });
  return (
    <Box ref={outer}>
      <Box ref={inner}>
        <RowText row={row} columns={state.screen.columns} look={look} />
      </Box>
    </Box>
  );
}
