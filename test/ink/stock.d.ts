/** The original Ink from npm: see vitest.config.ts. */
declare module "ink-stock" {
  export { Box, renderToString, Text } from "ink";
}
