/** One tab at a time. */

/**
 * Does something while no other tab of this site does the same. Without Web Locks (a page without TLS) it is simply done:
 * messages have ids of their own, so that what two tabs send arrives once.
 */
export function exclusively<T>(name: string, act: () => Promise<T>): Promise<T> {
  if (!globalThis.navigator?.locks) return act();
  return navigator.locks.request(name, act) as Promise<T>;
}
