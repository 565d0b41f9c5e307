/**
 * Whether a text fits a pattern in which `*` stands for any characters. Compares piece by piece: a regular expression with
 * several `.*` can take exponential time on a hostile text.
 */
export const wildcard = (pattern: string): ((text: string) => boolean) => {
  const [head = '', ...pieces] = pattern.split('*')
  const tail = pieces.pop()
  if (tail === undefined) return (text) => text === head
  return (text) => {
    if (!text.startsWith(head)) return false
    let from = head.length
    for (const piece of pieces) {
      const at = text.indexOf(piece, from)
      if (at === -1) return false
      from = at + piece.length
    }
    return text.length - tail.length >= from && text.endsWith(tail)
  }
}
