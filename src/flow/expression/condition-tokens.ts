import type { Malformation } from './malformation.ts'

/** A piece of a condition. `position` counts characters from 1. */
export interface Token {
  readonly type: 'name' | 'string' | 'number' | 'symbol'
  readonly text: string
  readonly position: number
}

/** Keywords are tokens of type `symbol`: no input can be mentioned by their name. */
export const tokenize = (text: string): { readonly tokens: readonly Token[] } | Malformation => {
  const tokens: Token[] = []
  for (let position = skipSpace(text, 0); position < text.length; position = skipSpace(text, position)) {
    const token = readToken(text, position)
    if (!token) return { cause: `${misreading(text.slice(position))} at character ${position + 1}`, position: position + 1 }
    tokens.push(token)
    position += token.text.length
  }
  return { tokens }
}

const skipSpace = (text: string, position: number): number => {
  space.lastIndex = position
  space.exec(text)
  return space.lastIndex
}

const readToken = (text: string, position: number): Token | undefined => {
  for (const { type, pattern } of forms) {
    pattern.lastIndex = position
    const match = pattern.exec(text)
    if (match) return { type, text: match[0], position: position + 1 }
  }
  return undefined
}

const space = /\s*/y

const forms = [
  { type: 'symbol', pattern: /(?:and|or|not|true|false|True|False)(?![0-9A-Za-z_])|==|!=|>=|<=|>|<|\(|\)/y },
  { type: 'name', pattern: /[A-Za-z][0-9A-Za-z_]*/y },
  { type: 'string', pattern: /"(?:[^"\\]|\\["\\])*"/y },
  { type: 'number', pattern: /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![0-9A-Za-z_.])/y },
] as const

const misreading = (rest: string): string =>
  misreadings.find(({ pattern }) => pattern.test(rest))?.cause ?? `Unexpected ${JSON.stringify(Array.from(rest.slice(0, 2))[0] ?? '')}`

/** What other languages write, and what goes wrong in a text editor. */
const misreadings = [
  { pattern: /^['‘’]/, cause: 'A string stands in double quotes, not in single ones,' },
  { pattern: /^[“”„]/, cause: 'A string stands in straight double quotes, not in curly ones,' },
  { pattern: /^"/, cause: 'A string has no closing quote, or a backslash before something else than " or \\,' },
  { pattern: /^=/, cause: 'Equality is written ==, not =,' },
  { pattern: /^&/, cause: 'Both are asked for with and, not &&,' },
  { pattern: /^\|/, cause: 'Either is asked for with or, not ||,' },
  { pattern: /^!/, cause: 'The opposite is asked for with not, or != between two operands, not !,' },
] as const
