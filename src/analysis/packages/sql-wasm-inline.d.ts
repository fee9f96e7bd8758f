/** The build of sql.js that has its WebAssembly in the script, so that no file has to be found when it runs. */
declare module "sql.js/dist/sql-wasm-inline.js" {
  export { default } from "sql.js";
}
