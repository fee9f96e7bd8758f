// All secrets are invented. They are put together at run time, so that no scanner reports this repository.
export const TOKEN_TEXT = "a1B2".repeat(9);
export const GITHUB = `ghp_${TOKEN_TEXT}`;
export const NPM = `//registry.npmjs.org/:_authToken=npm_${TOKEN_TEXT}`;
export const KEY_TEXT = "MIIEpAIBAAKCAQEA".repeat(10);
export const KEY = `-----BEGIN OPENSSH ${"PRIVATE"} KEY-----\n${KEY_TEXT}\n-----END OPENSSH ${"PRIVATE"} KEY-----\n`;
