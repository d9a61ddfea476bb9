/** A soft sound for a new answer: two notes made by Web Audio, and only once the customer has used the widget. */

const NOTES = [
  { hertz: 659.25, at: 0 },
  { hertz: 880, at: 0.12 },
];

export class Sound {
  #context: AudioContext | null = null;

  constructor(public muted: boolean) {}

  /** The customer did something: from now on, browsers allow sound. */
  allow(): void {
    if (this.muted || !globalThis.AudioContext) return;
    this.#context ??= new AudioContext();
    void this.#context.resume();
  }

  play(): void {
    const context = this.#context;
    if (this.muted || context?.state !== "running") return;
    for (const { hertz, at } of NOTES) {
      const start = context.currentTime + at;
      const note = new OscillatorNode(context, { frequency: hertz, type: "sine" });
      const volume = new GainNode(context, { gain: 0 });
      volume.gain.linearRampToValueAtTime(0.06, start + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.4);
      note.connect(volume).connect(context.destination);
      note.start(start);
      note.stop(start + 0.45);
    }
  }
}
