import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import type { Document, Node } from 'yaml'
import { yamlDocument } from './yaml-value.ts'
import type { TextRange, WrittenNode } from './written-node.ts'

/** The places in a text that `yamlValue` reads. What an alias stands for is where it is written. */
export const yamlNode = (text: string): WrittenNode => {
  const { document } = yamlDocument(text)
  return document.contents === null ? nothing : nodeOf(document.contents, document)
}

const nothing: WrittenNode = { range: { start: 0, end: 0 }, isScalar: true, child: () => undefined }

const nodeOf = (node: Node, document: Document, key?: TextRange): WrittenNode => ({
  range: rangeOf(node),
  ...(key && { key }),
  isScalar: isScalar(node),
  child: (step) => childOf(isAlias(node) ? node.resolve(document) : node, step, document),
})

const childOf = (node: Node | undefined, step: string | number, document: Document): WrittenNode | undefined => {
  if (isSeq<Node>(node)) {
    const item = typeof step === 'number' ? node.items[step] : undefined
    return item && nodeOf(item, document)
  }
  if (!isMap<Node, Node | null>(node)) return undefined
  const pair = node.items.find(({ key }) => isScalar(key) && key.value === step)
  if (!pair) return undefined
  const key = rangeOf(pair.key)
  return pair.value === null ? { ...nothing, range: key } : nodeOf(pair.value, document, key)
}

const rangeOf = ({ range }: Node): TextRange => ({ start: range?.[0] ?? 0, end: range?.[1] ?? 0 })
