import { counted } from "../../text/count.js";
import { parseRfc3339 } from "../../text/rfc3339.js";
import type { HistoryEntry } from "../history.js";
import type { Warning } from "../image.js";
import { field, text, texts } from "../json-field.js";
import type { Platform } from "../platform.js";
import type { Healthcheck, ImageConfig } from "./config.js";

/** The contents of an image's config. */
export interface ParsedConfig {
  readonly config: ImageConfig;
  readonly history: readonly HistoryEntry[];
  readonly platform: Platform;
  /** As stored, lowest layer first. */
  readonly diffIds: readonly string[];
  readonly warnings: readonly Warning[];
}

/**
 * Reads an image config (a parsed JSON object). A value of a wrong type, or a date that docker refuses,
 * counts as absent, with a warning. The entries of the history are assigned to `layers` layers, oldest first.
 * Source: OCI image spec, config.md; docker-image-spec v1.3.
 */
export function parseConfig(document: unknown, { layers }: { layers: number }): ParsedConfig {
  const reader = new Reader();
  const inner = reader.object(document, "config");
  const rootfs = reader.object(document, "rootfs");
  const config: ImageConfig = {
    created: reader.date(document, "created", "created"),
    author: filled(reader.text(document, "author")),
    user: filled(reader.text(inner, "User")),
    workingDir: filled(reader.text(inner, "WorkingDir")),
    entrypoint: reader.command(inner, "Entrypoint"),
    cmd: reader.command(inner, "Cmd"),
    env: reader.texts(inner, "Env") ?? [],
    exposedPorts: reader.keys(inner, "ExposedPorts"),
    volumes: reader.keys(inner, "Volumes"),
    labels: reader.map(inner, "Labels"),
    stopSignal: filled(reader.text(inner, "StopSignal")),
    healthcheck: healthcheck(reader, inner),
    shell: reader.texts(inner, "Shell"),
    onBuild: reader.texts(inner, "OnBuild") ?? [],
  };
  const history = parseHistory(document, reader, layers);
  return {
    config,
    history,
    platform: {
      os: filled(reader.text(document, "os")) ?? "unknown",
      architecture: filled(reader.text(document, "architecture")) ?? "unknown",
      variant: filled(reader.text(document, "variant")),
    },
    diffIds: reader.texts(rootfs, "diff_ids") ?? [],
    warnings: reader.warnings,
  };
}

function parseHistory(document: unknown, reader: Reader, layers: number): HistoryEntry[] {
  const stored = field(document, "history");
  if (stored !== undefined && !Array.isArray(stored)) reader.wrongType("history");
  if (!Array.isArray(stored) || stored.length === 0) {
    if (layers > 0)
      reader.warnings.push({ code: "no-history", message: "the config has no history of its layers" });
    return [];
  }
  let next = 0;
  const entries = stored.map((item: unknown, i): HistoryEntry => {
    const name = (key: string) => `history[${i}].${key}`;
    if (typeof item !== "object" || Array.isArray(item)) reader.wrongType(`history[${i}]`);
    const emptyLayer = reader.flag(item, "empty_layer", name("empty_layer"));
    const layer = emptyLayer ? null : next++;
    return {
      created: reader.date(item, "created", name("created")),
      createdBy: reader.text(item, "created_by", name("created_by")),
      author: filled(reader.text(item, "author", name("author"))),
      comment: reader.text(item, "comment", name("comment")),
      emptyLayer,
      layer: layer !== null && layer < layers ? layer : null,
    };
  });
  if (next !== layers) {
    const message = `the history has ${counted(next, "layer")}, the image has ${layers}`;
    reader.warnings.push({ code: "history-mismatch", message });
  }
  return entries;
}

function healthcheck(reader: Reader, inner: unknown): Healthcheck | null {
  const check = reader.object(inner, "Healthcheck");
  if (check === null) return null;
  return {
    test: reader.texts(check, "Test") ?? [],
    interval: reader.number(check, "Interval"),
    timeout: reader.number(check, "Timeout"),
    startPeriod: reader.number(check, "StartPeriod"),
    retries: reader.number(check, "Retries"),
  };
}

function filled(value: string | null): string | null {
  return value === "" ? null : value;
}

const MOST_WARNINGS = 20;

/** Reads fields by type. A value of another type is absent, and its path is noted. */
class Reader {
  readonly warnings: Warning[] = [];

  wrongType(name: string): null {
    return this.warn(`${name} has a wrong type and is ignored`);
  }

  text(object: unknown, key: string, name = key): string | null {
    const value = field(object, key);
    return value === undefined ? null : (text(value) ?? this.wrongType(name));
  }

  date(object: unknown, key: string, name: string): string | null {
    const value = this.text(object, key, name);
    if (value === null || parseRfc3339(value) !== null) return value;
    return this.warn(`${name} is not an RFC 3339 date and is ignored`);
  }

  flag(object: unknown, key: string, name: string): boolean {
    const value = field(object, key);
    if (value !== undefined && typeof value !== "boolean") this.wrongType(name);
    return value === true;
  }

  number(object: unknown, key: string): number | null {
    const value = field(object, key);
    if (value === undefined) return null;
    return typeof value === "number" ? value : this.wrongType(key);
  }

  texts(object: unknown, key: string): string[] | null {
    const value = field(object, key);
    return value === undefined ? null : (texts(value) ?? this.wrongType(key));
  }

  /** Reads a command: a list, or in old images one string. */
  command(object: unknown, key: string): string[] | null {
    const one = text(field(object, key));
    return one === null ? this.texts(object, key) : [one];
  }

  object(object: unknown, key: string): object | null {
    const value = field(object, key);
    if (value === undefined) return null;
    return typeof value === "object" && !Array.isArray(value) ? value : this.wrongType(key);
  }

  /** Reads a set, which JSON stores as the keys of an object. Sorted, because a set has no order. */
  keys(object: unknown, key: string): string[] {
    return Object.keys(this.object(object, key) ?? {})
      .map((name) => text(name) ?? "")
      .sort();
  }

  map(object: unknown, key: string): ReadonlyMap<string, string> {
    const labels = new Map<string, string>();
    for (const [name, value] of Object.entries(this.object(object, key) ?? {})) {
      const label = text(value);
      if (label === null) this.wrongType(key);
      else labels.set(text(name) ?? "", label);
    }
    return labels;
  }

  private warn(message: string): null {
    if (this.warnings.length < MOST_WARNINGS)
      this.warnings.push({ code: "config-invalid", message: `config: ${message}` });
    return null;
  }
}
