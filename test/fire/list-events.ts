import { call } from './client.ts'
import { pathOf } from './execution-path.ts'

/** All events of type Node that a client is shown, each as JSON. Two concurrent readers may see different lengths. */
export const listEvents = async (endpoint: string, executionArn: string): Promise<readonly string[]> => {
  const events: string[] = []
  let page = ''
  do {
    const { body } = await call(endpoint, 'GET', `${pathOf(executionArn)}/events?eventType=Node${page}`)
    const { flowExecutionEvents, nextToken } = body
    if (Array.isArray(flowExecutionEvents)) events.push(...flowExecutionEvents.map((event) => JSON.stringify(event)))
    page = typeof nextToken === 'string' ? `&nextToken=${encodeURIComponent(nextToken)}` : ''
  } while (page !== '')
  return events
}
