/**
 * The files that wait to be sent, in IndexedDB: they outlive the page, as the texts do, for which localStorage has room. Where the browser
 * has none for this page, they last as long as the page.
 */

/** What is known of a file that isn't uploaded yet. */
export interface FileNote {
  name: string;
  type: string;
  /** a small picture of it, as a data address, or "" */
  preview: string;
}

const STORE = "waiting";

export class FileStore {
  readonly #name: string;
  #kept = new Map<string, File[]>();
  #database: Promise<IDBDatabase | null> | null = null;

  constructor(server: string) {
    this.#name = `heed:${server}`;
  }

  async put(id: string, files: File[]): Promise<void> {
    this.#kept.set(id, files);
    await this.#ask("readwrite", (store) => store.put(files, id));
  }

  /** A message's files; null where they are lost. */
  async get(id: string): Promise<File[] | null> {
    const kept: unknown = this.#kept.get(id) ?? (await this.#ask("readonly", (store) => store.get(id)));
    return Array.isArray(kept) ? kept : null;
  }

  async drop(id: string): Promise<void> {
    this.#kept.delete(id);
    await this.#ask("readwrite", (store) => store.delete(id));
  }

  async clear(): Promise<void> {
    this.#kept.clear();
    await this.#ask("readwrite", (store) => store.clear());
  }

  async #ask<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | null> {
    this.#database ??= opened(this.#name);
    const database = await this.#database;
    if (!database) return null;
    return new Promise((resolve) => {
      try {
        const request = act(database.transaction(STORE, mode).objectStore(STORE));
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => resolve(null); // the disk is full, say: the file stays in memory
      } catch {
        resolve(null); // the browser has closed it, as when the customer clears the site's data
      }
    });
  }
}

function opened(name: string): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onsuccess = () => resolve(request.result);
      request.onerror = request.onblocked = () => resolve(null);
    } catch {
      resolve(null); // blocked, or no IndexedDB, as in a sandboxed frame
    }
  });
}
