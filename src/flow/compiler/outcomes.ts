/**
 * Which outcomes of Conditions are passed, and which are then impossible: two bit sets of one length, one after the other.
 * Shared by the nodes that pass the same, and not changed once it is handed on.
 */
export type Outcomes = Uint32Array

/** One outcome of a Condition whose `count` outcomes begin at `first`. */
export interface Outcome {
  readonly own: number
  readonly first: number
  readonly count: number
}

export const newOutcomes = (count: number): Outcomes => new Uint32Array(2 * Math.ceil(count / 32))

/** What holds where both hold; `undefined`: they exclude each other. One of the two, if it says what the other says. */
export const both = (one: Outcomes, other: Outcomes): Outcomes | undefined => {
  if (one === other) return one
  let adds = 0
  let lacks = 0
  for (let word = 0; word < one.length; word++) {
    const a = one[word] ?? 0
    const b = other[word] ?? 0
    adds |= b & ~a
    lacks |= a & ~b
  }
  if (adds === 0) return one
  if (lacks === 0) return other
  const joined = one.map((a, word) => a | (other[word] ?? 0))
  return isContradiction(joined) ? undefined : joined
}

/** Writes what holds behind an outcome of a Condition into `way`; `false`: the three exclude each other. */
export const passInto = (way: Outcomes, { here, before, outcome }: Passing): boolean => {
  for (let word = 0; word < way.length; word++) way[word] = (here[word] ?? 0) | (before[word] ?? 0)
  const { own, first, count } = outcome
  const half = way.length / 2
  add(way, own, 0)
  for (let other = first; other < first + count; other++) if (other !== own) add(way, other, half)
  return !isContradiction(way)
}

interface Passing {
  readonly here: Outcomes
  /** What the Condition itself has passed. */
  readonly before: Outcomes
  readonly outcome: Outcome
}

/** Leaves in `shared` what holds in `other` too. */
export const keepCommon = (shared: Outcomes, other: Outcomes): void => {
  for (let word = 0; word < shared.length; word++) shared[word] = (shared[word] ?? 0) & (other[word] ?? 0)
}

/** An outcome is passed that another one makes impossible. */
const isContradiction = (outcomes: Outcomes): boolean => {
  const half = outcomes.length / 2
  let clash = 0
  for (let word = 0; word < half; word++) clash |= (outcomes[word] ?? 0) & (outcomes[half + word] ?? 0)
  return clash !== 0
}

const add = (outcomes: Outcomes, outcome: number, offset: number): void => {
  const word = offset + (outcome >>> 5)
  outcomes[word] = (outcomes[word] ?? 0) | (1 << (outcome & 31))
}
