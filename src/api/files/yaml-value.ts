import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { Document, Node, YAMLParseError, YAMLWarning } from 'yaml'
import type { Json } from '../../lib/json.ts'

/** Why a text is no YAML, or says more than JSON can: part of a sentence, with the line. */
export class NoYaml extends Error {
  override readonly name = 'NoYaml'
}

/** The parser takes seconds for a megabyte of the worst. */
const mostCharacters = 256 * 1024
const deepest = 128
/** With what aliases repeat. */
const mostValues = 1_000_000

/** What a YAML text says. Takes time linear in its size, but for the parser's own. @throws NoYaml */
export const yamlValue = (text: string): Json => {
  const { document, invalid } = yamlDocument(text)
  return document.contents === null ? null : new Reader(invalid).read(document.contents)
}

/** The same before its values are read. @throws NoYaml */
export const yamlDocument = (text: string): { readonly document: Document; readonly invalid: (at: number, what: string) => NoYaml } => {
  if (text.length > mostCharacters) throw new NoYaml('is no JSON, and for YAML it is too large: at most 256 KiB')
  const lines = new LineCounter()
  // The parser's own check of keys takes time quadratic in their number.
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, resolveKnownTags: false, lineCounter: lines })
  // A warning is something that the parser would otherwise read in its own way, as an unknown tag.
  const problem = document.errors[0] ?? document.warnings[0]
  const invalid = (at: number, what: string): NoYaml => new NoYaml(`is not valid YAML: line ${lines.linePos(at).line}: ${what}`)
  if (problem !== undefined) throw invalid(problem.pos[0], problemOf(problem))
  return { document, invalid }
}

const problemOf = ({ code, message }: YAMLParseError | YAMLWarning): string => {
  // The parser is recursive.
  if (code === 'RESOURCE_EXHAUSTION') return 'It nests too deep'
  const hint = code === 'BAD_ALIAS' ? '. A value that begins with * stands in quotes' : ''
  return message.replace(/\.$/, '') + hint
}

class Reader {
  readonly #invalid: (at: number, what: string) => NoYaml
  readonly #anchors = new Map<string, Node>()
  /** What is being read, from the outside in. */
  readonly #open: Node[] = []
  #values = 0

  constructor(invalid: (at: number, what: string) => NoYaml) {
    this.#invalid = invalid
  }

  read(node: Node): Json {
    const refused = (what: string): NoYaml => this.#invalid(node.range?.[0] ?? 0, what)
    if (++this.#values > mostValues) throw refused('The aliases repeat too much')
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source)
      if (!target) throw refused('The alias leads nowhere')
      return this.read(target)
    }
    if ('anchor' in node && node.anchor !== undefined) this.#anchors.set(node.anchor, node)
    if (isScalar(node)) return this.#scalar(node.value, refused)
    if (this.#open.includes(node)) throw refused('This refers to itself')
    if (this.#open.length === deepest) throw refused(`This nests deeper than ${deepest} levels`)
    this.#open.push(node)
    const value = isSeq<Node>(node) ? node.items.map((item) => this.read(item)) : this.#members(node, refused)
    this.#open.pop()
    return value
  }

  #scalar(value: unknown, refused: (what: string) => NoYaml): Json {
    if (typeof value === 'number' && !Number.isFinite(value))
      throw refused(`The number ${value} is none of JSON. A text that looks like a number stands in quotes`)
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
    throw refused(`A ${typeof value} is nothing that JSON has`)
  }

  #members(node: Node, refused: (what: string) => NoYaml): Json {
    if (!isMap<Node, Node | null>(node)) throw refused('This is nothing that JSON has')
    const members = new Map<string, Json>()
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? key.value : undefined
      const wrong = (what: string): NoYaml => this.#invalid(key.range?.[0] ?? 0, what)
      if (typeof name !== 'string') throw wrong('A name that is not a text stands in quotes')
      if (name === '__proto__') throw wrong('A member must not be named __proto__')
      if (name === '<<') throw wrong('Merge keys (<<) are not read: repeat the members')
      if (members.has(name)) throw wrong('Map keys must be unique')
      members.set(name, value === null ? null : this.read(value))
    }
    return Object.fromEntries(members)
  }
}
