import * as buildTime from '@aws-sdk/client-bedrock-agent'
import * as runTime from '@aws-sdk/client-bedrock-agent-runtime'
import type { OperationName } from '../../src/contract/operations.ts'
import { operations } from '../../src/contract/operations.ts'
import type { World } from './world.ts'

/** What a client was answered, and with which HTTP status. */
export interface Answer {
  readonly status: number | undefined
  readonly body: Readonly<Record<string, never>>
}

type Output = Answer['body'] & { readonly $metadata: { readonly httpStatusCode?: number } }
interface AnyClient {
  send(command: object): Promise<Output>
}
type AnyCommand = new (input: object) => object

/** Calls any operation by AWS's own client, as `new NameCommand(input)` does; what it is asked is checked by the server alone. */
export const callOf =
  ({ build, runtime }: Pick<World, 'build' | 'runtime'>) =>
  async (name: OperationName, input: object = {}): Promise<Answer> => {
    const [client, commands] = operations[name].service === 'bedrock-agent' ? [build, buildTime] : [runtime, runTime]
    const Command = (commands as unknown as Readonly<Record<string, AnyCommand>>)[`${name}Command`]
    if (!Command) throw new Error(`The client has no ${name}Command.`)
    const { $metadata, ...body } = await (client as unknown as AnyClient).send(new Command(input))
    return { status: $metadata.httpStatusCode, body }
  }
