import { fail } from "../../errors.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { answerFault, connectionFault } from "./failure.js";
import { Authorization } from "./login/authorization.js";
import { RepositoryAccess } from "./login/repository-access.js";
import {
  BrokenTransfer,
  buffered,
  type RegistryResponse,
  shakeHands,
  statusOfProxy,
} from "./net/exchange.js";
import { isLoopback } from "./net/hosts.js";
import { followRedirects } from "./net/redirects.js";
import { withTries } from "./net/tries.js";
import { quoted } from "./registry-message.js";
import { apiHost, fullName, type Reference } from "./registry-reference.js";
import type { Place, RegistryWorld } from "./world.js";

export interface GetOptions {
  /** The requested part, for messages: `the manifest`. */
  readonly part: Printable;
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses besides 200 that the caller can handle. */
  readonly accepts?: readonly number[];
  /** True to send the request once: then the caller counts the failures. */
  readonly once?: boolean;
  /** Reads a body of up to that many bytes into memory, as a part of each try. */
  readonly bodyBytes?: number;
  readonly signal?: AbortSignal;
}

/** The maximum number of 401s for one request: the first, and two more after a new token. */
const MOST_REFUSALS = 3;

/**
 * Requests to one repository of one registry, or for its catalogue, with https or http, login, redirects and
 * retries.
 */
export class RegistryClient {
  readonly reference: Reference;
  readonly world: RegistryWorld;
  readonly place: Place;
  readonly authorization: Authorization;
  private readonly access: RepositoryAccess;

  constructor(reference: Reference, world: RegistryWorld) {
    this.reference = reference;
    this.world = world;
    const image = reference.path === "" ? `the repositories of ${reference.domain}` : fullName(reference);
    this.place = { image: quoted(image), host: quoted(apiHost(reference)) };
    // An engine may have such a name, but there is nothing to connect to: `1.2.3.4.5`, `[1]`, a port of 99999.
    if (!URL.canParse(`https://${apiHost(reference)}`)) {
      fail("bad-reference", { input: this.place.image, reason: "its host is not an address on a network" });
    }
    this.access = accessOf(reference, world);
    this.authorization = new Authorization(reference, this.access, world, this.place);
  }

  /** Returns the path of the repository's API, or of the registry's. */
  get root(): string {
    const { path } = this.reference;
    return path === "" ? "/v2/" : `/v2/${path}/`;
  }

  /**
   * Sends a GET for a path below the repository (`manifests/latest`), with retries.
   * @throws LayerxError; with `once` also BrokenTransfer, Idle; the signal's reason
   */
  async get(path: string, options: GetOptions): Promise<RegistryResponse> {
    const { part, accepts = [], once = false } = options;
    const { world, place, authorization } = this;
    const whole = `${this.root}${path}`;
    try {
      let answer = await this.authorized(whole, options);
      const hidden = answer.status === 403 || answer.status === 404;
      if (hidden && answer.url.origin === this.access.base?.origin && (await this.canLogIn(options))) {
        answer.discard();
        answer = await this.authorized(whole, options);
      }
      if (answer.status === 200 || accepts.includes(answer.status)) return answer;
      return await answerFault(answer, { place, world, note: authorization.note, part });
    } catch (error) {
      if (once && error instanceof Error && /^(Broken|Idle)$/.test(error.name)) throw error;
      return connectionFault(error, { place, world });
    }
  }

  /**
   * Runs `work`, which reads an answer's body, and turns its failures into errors for the user.
   * @throws LayerxError; the signal's reason
   */
  async reading<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      return connectionFault(error, this);
    }
  }

  /** Sends a request and answers 401s with a token or a password. */
  private async authorized(path: string, options: GetOptions): Promise<RegistryResponse> {
    for (let refusals = 1; ; refusals++) {
      const used = await this.authorization.current(this.access.base);
      const { bodyBytes } = options;
      const send = async () => {
        const answer = await this.send(path, used, options);
        const range = options.headers?.range;
        // Instead of a range, the whole blob may come.
        const isWanted = range === undefined ? answer.status === 200 : isRange(answer, range);
        return bodyBytes === undefined || !isWanted ? answer : buffered(answer, bodyBytes);
      };
      const answer = options.once
        ? await send()
        : await withTries(send, { ...this.world, signal: options.signal ?? this.world.signal });
      const { base } = this.access;
      const refused = answer.status === 401 && base !== null && answer.url.origin === base.origin;
      if (!refused || refusals > MOST_REFUSALS) return answer;
      answer.discard();
      await this.authorization.refused(answer.challenges, { used, registry: base });
    }
  }

  /** Sends a request. The first request decides between https and, if it is allowed, http. */
  private async send(
    path: string,
    authorization: string | null,
    { headers = {}, signal }: GetOptions,
  ): Promise<RegistryResponse> {
    const { world, place, access } = this;
    const request = { headers, authorization, signal };
    if (access.base !== null)
      return followRedirects({ ...request, url: new URL(path, access.base) }, world, place);
    const secure = new URL(`https://${apiHost(this.reference)}`);
    const plain = new URL(`http://${apiHost(this.reference)}`);
    try {
      // Most registries on loopback use plain http, and need no certificates.
      if (isLoopback(secure.hostname) && !world.connections.isQuick(secure))
        await shakeHands(secure, { idleMs: world.idleMs, signal: signal ?? world.signal });
      const answer = await followRedirects({ ...request, url: new URL(path, secure) }, world, place);
      access.base = secure;
      return answer;
    } catch (error) {
      if (!(error instanceof BrokenTransfer) || !speaksNoTls(error) || !world.rules.mayBePlain(plain))
        throw error;
      world.trace(escapeText(`${place.host}: no https (${error.code ?? error.message}), trying http`));
    }
    const answer = await followRedirects({ ...request, url: new URL(path, plain) }, world, place);
    access.base ??= plain;
    return answer;
  }

  /**
   * Some registries answer as if a private repository did not exist, and send no challenge. If a login is
   * stored and was not sent, this requests `/v2/` to get the challenge, once.
   */
  private async canLogIn(options: GetOptions): Promise<boolean> {
    const { authorization } = this;
    const { base } = this.access;
    if (base === null || (await authorization.current(base)) !== null || !(await authorization.hasLogin()))
      return false;
    const answer = await withTries(() => this.send("/v2/", null, { ...options, headers: {} }), this.world);
    answer.discard();
    if (answer.status !== 401) return false;
    await authorization.refused(answer.challenges, { used: null, registry: base });
    return true;
  }
}

/** Returns the state of the access to the repository in this run. */
function accessOf({ domain, path }: Reference, { accesses }: RegistryWorld): RepositoryAccess {
  const key = `${domain}/${path}`;
  const access = accesses?.get(key) ?? new RepositoryAccess();
  accesses?.set(key, access);
  return access;
}

/** Returns true for the part of a blob that was requested: `bytes=0-9`. */
function isRange({ status, headers }: RegistryResponse, range: string): boolean {
  const sent = headers["content-range"] ?? "";
  return status === 206 && sent.startsWith(`${range.replace("=", " ")}/`);
}

/** A proxy refuses to connect to some ports, or says so if nothing accepts connections there. */
function speaksNoTls(error: BrokenTransfer): boolean {
  const { code } = error;
  const status = statusOfProxy(error);
  if (status !== null) return status !== 407;
  return code === "EPROTO" || code === "ECONNREFUSED" || code === "ERR_SSL_WRONG_VERSION_NUMBER";
}
