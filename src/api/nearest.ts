/** The candidate that takes the fewest changed letters to write, of those that begin with the word if there are any. */
export const nearest = (word: string, candidates: readonly string[]): string | undefined => {
  const start = word.slice(0, longestWord).toLowerCase()
  const longer = start.length < shortestBeginning ? [] : candidates.filter((candidate) => candidate.toLowerCase().startsWith(start))
  return (longer.length > 0 ? longer : candidates).toSorted(
    (a, b) => distance(start, a.toLowerCase()) - distance(start, b.toLowerCase()),
  )[0]
}

const longestWord = 64
/** Fewer letters may begin with another by chance. */
const shortestBeginning = 4

/** Letters that are inserted, left out or replaced (Levenshtein), row by row. */
export const distance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [line, letter] of Array.from(from).entries()) {
    const next = [line + 1]
    for (let column = 0; column < to.length; column++) {
      const replaced = (row[column] ?? 0) + (letter === to[column] ? 0 : 1)
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
