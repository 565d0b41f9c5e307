/** A piece of a condition. `position` counts characters from 1. */
export interface Token {
  readonly type: 'name' | 'string' | 'number' | 'symbol'
  readonly text: string
  readonly position: number
}

/** Keywords are tokens of type `symbol`: no input can be mentioned by their name. */
export const tokenize = (text: string): { readonly tokens: readonly Token[] } | { readonly cause: string } => {
  const tokens: Token[] = []
  for (let position = skipSpace(text, 0); position < text.length; position = skipSpace(text, position)) {
    const token = readToken(text, position)
    if (!token) return { cause: `${misreading(text.slice(position))} at character ${position + 1}` }
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

const misreading = (rest: string): string => {
  if (rest.startsWith("'")) return 'A string stands in double quotes, not in single ones,'
  if (rest.startsWith('"')) return 'A string has no closing quote, or a backslash before something else than " or \\,'
  if (rest.startsWith('=')) return 'Equality is written ==, not =,'
  return `Unexpected ${JSON.stringify(Array.from(rest.slice(0, 2))[0] ?? '')}`
}
