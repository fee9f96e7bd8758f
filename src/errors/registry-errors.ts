import type { Catalogue } from "./error-text.js";

/** Errors between layerx and a registry. */
export const REGISTRY_ERRORS = {
  "bad-reference": (d) => ({
    what: `${d.input} is not an image reference`,
    why: `${d.reason}`,
    next: "write it like HOST/NAME:TAG, NAME:TAG or NAME@sha256:DIGEST",
  }),
  "reference-is-url": (d) => ({
    what: `${d.input} is a web address, not an image reference`,
    why: "a reference has no http:// or https://",
    next: `write registry:${d.reference}`,
  }),
  "registry-unreachable": (d) => ({
    what: `cannot reach the registry for ${d.image}`,
    why: `${d.host}: ${d.reason}`,
    next: `${d.next}`,
  }),
  "registry-timeout": (d) => ({
    what: `cannot read ${d.image}`,
    why: `${d.host} sent nothing for ${d.seconds} s`,
    next: "try again, or wait longer with --timeout SECONDS",
  }),
  "registry-certificate": (d) => ({
    what: `cannot trust the registry for ${d.image}`,
    why: `${d.host}: ${d.reason}`,
    next: `${d.next}`,
  }),
  "registry-login": (d) => ({
    what: `cannot log in to read ${d.image}`,
    why: `the login stored for ${d.host} in ${d.file} is not accepted${d.words}`,
    next: `log in again: ${d.login}`,
  }),
  "registry-denied": (d) => ({
    what: `the registry does not allow reading ${d.image}`,
    why: `${d.host} answered ${d.status}${d.words}${d.note}`,
    next: `${d.next}`,
  }),
  "registry-not-found": (d) => ({
    what: `the registry has no image ${d.image}`,
    why: `${d.host} answered ${d.status}${d.words}`,
    next: `${d.next}`,
  }),
  "registry-rate-limited": (d) => ({
    what: `the registry limits requests, so ${d.image} cannot be read now`,
    why: `${d.host} answered 429${d.words}${d.wait}`,
    next: `${d.next}`,
  }),
  "registry-answer": (d) => ({
    what: `cannot read ${d.image}`,
    why: `${d.host} answered ${d.status}${d.words}`,
    next: "try again later; if it does not help, ask the operators of the registry",
  }),
  "registry-no-catalogue": (d) => ({
    what: `cannot list ${d.image}`,
    why: `${d.host} has no catalogue: it answered ${d.status}`,
    next: "name the images with --images FILE, or one repository with all its tags: registry:HOST/NAME:*",
  }),
  "nothing-listed": (d) => ({
    what: `no image matches ${d.pattern}`,
    why: `${d.reason}`,
    next: "check the host and the pattern; * matches any characters",
  }),
  "registry-redirect": (d) => ({
    what: `cannot read ${d.image}`,
    why: `${d.host} redirects ${d.reason}`,
    next: "ask the operators of the registry",
  }),
  "registry-realm": (d) => ({
    what: `cannot log in to read ${d.image}`,
    why: `${d.host} names a token server that is not safe to use: ${d.reason}`,
    next: "ask the operators of the registry",
  }),
  "not-a-registry": (d) => ({
    what: `cannot read ${d.image}`,
    why: `${d.host} did not send a manifest: this is not a registry, or a login page or proxy is in the way`,
    next: "check the host name and the proxy settings",
  }),
  "registry-old-schema": (d) => ({
    what: `cannot read ${d.image}`,
    why: "its manifest has schema version 1, which is too old",
    next: "push it again with a current tool",
  }),
  "registry-mismatch": (d) => ({
    what: `cannot trust ${d.part} of ${d.image}`,
    why: `${d.host} sent ${d.found}, but ${d.promised} was expected`,
    next: "try again; if it does not help, the registry or a proxy changes or damages the image",
  }),
  "registry-cut": (d) => ({
    what: `cannot read ${d.part} of ${d.image}`,
    why: `the connection to ${d.host} broke again and again: ${d.reason}`,
    next: "check the network and try again",
  }),
  "proxy-unsupported": (d) => ({
    what: `cannot use the proxy ${d.proxy}`,
    why: `${d.reason}`,
    next: `use an http:// or https:// proxy in ${d.variable}, or add the registry to NO_PROXY`,
  }),
} satisfies Catalogue;
