import type { DefinitionPart } from '../../places/definition-part.ts'
import type { LintRemark, LintRule } from '../rule.ts'

/** An Iterator among what follows another one, before its Collector: AWS takes one in a flow. */
export const nestedIterator: LintRule = (parts) => parts.flatMap(nestedIn)

const nestedIn = ({ nodes, connections, path }: DefinitionPart): readonly LintRemark[] => {
  const types = new Map(nodes.map(({ name, type }) => [name, type]))
  const targets = Map.groupBy(connections, ({ source }) => source)
  const among = new Set<string>()
  const follow = nodes.filter(({ type }) => type === 'Iterator').map(({ name }) => name)
  for (const name of follow)
    for (const { target } of targets.get(name) ?? []) {
      if (among.has(target)) continue
      among.add(target)
      // An Iterator is followed anyway; behind a Collector there is one value again.
      if (types.get(target) !== 'Iterator' && types.get(target) !== 'Collector') follow.push(target)
    }
  return nodes.flatMap(({ name, type }, index) =>
    type === 'Iterator' && among.has(name)
      ? {
          message: `Iterator ${name} stands among the elements of another Iterator, which AWS does not take.`,
          path: [...path, 'nodes', index, 'name'],
        }
      : [],
  )
}
