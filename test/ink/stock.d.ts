/** Ink as npm has it: see vitest.config.ts. */
declare module "ink-stock" {
  export { Box, renderToString, Text } from "ink";
}
