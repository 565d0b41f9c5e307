import { tooOldNode } from '../lib/node-version.ts'
import type { Sluice, SluiceOptions } from './server.ts'

export type { PartialConfiguration } from './configuration.ts'
export type { DeclaredFlowChange } from './declared-flows/watch-declared-flows.ts'
export type { Sluice, SluiceOptions } from './server.ts'

/**
 * What the package exports: starts a server in this process.
 * @throws ConfigurationError - one sentence about the setting. @throws StoreRefused - the data directory cannot be used.
 * @throws Error - this Node.js is too old.
 */
export const startSluice = async (options?: SluiceOptions): Promise<Sluice> => {
  // An older one cannot even read the server: it is imported after this question.
  const tooOld = tooOldNode(process.versions.node)
  if (tooOld !== undefined) throw new Error(tooOld)
  const server = await import('./server.ts')
  return server.startSluice(options)
}
