/**
 * The build of sql.js that contains its WebAssembly in the script, so that no other file is needed at run
 * time.
 */
declare module "sql.js/dist/sql-wasm-inline.js" {
  export { default } from "sql.js";
}
