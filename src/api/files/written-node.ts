/** A piece of a text, in UTF-16 units: `end` is behind its last. */
export interface TextRange {
  readonly start: number
  readonly end: number
}

/** A value of a document as it is written: a scalar, or what holds others. */
export interface WrittenNode {
  readonly range: TextRange
  /** Where the name of this member is written. */
  readonly key?: TextRange
  readonly isScalar: boolean
  /** A member or an element; `undefined`: there is none. */
  readonly child: (step: string | number) => WrittenNode | undefined
}

/**
 * Where the value at a path is written: a scalar itself; of anything larger, or of what is left empty, its name, or where it begins. Where the path leads on
 * to nothing, as far as it leads.
 */
export const rangeAt = (root: WrittenNode, path: readonly (string | number)[]): TextRange => {
  const { range, key, isScalar } = nodeAt(root, path)
  if (isScalar && (key === undefined || range.end > range.start)) return range
  return key ?? { start: range.start, end: Math.min(range.start + 1, range.end) }
}

/** The one character of a text, counted from 1, where the value at a path is such a text; one too far is its end. */
export const characterAt = (text: string, range: TextRange, position: number): TextRange => {
  const start = startOfCharacter(text, range, position)
  return { start, end: Math.min(start + 1, Math.max(range.end, start)) }
}

const nodeAt = (root: WrittenNode, path: readonly (string | number)[]): WrittenNode => {
  let node = root
  for (const step of path) {
    const child = node.child(step)
    if (!child) break
    node = child
  }
  return node
}

/** A text in quotes may be written longer than it is; a block of YAML is left as a whole. */
const startOfCharacter = (text: string, { start, end }: TextRange, position: number): number => {
  const quote = text[start]
  if (quote === '|' || quote === '>') return start
  if (quote !== '"' && quote !== "'") return Math.min(start + position - 1, end)
  const written = quote === '"' ? /\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\[\s\S]|[\s\S]/g : /''|[\s\S]/g
  written.lastIndex = start + 1
  for (let character = 1; character < position && written.lastIndex < end - 1; character++) written.exec(text)
  return Math.min(written.lastIndex, end - 1)
}
