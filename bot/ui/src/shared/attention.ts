import { usableLocks } from "./locks";

/**
 * Which tabs listen. Without HTTP/2 a browser opens six connections to a server, for all tabs together, and an event
 * stream keeps one: so the tabs that are seen listen, and of the hidden ones only one, for its sound and its badge.
 */
export function listenWhileHeeded(name: string, listen: () => void, pause: () => void): () => void {
  const locks = usableLocks();
  let turn: AbortController | null = null;

  const onVisibility = () => {
    turn?.abort();
    turn = null;
    if (document.visibilityState === "visible") return listen();
    if (!locks) return;
    const mine = (turn = new AbortController());
    const hold = () => new Promise<void>((resolve) => mine.signal.addEventListener("abort", () => resolve()));
    void locks.request(name, { ifAvailable: true }, (lock) => {
      if (mine.signal.aborted) return;
      if (lock) return hold();
      pause();
      const whenFree = () => {
        listen();
        return hold();
      };
      locks.request(name, { signal: mine.signal }, whenFree).catch(() => {}); // aborted: the tab is seen again
      return;
    });
  };
  document.addEventListener("visibilitychange", onVisibility);
  return () => {
    turn?.abort();
    document.removeEventListener("visibilitychange", onVisibility);
  };
}
