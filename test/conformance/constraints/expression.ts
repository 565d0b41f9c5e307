/** A regular expression, as far as AWS's patterns go. What stands for a place, such as `^`, is an empty sequence. */
export type Expression =
  | { readonly type: 'character'; readonly oneOf: readonly string[] }
  | { readonly type: 'sequence'; readonly parts: readonly Expression[] }
  | { readonly type: 'choice'; readonly branches: readonly Expression[] }
  | { readonly type: 'repeat'; readonly part: Expression; readonly least: number; readonly most: number }

/** @throws Error - the pattern has something that this does not read. */
export const parseExpression = (pattern: string): Expression => {
  let at = 0
  const take = (expected: RegExp): string | undefined => {
    const found = new RegExp(expected.source, 'y')
    found.lastIndex = at
    const text = found.exec(pattern)?.[0]
    if (text !== undefined) at += text.length
    return text
  }

  const choice = (): Expression => {
    const branches = [sequence()]
    while (take(/\|/) !== undefined) branches.push(sequence())
    return branches.length === 1 ? sequenceOf(branches) : { type: 'choice', branches }
  }

  const sequence = (): Expression => {
    const parts: Expression[] = []
    while (at < pattern.length && !'|)'.includes(pattern.charAt(at))) parts.push(repeat(atom()))
    return sequenceOf(parts)
  }

  const atom = (): Expression => {
    if (take(/\^|\$|\\b/) !== undefined) return { type: 'sequence', parts: [] }
    if (take(/\((\?:)?(?!\?)/) !== undefined) {
      const inside = choice()
      if (take(/\)/) === undefined) throw unread()
      return inside
    }
    const source = take(/\[(?:\\.|[^\]\\])+\]|\\[sSdDwW.$\\/*+?()[\]{}|-]|[^\\()[\]{}*+?|]/)
    if (source === undefined) throw unread()
    return { type: 'character', oneOf: charactersOf(source) }
  }

  const repeat = (part: Expression): Expression => {
    const quantifier = take(/[*+?]|\{\d+(?:,\d*)?\}/)
    if (quantifier === undefined) return part
    const [least, most] = timesOf(quantifier)
    return { type: 'repeat', part, least, most }
  }

  const unread = (): Error => new Error(`${pattern} is not understood from its character ${at + 1} on.`)

  const expression = choice()
  if (at < pattern.length) throw unread()
  return expression
}

const sequenceOf = (parts: readonly Expression[]): Expression => {
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : { type: 'sequence', parts }
}

const timesOf = (quantifier: string): readonly [least: number, most: number] => {
  if (quantifier === '*') return [0, Infinity]
  if (quantifier === '+') return [1, Infinity]
  if (quantifier === '?') return [0, 1]
  const [least = '', most = least] = quantifier.slice(1, -1).split(',')
  return [Number(least), most === '' ? Infinity : Number(most)]
}

const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index))

/** Those that can be seen; letters and digits first. */
const charactersOf = (source: string): readonly string[] => {
  const expression = new RegExp(`^${source}$`)
  const found = printable.filter((character) => expression.test(character))
  if (found.length === 0) throw new Error(`${source} fits no printable character.`)
  return [...found.filter((character) => /\w/.test(character)), ...found.filter((character) => !/\w/.test(character))]
}
