import type { IndexedNode } from '../definition-index.ts'
import type { Finding } from './rule.ts'

/** The first 100 findings, in the order of `items`: a definition may have thousands of faults. */
export const firstFindings = <Item>(items: Iterable<Item>, judge: (item: Item) => Finding | undefined): readonly Finding[] => {
  const findings: Finding[] = []
  for (const item of items) {
    const finding = judge(item)
    if (finding) findings.push(finding)
    if (findings.length === most) break
  }
  return findings
}

/** The same of the parts of nodes: their inputs, outputs or conditions. */
export const firstInNodes = <Part>(
  nodes: readonly IndexedNode[],
  partsOf: (node: IndexedNode) => Iterable<Part>,
  judge: (part: Part, node: IndexedNode) => Finding | undefined,
): readonly Finding[] => {
  const findings: Finding[] = []
  for (const node of nodes) {
    for (const part of partsOf(node)) {
      const finding = judge(part, node)
      if (finding) findings.push(finding)
      if (findings.length === most) return findings
    }
  }
  return findings
}

const most = 100
