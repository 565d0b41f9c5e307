/** What happened in a run, counted: proof that the interesting things do. */
export class Seen {
  readonly #counts = new Map<Kind, number>()

  count(kind: Kind, times = 1): void {
    this.#counts.set(kind, this.of(kind) + times)
  }

  of(kind: Kind): number {
    return this.#counts.get(kind) ?? 0
  }

  add(other: Seen): void {
    for (const [kind, count] of other.#counts) this.count(kind, count)
  }

  /** What never happened. */
  get missing(): readonly Kind[] {
    return kinds.filter((kind) => this.of(kind) === 0)
  }

  toString(): string {
    return kinds.map((kind) => `${this.of(kind).toLocaleString('en')} ${kind}`).join(', ')
  }
}

const kinds = [
  'executions',
  'succeeded',
  'failed',
  'timed out',
  'stopped',
  'stops that came too late',
  'starts offered again',
  'starts asked twice at once',
  'process crashes',
  'orderly closes',
  'clock jumps backwards',
  'executions taken over',
  'looks at a memory without room',
  'taken from a living driver',
  'appends fenced',
  'visits begun again',
  'visits begun again in elements and iterations',
  'visits tried again',
  'elements',
  'elements collected',
  'iterations',
  'storage crashes',
  'silences of the storage',
  'calls held by a silence',
  'damages met',
  'refused calls',
  'slow calls',
  'unknown commits that happened',
  'unknown commits that did not happen',
  'unknown commits that happened later',
  'model calls',
  'function calls',
  'objects read',
  'objects written',
  'calls cut by an abort',
  'calls that hang',
  'calls that break off',
  'calls that fail',
  'calls that ignore their signal',
  'visits that queued for a slot',
  'visits that left the queue',
  'nodes out of time',
  'follows',
  'followers who came back',
  'followers who missed every hint',
] as const

export type Kind = (typeof kinds)[number]
