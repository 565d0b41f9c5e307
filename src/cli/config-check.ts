import { checkBucketDirectories } from '../api/check-bucket-directories.ts'
import { checkFunctionFiles } from '../api/check-function-files.ts'
import type { Configuration } from '../api/configuration.ts'
import { ConfigurationError } from '../api/configuration-error.ts'
import { readDeclaredFlows } from '../api/declared-flows/read-declared-flows.ts'
import { MisshapenDefinition, readDefinitionSource } from '../api/files/definition-file.ts'
import { UnreadableFile } from '../api/files/text-file.ts'
import { readPolicies } from '../api/policy/read-policies.ts'
import { readCertificate } from '../api/tls/read-certificate.ts'
import { accessNotes } from './access-notes.ts'
import { faultsIn, findingsIn, inOrder } from './file-findings.ts'
import { findingsText, type Shown } from './finding-text.ts'
import { loadConfiguration, located } from './load-configuration.ts'
import type { Flags, Surroundings } from './load-configuration.ts'
import { unmatchedIn } from './unmatched.ts'

/**
 * Says that the configuration holds, that its policies can be followed and that the flows that it declares can run; shows on `stream`
 * what is to be said of them.
 * @throws ConfigurationError - it does not hold, or one of them cannot run.
 */
export const configCheck = async (flags: Pick<Flags, 'config'>, surroundings: Surroundings, stream: Shown): Promise<string> => {
  const { configuration, file } = await loadConfiguration(flags, surroundings)
  const refused = (error: unknown): never => {
    throw error instanceof ConfigurationError ? located(error, file) : error
  }
  if (configuration.tls) await readCertificate(configuration.tls, Date.now()).catch(refused)
  for (const flow of configuration.flows)
    if (flow.file !== undefined) stream.write(await declaredFindings(flow.file, configuration, stream))
  await Promise.all([
    checkFunctionFiles(configuration.functions),
    checkBucketDirectories(configuration.buckets),
    readPolicies(configuration.access),
    readDeclaredFlows(configuration),
  ]).catch(refused)
  for (const note of accessNotes(configuration.access, Date.now())) stream.write(`${note}\n`)
  return file === undefined ? `There is no sluice.config.yaml in ${surroundings.workingDirectory}: the defaults hold.` : `${file} is valid.`
}

/** Of a file that cannot be read nothing: that is an error of the configuration. */
const declaredFindings = async (file: string, configuration: Configuration, stream: Shown): Promise<string> => {
  try {
    const source = await readDefinitionSource(file)
    return findingsText(file, source.text, inOrder([...findingsIn(source), ...unmatchedIn(source, configuration)]), stream)
  } catch (error) {
    if (error instanceof MisshapenDefinition) return findingsText(file, error.source.text, faultsIn(error), stream)
    if (error instanceof UnreadableFile) return ''
    throw error
  }
}
