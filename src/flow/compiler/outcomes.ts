/** Which outcomes of Conditions are passed, and which are then impossible: two bit sets of one length, one after the other. */
export type Outcomes = Uint32Array

export const newOutcomes = (count: number): Outcomes => new Uint32Array(2 * Math.ceil(count / 32))

/** Both hold. */
export const addAll = (outcomes: Outcomes, more: Outcomes): void => {
  for (let word = 0; word < outcomes.length; word++) outcomes[word] = (outcomes[word] ?? 0) | (more[word] ?? 0)
}

/** One or the other holds. */
export const keepShared = (outcomes: Outcomes, other: Outcomes): void => {
  for (let word = 0; word < outcomes.length; word++) outcomes[word] = (outcomes[word] ?? 0) & (other[word] ?? 0)
}

/** What holds behind `own`, one of `count` outcomes of a Condition that begin at `first`. */
export const passing = (
  outcomes: Outcomes,
  before: Outcomes,
  { own, first, count }: { readonly own: number; readonly first: number; readonly count: number },
): Outcomes => {
  const passed = outcomes.slice()
  addAll(passed, before)
  add(passed, own, 0)
  for (let other = first; other < first + count; other++) if (other !== own) add(passed, other, passed.length / 2)
  return passed
}

/** An outcome is passed that another one makes impossible. */
export const isContradiction = (outcomes: Outcomes): boolean => {
  const half = outcomes.length / 2
  for (let word = 0; word < half; word++) if ((outcomes[word] ?? 0) & (outcomes[half + word] ?? 0)) return true
  return false
}

const add = (outcomes: Outcomes, outcome: number, offset: number): void => {
  const word = offset + Math.floor(outcome / 32)
  outcomes[word] = (outcomes[word] ?? 0) | (1 << (outcome % 32))
}
