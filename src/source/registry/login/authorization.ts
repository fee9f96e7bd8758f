import { fail } from "../../../errors.js";
import type { Warning } from "../../../image/image.js";
import { parseChallenges, preferred } from "../challenge.js";
import { type LoginNote, loginCommand } from "../failure.js";
import type { Reference } from "../registry-reference.js";
import type { Place, RegistryWorld } from "../world.js";
import type { Login } from "./config-file.js";
import { findLogin } from "./find-login.js";
import type { RepositoryAccess } from "./repository-access.js";
import { basicAuthorization, requestToken } from "./token.js";

/**
 * The `Authorization` for one repository. All its requests share it: a token is renewed once for all waiting
 * requests.
 */
export class Authorization {
  private renewal: Promise<void> | null = null;
  private readonly access: RepositoryAccess;
  private readonly reference: Reference;
  private readonly world: RegistryWorld;
  private readonly place: Place;

  constructor(reference: Reference, access: RepositoryAccess, world: RegistryWorld, place: Place) {
    this.reference = reference;
    this.access = access;
    this.world = world;
    this.place = place;
  }

  /** Warnings with the codes `credential-file` and `credential-helper`. */
  get warnings(): readonly Warning[] {
    return this.access.warnings;
  }

  /** Returns facts about the login, for messages. */
  get note(): LoginNote {
    const trouble = this.warnings.map(({ message }) => `; ${message}`).join("");
    return { loggedIn: this.access.loggedIn, helperTrouble: trouble };
  }

  /**
   * Returns the header to send; `null` until the registry has required it. An expired token is renewed first.
   */
  async current(registry: URL | null): Promise<string | null> {
    const { header, expiresAt } = this.access;
    const expired = header !== null && this.world.clock.now() >= expiresAt;
    if (expired && registry !== null) await this.renewed(registry);
    return this.access.header;
  }

  /** Returns true if a login is stored for the repository. */
  async hasLogin(): Promise<boolean> {
    return (await this.login()) !== null;
  }

  /**
   * Answers a 401 to a request that was sent with `used`.
   * @throws LayerxError if the login is not accepted, or if there is none
   */
  async refused(
    challenges: readonly string[],
    { used, registry }: { used: string | null; registry: URL },
  ): Promise<void> {
    // Another request has renewed the token already.
    if (this.access.header !== used && this.renewal === null) return;
    if (this.renewal === null) {
      const answered = preferred(parseChallenges(challenges));
      if (answered === null) this.denied("it does not say how to log in");
      if (answered.scheme === "basic" && used?.startsWith("Basic ")) await this.passwordRefused();
      this.access.challenge = answered;
    }
    await this.renewed(registry);
  }

  private async renewed(registry: URL): Promise<void> {
    this.renewal ??= this.renew(registry).finally(() => {
      this.renewal = null;
    });
    await this.renewal;
  }

  private async renew(registry: URL): Promise<void> {
    const { access, world, place } = this;
    const { challenge } = access;
    if (challenge === null) return;
    const login = await this.login();
    if (challenge.scheme === "basic") {
      const basic = login === null ? null : basicAuthorization(login);
      if (basic === null) this.denied("a login is needed");
      access.header = basic;
      access.loggedIn = true;
      return;
    }
    access.loggedIn = login !== null;
    if (login?.registryToken) {
      access.header = `Bearer ${login.registryToken}`;
      return;
    }
    const { path } = this.reference;
    const { helperTrouble } = this.note;
    const token = await requestToken(challenge, { path, registry, login, helperTrouble, world, place });
    access.header = `Bearer ${token.value}`;
    access.expiresAt = token.expiresAt;
  }

  private async login(): Promise<Login | null> {
    const { access } = this;
    access.found ??= findLogin(this.reference, this.world).then((found) => {
      access.warnings.push(...found.warnings);
      return found;
    });
    try {
      return (await access.found).login;
    } catch (error) {
      // This image was cancelled. The next image may search again.
      access.found = null;
      throw error;
    }
  }

  private async passwordRefused(): Promise<never> {
    const { image, host } = this.place;
    const file = (await this.login())?.from ?? "";
    return fail("registry-login", { image, host, login: loginCommand(this.place), file, words: "" });
  }

  private denied(reason: string): never {
    const next = `log in with ${loginCommand(this.place)}`;
    fail("registry-denied", {
      ...this.place,
      status: 401,
      words: `: ${reason}`,
      note: this.note.helperTrouble,
      next,
    });
  }
}
