import type { SecretLintSourceCode } from "@secretlint/types";

/** A match of a rule. It does not contain the secret, so that no output can show it. */
export interface SecretHit {
  /** Stable, for scripts: kebab-case. */
  readonly kind: string;
  /** The kind in words. */
  readonly title: string;
  /** The line of the file, from 1. */
  readonly line: number;
}

/** The titles of secretlint's rules, by the end of the rule's name. */
const TITLES: Readonly<Record<string, string>> = {
  aws: "AWS secret access key",
  gcp: "key of a Google Cloud service account",
  privatekey: "private key",
  npm: "npm token",
  basicauth: "URL with a password",
  slack: "Slack token",
  sendgrid: "SendGrid key",
  shopify: "Shopify token",
  github: "GitHub token",
  openai: "OpenAI key",
  anthropic: "Anthropic key",
  linear: "Linear key",
  "1password": "1Password token",
  "database-connection-string": "connection string with a password",
};

const RULE = "@secretlint/secretlint-rule-";

export type SecretSearch = (name: string, text: string) => Promise<SecretHit[]>;

/**
 * Loads secretlint's recommended rules, which takes some milliseconds. The rules get only the name and the
 * text of a file, so that no rule can open a file of this machine. Comments that switch secretlint off have
 * no effect.
 */
export async function loadSecretRules(): Promise<SecretSearch> {
  const { rules } = await import("@secretlint/secretlint-rule-preset-recommend");
  const scanners = rules.filter(({ meta }) => meta.type === "scanner");
  return async (name, text) => {
    const hits: SecretHit[] = [];
    const source = sourceOf(name, text);
    for (const rule of scanners) {
      const handler = rule.create(
        {
          sharedOptions: {},
          createTranslator: () => (messageId) => ({
            message: "",
            messageId: String(messageId),
            data: undefined,
          }),
          report: ({ range: [from] }) => hits.push(hitOf(rule.meta.id, lineAt(text, from))),
          ignore: () => {},
        },
        {},
      );
      await handler.file?.(source);
    }
    return hits;
  };
}

function hitOf(rule: string, line: number): SecretHit {
  const kind = rule.startsWith(RULE) ? rule.slice(RULE.length) : rule;
  return { kind: kind === "privatekey" ? "private-key" : kind, title: TITLES[kind] ?? "secret", line };
}

function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < index; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

function sourceOf(name: string, content: string): SecretLintSourceCode {
  const dot = name.lastIndexOf(".");
  const ext = dot < 0 ? "" : name.slice(dot);
  return {
    hasBOM: false,
    content,
    filePath: name,
    physicalFilePath: undefined,
    contentType: "text",
    // For this extension a rule would open the file by its path, on this machine.
    ext: ext.toLowerCase() === ".p12" ? "" : ext,
    getFilePath: () => name,
    getPhysicalFilePath: () => undefined,
    ...NO_PLACES,
  };
}

/** Positions that do not matter: only the rule for comments needs them, and it is not used. */
const NO_PLACES: Pick<
  SecretLintSourceCode,
  "locationToRange" | "rangeToLocation" | "positionToIndex" | "indexToPosition"
> = {
  locationToRange: () => [0, 0],
  rangeToLocation: () => ({ start: { line: 1, column: 0 }, end: { line: 1, column: 0 } }),
  positionToIndex: () => 0,
  indexToPosition: () => ({ line: 1, column: 0 }),
};
