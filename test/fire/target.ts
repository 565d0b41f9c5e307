import type { ModelServer, ModelServerOptions } from '../../examples/model-server.ts'
import { startModelServer } from '../../examples/model-server.ts'
import { preparedFlow } from './prepared-flow.ts'
import type { TemporaryServer, TemporaryServerOptions } from './temporary-server.ts'
import { startTemporaryServer } from './temporary-server.ts'

/** A server with a model server and a prepared flow. */
export interface Target extends TemporaryServer {
  readonly models: ModelServer
  /** Two Prompts, one after the other. */
  readonly flow: string
}

export const startTarget = async (
  options: ModelServerOptions & Pick<TemporaryServerOptions, 'shutdownSeconds' | 'iteratorConcurrency'>,
): Promise<Target> => {
  const { shutdownSeconds = 10, iteratorConcurrency = 1, ...modelOptions } = options
  await using started = new AsyncDisposableStack()
  const models = started.adopt(await startModelServer(modelOptions), (server) => server.close())
  const server = started.use(await startTemporaryServer({ baseUrl: models.baseUrl, shutdownSeconds, iteratorConcurrency }))
  const flow = await preparedFlow(server.endpoint)
  const owned = started.move()
  return { ...server, models, flow, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
