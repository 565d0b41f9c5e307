import { loadConfiguration } from './load-configuration.ts'
import type { Flags, Surroundings } from './load-configuration.ts'

/** Says that the configuration holds. @throws ConfigurationError - it does not. */
export const configCheck = async (flags: Pick<Flags, 'config'>, surroundings: Surroundings): Promise<string> => {
  const { file } = await loadConfiguration(flags, surroundings)
  return file === undefined ? `There is no sluice.config.yaml in ${surroundings.workingDirectory}: the defaults hold.` : `${file} is valid.`
}
