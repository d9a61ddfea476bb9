/** One tab at a time. */

/**
 * Does something while no other tab of this site does the same. Without Web Locks (a page without TLS, a sandboxed frame) it is simply
 * done: messages have ids of their own, so that what two tabs send arrives once.
 */
export function exclusively<T>(name: string, act: () => Promise<T>): Promise<T> {
  const locks = usableLocks();
  return locks ? (locks.request(name, act) as Promise<T>) : act();
}

/** The browser's locks; nothing where the page may not have any: one without an origin of its own is refused each. */
export function usableLocks(): LockManager | undefined {
  return globalThis.origin === "null" ? undefined : globalThis.navigator?.locks;
}
