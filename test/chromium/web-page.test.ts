import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import {
  GetFlowCommand,
  ListFlowAliasesCommand,
  ListFlowsCommand,
  ListFlowVersionsCommand,
  ListPromptsCommand,
} from '@aws-sdk/client-bedrock-agent'
import { pino } from 'pino'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { single } from '../definitions.ts'
import type { Labels, World } from '../e2e/world.ts'
import { startWorld, until } from '../e2e/world.ts'
import { pathOf, startWith } from '../fire/execution-path.ts'
import { signature } from '../fire/client.ts'
import type { Attack, Prey } from './attacks.ts'
import { attacks, reboundAttacks, scriptOf } from './attacks.ts'

/** A name that an attacker owns, and lets lead to this machine. */
const evilName = 'evil.example'
const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-proxy-server',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--host-resolver-rules=MAP ${evilName} 127.0.0.1`,
]

interface Line {
  readonly msg: string
  readonly operation?: string
  readonly status: number
}

const cleanUp = new AsyncDisposableStack()
const lines: Line[] = []
let browser: Browser
let world: World
let running: Labels
let prey: Prey
/** Where the pages of an attacker, and of a console that may read, come from. */
let evil: string
let allowed: string

/** Serves an empty page to whoever asks. */
const pageServer = async (): Promise<number> => {
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><body></body>'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanUp.defer(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

beforeAll(async () => {
  evil = `http://127.0.0.1:${await pageServer()}`
  allowed = `http://localhost:${await pageServer()}`
  const log = new Writable({
    write(line, _, done) {
      lines.push(JSON.parse(String(line)))
      done()
    },
  })
  world = cleanUp.use(await startWorld({ protocol: 'HTTP/1.1', tokenDelayMs: 50, allowedOrigins: [allowed], logger: pino(log) }))
  const flow = await world.flow(single)
  running = await world.start(flow, 'endless')
  await until(() => world.models.openStreams() === 1)
  prey = preyIn(world.endpoint, flow)
  browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: chromiumArguments })
  cleanUp.defer(() => browser.close())
})
afterAll(() => cleanUp.disposeAsync())

const preyIn = (base: string, flow: string): Prey => {
  const headers = signature()
  const [, scope = ''] = /Credential=([^,]+)/.exec(headers['authorization'] ?? '') ?? []
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': scope,
    'X-Amz-Date': headers['x-amz-date'] ?? '',
    'X-Amz-Expires': '900',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': 'a'.repeat(64),
  })
  const create = JSON.stringify({ name: 'evil', executionRoleArn: 'arn:aws:iam::123456789012:role/evil' })
  const start = JSON.stringify(startWith('endless'))
  const arn = encodeURIComponent(running.executionIdentifier)
  return {
    base,
    posts: [
      { path: '/flows/', body: create },
      { path: '/prompts/', body: JSON.stringify({ name: 'evil' }) },
      { path: `/flows/${flow}/`, body: '{}' },
      { path: `/flows/${flow}/versions`, body: '{}' },
      { path: `/flows/${flow}/aliases/TSTALIASID`, body: start },
      { path: `/flows/${flow}/aliases/TSTALIASID/executions`, body: start },
      { path: `${pathOf(running.executionIdentifier)}/stop`, body: '{}' },
    ],
    gets: ['/flows/', `/flows/${flow}/`, pathOf(running.executionIdentifier), '/sluice/v1/executions', `/sluice/v1/executions/${arn}`],
    query: `?${query}`,
    headers,
  }
}

/** Everything that a page could have changed, as AWS's clients see it. */
const state = async () => {
  const { build } = world
  const { flowIdentifier } = running
  const executions = await fetch(`${world.endpoint}/sluice/v1/executions`, { headers: signature() })
  const [flow, flows, versions, aliases, prompts] = await Promise.all([
    build.send(new GetFlowCommand({ flowIdentifier })),
    build.send(new ListFlowsCommand({})),
    build.send(new ListFlowVersionsCommand({ flowIdentifier })),
    build.send(new ListFlowAliasesCommand({ flowIdentifier })),
    build.send(new ListPromptsCommand({})),
  ])
  const { executions: all } = (await executions.json()) as { executions: readonly { executionArn: string; status: string }[] }
  return {
    flow: [flow.status, flow.updatedAt],
    flows: flows.flowSummaries?.length,
    versions: versions.flowVersionSummaries?.length,
    aliases: aliases.flowAliasSummaries?.length,
    prompts: prompts.promptSummaries?.length,
    executions: all.map(({ executionArn, status }) => [executionArn, status]),
  }
}

let page: Page
afterEach(() => page.close())

/** What a page read, and with which statuses the server answered what reached it. */
const attacked = async (attack: Attack, { base, ...rest }: Prey): Promise<{ texts: unknown; statuses: readonly number[] }> => {
  lines.length = 0
  const arrived = () =>
    lines.filter(({ msg, operation, status }) => msg.startsWith('request') && (operation !== undefined || status !== 404))
  const texts: unknown = await page.evaluate(scriptOf(attack, { base, ...rest }))
  const least = attack.script.includes('posts') ? rest.posts.length : attack.script.includes('gets') ? rest.gets.length : 1
  await expect.poll(() => arrived().length, { timeout: 30_000 }).toBeGreaterThanOrEqual(least)
  return { texts, statuses: [...new Set(arrived().map(({ status }) => status))].toSorted((a, b) => a - b) }
}

describe.each(['127.0.0.1', 'localhost'])('a web page of another origin, in Chromium, that reaches the server as %s', (host) => {
  it.each(attacks)('changes and reads nothing by $name', async (attack) => {
    page = await browser.newPage()
    await page.goto(evil)
    const before = await state()

    const { texts, statuses } = await attacked(attack, { ...prey, base: prey.base.replace('127.0.0.1', host) })

    expect({ texts, statuses }).toEqual({ texts: [], statuses: attack.statuses })
    expect(await state()).toEqual(before)
    expect(before.executions).toEqual([[running.executionIdentifier, 'Running']])
  })
})

describe('a web page whose own name leads to the server (DNS rebinding), in Chromium,', () => {
  it.each(reboundAttacks)('changes and reads nothing by $name', async (attack) => {
    const own = prey.base.replace('127.0.0.1', evilName)
    page = await browser.newPage()
    // A document of that origin, whatever it says: what has been loaded before the name led here would do the same.
    await page.goto(`${own}/healthz`)
    const before = await state()

    const { texts, statuses } = await attacked(attack, { ...prey, base: own })

    expect(JSON.stringify(texts)).not.toMatch(/evil"|Running|FlowInput|sluice_/)
    expect(statuses).toEqual(attack.statuses)
    expect(await state()).toEqual(before)
  })
})

describe('a web page of an allowed origin, in Chromium,', () => {
  it('changes nothing by a presigned URL', async () => {
    const attack = attacks.find(({ name }) => name === 'a POST to a presigned URL')
    if (attack === undefined) throw new Error('The attack is gone.')
    page = await browser.newPage()
    await page.goto(allowed)
    const before = await state()

    const { texts, statuses } = await attacked(attack, prey)

    expect({ texts, statuses }).toEqual({ texts: [], statuses: [403] })
    expect(await state()).toEqual(before)
  })

  it("reads and follows executions below Sluice's own paths with presigned URLs", async () => {
    page = await browser.newPage()
    await page.goto(allowed)
    const own = `${prey.base}/sluice/v1/executions`
    const events = `${own}/${encodeURIComponent(running.executionIdentifier)}/events${prey.query}`

    const list: unknown = await page.evaluate(`fetch(${JSON.stringify(own + prey.query)}).then((answer) => answer.json())`)
    const first: unknown = await page.evaluate(`new Promise((over, failed) => {
      const source = new EventSource(${JSON.stringify(events)})
      source.addEventListener('progress', ({ data }) => { source.close(); over(data) })
      source.onerror = failed
    })`)

    expect(list).toMatchObject({ executions: [{ executionArn: running.executionIdentifier, status: 'Running' }] })
    expect(first).toContain('word')
  })
})
