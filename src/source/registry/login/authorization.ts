import { fail } from "../../../errors.js";
import type { Warning } from "../../../image/image.js";
import { type Challenge, parseChallenges, preferred } from "../challenge.js";
import { type LoginNote, loginCommand } from "../failure.js";
import type { Reference } from "../reference.js";
import type { Place, RegistryWorld } from "../world.js";
import type { Login } from "./config-file.js";
import { type FoundLogin, findLogin } from "./find-login.js";
import { basicAuthorization, requestToken } from "./token.js";

/** The `Authorization` for one repository, shared by all its requests: a token that is renewed once for all that wait. */
export class Authorization {
  /** `credential-file`, `credential-helper`. */
  readonly warnings: Warning[] = [];
  private header: string | null = null;
  private expiresAt = Number.POSITIVE_INFINITY;
  private challenge: Challenge | null = null;
  private renewal: Promise<void> | null = null;
  private found: Promise<FoundLogin> | null = null;
  private loggedIn = false;
  private readonly reference: Reference;
  private readonly world: RegistryWorld;
  private readonly place: Place;

  constructor(reference: Reference, world: RegistryWorld, place: Place) {
    this.reference = reference;
    this.world = world;
    this.place = place;
  }

  /** For messages. */
  get note(): LoginNote {
    const trouble = this.warnings.map(({ message }) => `; ${message}`).join("");
    return { loggedIn: this.loggedIn, helperTrouble: trouble };
  }

  /** What to send; `null` until the registry asked for it. A token that has expired is renewed before. */
  async current(registry: URL | null): Promise<string | null> {
    const expired = this.header !== null && this.world.clock.now() >= this.expiresAt;
    if (expired && registry !== null) await this.renewed(registry);
    return this.header;
  }

  /** True where a login is stored for the repository. */
  async hasLogin(): Promise<boolean> {
    return (await this.login()) !== null;
  }

  /**
   * Answers a 401 to a request that was sent with `used`.
   * @throws LayerxError where the login is not accepted, or none is there
   */
  async refused(
    challenges: readonly string[],
    { used, registry }: { used: string | null; registry: URL },
  ): Promise<void> {
    // Another request was faster.
    if (this.header !== used && this.renewal === null) return;
    if (this.renewal === null) {
      const answered = preferred(parseChallenges(challenges));
      if (answered === null) this.denied("it does not say how to log in");
      if (answered.scheme === "basic" && used?.startsWith("Basic ")) await this.passwordRefused();
      this.challenge = answered;
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
    const { challenge, world, place } = this;
    if (challenge === null) return;
    const login = await this.login();
    if (challenge.scheme === "basic") {
      const basic = login === null ? null : basicAuthorization(login);
      if (basic === null) this.denied("a login is needed");
      this.header = basic;
      this.loggedIn = true;
      return;
    }
    this.loggedIn = login !== null;
    if (login?.registryToken) {
      this.header = `Bearer ${login.registryToken}`;
      return;
    }
    const { path } = this.reference;
    const { helperTrouble } = this.note;
    const token = await requestToken(challenge, { path, registry, login, helperTrouble, world, place });
    this.header = `Bearer ${token.value}`;
    this.expiresAt = token.expiresAt;
  }

  private async login(): Promise<Login | null> {
    this.found ??= findLogin(this.reference, this.world).then((found) => {
      this.warnings.push(...found.warnings);
      return found;
    });
    return (await this.found).login;
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
