import { conditionKey } from './condition-keys.ts'
import type { Context } from './condition-keys.ts'
import { piecesOf } from './wildcards.ts'
import type { Piece } from './wildcards.ts'

/** A text of a policy, with wildcards and with variables that each request fills in. */
export interface Template {
  readonly pieces: readonly (Piece | Variable)[]
  /** Of the condition keys that it reads, in lower case. */
  readonly keys: readonly string[]
}

interface Variable {
  readonly type: 'variable'
  /** In lower case. */
  readonly key: string
  readonly otherwise: string | undefined
}

/** How a text is read: variables in policies of the version 2012-10-17 only, which AWS takes as text in others and nobody means so; `*` and `?` as wildcards, or as they are. */
export interface Reading {
  readonly hasVariables: boolean
  readonly hasWildcards: boolean
  /** Whether a variable may stand for a key that no request has here. */
  readonly anyKey: boolean
}

/**
 * `fault`: why the text is none, as the end of a sentence about it.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export const parseTemplate = (
  text: string,
  { hasVariables, hasWildcards, anyKey }: Reading,
): { readonly template: Template } | { readonly fault: string } => {
  const plain = (part: string): readonly Piece[] => (hasWildcards ? piecesOf(part) : literal(part))
  if (!hasVariables && text.includes('${'))
    return { fault: `has a variable, which only a policy with "Version": "2012-10-17" has: write that Version` }
  const pieces: (Piece | Variable)[] = []
  let from = 0
  for (let start = text.indexOf('${'); start !== -1; start = text.indexOf('${', from)) {
    const end = text.indexOf('}', start)
    if (end === -1)
      return { fault: 'begins a variable with ${ and does not close it: add the }, or write ${$}{ for the characters themselves' }
    const variable = parseVariable(text.slice(start + 2, end), anyKey)
    if ('fault' in variable) return variable
    pieces.push(...plain(text.slice(from, start)), variable.piece)
    from = end + 1
  }
  pieces.push(...plain(text.slice(from)))
  return { template: { pieces, keys: pieces.flatMap((piece) => (piece.type === 'variable' ? [piece.key] : [])) } }
}

/** The pattern for one request; `undefined`: the request does not have what a variable stands for. What it has stands for itself. */
export const resolved = ({ pieces }: Template, context: Context): readonly Piece[] | undefined => {
  const found: Piece[] = []
  for (const piece of pieces) {
    if (piece.type !== 'variable') found.push(piece)
    else {
      const [value = piece.otherwise, ...others] = context(piece.key)
      if (value === undefined || others.length > 0) return undefined
      found.push({ type: 'text', text: value })
    }
  }
  return found
}

const literal = (text: string): readonly Piece[] => (text === '' ? [] : [{ type: 'text', text }])

const parseVariable = (written: string, anyKey: boolean): { readonly piece: Piece | Variable } | { readonly fault: string } => {
  if (written === '*' || written === '?' || written === '$') return { piece: { type: 'text', text: written } }
  const [, name = '', otherwise] = variablePattern.exec(written) ?? []
  if (name === '') return { fault: `has the variable \${${short(written)}}, which is not written as \${KEY} or \${KEY, 'DEFAULT'}` }
  const key = conditionKey(name)
  if (key === undefined && !anyKey) return { fault: `has the variable \${${short(name)}}, a key that no request has here` }
  if (key?.isSet) return { fault: `has the variable \${${key.name}}, which may have several values: no variable can stand for it` }
  return { piece: { type: 'variable', key: name.toLowerCase(), otherwise } }
}

const variablePattern = /^\s*([^\s,'{}$][^,'{}$]{0,299}?)\s*(?:,\s*'([^']*)'\s*)?$/

const short = (text: string): string => (text.length <= 80 ? text : `${text.slice(0, 79)}…`)
