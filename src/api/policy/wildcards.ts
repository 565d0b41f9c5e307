/** A piece of a pattern: text that stands for itself, or a wildcard. */
export type Piece = { readonly type: 'text'; readonly text: string } | { readonly type: 'anything' } | { readonly type: 'character' }

/**
 * Whether a text fits a pattern as a whole. Looks for what stands between two `*` from left to right and never goes back: a regular
 * expression with several `.*` can take exponential time on a hostile text.
 */
export const wildcards = (pieces: readonly Piece[]): ((text: string) => boolean) => {
  const [head = nothing, ...rest] = stretches(pieces)
  const tail = rest.pop()
  if (tail === undefined) return (text) => text.length === head.length && isAt(head, text, 0)
  return (text) => {
    if (!isAt(head, text, 0)) return false
    let from = head.length
    for (const stretch of rest) {
      const at = find(stretch, text, from)
      if (at === -1) return false
      from = at + stretch.length
    }
    const last = text.length - tail.length
    return last >= from && isAt(tail, text, last)
  }
}

/** The pieces of a text in which `*` and `?` are wildcards. */
export const piecesOf = (text: string): readonly Piece[] =>
  text
    .split(/([*?])/)
    .filter((part) => part !== '')
    .map((part) => (part === '*' ? { type: 'anything' } : part === '?' ? { type: 'character' } : { type: 'text', text: part }))

/** What stands between two `*`: texts at their distance from its begin; the rest may be any characters. */
interface Stretch {
  readonly length: number
  readonly texts: readonly { readonly at: number; readonly text: string }[]
}

const nothing: Stretch = { length: 0, texts: [] }

const stretches = (pieces: readonly Piece[]): readonly Stretch[] => {
  const found: { length: number; texts: { at: number; text: string }[] }[] = [{ length: 0, texts: [] }]
  for (const piece of pieces) {
    const stretch = found.at(-1)
    if (stretch === undefined || piece.type === 'anything') found.push({ length: 0, texts: [] })
    else if (piece.type === 'character') stretch.length += 1
    else {
      stretch.texts.push({ at: stretch.length, text: piece.text })
      stretch.length += piece.text.length
    }
  }
  return found
}

const isAt = ({ length, texts }: Stretch, text: string, start: number): boolean =>
  start + length <= text.length && texts.every(({ at, text: expected }) => text.startsWith(expected, start + at))

const find = (stretch: Stretch, text: string, from: number): number => {
  const [first] = stretch.texts
  const last = text.length - stretch.length
  if (first === undefined) return from <= last ? from : -1
  for (let start = from; start <= last; start++) {
    const at = text.indexOf(first.text, start + first.at)
    if (at === -1) return -1
    start = at - first.at
    if (isAt(stretch, text, start)) return start
  }
  return -1
}
