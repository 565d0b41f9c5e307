import { endOfString } from '../protocol/json-document.ts'
import type { TextRange, WrittenNode } from './written-node.ts'

/** The places in a text that is valid JSON. What nobody asks for is not looked into, and what is asked for again only once. */
export const jsonNode = (text: string): WrittenNode => nodeFrom(text, skipSpace(text, 0))

const nodeFrom = (text: string, start: number, key?: TextRange): WrittenNode => {
  const end = endOfValue(text, start)
  const isScalar = text[start] !== '{' && text[start] !== '['
  let children: ReadonlyMap<string | number, WrittenNode> | undefined
  return {
    range: { start, end },
    ...(key && { key }),
    isScalar,
    child: (step) => (children ??= isScalar ? new Map() : childrenOf(text, start)).get(step),
  }
}

const childrenOf = (text: string, start: number): ReadonlyMap<string | number, WrittenNode> => {
  const children = new Map<string | number, WrittenNode>()
  const isObject = text[start] === '{'
  let at = skipSpace(text, start + 1)
  while (at < text.length && text[at] !== '}' && text[at] !== ']') {
    const keyEnd = isObject ? endOfString(text, at) : at
    const value = isObject ? skipSpace(text, skipSpace(text, keyEnd) + 1) : at
    const child = nodeFrom(text, value, isObject ? { start: at, end: keyEnd } : undefined)
    children.set(isObject ? String(JSON.parse(text.slice(at, keyEnd))) : children.size, child)
    at = skipSpace(text, child.range.end)
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return children
}

/** Behind the value's last character. */
const endOfValue = (text: string, start: number): number => {
  if (text[start] === '"') return endOfString(text, start)
  if (text[start] !== '{' && text[start] !== '[') return ends(text, start, /[\s,\]}]/g)
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const character = text[at]
    if (character === '"') at = endOfString(text, at) - 1
    else if (character === '{' || character === '[') depth += 1
    else if ((character === '}' || character === ']') && --depth === 0) return at + 1
  }
  return text.length
}

const skipSpace = (text: string, from: number): number => ends(text, from, /\S/g)

/** Where the pattern matches first. */
const ends = (text: string, from: number, pattern: RegExp): number => {
  pattern.lastIndex = from
  return pattern.exec(text)?.index ?? text.length
}
