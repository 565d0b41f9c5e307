/** Something that must never be, and was. */
export class Violation extends Error {
  override readonly name = 'Violation'
  readonly check: Check

  constructor(check: Check, detail: string) {
    super(`${check}: ${detail}`)
    this.check = check
  }
}

export type Check =
  | 'a bug was reported'
  | 'an acknowledged start did not end'
  | 'an acknowledged start is unknown'
  | 'something follows the end'
  | 'an acknowledged stop was undone'
  | 'a terminal status changed'
  | 'a visit has two outputs'
  | 'a visit was repeated'
  | 'the visits are not in causal order'
  | 'something is left running'
  | 'an older driver appended'
  | 'a follower missed or doubled an event'
  | 'a follower was not woken'
  | 'the outputs are not those of the interpreter'
  | 'a retried start made two executions'
  | 'work began after a stop'
  | 'work began before it was durable'
  | 'a stopped visit kept its place in the queue'
  | 'the log is not in order'
  | 'a proof is not complete'
  | 'a client waits for ever'
