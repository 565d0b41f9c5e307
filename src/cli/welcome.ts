import { accessModeOf } from '../api/access-schema.ts'
import type { Configuration } from '../api/configuration.ts'
import type { Sluice } from '../api/server.ts'

/** What standard output says first: scripts read the endpoint from the end of the first line. */
export const welcome = (
  { endpoint, dataDir }: Pick<Sluice, 'endpoint' | 'dataDir'>,
  { flows, account, region, access }: Pick<Configuration, 'flows' | 'account' | 'region' | 'access'>,
): string => {
  const [credential] = accessModeOf(access) === 'verified' ? access.credentials : []
  // Where any is taken, declared flows are found by whoever asks in their account and region.
  const key = credential?.accessKeyId ?? (flows.length > 0 ? account : '123456789012')
  const secret = credential && { name: credential.secretAccessKeyEnv, python: `os.environ['${credential.secretAccessKeyEnv}']` }
  const usable = endpoint.replace(everyAddress, '//localhost')
  return [
    `Sluice is ready at ${endpoint}`,
    `Data directory: ${dataDir}`,
    ...(credential ? [`Signatures are verified; access keys: ${access.credentials.length}`] : []),
    ...(flows.length > 0 ? [`Declared flows, in account ${account} and region ${region}: ${shown(flows)}`] : []),
    `boto3:      boto3.client('bedrock-agent-runtime', endpoint_url='${usable}', region_name='${region}',
            aws_access_key_id='${key}', aws_secret_access_key=${secret?.python ?? "'any'"})`,
    `JavaScript: new BedrockAgentRuntimeClient({ endpoint: '${usable}', region: '${region}',
            credentials: { accessKeyId: '${key}', secretAccessKey: ${secret ? `process.env.${secret.name}` : "'any'"} } })`,
    `AWS CLI:    export AWS_ENDPOINT_URL_BEDROCK_AGENT=${usable} AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME=${usable}`,
    `            export AWS_REGION=${region} AWS_DEFAULT_REGION=${region} AWS_ACCESS_KEY_ID=${key} AWS_SECRET_ACCESS_KEY=${secret ? `"$${secret.name}"` : 'any'}`,
    '',
  ].join('\n')
}

/** A server may listen there, but nobody calls it by that name, and no certificate has it. */
const everyAddress = /\/\/(?:0\.0\.0\.0|\[::\])/

const shownFlows = 5

const shown = (flows: Configuration['flows']): string =>
  flows
    .slice(0, shownFlows)
    .map(({ id }) => id)
    .concat(flows.length > shownFlows ? [`${flows.length - shownFlows} more`] : [])
    .join(', ')
