/** The browser's storage, or what stands in for it where the page may have none. */

export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** @param kind `local`: for all tabs and for good; `session`: for this tab, through reloads and from page to page */
export function browserStore(kind: "local" | "session"): Store {
  try {
    const store = kind === "local" ? localStorage : sessionStorage;
    store.getItem("heed"); // throws where the browser blocks it
    return store;
  } catch {
    return new MapStore();
  }
}

/** It lasts as long as the page. */
export class MapStore implements Store {
  readonly #values = new Map<string, string>();

  get length(): number {
    return this.#values.size;
  }

  key(place: number): string | null {
    return [...this.#values.keys()][place] ?? null;
  }

  getItem(key: string): string | null {
    return this.#values.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#values.set(key, value);
  }

  removeItem(key: string): void {
    this.#values.delete(key);
  }
}

/** Named values below a prefix; an empty one is none. */
export class Values {
  constructor(
    readonly prefix: string,
    readonly store: Store,
  ) {}

  read(name: string): string {
    return this.store.getItem(this.prefix + name) ?? "";
  }

  write(name: string, value: string): void {
    if (!value) return this.store.removeItem(this.prefix + name);
    try {
      this.store.setItem(this.prefix + name, value);
    } catch {
      // The site's storage is full: what should be kept lasts as long as the page.
    }
  }

  /** The names that begin so. */
  names(beginning: string): string[] {
    const keys = Array.from({ length: this.store.length }, (_, place) => this.store.key(place) ?? "");
    return keys.filter((key) => key.startsWith(this.prefix + beginning)).map((key) => key.slice(this.prefix.length));
  }
}
