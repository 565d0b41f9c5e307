/** A set of whole numbers: pairs of its least and greatest neighbours, in order, with gaps between them. */
export type Intervals = readonly (readonly [least: number, most: number])[]

export const union = (...sets: readonly Intervals[]): Intervals => {
  const merged: [number, number][] = []
  for (const [least, most] of sets.flat().toSorted(([one], [other]) => one - other)) {
    const last = merged.at(-1)
    if (last !== undefined && least <= last[1] + 1) last[1] = Math.max(last[1], most)
    else merged.push([least, most])
  }
  return merged
}

/** What one of `one` and one of `other` are together. */
export const sums = (one: Intervals, other: Intervals): Intervals =>
  union(one.flatMap(([least, most]) => other.map(([from, to]) => [least + from, most + to] as const)))

export const between = (set: Intervals, least: number, most: number): Intervals =>
  set.map(([from, to]) => [Math.max(from, least), Math.min(to, most)] as const).filter(([from, to]) => from <= to)

export const contains = (set: Intervals, number: number): boolean => set.some(([least, most]) => least <= number && number <= most)
