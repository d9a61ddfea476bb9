/** A page that nobody looks at says in its title that something new was said. */

const EVERY_MS = 1_500;

export class TitleFlash {
  #timer: ReturnType<typeof setInterval> | undefined;
  #before = "";
  #news = "";

  /** @param news what the title says in turns with the page's own; "" for nothing */
  show(news: string): void {
    this.#news = news;
    if (news && !this.#timer) {
      this.#before = document.title;
      this.#timer = setInterval(() => this.#turn(), EVERY_MS);
      this.#turn();
    } else if (!news && this.#timer) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      if (document.title.startsWith("● ")) document.title = this.#before;
    }
  }

  #turn(): void {
    if (document.title.startsWith("● ")) document.title = this.#before;
    else {
      this.#before = document.title; // the page may have changed it
      document.title = `● ${this.#news}`;
    }
  }
}
