#!/usr/bin/env node
import { run } from "../dist/cli.js";

process.exitCode = await run({
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  platform: { os: process.platform, arch: process.arch },
});
