/** Values from the network, checked: what isn't of the kind that is asked for becomes an empty one. */

export type Raw = Record<string, unknown>;

/** A text as JSON; null if it is none, as a proxy's page, or isn't there. */
export function parsed(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text || "null");
  } catch {
    return null;
  }
}

export function record(value: unknown): Raw {
  return typeof value === "object" && value !== null ? (value as Raw) : {};
}

export function words(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function list(value: unknown): Raw[] {
  return Array.isArray(value) ? value.map(record) : [];
}
