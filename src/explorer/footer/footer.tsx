import { Box } from "ink";
import type { Look } from "../drawing/row.js";
import { RowText } from "../drawing/row-text.js";
import { useTarget } from "../drawing/targets.js";
import type { State } from "../state.js";
import { footer } from "./footer-row.js";

/** The line at the bottom. A click on a key presses it. */
export function Footer({ state, look }: { readonly state: State; readonly look: Look }) {
  const row = footer(state, look);
  const { outer, inner } = useTarget({ rows: [row], click: undefined, look });
  return (
    <Box ref={outer}>
      <Box ref={inner}>
        <RowText row={row} columns={state.screen.columns} look={look} />
      </Box>
    </Box>
  );
}
