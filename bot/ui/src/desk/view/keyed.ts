/** A list on the page that follows a list of values: an element is made again only where its value changed. */

export class Keyed<T> {
  #kept = new Map<string, { signature: string; node: HTMLElement }>();

  /**
   * @param signature what the element depends on; one is made again when it differs
   * @param make makes the element of a value
   */
  constructor(
    private readonly parent: HTMLElement,
    private readonly key: (value: T) => string,
    private readonly signature: (value: T, place: number) => string,
    private readonly make: (value: T, place: number) => HTMLElement,
  ) {}

  show(values: T[]): void {
    const wanted = new Set(values.map(this.key));
    for (const [key, { node }] of this.#kept) {
      if (wanted.has(key)) continue;
      node.remove();
      this.#kept.delete(key);
    }
    values.forEach((value, place) => {
      const node = this.#node(value, place);
      if (this.parent.children[place] !== node) this.parent.insertBefore(node, this.parent.children[place] ?? null);
    });
  }

  #node(value: T, place: number): HTMLElement {
    const key = this.key(value);
    const signature = this.signature(value, place);
    const kept = this.#kept.get(key);
    if (kept?.signature === signature) return kept.node;
    const node = this.make(value, place);
    this.#kept.set(key, { signature, node });
    if (kept) {
      const focused = kept.node.contains(document.activeElement);
      kept.node.replaceWith(node);
      if (focused) (node.matches("button") ? node : node.querySelector<HTMLElement>("button, a, summary"))?.focus({ preventScroll: true });
    }
    return node;
  }
}
