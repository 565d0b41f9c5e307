import { ConfigurationError } from '../api/configuration-error.ts'
import { readDeclaredFlows } from '../api/declared-flows/read-declared-flows.ts'
import { loadConfiguration, located } from './load-configuration.ts'
import type { Flags, Surroundings } from './load-configuration.ts'

/** Says that the configuration holds, and that the flows that it declares can run. @throws ConfigurationError - it does not. */
export const configCheck = async (flags: Pick<Flags, 'config'>, surroundings: Surroundings): Promise<string> => {
  const { configuration, file } = await loadConfiguration(flags, surroundings)
  await readDeclaredFlows(configuration).catch((error: unknown) => {
    throw error instanceof ConfigurationError ? located(error, file) : error
  })
  return file === undefined ? `There is no sluice.config.yaml in ${surroundings.workingDirectory}: the defaults hold.` : `${file} is valid.`
}
