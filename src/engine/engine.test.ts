import { describe, expect, it } from 'vitest'
import { data, fan, input, output, prompt, single } from '../../test/definitions.ts'
import type { Script } from '../../test/fakes.ts'
import { hangs, ignoresItsSignal, ScriptedModel } from '../../test/fakes.ts'
import { settled } from '../../test/manual-clock.ts'
import { MemoryEventLog } from '../../test/memory-event-log.ts'
import { arn, limits, outline, request, world } from '../../test/engine/world.ts'
import { NodeError } from '../flow/node-error.ts'

const scripted = (script: Script) => ({ model: new ScriptedModel(script) })

const startedAt = 1_700_000_000_000

describe('a run', () => {
  it('is these events, from the request to its end', async () => {
    const one = world()

    const events = await one.run(single, 'tea')

    const { definitionHash } = request(one.log, single)
    const { model, usage } = { model: 'test.model', usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 } }
    const visit = { node: 'Ask', path: '' }
    const action = {
      serviceName: 'bedrock',
      operationName: 'Converse',
      requestId: 'request of <Ask tea>',
      request: { modelId: model, system: [], messages: [{ role: 'user', content: [{ text: 'Ask tea' }] }] },
      response: {
        output: { message: { role: 'assistant', content: [{ text: '<Ask tea>' }] } },
        stopReason: 'end_turn',
        usage,
        metrics: { latencyMs: 0 },
      },
    }
    const payloads = [
      {
        type: 'started',
        format: 1,
        definitionHash,
        flowVersion: '1',
        kind: 'async',
        limits,
        executionRoleArn: 'arn:aws:iam::000000000000:role/flows',
        caller: 'AKIATEST',
      },
      { type: 'flowInput', node: 'Start', document: 'tea' },
      { type: 'nodeOutput', node: 'Start', path: '', outputs: { document: 'tea' } },
      { type: 'nodeInput', ...visit, inputs: { text: 'tea' } },
      { type: 'nodeAction', ...visit, action },
      { type: 'nodeOutput', ...visit, outputs: { modelCompletion: '<Ask tea>' } },
      { type: 'nodeInput', node: 'End', path: '', inputs: { document: '<Ask tea>' } },
      { type: 'flowOutput', node: 'End', path: '', document: '<Ask tea>' },
      { type: 'ended', status: 'Succeeded' },
    ]
    expect(events).toEqual(payloads.map((payload, index) => ({ ...payload, sequence: index + 1, at: startedAt })))
    expect(one.bugs).toEqual([])
  })

  it('works on as many nodes at once as it may', async () => {
    const [all, two] = [world(), world()]

    await all.run(fan(5), 'tea')
    await two.run(fan(5), 'tea', { maxConcurrency: 2 })

    expect([all.model.mostInFlight, two.model.mostInFlight]).toEqual([5, 2])
  })

  it('that fails in one branch cuts what is in flight in the others', async () => {
    const one = world(
      scripted((call) => {
        if (call.prompt.startsWith('Ask0')) throw new NodeError('DEPENDENCY_FAILED', 'The model refused.')
        return hangs(call)
      }),
    )

    await one.run(fan(3), 'tea')
    await settled()

    expect(outline(one.events).slice(-3)).toEqual(['nodeFailure Ask0', 'flowFailure', 'ended Failed'])
    expect(one.model.calls.map(({ options: { signal } }) => signal.aborted).slice(1)).toEqual([true, true])
    expect(one.model.inFlight).toBe(0)
  })

  it('that fails before its first work is durable begins none of it', async () => {
    const definition = {
      nodes: [
        input('Object'),
        prompt('Ask', { text: ['$.data.text', 'String'] }),
        prompt('Wrong', { text: ['$.data.missing', 'String'] }),
        output('End'),
        output('WrongEnd'),
      ],
      connections: [
        data('Start', 'Ask.text'),
        data('Start', 'Wrong.text'),
        data('Ask', 'End.document'),
        data('Wrong', 'WrongEnd.document'),
      ],
    }
    const first = {
      nodes: [input('Object'), prompt('First', { text: ['$.data.text', 'String'] }), ...definition.nodes.slice(1)],
      connections: definition.connections,
    }
    const late = {
      nodes: [
        ...first.nodes.filter(({ name }) => name !== 'Ask' && name !== 'Wrong'),
        prompt('Ask'),
        prompt('Wrong', { text: ['$.data.missing', 'String'] }),
      ],
      connections: [
        data('Start', 'First.text'),
        data('First', 'Ask.text'),
        data('First', 'Wrong.text'),
        data('Ask', 'End.document'),
        data('Wrong', 'WrongEnd.document'),
      ],
    }
    const [atOnce, later] = [world(), world()]

    await atOnce.run(definition, { text: 'tea' })
    await later.run(late, { text: 'tea' })
    await settled()

    expect([atOnce.status, later.status]).toEqual(['Failed', 'Failed'])
    expect([atOnce.model.prompts, later.model.prompts]).toEqual([[], ['First tea']])
  })
})

describe('the limits of time', () => {
  it('invariant 14: an execution that passes its limit ends TimedOut and lets go', async () => {
    const one = world(scripted(hangs))
    await one.engine.recover()
    await one.engine.start(request(one.log, single, { limits: { ...limits, executionMs: 60_000, nodeMs: 1e9 } }))

    await one.clock.advance(59_000)
    expect(one.status).toBe('Running')
    await one.clock.advance(2_000)

    const message = 'The execution did not end within its time limit (setting limits.executionSeconds, of InvokeFlow limits.invokeSeconds).'
    expect(one.events.at(-1)).toMatchObject({
      type: 'ended',
      status: 'TimedOut',
      cause: 'limit',
      error: { error: 'ExecutionTimedOut', message },
    })
    expect(one.model.inFlight).toBe(0)
  })

  it('invariant 14: a node that passes its limit fails, though its model never lets go', async () => {
    const one = world(scripted(ignoresItsSignal))
    await one.engine.start(request(one.log, single))

    await one.clock.advance(300_000)

    const message = 'Node Ask did not finish within 300 seconds (setting limits.nodeSeconds).'
    expect(one.events.at(-3)).toMatchObject({ type: 'nodeFailure', node: 'Ask', code: 'DEPENDENCY_FAILED', message })
    expect(one.status).toBe('Failed')
  })
})

describe('a bug', () => {
  const bug = new TypeError('undefined is not a function')
  const breaks: Script = () => {
    throw bug
  }

  it('invariant 19: of a node ends its execution, and no other', async () => {
    const one = world(scripted((call) => (call.prompt.includes('bad') ? breaks(call) : call.prompt)))
    const other = { executionArn: `${arn}2`, name: 'run2', startToken: 'other' }
    await one.engine.start(request(one.log, single, { ...other, document: 'good' }))

    await one.run(single, 'bad')
    await settled()

    expect(one.bugs).toEqual([bug])
    const message = 'The execution ended by an internal error of the server; its log names the cause.'
    expect(one.events.at(-1)).toMatchObject({ type: 'ended', status: 'Failed', cause: 'bug', error: { message } })
    expect(one.log.rows.get(`${arn}2`)?.status).toBe('Succeeded')
  })

  it('invariant 19: cuts what else its execution has in flight', async () => {
    const one = world(scripted((call) => (call.prompt.startsWith('Ask0') ? breaks(call) : hangs(call))))

    await one.run(fan(2), 'tea')
    await settled()

    expect(one.model.inFlight).toBe(0)
  })

  it('invariant 19: of a fold ends its execution, not the recovery of the others', async () => {
    const first = world(scripted(hangs))
    await first.engine.start(request(first.log, single))
    await first.engine.start(request(first.log, single, { executionArn: `${arn}2`, name: 'run2', startToken: 'other' }))
    await settled()
    first.log.rows.get(arn)?.events.push({ type: 'nodeOutput', node: 'Nobody', path: '', outputs: {}, sequence: 5, at: 0 })
    const second = world({ log: first.log, owner: 'second' })

    await second.engine.recover()
    await second.ended()
    await settled()

    expect([second.status, second.log.rows.get(`${arn}2`)?.status]).toEqual(['Failed', 'Succeeded'])
    expect(second.bugs).toEqual([new Error('The flow has no node Nobody')])
  })
})

describe('what a node is given', () => {
  it('invariant 15: is the same key in every attempt of a visit, and another for any other visit or execution', async () => {
    const log = new MemoryEventLog()
    const first = world({ log, ...scripted(hangs) })
    await first.engine.start(request(log, fan(2)))
    await first.engine.start(request(log, single, { executionArn: `${arn}2`, name: 'run2', startToken: 'other' }))
    await settled()
    const second = world({ log, owner: 'second' })
    await second.engine.recover()
    await settled()

    const keys = (one: typeof first) =>
      Object.fromEntries(
        one.model.calls.map(({ prompt: text, options }) => [`${text} ${options.executionArn.slice(arn.length)}`, options.idempotencyKey]),
      )
    expect(keys(second)).toEqual(keys(first))
    expect(new Set(Object.values(keys(first))).size).toBe(3)
    expect(Object.values(keys(first)).every((key) => /^[0-9a-f]{32}$/.test(key))).toBe(true)
  })
})

describe('an execution whose caller has gone', () => {
  it('ends at once, and its model call is cut', async () => {
    const one = world(scripted(hangs))
    await one.engine.start(request(one.log, single, { kind: 'invoke' }))
    await settled()

    one.engine.abandon(arn)
    await one.ended()
    await settled()

    expect(one.events.at(-1)).toMatchObject({ type: 'ended', status: 'Aborted', cause: 'the caller has gone' })
    expect(one.model.calls.map(({ options }) => options.signal.aborted)).toEqual([true])
    expect(one.bugs).toEqual([])
  })

  it('goes on where that is what its owner wants', async () => {
    const one = world({ ...scripted(hangs), invokeOutlivesCaller: true })
    await one.engine.start(request(one.log, single, { kind: 'invoke' }))
    await settled()

    one.engine.abandon(arn)
    await settled()

    expect(one.status).toBe('Running')
  })

  it('stays as it ended', async () => {
    const one = world()
    const events = await one.run(single, 'tea', { kind: 'invoke' })

    one.engine.abandon(arn)
    await settled()

    expect(one.events).toEqual(events)
  })
})
