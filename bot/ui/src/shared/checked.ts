/** Values from the network, checked: what isn't of the kind that is asked for becomes an empty one. */

export type Raw = Record<string, unknown>;

export function record(value: unknown): Raw {
  return typeof value === "object" && value !== null ? (value as Raw) : {};
}

export function words(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function list(value: unknown): Raw[] {
  return Array.isArray(value) ? value.map(record) : [];
}
