import { fail } from "../../errors.js";
import type { EarlyLayer } from "../../image/early-layer.js";
import { field, text, texts } from "../../image/json-field.js";
import type { Platform } from "../../image/platform.js";
import type { Printable } from "../../text/escape.js";
import { platformOf } from "../choose-platform.js";
import { type Env, setting } from "../env.js";
import { quoted } from "../registry/registry-message.js";
import type { EngineClient, EngineResponse } from "./engine-client.js";
import { bodyWords } from "./engine-message.js";

/**
 * The newest version of Docker's API that layerx was tested with. For an engine with an older version, that
 * version is used.
 */
const NEWEST_TESTED = "1.51";
const PLATFORM_ON_SAVE = "1.48";
const PLATFORM_ON_INSPECT = "1.49";

/**
 * Returns true for a 404 about a missing image. A body that is not JSON is not from an engine, and "page not
 * found" is about the URL.
 */
function saysNoImage(body: string): boolean {
  const value = parsed(body);
  return typeof value === "object" && value !== null && !/page not found/i.test(body);
}

/** An answer of the engine with an error status. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly status: number;
  readonly words: Printable;

  constructor(status: number, words: Printable) {
    super(words);
    this.status = status;
    this.words = words;
  }
}

export interface Inspected {
  /** The ID in the engine: the digest of a config, a manifest or an index. */
  readonly id: string;
  readonly references: readonly string[];
  readonly layers: readonly string[];
  readonly platform: Platform | null;
  /** The size of its layers in bytes; 0 if the engine does not say it. */
  readonly bytes: number;
}

/** The calls of Docker's API that layerx needs. Podman supports them, too. */
export class EngineApi {
  /** True if the engine is Podman. */
  readonly isPodman: boolean;
  private readonly client: EngineClient;
  /** `v1.43`; `null` for calls without a version. */
  private readonly version: string | null;

  private constructor(
    client: EngineClient,
    { version, isPodman }: { version: string | null; isPodman: boolean },
  ) {
    this.client = client;
    this.version = version;
    this.isPodman = isPodman;
  }

  /**
   * Negotiates the version of the API.
   * @throws Unreachable, Refused; LayerxError `engine-setting`; the signal's reason
   */
  static async connect(client: EngineClient, env: Env): Promise<EngineApi> {
    const answer = await client.get("/_ping");
    const body = await client.read(answer);
    if (answer.status !== 200) throw new Refused(answer.status, bodyWords(body));
    const { headers } = answer;
    const isPodman = headers["libpod-api-version"] !== undefined || /^libpod\//i.test(String(headers.server));
    const spoken = header(headers["api-version"]);
    const version = wantedVersion(env) ?? (spoken === null ? null : smaller(spoken, NEWEST_TESTED));
    return new EngineApi(client, { version, isPodman });
  }

  /**
   * Returns facts about an image; `null` if the engine does not have it. The platform is sent if the engine
   * supports it in this call.
   * @throws Unreachable, Refused; the signal's reason
   */
  async inspect(name: string, platform: Platform | null): Promise<Inspected | null> {
    const query = this.platformQuery(platform, PLATFORM_ON_INSPECT);
    const answer = await this.client.get(this.path(`/images/${escaped(name)}/json${query}`));
    const body = await this.client.read(answer);
    if (answer.status === 404 && saysNoImage(body)) {
      // The image exists without that platform. The saved archive shows which platforms it has.
      return query !== "" && /platform/i.test(body) ? this.inspect(name, null) : null;
    }
    if (answer.status !== 200) throw new Refused(answer.status, bodyWords(body));
    const value = parsed(body);
    const id = text(field(value, "Id"));
    if (id === null) throw new Refused(answer.status, bodyWords("the answer does not describe an image"));
    const size = field(value, "Size");
    return {
      id: /^[0-9a-f]{64}$/.test(id) ? `sha256:${id}` : id,
      references: (texts(field(value, "RepoTags")) ?? []).filter((tag) => !tag.startsWith("<none>")),
      layers: texts(field(field(value, "RootFS"), "Layers")) ?? [],
      platform: platformOf(value),
      bytes: typeof size === "number" ? size : 0,
    };
  }

  /**
   * Returns the layers of the image, oldest first.
   * @throws Unreachable, Refused; the signal's reason
   */
  async history(name: string): Promise<EarlyLayer[]> {
    const answer = await this.client.get(this.path(`/images/${escaped(name)}/history`));
    const body = await this.client.read(answer);
    if (answer.status !== 200) throw new Refused(answer.status, bodyWords(body));
    const rows = parsed(body);
    return Array.isArray(rows) ? rows.map(earlyLayer).reverse() : [];
  }

  /**
   * Returns the tags of all images.
   * @throws Unreachable, Refused; the signal's reason
   */
  async tags(): Promise<string[]> {
    const answer = await this.client.get(this.path("/images/json"));
    const body = await this.client.read(answer);
    if (answer.status !== 200) throw new Refused(answer.status, bodyWords(body));
    const list = parsed(body);
    return Array.isArray(list) ? list.flatMap((image) => texts(field(image, "RepoTags")) ?? []) : [];
  }

  /**
   * Returns the image as an archive. The engine may pack it for minutes before it answers. The platform is
   * sent if the engine supports it in this call.
   * @throws Unreachable, Refused; the signal's reason
   */
  async save(name: string, platform: Platform | null): Promise<EngineResponse> {
    const query = this.platformQuery(platform, PLATFORM_ON_SAVE);
    const answer = await this.client.get(this.path(`/images/${escaped(name)}/get${query}`), {
      patient: true,
    });
    if (answer.status !== 200) throw new Refused(answer.status, bodyWords(await this.client.read(answer)));
    return answer;
  }

  /**
   * Returns the platform as a query, if this version of the API supports it in the call; otherwise nothing.
   */
  private platformQuery(platform: Platform | null, since: string): string {
    if (platform === null || this.version === null || smaller(this.version, since) !== since) return "";
    const { os, architecture, variant } = platform;
    const value = { os, architecture, ...(variant === null ? {} : { variant }) };
    return `?platform=${encodeURIComponent(JSON.stringify(value))}`;
  }

  private path(call: string): string {
    return this.version === null ? call : `/v${this.version}${call}`;
  }
}

/** An instruction of 0 bytes has no layer that is worth a line of its own. */
function earlyLayer(row: unknown): EarlyLayer {
  const size = field(row, "Size");
  const entry = { createdBy: text(field(row, "CreatedBy")), comment: text(field(row, "Comment")) };
  return { entry, bytes: typeof size === "number" && size > 0 ? size : null };
}

/** Escapes the parts of a name between slashes. */
function escaped(name: string): string {
  return name.split("/").map(encodeURIComponent).join("/");
}

/** `DOCKER_API_VERSION`, without its `v`; `null` if it is not set. @throws LayerxError `engine-setting` */
function wantedVersion(env: Env): string | null {
  const given = setting(env, "DOCKER_API_VERSION");
  if (given === undefined) return null;
  const version = /^v?(\d+\.\d+)$/.exec(given)?.[1];
  if (version !== undefined) return version;
  const reason = quoted(`DOCKER_API_VERSION is ${given}: it is not a version`);
  return fail("engine-setting", { reason, next: "write it like 1.43, or leave it unset" });
}

function header(value: EngineResponse["headers"][string]): string | null {
  return typeof value === "string" && /^\d+\.\d+$/.test(value) ? value : null;
}

/** Returns the smaller of two versions such as `1.9` and `1.43`. */
function smaller(a: string, b: string): string {
  const [[majorA, minorA], [majorB, minorB]] = [a, b].map((version) => version.split(".").map(Number));
  return majorA < majorB || (majorA === majorB && minorA < minorB) ? a : b;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
