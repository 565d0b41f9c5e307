/**
 * `npm run fuzz -- --seconds 300 --seed 1`: requests of every operation, drawn from the contract and made otherwise, get nothing but
 * successes and modelled errors, each within ten seconds; the next sound request is served, and the memory stays bounded. Half of the
 * time a server that verifies is sent signed requests with something made otherwise: none of them gets past the signature.
 */
import { readFile, readdir } from 'node:fs/promises'
import { scrape } from '../../bench/scrape.ts'
import { wholeNumbers } from '../../scripts/whole-numbers.ts'
import type { Keywords } from '../../src/contract/keywords.ts'
import { operations } from '../../src/contract/operations.ts'
import type { OperationName } from '../../src/contract/operations.ts'
import type { Json } from '../../src/lib/json.ts'
import { signature, tryOnce } from '../fire/client.ts'
import { preparedFlow } from '../fire/prepared-flow.ts'
import { startTemporaryServer } from '../fire/temporary-server.ts'
import { unmodelled } from '../malformed/modelled.ts'
import type { RawAnswer } from '../malformed/modelled.ts'
import { Chance } from '../simulation/chance.ts'
import { mutateJson, mutateRequest } from './mutate-request.ts'
import type { FuzzedRequest } from './mutate-request.ts'
import { fuzzedSender } from './fuzzed-sender.ts'
import { fuzzSignatures } from './signatures.ts'
import { soundValue } from './sound-value.ts'

const { seconds, seed } = wholeNumbers({ seconds: 60, seed: 1 + Math.floor(Math.random() * 2 ** 31) })
const chance = new Chance(seed)
const names = Object.keys(operations) as OperationName[]
/** What runs is sound too, and a server that works has garbage. */
const mostMegabytes = 400

const folder = new URL('../flows/', import.meta.url)
const definitions: readonly Json[] = await Promise.all(
  (await readdir(folder)).map(async (file): Promise<Json> => JSON.parse(await readFile(new URL(file, folder), 'utf8'))),
)

await using server = await startTemporaryServer()
const { endpoint } = server
const arnOf = (kind: 'flow' | 'prompt', id: string): string => `arn:aws:bedrock:us-east-1:123456789012:${kind}/${id}`
/** The ids of what was made, by who made it; the newest, because what is made is deleted too. */
const made: Record<'CreateFlow' | 'CreatePrompt' | 'CreateFlowAlias', string[]> = {
  CreateFlow: [],
  CreatePrompt: ['PROMPT0001'],
  CreateFlowAlias: ['TSTALIASID'],
}
const makeFlow = async (): Promise<void> => {
  const flow = await preparedFlow(endpoint)
  // The quota of flows: there are enough.
  if (flow === 'undefined') return
  await tryOnce(endpoint, 'POST', `/flows/${flow}/versions`)
  made.CreateFlow.push(flow)
}
await makeFlow()
let drawn = 0

const remember = (operation: string, { status, body }: RawAnswer): void => {
  if (status !== 201 || !Object.hasOwn(made, operation)) return
  const ids = made[operation as keyof typeof made]
  ids.push(String(JSON.parse(body).id))
  if (ids.length > 5) ids.shift()
}

/** What leads somewhere: most requests get as far as the store. */
const known = (name: string): Json | undefined => {
  switch (name) {
    case 'flowIdentifier':
      return chance.happens(0.5) ? chance.oneOf(made.CreateFlow) : arnOf('flow', chance.oneOf(made.CreateFlow))
    case 'promptIdentifier':
      return chance.oneOf(made.CreatePrompt)
    case 'flowAliasIdentifier':
    case 'aliasIdentifier':
      return chance.oneOf(['TSTALIASID', ...made.CreateFlowAlias])
    case 'executionIdentifier':
    case 'flowExecutionName':
      return `E${chance.between(1, 50)}`
    case 'flowVersion':
      return '1'
    case 'name':
      return `n${seed}-${drawn}`
    case 'executionRoleArn':
      return 'arn:aws:iam::123456789012:role/flow-role'
    case 'definition':
      return chance.oneOf(definitions)
    case 'resourceArn':
      return chance.happens(0.5) ? arnOf('flow', chance.oneOf(made.CreateFlow)) : arnOf('prompt', chance.oneOf(made.CreatePrompt))
    case 'inputs':
      return [{ nodeName: 'Start', nodeOutputName: 'document', content: { document: 'tea' } }]
    case 'maxResults':
      return 3
    default:
      return undefined
  }
}

const drawRequest = (): FuzzedRequest => {
  drawn++
  const operation = chance.oneOf(names)
  const { method, path, input } = operations[operation]
  const { properties = {} } = input as Keywords
  const members = soundValue(input as Keywords, operation, { chance, known }) as Readonly<Record<string, Json>>
  const changes = chance.oneOf([0, 0, 1, 1, 2, 5])
  const sent = Array.from({ length: changes }).reduce<Json>((one) => mutateJson(one, chance), members)
  const fields = typeof sent === 'object' && sent !== null && !Array.isArray(sent) ? (sent as typeof members) : members
  const textOf = (value: Json | undefined): string =>
    encodeURIComponent((typeof value === 'string' ? value : JSON.stringify(value ?? '')).toWellFormed())
  const labelled = path.replaceAll(/\{(\w+)\}/g, (_, label: string) => textOf(fields[label]))
  const query = Object.keys(properties).filter((name) => properties[name]?.in === 'query' && fields[name] !== undefined)
  const asked = query.length === 0 ? '' : `?${query.map((name) => `${name}=${textOf(fields[name])}`).join('&')}`
  const body = Object.entries(fields).filter(([name]) => properties[name]?.in === undefined)
  const whole: FuzzedRequest = {
    operation,
    method,
    path: labelled + asked,
    headers: { ...signature(), 'content-type': 'application/json' },
    body: method === 'GET' ? '' : Buffer.from(JSON.stringify(Object.fromEntries(body))).toString('latin1'),
  }
  return chance.happens(0.4) ? mutateRequest(whole, chance) : whole
}

using sender = fuzzedSender(endpoint)

/** Without a body there is nothing to read a message from. */
const faultOf = async (request: FuzzedRequest): Promise<string | undefined> => {
  try {
    const answer = await sender.send(request)
    counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1)
    remember(request.operation, answer)
    return unmodelled(request.method === 'HEAD' ? { ...answer, body: '{"message":"of HEAD"}' } : answer)
  } catch (error) {
    return `no answer: ${String(error)}`
  }
}

const counts = new Map<number, number>()
const fail = (fault: string, request?: FuzzedRequest): void => {
  console.error(`${fault}\n${request === undefined ? '' : `${JSON.stringify(request).slice(0, 100_000)}\n`}`)
  console.error(`To repeat it: npm run fuzz -- --seed ${seed} --seconds ${seconds}`)
  process.exitCode = 1
}

const sound: FuzzedRequest = { operation: 'ListFlows', method: 'GET', path: '/flows/', headers: signature(), body: '' }
const until = performance.now() + seconds * 500
let most = 0
while (performance.now() < until && process.exitCode === undefined) {
  const requests = Array.from({ length: 16 }, drawRequest)
  const faults = await Promise.all(requests.map(faultOf))
  for (const [at, fault] of faults.entries()) if (fault !== undefined) fail(fault, requests[at])
  if (drawn % 160 !== 0) continue
  const next = await faultOf(sound)
  if (next !== undefined) fail(`the next sound request: ${next}`, sound)
  most = Math.max(most, (await scrape(endpoint, 'process_resident_memory_bytes')) / 1_048_576)
  if (drawn % 1_600 === 0) await makeFlow()
  if (most > mostMegabytes) fail(`The server takes ${Math.round(most)} MB`)
}
await server.stop()
await server.remove()
const statuses = [...counts].toSorted(([one], [other]) => one - other).map(([status, count]) => `${status}: ${count}`)
console.log(`${drawn.toLocaleString('en')} requests from seed ${seed}, at most ${Math.round(most)} MB; ${statuses.join(', ')}`)
if (process.exitCode === undefined) {
  const verified = await fuzzSignatures({ seconds: seconds / 2, chance })
  if (verified.fault === undefined) console.log(verified.summary)
  else fail(verified.fault, verified.request)
}
