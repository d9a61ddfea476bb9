/** What is asked of the element before all is built, done when it is. */

export class WhenReady<B> {
  #asked: ((built: B) => Promise<void>)[] = [];

  /** Does something with what is built: now, or when there is something. */
  do<T>(built: B | null, act: (built: B) => T): Promise<Awaited<T>> {
    return new Promise((resolve, reject) => {
      const done = async (ready: B) => {
        try {
          resolve(await act(ready));
        } catch (error) {
          reject(error as Error);
        }
      };
      if (built) void done(built);
      else this.#asked.push(done);
    });
  }

  isBuilt(built: B): void {
    for (const done of this.#asked.splice(0)) void done(built);
  }
}
