import { testAlias } from '../../contract/identifier.ts'
import { ConfigurationError } from '../configuration-error.ts'
import type { Declaration } from './declaration.ts'

/** What no schema says of declarations. @throws ConfigurationError */
export const checkDeclaredFlows = (flows: readonly Declaration[]): void => {
  const indexes = new Map<string, number>()
  for (const [index, { id, file, definition, alias }] of flows.entries()) {
    const wrong = (member: string, what: string): ConfigurationError => {
      const setting = `flows[${index}]${member}`
      return new ConfigurationError(`${setting} ${what}.`, { setting })
    }
    const same = indexes.get(id)
    if (same !== undefined) throw wrong('.id', `is ${id}, which flows[${same}] is already`)
    indexes.set(id, index)
    if ((file === undefined) === (definition === undefined)) throw wrong('', 'must have a file or a definition, one of the two')
    if (alias?.id === testAlias || alias?.name === testAlias) throw wrong('.alias', `is ${testAlias}, which every flow has anyway`)
  }
}
