/** The HTTP stack of the server in front of a constant answer: what a request costs before anything is done for it. */
import { httpApplication } from '../src/api/protocol/http-application.ts'
import { front } from '../src/api/protocol/front.ts'
import { defaultFrontLimits } from '../src/api/protocol/inner-server.ts'
import { systemClock } from '../src/lib/clock.ts'
import { randomIds } from '../src/lib/ids.ts'

const answer = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    executionArn: `arn:aws:bedrock:us-east-1:123456789012:flow/FLOW000001/alias/TSTALIASID/execution/${randomIds.uuid()}`,
  }),
}
const fail = (error: unknown): void => {
  throw error
}
const port = front({
  handle: httpApplication(
    async (request) => {
      await request.body(1_000_000)
      return answer
    },
    { clock: systemClock, limits: defaultFrontLimits, onError: fail },
  ),
  limits: defaultFrontLimits,
  clock: systemClock,
  ids: randomIds,
  onError: fail,
})
const address = await port.listen({ host: '127.0.0.1', port: 0 })
console.log(`The constant is ready at http://127.0.0.1:${address.port}`)
