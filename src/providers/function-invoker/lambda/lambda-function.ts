import type { FunctionEndpoint } from '../function-endpoint.ts'
import type { LambdaEndpointOptions } from './lambda-endpoint.ts'

/** Functions of AWS Lambda, whose SDK is loaded at once, and nobody waits for it but a call. */
export const lambdaFunction = (options: LambdaEndpointOptions): FunctionEndpoint => {
  const endpoint = import('./lambda-endpoint.ts').then(({ lambdaEndpoint }) => lambdaEndpoint(options))
  endpoint.catch(() => {}) // the first call tells
  return {
    invoke: async (call, callOptions) => (await endpoint).invoke(call, callOptions),
    async [Symbol.asyncDispose]() {
      await (await endpoint)[Symbol.asyncDispose]()
    },
  }
}
