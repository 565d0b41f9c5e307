import type { Sluice } from '../api/server.ts'

/** What standard output says first: scripts read the endpoint from the end of the first line. */
export const welcome = ({ endpoint, dataDir }: Pick<Sluice, 'endpoint' | 'dataDir'>): string =>
  [
    `Sluice is ready at ${endpoint}`,
    `Data directory: ${dataDir}`,
    `boto3:      boto3.client('bedrock-agent-runtime', endpoint_url='${endpoint}', region_name='us-east-1')`,
    `JavaScript: new BedrockAgentRuntimeClient({ endpoint: '${endpoint}', region: 'us-east-1' })`,
    `AWS CLI:    export AWS_ENDPOINT_URL_BEDROCK_AGENT=${endpoint} AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME=${endpoint}`,
    '',
  ].join('\n')
