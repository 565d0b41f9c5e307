import type { Sluice } from '../api/server.ts'

/** What standard output says first: scripts read the endpoint from the end of the first line. */
export const welcome = ({ endpoint, dataDir }: Pick<Sluice, 'endpoint' | 'dataDir'>): string =>
  [
    `Sluice is ready at ${endpoint}`,
    `Data directory: ${dataDir}`,
    `boto3:      boto3.client('bedrock-agent-runtime', endpoint_url='${endpoint}', region_name='us-east-1',
            aws_access_key_id='123456789012', aws_secret_access_key='any')`,
    `JavaScript: new BedrockAgentRuntimeClient({ endpoint: '${endpoint}', region: 'us-east-1',
            credentials: { accessKeyId: '123456789012', secretAccessKey: 'any' } })`,
    `AWS CLI:    export AWS_ENDPOINT_URL_BEDROCK_AGENT=${endpoint} AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME=${endpoint}`,
    `            export AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=123456789012 AWS_SECRET_ACCESS_KEY=any`,
    '',
  ].join('\n')
