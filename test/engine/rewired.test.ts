import fc from 'fast-check'
import { expect, it } from 'vitest'
import { visitKey } from '../../src/engine/state.ts'
import type { Json } from '../../src/lib/json.ts'
import { compiled } from '../definitions.ts'
import { oneWord, randomDocument } from '../random-flow.ts'
import { rewiredFlow } from '../rewired-flow.ts'
import { factsIn } from './facts.ts'
import { interpret } from './interpreter.ts'
import { orderFaults } from './order.ts'
import { PureRun } from './pure-run.ts'
import { limits } from './world.ts'

const drawn = fc.record({
  definition: rewiredFlow,
  document: randomDocument,
  iteratorConcurrency: fc.constantFrom(1, 2, 100),
  /** Which visit at work answers next. */
  turns: fc.array(fc.nat(), { minLength: 1, maxLength: 9 }),
})

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** What a node at work puts out: its name begins with its type. */
const answerOf = (node: string, inputs: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> => {
  const uri = `s3://objects/${textOf(inputs['objectKey'])}`
  if (node.startsWith('Storage')) return { s3Uri: uri }
  if (node.startsWith('Retrieval')) return { s3Content: oneWord(uri) }
  const answer = oneWord([node, ...Object.values(inputs).map(textOf)].join(' '))
  return node.startsWith('LambdaFunction') ? { functionResponse: answer } : { modelCompletion: answer }
}

it('invariant 19: a flow that compiles never gets stuck, however it is wired, and does what the interpreter says', () => {
  fc.assert(
    fc.property(drawn, ({ definition, document, iteratorConcurrency, turns }) => {
      const one = new PureRun(compiled(definition), document, { limits: { ...limits, iteratorConcurrency } })
      one.decideAll()
      for (let turn = 0; !one.state.ended; turn++) {
        const open = [...one.state.inFlight.values()]
        const visit = open[(turns[turn % turns.length] ?? 0) % open.length]
        if (!visit) throw new Error('Nothing is in flight, and it has not ended')
        const { node, path, inputs } = visit
        one.record([{ type: 'nodeOutput', node, path, outputs: answerOf(node, inputs) }])
        one.decideAll()
      }

      const { facts, failing } = interpret(definition, document, oneWord)
      const found = factsIn(one.events)
      const failures = one.events.flatMap((event) => (event.type === 'nodeFailure' ? [visitKey(event)] : []))
      expect(failures.map((visit) => failing.has(visit))).toEqual(failing.size > 0 ? [true] : [])
      expect(found.toSorted()).toEqual([...facts].filter((fact) => failing.size === 0 || found.includes(fact)).toSorted())
      expect(orderFaults(definition, one.events, iteratorConcurrency)).toEqual([])
    }),
    { numRuns: 300 },
  )
})
