import type { FileTree, Node } from "../../tree/file-tree.js";

/**
 * Matches files that usually contain passwords, tokens or keys. These are searched for secrets of any form,
 * not only for secrets of a known form.
 */
const CREDENTIALS = new RegExp(
  `^(${[
    "\\.env(\\.[\\w-]+)*",
    "[\\w-]+\\.env",
    "\\.npmrc|\\.yarnrc(\\.yml)?|\\.pypirc|\\.netrc|_netrc|\\.gemrc",
    "\\.git-credentials|\\.pgpass|\\.my\\.cnf|\\.dockercfg|\\.s3cfg|\\.boto|\\.htpasswd|\\.vault-token",
    "credentials(\\.(json|ya?ml|toml|ini|cfg|conf|csv|txt|xml|properties|db|env))?|secrets?\\.(ya?ml|json|toml|ini|env|properties|txt)",
    ".*\\.tfvars(\\.json)?|.*\\.tfstate|kubeconfig|wp-config\\.php|auth\\.json",
  ].join("|")})$`,
  "i",
);
/** Matches such files by folder and name. */
const IN_FOLDER =
  /(^|\/)(\.docker\/config\.json|\.kube\/config|\.m2\/settings\.xml|\.cargo\/credentials(\.toml)?)$/;
/** Matches templates of such files. They contain no real secret. */
const TEMPLATE = /\.(example|sample|template|dist|tmpl|in)$/i;
/** Matches names of keys: of ssh, PEM and PKCS files. */
const KEY = /^(id_(rsa|dsa|ecdsa|ed25519)(_sk)?|ssh_host_\w+_key|.*\.(pem|key|p8|ppk))$/i;

/**
 * Matches files that people write as text: configuration, scripts, sources, and names without an extension.
 */
const TEXT =
  /^([^.]+|\.[\w-]+|.*\.(env|json|ya?ml|toml|ini|cfg|cnf|conf|config|properties|xml|txt|md|log|sh|bash|ps1|py|rb|js|mjs|cjs|ts|php|pl|go|java|kt|cs|gradle|tf|hcl|sql|service|plist|ipynb|history|rc|bak|old|orig))$/i;

/** The top folders where package managers install files. */
const INSTALLED = [
  ...["usr/share", "usr/lib", "usr/lib32", "usr/lib64", "usr/libexec", "usr/include", "usr/bin", "usr/sbin"],
  ...["usr/local/lib", "usr/local/go", "usr/local/include", "usr/local/share", "bin", "sbin", "lib", "lib64"],
  ...["var/lib/dpkg", "var/lib/apt", "var/lib/rpm", "var/lib/pacman", "var/cache", "proc", "sys", "dev"],
  ...["etc/ssl/certs", "etc/pki/ca-trust"],
];
/** Names of folders in which package managers install files, in any place. */
const INSTALLED_NAMES: ReadonlySet<string> = new Set([
  "node_modules",
  "site-packages",
  "dist-packages",
  "gems",
  "vendor",
  "__pycache__",
  ".git",
]);

/**
 * The reason to search a file: its name, or that it is a text file of the application. A file of kind `null`
 * is searched only if a later layer removed or overwrote it.
 */
export type SecretNameKind = "credentials" | "key" | "text" | null;

/** Returns a function that returns this reason for a node of the tree. */
export function secretNameTest(tree: FileTree): (node: Node) => SecretNameKind {
  const installed = installedNodes(tree);
  return (node) => {
    const name = tree.name(node);
    if (isCredentials(tree, node, name)) return "credentials";
    if (KEY.test(name)) return "key";
    return installed[node] === 0 && TEXT.test(name) ? "text" : null;
  };
}

function isCredentials(tree: FileTree, node: Node, name: string): boolean {
  if (TEMPLATE.test(name)) return false;
  if (CREDENTIALS.test(name)) return true;
  return /^(config|config\.json|settings\.xml)$/.test(name) && IN_FOLDER.test(tree.path(node));
}

/** Returns 1 for each node that a package manager installed. */
function installedNodes(tree: FileTree): Uint8Array {
  const installed = new Uint8Array(tree.size);
  const tops = new Set<Node>();
  for (const path of INSTALLED) {
    const node = tree.find(path as Parameters<FileTree["find"]>[0]);
    if (node > 0) tops.add(node);
  }
  for (let node = 1; node < tree.size; node++) {
    const isFolder = tree.end(node) > node + 1;
    if (
      installed[tree.parent(node)] === 1 ||
      (isFolder && (tops.has(node) || INSTALLED_NAMES.has(tree.name(node))))
    ) {
      installed[node] = 1;
    }
  }
  return installed;
}
