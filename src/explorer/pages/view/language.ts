/** Languages whose words are coloured: those that are common in images. */
export type Language =
  | "bash"
  | "c"
  | "css"
  | "diff"
  | "dockerfile"
  | "go"
  | "ini"
  | "java"
  | "javascript"
  | "json"
  | "lua"
  | "makefile"
  | "markdown"
  | "nginx"
  | "perl"
  | "php"
  | "python"
  | "ruby"
  | "rust"
  | "sql"
  | "typescript"
  | "xml"
  | "yaml";

const NAMES: readonly (readonly [pattern: RegExp, language: Language])[] = [
  [/^(Docker|Container)file(\..+)?$|\.dockerfile$/i, "dockerfile"],
  [/\.(json|jsonc|map|webmanifest)$|^\.(babelrc|eslintrc)$|^composer\.lock$/i, "json"],
  [/\.(ya?ml)$/i, "yaml"],
  [/\.(py|pyi|pyw)$/i, "python"],
  [/\.(m?js|cjs|jsx)$/i, "javascript"],
  [/\.(sh|bash|ksh|zsh|ash|env)$|^\.?(bashrc|bash_profile|profile|zshrc|bash_logout|bash\.bashrc)$/i, "bash"],
  [/\.(ini|cfg|toml|service|socket|timer|target|mount|desktop|properties)$/i, "ini"],
  [/\.(c|h|cc|cpp|cxx|hpp|hh)$/i, "c"],
  [/\.css$/i, "css"],
  [/\.(diff|patch)$/i, "diff"],
  [/\.go$/i, "go"],
  [/\.java$/i, "java"],
  [/\.lua$/i, "lua"],
  [/^(GNU)?Makefile$|\.(mk|mak)$/i, "makefile"],
  [/\.(md|markdown)$/i, "markdown"],
  [/^nginx\.conf$/i, "nginx"],
  [/\.(pl|pm|pod)$/i, "perl"],
  [/\.(php|phtml)$/i, "php"],
  [/\.(rb|gemspec|rake)$|^(Gemfile|Rakefile)$/i, "ruby"],
  [/\.rs$/i, "rust"],
  [/\.sql$/i, "sql"],
  [/\.(m?ts|cts|tsx)$/i, "typescript"],
  [/\.(xml|html?|xhtml|svg|xsd|xsl|pom|plist)$/i, "xml"],
  [/^(os-release|\.(npmrc|gitconfig|editorconfig|pypirc)|pip\.conf|nsswitch\.conf)$/i, "ini"],
];

const SHEBANGS: readonly (readonly [pattern: RegExp, language: Language])[] = [
  [/\b(ba|da|a|k|z)?sh\b/, "bash"],
  [/\bpython[\d.]*\b/, "python"],
  [/\bperl[\d.]*\b/, "perl"],
  [/\bruby[\d.]*\b/, "ruby"],
  [/\bphp[\d.]*\b/, "php"],
  [/\blua[\d.]*\b/, "lua"],
  [/\b(node|deno|bun)(js)?\b/, "javascript"],
];

/** Returns the language of a file by its name, else by its first line; `null` if it is unknown. */
export function languageOf(name: string, beginning: Buffer): Language | null {
  const named = NAMES.find(([pattern]) => pattern.test(name));
  if (named !== undefined) return named[1];
  const first = beginning.toString("latin1", 0, 256).split("\n", 1)[0];
  if (!first.startsWith("#!")) return null;
  return SHEBANGS.find(([pattern]) => pattern.test(first))?.[1] ?? null;
}
